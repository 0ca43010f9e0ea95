from __future__ import annotations

import pytest

from checkout import ROOT
from draw_states import diagram, replaced
from kiosk.flow.machine import TABLE
from kiosk.flow.model.staff_desk import Page
from kiosk.flow.model.states import Action, State
from kiosk.flow.step.transitions import TransitionTable, merged

PAGE = ROOT / "deploy" / "guide" / "etats.md"
REACHED_ELSEWHERE = {state for state in State if state.traits.unattended} | {
    State.TORN,
    State.STUCK,
    State.TORN_UNKNOWN,
    State.TAKE_CARD,
    State.UNBLOCKED,
}


def test_the_page_is_what_the_code_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert replaced(text) == text


def test_every_rule_is_an_arrow() -> None:
    drawn = diagram()
    for rule in TABLE.values():
        for target in rule.targets:
            assert f"{rule.place.value} --> {'[*]' if target is None else target.value} :" in drawn


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        replaced("no marks")


def test_every_state_has_a_way_in_or_belongs_to_later() -> None:
    reached = {target for rule in TABLE.values() for target in rule.targets}
    assert set(State) - reached - REACHED_ELSEWHERE == {State.STAFF}
    assert set(Page) - reached == {Page.CODE}


def test_two_rules_for_one_cell_are_refused() -> None:
    first, second = TransitionTable(), TransitionTable()
    for table in (first, second):
        table.on(State.WAITING, Action.HELP)(lambda move, _: move)
    with pytest.raises(ValueError, match="two rules"):
        merged(first, second)
