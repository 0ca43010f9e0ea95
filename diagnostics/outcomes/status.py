"""How one check ended: of a card, on the screen and on paper, or of the machine."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """In the order of severity; a check that was not made weighs least.

    ``glyph`` stands before the line at a terminal. ``word`` and ``machine_word`` are French source sentences: a card
    with a fault is not valid, a machine with one is broken.
    """

    NOT_CHECKED = "not_checked", "·", "Non contrôlé"
    OK = "ok", "✓", "Bon"
    WARNING = "warning", "!", "À vérifier"
    FAULT = "fault", "✗", "Non valable", "En panne"

    glyph: str
    word: str
    machine_word: str

    def __new__(cls, value: str, glyph: str, word: str, machine_word: str = "") -> Status:
        status = object.__new__(cls)
        status._value_ = value
        status.glyph = glyph
        status.word = word
        status.machine_word = machine_word or word
        return status

    @property
    def severity(self) -> int:
        """0 to 3."""
        return list(Status).index(self)
