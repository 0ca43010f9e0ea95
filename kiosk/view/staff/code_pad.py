"""The pad of the staff code: how many digits there are, never which, and how long to wait after wrong ones."""

from __future__ import annotations

from math import ceil

from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.staff_desk import MAX_DIGITS, MIN_DIGITS, CodeAnswer, StaffDesk
from kiosk.flow.model.states import Action
from kiosk.view.model.draft import Draft, primary
from kiosk.view.model.screen import Button, Pad, Tone
from kiosk.view.model.words import Words
from reports.papers.languages import Translate

MINUTE_S = 60.0


def pad(desk: StaffDesk, now: float, words: Words) -> Draft:
    _ = words.translate
    refused = desk.answer is CodeAnswer.REFUSED
    error = " ".join(part for part in (_("Ce code n’est pas le bon.") if refused else "", _wait(desk, now, _)) if part)
    return Draft(
        _("Réservé aux agents"),
        () if error else (_("Tapez le code d’agent."),),
        Tone.WARNING if error else Tone.NEUTRAL,
        Pad(
            CodeSlot.STAFF,
            desk.typed,
            max(desk.typed, MIN_DIGITS),
            _.plural("{n} chiffre", "{n} chiffres", desk.typed),
            error,
            peekable=False,
        ),
        (_validate(desk, now, _),),
        back=True,
    )


def _validate(desk: StaffDesk, now: float, _: Translate) -> Button:
    ready = not desk.checking and not desk.waits(now) and MIN_DIGITS <= desk.typed <= MAX_DIGITS
    if desk.checking:
        why_not = _("Vérification…")
    elif desk.waits(now):
        why_not = _("Il faut attendre")
    else:
        why_not = _("De {least} à {most} chiffres").format(least=MIN_DIGITS, most=MAX_DIGITS)
    return primary(Action.VALIDATE, _("Valider"), enabled=ready, why_not="" if ready else why_not)


def _wait(desk: StaffDesk, now: float, _: Translate) -> str:
    """Whole minutes: the screen shows no countdown."""
    if not desk.waits(now):
        return ""
    if desk.wait_until - now < MINUTE_S:
        return _("Réessayez dans moins d’une minute.")
    minutes = ceil((desk.wait_until - now) / MINUTE_S)
    return _.plural("Réessayez dans {n} minute.", "Réessayez dans {n} minutes.", minutes)
