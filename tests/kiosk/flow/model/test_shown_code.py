"""Which code stands on which screen: literals, for a code once read over the telephone keeps its meaning."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.shown_code import code_of
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Visit
from stories.every_screen import NAMES, story

SHOWN = {
    "out_of_service-no-reader": "T01",
    "out_of_service-no-service": "T02",
    "out_of_service-stuck": "T04",
    "in_use": "T05",
    "verdict-not-here-tries": "U08",
    "verdict-not-here-model": "U08",
    "verdict-not-read": "L10",
    "verdict-number-unreadable": "U10",
    "verdict-expired": "N02",
    "verdict-expired-blocked": "N02",
    "verdict-revoked": "N03",
    "unreadable_counters": "U22",
    "unreadable_counters-not-read": "U22",
    "wrong_puk": None,
    "wrong_puk-card-out": "U05",
    "two_wrong": "U06",
    "stopped": "U20",
    "stopped-nothing-sent": "U20",
    "card_changed": "U16",
    "stuck-nothing-sent": "T04",
    "stuck-unknown": "U17",
    "torn_done": "U13",
    "torn_not_done": "U11",
    "torn_not_done-try-counted": "U12",
    "torn_unknown": "U14",
    "torn_unknown-contradiction": "U14",
    "unblocked": "U01",
    "unblocked-card-out": "U01",
    "unblocked-last-use": "U01",
    "not_proved": "U21",
    "half_done": "U15",
    "half_done-contact-lost": "U15",
    "referral": "R01",
    "referral-no-card": "R02",
    "replacement-just-refused": "U07",
    "replacement-just-lost": "U07",
    "replacement": "N01",
    "printing-failed": "T07",
    "printing-shown": None,
    "wrong_pin": None,
    "wrong_pin-card-out": "C03",
    "wrong_pin-now-blocked": "C10",
    "wrong_pin-now-blocked-card-out": "C10",
    "pin_changed": "C01",
    "pin_works": "C02",
    "situations": None,
    "stopped-old-code-stands": "C06",
    "stopped-change": "U20",
    "not_proved-current-pin": "C11",
    "torn_not_done-current-pin": "C08",
    "torn_not_done-current-pin-counted": "C09",
    "torn_not_done-current-pin-now-blocked": "C10",
    "torn_unknown-current-pin": "C05",
    "torn_unknown-situations": "C12",
    "change_unknown": "C05",
    "unblocked-forgotten": "U18",
    "not_proved-forgotten": "U21",
    "torn_not_done-forgotten": "U23",
    "torn_not_done-forgotten-counted": "U24",
    "change_unknown-forgotten": "U19",
}


@pytest.mark.parametrize(("name", "code"), SHOWN.items())
def test_each_screen_shows_the_code_of_what_it_says(name: str, code: str | None) -> None:
    found = code_of(story(name).kiosk)
    assert (None if found is None else found.value) == code


def test_every_state_with_a_code_is_above() -> None:
    with_code = {story(name).state for name in NAMES if code_of(story(name).kiosk) is not None}
    assert with_code == {story(name).state for name, code in SHOWN.items() if code is not None}
    assert with_code >= {state for state in State if state.traits.shows_outcome}


def test_a_refused_configuration_and_a_closed_kiosk_have_their_codes() -> None:
    for face, code in ((Face.CONFIGURATION, Code.CONFIGURATION_REFUSED), (Face.CLOSED, Code.CLOSED_BY_STAFF)):
        assert code_of(Kiosk(state=State.OUT_OF_SERVICE, visit=Visit(face=face))) is code


def test_a_wording_seen_again_shows_its_code_again() -> None:
    """The way back from the control leads to the code that stood there before."""
    for name in ("unblocked", "unblocked-forgotten", "unreadable_counters"):
        told = story(name)
        before = code_of(told.kiosk)
        action = Action.AUDIT if told.state is State.UNREADABLE_COUNTERS else Action.DETAILS
        told.press(action).content().press(Action.BACK)
        assert code_of(told.kiosk) is before
