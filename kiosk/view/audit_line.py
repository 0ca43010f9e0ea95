"""One line of the control."""

from __future__ import annotations

from kiosk.view.screen import CheckLine, Mark
from kiosk.view.words import Translate


def line(mark: Mark, name: str, sentence: str, _: Translate, *, private: bool = False, word: str = "") -> CheckLine:
    """``word`` replaces the word that goes with the mark; ``private`` lines are hidden by the privacy button."""
    return CheckLine(mark, word or _word(mark, _), name, sentence, private)


def _word(mark: Mark, _: Translate) -> str:
    match mark:
        case Mark.OK:
            return _("Bon")
        case Mark.WARNING:
            return _("À vérifier")
        case Mark.FAULT:
            return _("Non valable")
        case Mark.NOT_CHECKED:
            return _("Non contrôlé")
