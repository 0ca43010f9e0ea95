"""Buttons and sentences that depend on what the kiosk may do with the card. The flow decides again at each press."""

from __future__ import annotations

from kiosk.card.codes.current_pin.policy import CurrentPinObstacle
from kiosk.card.model import Purpose
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import obstacle_to_current_pin, unblock_offered
from kiosk.view.model.draft import primary
from kiosk.view.model.screen import Button, ButtonRole
from reports.papers.languages import Translate


def current_pin_button(kiosk: Kiosk, action: Action, label: str, _: Translate) -> Button:
    """A way to the current PIN; where it is closed, why stands beside the button."""
    why_not = _why_not(obstacle_to_current_pin(kiosk), _)
    return Button(action, label, ButtonRole.SECONDARY, enabled=not why_not, why_not=why_not)


def why_no_change(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """Said instead of showing the button where there are four of them: at twice the size they would not fit."""
    match obstacle_to_current_pin(kiosk):
        case CurrentPinObstacle.NOT_COMMISSIONED:
            return (_("Son code ne se change pas encore sur cette borne."),)
        case CurrentPinObstacle.LAST_TRY_WITHOUT_PUK:
            return (_("Pour changer votre code, demandez de l’aide."),)
        case CurrentPinObstacle.FORMAT_UNREADABLE:
            return (_("Son code ne se change pas ici : sa longueur est illisible."),)
        case None | CurrentPinObstacle.BLOCKED | CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED:
            return ()
        case CurrentPinObstacle.REVOKED | CurrentPinObstacle.COUNTERS_UNREADABLE:
            return ()


def unblock_or_help(kiosk: Kiosk, _: Translate) -> Button:
    """The button for a blocked card: unblock it here, or ask for help."""
    if unblock_offered(kiosk):
        return primary(Action.UNBLOCK, _("Débloquer mon code porteur"))
    return primary(Action.HELP, _("Demander de l’aide"))


def step_of_change(kiosk: Kiosk, step: int) -> int:
    """The steps lead to a new PIN; trying a PIN and opening the situations show none."""
    return 0 if kiosk.visit.purpose in (Purpose.TRY, Purpose.SITUATIONS) else step


def _why_not(obstacle: CurrentPinObstacle | None, _: Translate) -> str:
    match obstacle:
        case None:
            return ""
        case CurrentPinObstacle.REVOKED:
            return f"{_('Cette carte n’est plus valable')}."
        case CurrentPinObstacle.NOT_COMMISSIONED:
            return _("Pas encore autorisé ici.")
        case CurrentPinObstacle.LAST_TRY_WITHOUT_PUK | CurrentPinObstacle.LAST_TRY_NOT_CONFIRMED:
            return _("Trop risqué : demandez de l’aide.")
        case CurrentPinObstacle.BLOCKED:
            return _("Votre code porteur est bloqué.")
        case CurrentPinObstacle.FORMAT_UNREADABLE | CurrentPinObstacle.COUNTERS_UNREADABLE:
            return _("La longueur du code est illisible.")
