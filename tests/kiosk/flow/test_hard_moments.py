"""What goes wrong between two people, two cards or two answers, told as stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.iso7816.connection import SlotReport
from kiosk.card.model import PukRefused, Sent, Torn, Unblocked, Voided
from kiosk.flow.model.effects import ALL_CODES, CallStaff, EndVisit, ReadContent, RestartCardService, Wipe
from kiosk.flow.model.events import CardCallReturned, ReadFailure, SlotsChanged, SnapshotRead
from kiosk.flow.model.states import Action, Face, Overlay, State
from stories.story import BLOCKED, OTHER_SERIAL, READER, SERIAL, Story, counters, slot, snapshot

SECOND = READER + "b"


@pytest.fixture
def blocked() -> Story:
    return Story().card(BLOCKED)


def ringing(story: Story) -> bool:
    """Whether the counter still hears the call."""
    calls = [effect.calling for effect in story.effects if isinstance(effect, CallStaff)]
    return bool(calls) and calls[-1]


def test_the_next_visitor_never_sees_the_last_result_as_theirs(blocked: Story) -> None:
    blocked.send().ends(Unblocked(counters(3, 10, 99))).empty()
    assert blocked.insert().state is State.READING
    assert blocked.kiosk.visit.removed_at is None
    assert blocked.outcomes[-1] is Code.UNBLOCKED
    assert len(blocked.of(EndVisit)) == 1


def test_a_card_swapped_in_one_report_is_not_taken_for_the_one_that_was_unblocked(blocked: Story) -> None:
    blocked.send().ends(Unblocked(counters(3, 10, 99)))
    assert blocked.insert().state is State.READING


def test_a_refused_puk_asks_for_the_card_and_reads_it_when_it_is_back(blocked: Story) -> None:
    blocked.send().ends(PukRefused(counters(0, 9))).empty()
    assert blocked.insert().state is State.READING
    assert blocked.outcomes[-1] is Code.WRONG_PUK


def test_a_second_card_that_was_there_all_along_does_not_hide_the_result() -> None:
    story = Story().readers(slot(changes=1), slot(SECOND, atr=None, changes=1)).read(BLOCKED).content()
    story.readers(slot(changes=1), slot(SECOND, changes=2)).send().ends(Unblocked(counters(3, 10, 99)))
    story.readers(slot(atr=None, changes=2), slot(SECOND, changes=2))
    assert story.state is State.UNBLOCKED
    assert story.wait(30).state is State.READING


def test_a_refused_puk_is_remembered_when_another_program_holds_the_card(blocked: Story) -> None:
    blocked.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    blocked.to_confirm().agree().press(Action.SEND)
    before = len(blocked.effects)
    blocked.fails(ReadFailure.IN_USE)
    wiped = {slot_ for effect in blocked.effects[before:] if isinstance(effect, Wipe) for slot_ in effect.slots}
    assert wiped == set(ALL_CODES)


@pytest.mark.parametrize("failure", [ReadFailure.MUTE, ReadFailure.GONE])
def test_a_card_that_falls_mute_on_a_retry_leaves_nothing_open(blocked: Story, failure: ReadFailure) -> None:
    blocked.send().fails(ReadFailure.IN_USE).press(Action.RETRY).fails(failure).wait(2)
    assert blocked.state is State.MUTE
    assert blocked.begun == len(blocked.outcomes)
    assert len(blocked.of(EndVisit)) == 1
    assert blocked.empty().state is State.WAITING


def test_a_control_looked_at_twice_is_counted_once(blocked: Story) -> None:
    blocked.press(Action.AUDIT, Action.BACK, Action.AUDIT, Action.FINISH)
    assert blocked.outcomes.count(Code.AUDIT_VALID) == 1


def test_stopping_at_another_card_still_says_that_the_first_is_unknown(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET)).empty().insert().read(counters(3), OTHER_SERIAL)
    assert blocked.press(Action.STOP).state is State.TORN_UNKNOWN


def test_stopping_while_the_card_is_stuck_still_says_that_it_is_unknown(blocked: Story) -> None:
    blocked.send().stuck(nothing_sent=False)
    assert blocked.press(Action.STOP).state is State.TORN_UNKNOWN


def test_stopping_while_stuck_with_nothing_sent_gives_the_card_back(blocked: Story) -> None:
    blocked.send().stuck(nothing_sent=True)
    assert blocked.press(Action.STOP).state is State.TAKE_CARD


def test_a_stuck_card_that_is_out_already_is_not_asked_to_be_taken_out(blocked: Story) -> None:
    blocked.send().empty().stuck(nothing_sent=False)
    assert (blocked.state, blocked.kiosk.visit.face) == (State.TORN, Face.UNKNOWN)


def test_a_stuck_service_with_the_card_out_and_nothing_sent_ends_the_visit(blocked: Story) -> None:
    blocked.send().empty().stuck(nothing_sent=True)
    assert blocked.state is State.WAITING
    assert blocked.outcomes[-1] is Code.UNBLOCK_CARD_REMOVED


def test_a_card_pulled_while_another_program_held_it_is_not_called_in_use(blocked: Story) -> None:
    blocked.send().empty().fails(ReadFailure.IN_USE)
    assert blocked.state is State.WAITING
    assert blocked.outcomes[-1] is Code.UNBLOCK_CARD_REMOVED


def two_readers_torn() -> Story:
    """Torn in the first reader while another person's card lies in the second."""
    story = Story().readers(slot(changes=1), slot(SECOND, atr=None, changes=1)).read(BLOCKED).content()
    story.readers(slot(changes=1), slot(SECOND, changes=2)).send()
    story.readers(slot(atr=None, changes=2), slot(SECOND, changes=2))
    return story.ends(Torn(Sent.RESET))


def test_after_a_tear_a_card_that_lay_in_the_other_reader_is_not_taken_for_the_one_that_comes_back() -> None:
    story = two_readers_torn()
    assert (story.state, story.kiosk.card_ticket) == (State.TORN, 0)
    story.readers(slot(changes=3), slot(SECOND, changes=2)).read(counters(3, 10, 99))
    assert story.state is State.TORN_DONE


def test_the_right_card_is_read_though_a_wrong_one_stays_in_the_other_reader() -> None:
    story = Story().readers(slot(changes=1), slot(SECOND, atr=None, changes=1)).read(BLOCKED).content()
    story.send().readers(slot(atr=None, changes=2), slot(SECOND, atr=None, changes=1)).ends(Torn(Sent.RESET))
    story.readers(slot(atr=None, changes=2), slot(SECOND, changes=2))
    wrong = snapshot(counters(3), OTHER_SERIAL, SECOND)
    story.tell(SnapshotRead(story.kiosk.card_ticket, wrong))
    assert story.state is State.OTHER_CARD
    story.readers(slot(changes=3), slot(SECOND, changes=2))
    story.tell(SnapshotRead(story.kiosk.card_ticket, snapshot(counters(3, 10, 99), SERIAL)))
    assert story.state is State.TORN_DONE


def test_a_card_already_back_is_read_when_the_call_that_hung_returns(blocked: Story) -> None:
    blocked.send()
    ticket = blocked.kiosk.card_ticket
    blocked.stuck(nothing_sent=False).empty().insert().fails(ReadFailure.IN_USE)
    blocked.tell(CardCallReturned(ticket)).read(counters(3, 10, 99))
    assert blocked.state is State.TORN_DONE


def test_a_long_reading_that_broke_off_is_not_called_an_unknown_model() -> None:
    story = Story().empty().insert().read(BLOCKED).fails(ReadFailure.GONE)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_READ)


def test_a_call_for_help_stops_ringing_when_nobody_is_there_any_more() -> None:
    story = Story().empty().press(Action.HELP)
    assert ringing(story)
    story.wait(600)
    assert story.kiosk.overlay is Overlay.NONE
    assert not ringing(story)


def test_help_stays_called_when_the_verdict_changes_under_it() -> None:
    story = Story().empty().insert().read(counters()).press(Action.HELP).content(valid_until=date(2020, 1, 1))
    assert story.kiosk.visit.face is Face.EXPIRED
    assert story.kiosk.overlay is Overlay.HELP_CALLED
    assert ringing(story)


def test_help_ends_with_the_screen_that_it_stood_on(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET)).empty().press(Action.HELP).insert().read(counters(3, 10, 99))
    assert (blocked.state, blocked.kiosk.overlay) == (State.TORN_DONE, Overlay.NONE)
    assert not ringing(blocked)


def test_a_card_left_behind_is_not_read_for_the_next_person_when_the_service_comes_back(blocked: Story) -> None:
    blocked.press(Action.STOP).readers(service=False)
    assert blocked.state is State.OUT_OF_SERVICE
    blocked.readers(slot(changes=9))
    assert (blocked.state, blocked.kiosk.visit.face) == (State.WAITING, Face.CARD_ALREADY_THERE)
    assert blocked.press(Action.START).state is State.READING


def test_a_reader_that_comes_back_after_a_result_waits_for_a_touch_too(blocked: Story) -> None:
    blocked.send().ends(Unblocked(counters(3, 10, 99))).readers().wait(30)
    assert blocked.readers(slot(changes=9)).kiosk.visit.face is Face.CARD_ALREADY_THERE
    assert blocked.empty().insert().state is State.READING


def test_a_paper_asked_for_after_the_removal_keeps_its_30_seconds(blocked: Story) -> None:
    blocked.send().ends(Unblocked(counters(3, 10, 99))).empty().wait(29).press(Action.PRINT)
    assert blocked.wait(29).state is State.PRINTING
    assert blocked.wait(1).state is State.WAITING


def test_a_test_card_stays_one_after_it_was_taken_out() -> None:
    story = Story().card(BLOCKED).press(Action.UNBLOCK, Action.NO).empty()
    card = story.kiosk.visit.card
    assert card is not None
    assert replace(card, content=None) == card
    assert card.test_card


def test_a_result_without_its_card_does_not_keep_which_card_it_was(blocked: Story) -> None:
    blocked.send().ends(Unblocked(counters(3, 10, 99))).empty()
    kept = blocked.kiosk.visit.snapshot
    assert kept is not None
    assert (kept.ef_sn, kept.counters) == (None, counters(3, 10, 99))


def test_of_a_torn_card_nothing_is_kept_but_its_serial_number_and_it_is_read_again(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.PUK)).empty()
    card, lost = blocked.kiosk.visit.card, blocked.kiosk.visit.lost_contact
    assert card is not None
    assert lost is not None
    assert (card.content, card.verdict, lost.ef_sn) == (None, None, SERIAL)
    assert blocked.insert().read(BLOCKED).asked() is ReadContent
    assert blocked.press(Action.RESTART).state is State.READING
    assert blocked.content().state is State.LETTER_CHECK


def test_a_card_put_in_during_the_operation_does_not_stand_under_the_identity_of_the_first(blocked: Story) -> None:
    blocked.send().insert().ends(Voided())
    card = blocked.kiosk.visit.card
    assert blocked.state is State.CARD_CHANGED
    assert card is not None
    assert card.snapshot is not None
    assert (card.content, card.verdict, card.snapshot.ef_sn) == (None, None, None)


def test_what_is_kept_of_a_card_shows_no_serial_number(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET))
    assert SERIAL.hex() not in repr(blocked.kiosk)
    assert repr(SERIAL)[2:-1] not in repr(blocked.kiosk)


FROZEN = SlotsChanged(SlotReport(service=False, slots=(), stuck=True))


def test_a_card_service_that_froze_while_nobody_was_there_is_started_again_and_invites_nobody() -> None:
    story = Story().empty().tell(FROZEN)
    assert (story.state, len(story.of(RestartCardService))) == (State.OUT_OF_SERVICE, 1)
    assert story.readers(slot(atr=None, changes=9)).state is State.WAITING


def test_a_card_service_that_seems_frozen_is_not_cut_off_while_a_code_may_be_on_its_way(blocked: Story) -> None:
    blocked.send().tell(FROZEN)
    assert not blocked.of(RestartCardService)
