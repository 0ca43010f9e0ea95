"""What a card or an office may put on a screen and no story does: the longest words, and everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bench.sentences import ISSUERS_LABELS, screen_in
from kiosk.view.model.screen import CardFact, FactGroup, Groups, LineStyle, Pad, Paper, PaperLine, Screen, Tries

LONGEST_NAMES = ("W" * 27, "VANDENBROUCKE-WOJCIECHOWSKI")
"""A name has 27 characters at most (deploy/reference/card.md §10.3)."""


def _longest_facts() -> Screen:
    names = (CardFact("Nom", name) for name in LONGEST_NAMES)
    facts = (*names, CardFact("Secteur d’activité", max(ISSUERS_LABELS, key=len)))
    unread = FactGroup("Situation n° 2", facts, "Les données de facturation n’ont pas pu être lues.")
    return replace(screen_in("fr", "situations"), content=Groups((FactGroup("Situation n° 1", facts), unread)))


def _full_pad() -> Screen:
    """Two sentences, an error and the tries above one pad."""
    screen, below = screen_in("fr", "puk-same-again"), screen_in("fr", "puk-below-maximum")
    assert isinstance(screen.content, Pad)
    tries = Tries(9, 10, "Il vous reste 9 essais.")
    return replace(screen, body=below.body, content=replace(screen.content, tries=tries))


def _paper_with_an_address() -> Screen:
    screen = screen_in("fr", "printing-shown")
    assert isinstance(screen.content, Paper)
    code = PaperLine(LineStyle.CODE, "https://exemple.example/" + "a" * 36)
    return replace(screen, content=Paper((*screen.content.lines, code)))


def _asked_above_a_pad() -> Screen:
    return replace(screen_in("fr", "puk-half"), overlay=screen_in("fr", "still_there").overlay)


EDGES: Mapping[str, Screen] = {
    "longest_facts": _longest_facts(),
    "full_pad": _full_pad(),
    "paper_with_an_address": _paper_with_an_address(),
    "asked_above_a_pad": _asked_above_a_pad(),
}
