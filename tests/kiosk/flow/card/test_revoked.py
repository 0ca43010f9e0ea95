"""A card that a fresh signed list names: it is not valid any more, and it is not unblocked here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.audit.findings import Findings, Presence, Revocation
from kiosk.card.model import Counters
from kiosk.flow.model.effects import PaperKind, Print
from kiosk.flow.model.events import ContentRead
from kiosk.flow.model.states import Action, Face, State
from kiosk.view.model.words import Words
from kiosk.view.papers import paper
from reports.papers.papers import Replacement, ReplacementReason
from stories.story import BLOCKED, CONTENT, TODAY, Story, counters

REVOKED = Findings(Presence.BOTH, revocation=Revocation.REVOKED, list_day=date(2026, 11, 20))


def told(story: Story, findings: Findings = REVOKED, *, clock_sane: bool = True, **changes: object) -> Story:
    content = replace(CONTENT, **changes)  # type: ignore[arg-type]  # keyword fields of the test's choice
    return story.tell(ContentRead(story.kiosk.card_ticket, content, TODAY, clock_sane, findings))


def inserted(held: Counters = BLOCKED) -> Story:
    return Story().empty().insert().read(held)


@pytest.mark.parametrize("held", [BLOCKED, counters(3), counters(1), counters(0, 2)])
def test_it_is_not_valid_any_more_whatever_its_counters(held: Counters) -> None:
    story = told(inserted(held))
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.REVOKED)
    assert story.outcomes == [Code.READ_NOT_VALID]


def test_unblocking_is_not_offered() -> None:
    story = told(inserted())
    screen = story.screen
    assert Action.UNBLOCK not in [button.action for button in screen.buttons]
    assert (screen.title, screen.code) == ("Cette carte n’est plus valable", "Code N03")
    assert "Elle a été déclarée perdue, volée ou retirée." in screen.body
    assert story.press(Action.UNBLOCK).state is State.VERDICT


def test_who_already_asked_to_unblock_is_told_before_the_letter() -> None:
    """Nothing is typed for it: the list was looked up while the person answered."""
    story = told(inserted().press(Action.UNBLOCK))
    assert story.state is State.HAVE_CODE
    story.press(Action.YES)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.REVOKED)
    assert story.sends == 0


def test_who_waits_for_the_letter_is_told() -> None:
    story = inserted().press(Action.UNBLOCK, Action.YES)
    assert story.state is State.READING
    told(story)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.REVOKED)


def test_the_paper_says_why() -> None:
    story = told(inserted()).press(Action.PRINT)
    assert (story.state, story.kiosk.visit.code) == (State.PRINTING, Code.REPLACE_REVOKED)
    assert story.outcomes == [Code.READ_NOT_VALID, Code.REPLACE_REVOKED]
    (printed,) = story.of(Print)
    assert isinstance(printed, Print)
    assert printed.paper is PaperKind.REPLACEMENT
    found = paper(story.kiosk, printed.paper, Words(TODAY))
    assert isinstance(found, Replacement)
    assert (found.reason, found.outcome, found.expired_on) == (ReplacementReason.REVOKED, "N03", None)


def test_its_current_pin_is_not_asked_for_and_the_button_says_why() -> None:
    story = told(inserted(counters(3))).press(Action.AUDIT)
    screen = story.screen
    (button,) = [button for button in screen.buttons if button.action is Action.SITUATIONS]
    assert (button.enabled, button.why_not) == (False, "Cette carte n’est plus valable.")
    assert story.press(Action.SITUATIONS).state is State.AUDIT


def test_the_control_counts_it_as_not_valid() -> None:
    story = told(inserted(counters(3))).press(Action.AUDIT)
    assert (story.state, story.outcomes[-1]) == (State.AUDIT, Code.AUDIT_NOT_VALID)


@pytest.mark.parametrize("listed", [each for each in Revocation if each is not Revocation.REVOKED])
def test_nothing_but_a_fresh_list_condemns(listed: Revocation) -> None:
    story = told(inserted(), Findings(Presence.BOTH, revocation=listed))
    assert story.kiosk.visit.face is Face.BLOCKED


def test_a_wrong_clock_condemns_nothing() -> None:
    assert told(inserted(), clock_sane=False).kiosk.visit.face is Face.BLOCKED


def test_expired_and_revoked_is_revoked() -> None:
    assert told(inserted(), valid_until=date(2026, 1, 1)).kiosk.visit.face is Face.REVOKED
