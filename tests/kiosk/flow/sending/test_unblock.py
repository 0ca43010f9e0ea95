"""The blocked card, told as stories: what the person does, what the card answers, what is on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import (
    CardKind,
    HalfDone,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
    Voided,
)
from kiosk.flow.model.effects import ALL_CODES, EVERYTHING, EndVisit, KeepRefusedPuk, ReadSnapshot, Unblock, Wipe
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, Weakness
from kiosk.flow.model.events import CardCallReturned, Pressed, ReadFailure
from kiosk.flow.model.states import Action, Face, State
from stories.story import CONTENT, OTHER_SERIAL, READER, Story, counters, slot, snapshot

BLOCKED = counters(pin=0)


@pytest.fixture
def blocked() -> Story:
    return Story().card(BLOCKED)


def test_a_blocked_card_is_unblocked_and_given_back(blocked: Story) -> None:
    blocked.send()
    assert (blocked.state, blocked.sends) == (State.UNBLOCKING, 1)
    blocked.ends(Unblocked(counters(3, 10, 99)))
    assert blocked.state is State.UNBLOCKED
    assert blocked.outcomes == [Code.READ_BLOCKED, Code.UNBLOCKED]
    blocked.press(Action.FINISH)
    assert blocked.state is State.TAKE_CARD
    assert Wipe(EVERYTHING) in blocked.effects
    assert blocked.empty().state is State.WAITING
    assert blocked.begun == len(blocked.outcomes)


def test_codes_are_wiped_before_the_result_is_shown(blocked: Story) -> None:
    blocked.send()
    before = len(blocked.effects)
    blocked.ends(Unblocked(counters(3)))
    assert isinstance(blocked.effects[before], Wipe)
    assert blocked.kiosk.visit.entry.puk == 0


def test_unblock_exists_only_when_the_pin_is_blocked() -> None:
    healthy = Story().card(counters(pin=3))
    assert healthy.kiosk.visit.face is Face.NOT_BLOCKED
    assert healthy.press(Action.UNBLOCK).state is State.VERDICT


def test_a_real_reader_does_not_unblock_before_commissioning() -> None:
    story = Story()
    story.kiosk = story.kiosk.__class__(rules=story.kiosk.rules.__class__(simulated_readers=("Other",)))
    story.card(BLOCKED)
    assert story.kiosk.visit.face is Face.NOT_HERE_MODEL
    assert story.press(Action.UNBLOCK).state is State.VERDICT


@pytest.mark.parametrize(("tries", "face"), [(3, Face.BLOCKED), (2, Face.NOT_HERE_TRIES), (1, Face.NOT_HERE_TRIES)])
def test_few_unblock_tries_are_not_spent_without_staff(tries: int, face: Face) -> None:
    assert Story().card(counters(0, tries)).kiosk.visit.face is face


@pytest.mark.parametrize("dead", [counters(0, 0, 100), counters(0, 10, 0)])
def test_a_dead_unblock_code_means_a_new_card(dead: object) -> None:
    story = Story().empty().insert().read(dead)  # type: ignore[arg-type]  # parametrized
    assert story.state is State.REPLACEMENT
    assert story.outcomes == [Code.REPLACE_PUK_DEAD]


def test_no_code_means_a_referral(blocked: Story) -> None:
    blocked.press(Action.UNBLOCK, Action.NO)
    assert (blocked.state, blocked.outcomes[-1]) == (State.REFERRAL, Code.PUK_UNKNOWN)
    assert blocked.sends == 0


def test_another_letter_is_looked_for_then_given_up(blocked: Story) -> None:
    blocked.press(Action.UNBLOCK, Action.YES, Action.NO)
    assert blocked.state is State.OTHER_LETTER
    assert blocked.press(Action.YES).state is State.LETTER_CHECK
    blocked.press(Action.NO, Action.NO)
    assert (blocked.state, blocked.outcomes[-1]) == (State.REFERRAL, Code.PUK_UNKNOWN)


def test_the_letter_waits_for_the_number_of_the_card() -> None:
    story = Story().empty().insert().read(BLOCKED).press(Action.UNBLOCK, Action.YES)
    assert (story.state, story.kiosk.visit.face) == (State.READING, Face.BEFORE_LETTER)
    assert story.content().state is State.LETTER_CHECK


def test_without_a_number_there_is_no_unblocking_and_the_reading_is_counted_so() -> None:
    story = Story().empty().insert().read(BLOCKED).press(Action.UNBLOCK, Action.YES).content(number=None)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NUMBER_UNREADABLE)
    assert story.outcomes == [Code.NUMBER_UNREADABLE]


def test_a_number_that_nothing_is_unblocked_with_may_be_unreadable() -> None:
    assert Story().card(counters(3), number=None).outcomes == [Code.READ_NOT_BLOCKED]
    assert Story().card(counters(0, 2), number=None).outcomes == [Code.READ_BLOCKED]


def test_without_an_understood_aodf_there_is_no_unblocking() -> None:
    story = Story().card(BLOCKED, formats=None)
    assert story.kiosk.visit.face is Face.NOT_HERE_MODEL


def test_an_incomplete_code_cannot_be_validated(blocked: Story) -> None:
    blocked.to_puk().entry(puk=7).press(Action.VALIDATE)
    assert blocked.state is State.PUK
    assert blocked.entry(puk=8).press(Action.VALIDATE).state is State.NEW_PIN
    assert blocked.entry(new_pin=3).press(Action.VALIDATE).state is State.NEW_PIN


@pytest.mark.parametrize(
    ("weakness", "face"), [(Weakness.ALL_ALIKE, Face.WEAK_ALIKE), (Weakness.STRAIGHT_RUN, Face.WEAK_RUN)]
)
def test_a_weak_new_code_is_refused_and_cleared(blocked: Story, weakness: Weakness, face: Face) -> None:
    blocked.to_puk().entry(puk=8).press(Action.VALIDATE)
    blocked.entry(new_pin=4, weakness=weakness).press(Action.VALIDATE)
    assert (blocked.state, blocked.kiosk.visit.face) == (State.NEW_PIN, face)
    assert blocked.effects[-1] == Wipe((CodeSlot.NEW_PIN,))
    assert blocked.kiosk.visit.entry.puk == 8


def test_a_year_is_only_warned_about(blocked: Story) -> None:
    blocked.to_puk().entry(puk=8).press(Action.VALIDATE)
    blocked.entry(new_pin=4, weakness=Weakness.LOOKS_LIKE_YEAR).press(Action.VALIDATE)
    assert blocked.kiosk.visit.face is Face.WEAK_YEAR
    assert blocked.press(Action.KEEP_ANYWAY).state is State.CONFIRM


def test_keep_anyway_exists_only_under_the_warning(blocked: Story) -> None:
    blocked.to_puk().entry(puk=8).press(Action.VALIDATE).entry(new_pin=4)
    assert blocked.press(Action.KEEP_ANYWAY).state is State.NEW_PIN


def test_mismatches_retype_then_choose_again_then_start_again(blocked: Story) -> None:
    blocked.to_puk().to_confirm().differ()
    assert (blocked.state, blocked.kiosk.visit.face) == (State.CONFIRM, Face.MISMATCH_ONCE)
    blocked.differ()
    assert (blocked.state, blocked.kiosk.visit.face) == (State.NEW_PIN, Face.MISMATCH_TWICE)
    assert blocked.kiosk.visit.entry.puk == 8
    blocked.entry(new_pin=4).press(Action.VALIDATE).differ()
    assert (blocked.state, blocked.kiosk.visit.face) == (State.VERDICT, Face.MISMATCH_THRICE)
    assert blocked.kiosk.visit.entry.puk == 0
    assert blocked.sends == 0


def test_nothing_is_sent_before_both_codes_agree(blocked: Story) -> None:
    blocked.to_puk().to_confirm().press(Action.SEND)
    blocked.entry(confirm=3).press(Action.SEND)
    assert (blocked.state, blocked.sends) == (State.CONFIRM, 0)


def test_a_double_press_sends_once(blocked: Story) -> None:
    blocked.to_puk().to_confirm().agree()
    screen = blocked.kiosk.screen
    blocked.press(Action.SEND, Action.SEND, Action.SEND)
    assert blocked.sends == 1
    assert blocked.kiosk.screen == screen + 1


def test_a_press_meant_for_the_last_screen_does_nothing(blocked: Story) -> None:

    old = blocked.kiosk.screen
    blocked.press(Action.UNBLOCK)
    blocked.tell(Pressed(Action.YES, old))
    assert blocked.state is State.HAVE_CODE


def test_a_wrong_puk_asks_for_the_letter_again_and_is_remembered(blocked: Story) -> None:
    blocked.send().ends(PukRefused(counters(0, 9)))
    assert blocked.state is State.WRONG_PUK
    assert blocked.of(KeepRefusedPuk)
    assert blocked.kiosk.visit.entry.new_pin == 0
    blocked.press(Action.YES).entry(puk=8, puk_already_refused=True).press(Action.VALIDATE)
    assert (blocked.state, blocked.kiosk.visit.face) == (State.PUK, Face.SAME_PUK)
    assert blocked.sends == 1


def test_wrong_then_right(blocked: Story) -> None:
    blocked.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    blocked.to_confirm().agree().press(Action.SEND).ends(Unblocked(counters(3, 10, 98)))
    assert (blocked.state, blocked.sends) == (State.UNBLOCKED, 2)
    assert blocked.outcomes == [Code.READ_BLOCKED, Code.UNBLOCKED]


def test_two_wrong_end_the_unblocking(blocked: Story) -> None:
    blocked.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    blocked.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 8)))
    assert (blocked.state, blocked.outcomes[-1]) == (State.TWO_WRONG, Code.TWO_WRONG)


@pytest.mark.parametrize(
    ("left", "states"),
    [
        ([8], [State.TWO_WRONG]),
        ([10, 10], [State.WRONG_PUK, State.TWO_WRONG]),
        ([9, 9], [State.WRONG_PUK, State.TWO_WRONG]),
    ],
    ids=["one refusal that cost two tries", "two that cost none", "one that cost one, one that cost none"],
)
def test_the_tries_that_end_the_unblocking_are_those_of_the_card_and_one_a_refusal_at_least(
    blocked: Story, left: list[int], states: list[State]
) -> None:
    blocked.to_puk()
    for tries, state in zip(left, states, strict=True):
        blocked.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, tries)))
        assert blocked.state is state
        blocked.press(Action.YES)


def test_one_wrong_that_leaves_too_few_tries_ends_it_too() -> None:
    story = Story().card(counters(0, 3)).send().ends(PukRefused(counters(0, 2)))
    assert story.state is State.TWO_WRONG


def test_the_last_try_needs_staff_and_its_own_gate() -> None:
    story = Story().card(counters(0, 1))
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES

    visit = replace(story.kiosk.visit, staff_present=True)
    story.kiosk = replace(story.kiosk, visit=visit)
    story.send()
    assert (story.state, story.sends) == (State.LAST_TRY, 0)
    assert story.press(Action.SEND).state is State.UNBLOCKING
    story.ends(PukRefused(counters(0, 0)))
    assert (story.state, story.outcomes[-1]) == (State.REPLACEMENT, Code.PUK_EXHAUSTED)


def test_whoever_doubts_the_code_at_the_last_try_types_it_again_and_passes_the_gate_again() -> None:
    story = Story().card(counters(0, 1))
    story.kiosk = replace(story.kiosk, visit=replace(story.kiosk.visit, staff_present=True))
    before = len(story.send().effects)
    story.press(Action.BACK)
    assert (story.state, story.sends, story.kiosk.visit.entry) == (State.PUK, 0, CodeEntry())
    assert not story.kiosk.visit.last_try_confirmed
    assert story.effects[before:] == [Wipe(ALL_CODES)]
    story.press(Action.SEND)
    assert (story.state, story.sends) == (State.PUK, 0)
    story.to_confirm().agree().press(Action.SEND)
    assert (story.state, story.sends) == (State.LAST_TRY, 0)
    assert story.press(Action.SEND).sends == 1


@pytest.mark.parametrize(
    ("result", "state", "code"),
    [
        (ProofRefused(counters(2)), State.NOT_PROVED, Code.NOT_PROVED),
        (HalfDone(counters(3)), State.HALF_DONE, Code.HALF_DONE),
        (Voided(), State.CARD_CHANGED, Code.CARD_CHANGED),
        (Unexpected(Sent.PUK, counters(0)), State.STOPPED, Code.STOPPED),
    ],
)
def test_each_other_answer_has_its_state(blocked: Story, result: object, state: State, code: Code) -> None:
    blocked.send().ends(result)  # type: ignore[arg-type]  # parametrized
    assert (blocked.state, blocked.outcomes[-1]) == (state, code)


def test_an_unexpected_answer_that_leaves_no_unblock_code_means_a_new_card(blocked: Story) -> None:
    blocked.send().ends(Unexpected(Sent.RESET, counters(0, 10, 0)))
    assert (blocked.state, blocked.outcomes[-1]) == (State.REPLACEMENT, Code.PUK_EXHAUSTED)


def test_an_unexpected_answer_from_a_card_no_longer_blocked_stays_stopped(blocked: Story) -> None:
    blocked.send().ends(Unexpected(Sent.PROOF, counters(3, 10, 0)))
    assert (blocked.state, blocked.outcomes[-1]) == (State.STOPPED, Code.STOPPED)


def test_torn_after_the_reset_is_told_by_the_card(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET))
    assert blocked.state is State.TORN
    blocked.empty().insert()
    assert blocked.asked() is ReadSnapshot
    blocked.read(counters(3, 10, 99))
    assert (blocked.state, blocked.outcomes[-1]) == (State.TORN_DONE, Code.TORN_DONE)


def test_torn_with_a_try_counted_can_begin_again(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.PUK)).empty().insert().read(counters(0, 9)).content()
    assert (blocked.state, blocked.kiosk.visit.face) == (State.TORN_NOT_DONE, Face.TRY_COUNTED)
    assert blocked.press(Action.RESTART).state is State.LETTER_CHECK
    blocked.press(Action.YES).to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 8)))
    assert blocked.state is State.TWO_WRONG


def test_torn_before_any_code_counts_nothing(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.NOTHING))
    assert blocked.kiosk.visit.face is Face.NOTHING_SENT
    blocked.empty().insert().read(BLOCKED)
    assert (blocked.state, blocked.kiosk.visit.face) == (State.TORN_NOT_DONE, Face.PLAIN)


def test_another_card_after_a_tear_is_not_taken_for_the_first(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET)).empty().insert().read(counters(3), OTHER_SERIAL)
    assert blocked.state is State.OTHER_CARD
    assert blocked.empty().state is State.TORN
    assert blocked.insert().read(counters(3, 10, 99)).state is State.TORN_DONE


def test_the_reader_that_lost_the_card_is_read_first() -> None:
    here, beside = slot(changes=3), slot("Virtual PCD 00 01", changes=7)
    story = Story().card(BLOCKED).send().ends(Torn(Sent.RESET)).empty()
    for slots in ((beside, here), (here, beside)):
        story.readers(slot(atr=None, changes=2)).readers(*slots)
        assert story.of(ReadSnapshot)[-1] == ReadSnapshot(story.kiosk.card_ticket, READER, CardKind.CPS3)


def test_a_card_that_never_comes_back_is_unknown(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET)).empty().wait(181)
    assert (blocked.state, blocked.outcomes[-1]) == (State.TORN_UNKNOWN, Code.TORN_UNKNOWN)


def test_a_card_left_in_the_reader_is_read_again_at_once(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET))
    assert blocked.asked() is ReadSnapshot
    blocked.read(counters(0, 10, 99))
    assert blocked.state is State.TORN_NOT_DONE


def test_contradictory_counters_after_a_tear_are_unknown(blocked: Story) -> None:
    blocked.send().ends(Torn(Sent.RESET)).read(counters(0, 5))
    assert (blocked.state, blocked.kiosk.visit.face) == (State.TORN_UNKNOWN, Face.UNKNOWN)


def test_stuck_with_nothing_sent(blocked: Story) -> None:
    blocked.send().stuck(nothing_sent=True)
    assert (blocked.state, blocked.kiosk.visit.face) == (State.STUCK, Face.NOTHING_SENT)
    assert blocked.empty().state is State.WAITING
    assert blocked.outcomes[-1] is Code.UNBLOCK_CARD_REMOVED


def test_stuck_after_a_code_may_have_left_is_unknown_while_the_call_lives(blocked: Story) -> None:
    blocked.send()
    ticket = blocked.kiosk.card_ticket
    blocked.stuck(nothing_sent=False).empty()
    assert blocked.state is State.TORN
    blocked.insert().read(counters(3, 10, 99))
    assert blocked.state is State.TORN_UNKNOWN
    assert ticket != blocked.kiosk.card_ticket


def test_stuck_tells_the_truth_once_the_call_came_back(blocked: Story) -> None:
    blocked.send()
    ticket = blocked.kiosk.card_ticket
    blocked.stuck(nothing_sent=False).empty().tell(CardCallReturned(ticket))
    assert blocked.insert().read(counters(3, 10, 99)).state is State.TORN_DONE


def test_a_card_held_by_another_program_wipes_and_can_be_retried(blocked: Story) -> None:
    blocked.send().fails(ReadFailure.IN_USE)
    assert (blocked.state, blocked.kiosk.visit.entry.puk) == (State.IN_USE, 0)
    assert blocked.press(Action.RETRY).state is State.READING
    assert blocked.read(BLOCKED).state is State.VERDICT


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (ReadFailure.UNREADABLE, State.STOPPED),
        (ReadFailure.GONE, State.TORN),
        (ReadFailure.MUTE, State.TORN),
        (ReadFailure.NO_SERVICE, State.TORN),
    ],
)
def test_an_operation_that_could_not_begin_sent_nothing(blocked: Story, failure: ReadFailure, state: State) -> None:
    blocked.send().fails(failure)
    assert (blocked.state, blocked.kiosk.visit.face) == (state, Face.NOTHING_SENT)


def test_a_late_answer_to_an_old_ticket_is_ignored(blocked: Story) -> None:
    blocked.send().stuck(nothing_sent=True)
    before = blocked.kiosk
    blocked.ends(Unblocked(counters(3)))
    assert blocked.kiosk is before


def test_the_permit_names_this_card_and_this_reader(blocked: Story) -> None:
    blocked.send()
    (unblock,) = blocked.of(Unblock)
    assert isinstance(unblock, Unblock)
    held = snapshot(BLOCKED)
    assert (unblock.permit.reader, unblock.permit.ef_sn) == (held.reader, held.ef_sn)
    assert unblock.permit.counters == held.counters
    assert unblock.permit.formats == CONTENT.formats


def test_removing_the_card_while_typing_ends_the_visit(blocked: Story) -> None:
    blocked.to_puk().entry(puk=5).empty()
    assert blocked.state is State.WAITING
    assert Wipe(EVERYTHING) in blocked.effects
    assert blocked.outcomes[-1] is Code.UNBLOCK_CARD_REMOVED


def test_the_confirmation_is_compared_only_when_complete(blocked: Story) -> None:
    blocked.to_puk().to_confirm().entry(confirm=3, confirmation=Confirmation.INCOMPLETE)
    assert (blocked.state, blocked.kiosk.visit.mismatches) == (State.CONFIRM, 0)


def test_a_card_that_changed_is_another_visit_counted_as_such() -> None:
    story = Story().card(BLOCKED).send().ends(Voided()).press(Action.REREAD)
    assert story.state is State.READING
    assert len(story.of(EndVisit)) == 1
    assert Wipe(EVERYTHING) in story.effects
    story.read(BLOCKED, OTHER_SERIAL).content().press(Action.FINISH)
    assert story.outcomes == [Code.READ_BLOCKED, Code.CARD_CHANGED, Code.READ_BLOCKED]
    assert len(story.of(EndVisit)) == 2
