"""What was sent to the card, and what nobody can tell of an operation that got no answer."""

from __future__ import annotations

from kiosk.card.model import Purpose
from kiosk.flow.model.visit import Kiosk
from reports.papers.languages import Translate


def nothing_sent(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """Say that nothing was sent to the card, unless this visit may have sent a code before."""
    return () if kiosk.visit.code_sent else (_("Rien n’a été envoyé à la carte."),)


def nothing_more_sent(kiosk: Kiosk, _: Translate) -> str:
    """Say that the operation that just ended sent nothing, in a visit that may have sent a code before."""
    return _("Rien de plus n’a été envoyé.") if kiosk.visit.code_sent else _("Rien n’a été envoyé.")


def not_known_yet(kiosk: Kiosk, _: Translate) -> str:
    match kiosk.visit.purpose:
        case Purpose.CHANGE:
            return _("Nous ne savons pas encore quel code est enregistré.")
        case Purpose.TRY | Purpose.SITUATIONS:
            return _("Nous ne savons pas encore si un essai a été compté.")
        case None:
            return (
                _("Nous ne savons pas encore quel code est enregistré.")
                if kiosk.visit.forgotten
                else _("Nous ne savons pas encore si elle est débloquée.")
            )


def not_known(kiosk: Kiosk, _: Translate) -> str:
    match kiosk.visit.purpose:
        case Purpose.CHANGE:
            return _("Nous ne savons pas quel code est enregistré.")
        case Purpose.TRY | Purpose.SITUATIONS:
            return _("Nous ne savons pas si un essai a été compté.")
        case None:
            return (
                _("Nous ne savons pas quel code est enregistré.")
                if kiosk.visit.forgotten
                else _("Nous ne savons pas si elle est débloquée.")
            )
