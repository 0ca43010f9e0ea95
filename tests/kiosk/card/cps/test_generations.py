"""The one table of generations: complete, and in agreement with what is said elsewhere of a kind."""

from __future__ import annotations

from diagnostics.outcomes.codes import CardGeneration
from kiosk.card.cps.generations import GENERATIONS
from kiosk.card.model import CardKind


def test_each_kind_has_one_row() -> None:
    assert [each.kind for each in GENERATIONS] == list(CardKind)
    assert len({each.word for each in GENERATIONS}) == len({each.found for each in GENERATIONS}) == len(CardKind)


def test_the_cards_that_are_read_are_those_that_are_spoken_to() -> None:
    """None of them is recognised by an answer to reset that only looks like its own."""
    for each in GENERATIONS:
        assert each.kind.is_cps_in_contact is (each.dialect is not None)
        assert each.dialect is None or (each.atrs and not each.masked)


def test_no_two_rows_claim_one_answer_to_reset() -> None:
    atrs = [atr for each in GENERATIONS for atr in each.atrs]
    assert len(set(atrs)) == len(atrs)


def test_the_figures_know_what_each_kind_is_counted_as() -> None:
    counted = {CardGeneration(each.statistics) for each in GENERATIONS}
    assert counted == set(CardGeneration) - {CardGeneration.NONE}
