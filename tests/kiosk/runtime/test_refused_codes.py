"""Every code that the card refused in a visit is stopped before it is sent again, not only the last one (rule 5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.staff import StaffLab
from kiosk.flow.model.states import Action, Face, State
from kiosk.simulator.card import SimulatedCard

NEW_PIN, WRONG_PINS = (4, 0, 7, 1), ((9, 9, 9, 8), (9, 9, 9, 7))
WRONG_PUKS = ((8, 7, 6, 5, 4, 3, 2, 1), (8, 7, 6, 5, 4, 3, 2, 2))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[StaffLab]:
    with StaffLab(tmp_path) as lab:
        yield lab


def tries(card: SimulatedCard) -> tuple[int, int]:
    state = card.state()
    assert state is not None
    return state.pin_tries_left, state.puk_tries_left


def try_puk(lab: StaffLab, puk: tuple[int, ...], ends_in: State) -> None:
    lab.type(puk)
    lab.press(Action.VALIDATE)
    lab.type(NEW_PIN)
    lab.press(Action.VALIDATE)
    lab.type(NEW_PIN)
    lab.press(Action.SEND)
    lab.until(lambda: lab.kiosk.state is ends_in)


def test_the_first_of_two_refused_puks_is_not_sent_again_with_staff(lab: StaffLab) -> None:
    card = lab.insert("blocked")
    lab.press(Action.UNBLOCK, Action.YES, Action.YES)
    try_puk(lab, WRONG_PUKS[0], State.WRONG_PUK)
    lab.press(Action.YES)
    try_puk(lab, WRONG_PUKS[1], State.TWO_WRONG)
    lab.give()
    lab.press(Action.ASSIST, Action.CONTINUE, Action.GO_ON, Action.YES)
    assert lab.kiosk.state is State.PUK
    for refused in (*WRONG_PUKS, WRONG_PUKS[0]):
        lab.type(refused)
        lab.press(Action.VALIDATE)
        assert (lab.kiosk.state, lab.kiosk.visit.face) == (State.PUK, Face.SAME_PUK)
    assert tries(card) == (0, 8)


def test_the_first_of_two_refused_current_pins_is_not_sent_again(lab: StaffLab) -> None:
    card = lab.insert("healthy")
    lab.press(Action.AUDIT, Action.SITUATIONS)
    for wrong in WRONG_PINS:
        lab.type(wrong)
        lab.press(Action.VALIDATE)
        lab.until(lambda: lab.kiosk.state is State.WRONG_PIN)
        lab.press(Action.RETRY)
    for refused in (*WRONG_PINS, WRONG_PINS[0]):
        lab.type(refused)
        lab.press(Action.VALIDATE)
        assert (lab.kiosk.state, lab.kiosk.visit.face) == (State.CURRENT_PIN, Face.SAME_CURRENT_PIN)
    assert tries(card) == (1, 10)
