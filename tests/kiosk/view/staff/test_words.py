"""What the pages of staff mode say, and what they never say."""

from __future__ import annotations

from datetime import date

import pytest

from bench.sentences import strings, told_of_the_holder
from diagnostics.database.faults import Fault
from diagnostics.outcomes.status import Status
from diagnostics.outcomes.visit import DurationBucket
from kiosk.flow.model.states import Action
from kiosk.runtime.journal.recent_events import SHOWN
from kiosk.view.model.screen import Charts, Checks, Groups, Pad, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from kiosk.view.staff.figures import _DURATIONS
from kiosk.view.staff.machine import _VALUE_WORDS, EVENT_WORDS
from reports.printing.trouble import Trouble
from stories.staff_screens import FIGURES, NOT_READY, STAFF_STORIES
from stories.staff_story import StaffStory
from stories.story import PAYMENT

WORDS = Words(date(2026, 11, 21), printer=True)


def shown(name: str) -> Screen:
    story = STAFF_STORIES[name]()
    return screen_of(story.kiosk, story.now, WORDS)


def test_every_event_every_fault_and_every_duration_has_its_words() -> None:
    assert {event.value for event in SHOWN} <= set(EVENT_WORDS)
    lanes = {"card", "paper", "records", "codes", "pages", "readers", "thread"}
    assert {each.value for each in (*Fault, *Trouble)} | lanes == set(_VALUE_WORDS)
    assert {bucket.value for bucket in DurationBucket} == set(_DURATIONS)


def test_an_event_is_told_with_its_hour_and_what_it_came_with() -> None:
    told = " ".join(repr(shown("staff-events")).split("\\xa0"))
    assert "lecteurs : 1, à part, de nom illisible : 1" in told, "one serves, another is left alone"
    assert "démarrage de la borne : après un arrêt imprévu" in told


@pytest.mark.parametrize("name", [name for name in STAFF_STORIES if name.startswith("staff-")])
def test_no_page_of_staff_shows_whose_card_it_is(name: str) -> None:
    assert told_of_the_holder(" ".join(strings(shown(name)))) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (900.0, "15\u00a0minutes"),
        (120.0, "2\u00a0minutes"),
        (61.0, "2\u00a0minutes"),
        (60.0, "1\u00a0minute."),
        (59.0, "moins d’une minute"),
        (1.0, "moins d’une minute"),
    ],
)
def test_the_wait_is_told_in_whole_minutes(seconds: float, words: str) -> None:
    story = STAFF_STORIES["staff-code-wait"]()
    screen = screen_of(story.kiosk, story.desk.wait_until - seconds, WORDS)
    assert isinstance(screen.content, Pad)
    assert words in screen.content.error
    assert not screen.buttons[0].enabled


def test_bars_are_as_long_as_their_numbers_and_say_them() -> None:
    content = shown("staff-figures").content
    assert isinstance(content, Charts)
    weeks, outcomes, durations = content.charts
    assert [bar.number for bar in weeks.bars] == [str(week.unblocked) for week in reversed(FIGURES.weeks)]
    assert [bar.share for bar in weeks.bars] == [week.unblocked / 16 for week in reversed(FIGURES.weeks)]
    assert [bar.number for bar in outcomes.bars] == ["77", "11", "6", "5", "3", "2"]
    assert sum(int(bar.number) for bar in durations.bars) == sum(n for _bucket, n in FIGURES.durations)


def test_a_voice_says_what_the_bars_show() -> None:
    spoken = shown("staff-figures").spoken
    assert "semaine 45\u00a0: 16" in spoken.replace("semaine\u00a0", "semaine ")
    assert "de 1\u00a0à 2\u00a0minutes\u00a0: 64" in spoken.replace("de 1 à", "de 1\u00a0à")


def test_what_is_wrong_comes_first() -> None:
    content = shown("staff-readiness-faults").content
    assert isinstance(content, Checks)
    assert [line.status for line in content.lines] == [Status.FAULT, Status.WARNING, Status.OK, Status.NOT_CHECKED]
    assert len(content.lines) == len(NOT_READY.results)


@pytest.mark.parametrize("name", [name for name in STAFF_STORIES if name.startswith("helped-")])
def test_a_helped_visit_offers_the_end_of_help_instead_of_another_call(name: str) -> None:
    screen = shown(name)
    header = [button.action for button in screen.tools]
    assert Action.END_ASSIST in header
    assert Action.HELP not in header


def test_a_bank_card_is_named() -> None:
    story = StaffStory()
    story.insert(PAYMENT)
    story.staff().tap(Action.CARD_AUDIT)
    content = screen_of(story.kiosk, story.now, WORDS).content
    assert isinstance(content, Groups)
    assert [fact.value for fact in content.groups[0].facts if fact.name == "Modèle"] == ["carte bancaire"]
