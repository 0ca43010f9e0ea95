"""Arrivals, removals, time, help and papers, told as stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import PukRefused, Unblocked
from kiosk.flow.model.effects import EVERYTHING, EndVisit, PaperKind, Print, ReadSnapshot, Wipe
from kiosk.flow.model.events import PaperEnded, PaperResult, ReadFailed, ReadFailure, Started
from kiosk.flow.model.shown_code import code_of
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk, Rules, Visit
from stories.story import ATR_CPS2TER, ATR_CPS3, ATR_VITALE, BANK, BLOCKED, CONTACTLESS, READER, Story, counters, slot

SECOND = "Virtual PCD 00 01"


@pytest.mark.parametrize(
    ("atr", "state", "code"),
    [
        (ATR_VITALE, State.VITALE, Code.READ_VITALE),
        (BANK, State.FOREIGN, Code.READ_FOREIGN),
        (CONTACTLESS, State.CONTACTLESS, Code.READ_CONTACTLESS),
        (ATR_CPS2TER, State.OLD_GENERATION, Code.READ_OLD_GENERATION),
    ],
)
def test_cards_that_are_not_read_are_refused_by_name(atr: bytes, state: State, code: Code) -> None:
    story = Story().empty().insert(atr)
    assert (story.state, story.outcomes) == (state, [code])
    assert not story.of(ReadSnapshot)
    assert story.empty().state is State.WAITING


def test_a_refusal_is_counted_once_however_often_readers_change() -> None:
    story = Story().readers(slot(atr=ATR_VITALE, changes=1))
    story.readers(slot(atr=ATR_VITALE, changes=1), slot(SECOND, atr=None))
    assert story.outcomes == [Code.READ_VITALE]


def test_a_mute_card_is_told_apart() -> None:
    assert Story().readers(slot(atr=None, mute=True)).state is State.MUTE


def test_the_vitale_in_the_other_slot_is_ignored() -> None:
    story = Story().readers(slot(SECOND, ATR_VITALE), slot(READER, ATR_CPS3))
    assert story.state is State.READING
    assert story.kiosk.visit.card is not None
    assert story.kiosk.visit.card.reader == READER


def test_two_cards_are_chosen_between_and_only_the_chosen_one_is_read() -> None:
    story = Story().readers(slot(READER), slot(SECOND))
    assert (story.state, story.of(ReadSnapshot)) == (State.CHOOSE_CARD, [])
    story.press(Action.CHOOSE_RIGHT)
    (effect,) = story.of(ReadSnapshot)
    assert isinstance(effect, ReadSnapshot)
    assert effect.reader == SECOND


def test_a_card_that_arrives_during_a_visit_waits_for_its_end() -> None:
    story = Story().readers(slot(READER)).read(BLOCKED).content()
    story.readers(slot(READER), slot(SECOND))
    assert story.state is State.VERDICT
    story.press(Action.STOP).readers(slot(READER, None, 2), slot(SECOND))
    assert story.state is State.READING


@pytest.mark.parametrize(("service", "slots", "face"), [(True, (), Face.NO_READER), (False, (), Face.NO_SERVICE)])
def test_no_reader_and_no_service_are_told_apart(service: bool, slots: tuple[()], face: Face) -> None:
    story = Story().readers(*slots, service=service)
    assert (story.state, story.kiosk.visit.face) == (State.OUT_OF_SERVICE, face)
    assert story.empty().state is State.WAITING


def test_a_reader_unplugged_in_a_visit_ends_it() -> None:
    story = Story().card(BLOCKED).to_puk().entry(puk=3).readers()
    assert story.state is State.OUT_OF_SERVICE
    assert Wipe(EVERYTHING) in story.effects
    assert story.outcomes[-1] is Code.UNBLOCK_CARD_REMOVED


def test_a_quick_swap_is_another_visit() -> None:
    story = Story().card(BLOCKED).to_puk().entry(puk=8)
    story.insert()
    assert (story.state, story.kiosk.visit.entry.puk) == (State.READING, 0)


def test_a_card_at_start_is_not_read_before_a_touch() -> None:
    story = Story().tell(Started(clean=True)).insert()
    assert (story.state, story.kiosk.visit.face) == (State.WAITING, Face.CARD_ALREADY_THERE)
    assert story.press(Action.START).state is State.READING


def test_after_an_unclean_end_the_card_must_come_out_first() -> None:
    story = Story().tell(Started(clean=False)).insert()
    assert (story.state, story.kiosk.visit.face) == (State.TAKE_CARD, Face.AFTER_RESTART)
    assert story.press(Action.START, Action.STOP).state is State.TAKE_CARD
    asked = story.kiosk.screen
    story.readers(slot(changes=story.insertions), slot(SECOND, atr=None))
    assert (story.state, story.kiosk.screen) == (State.TAKE_CARD, asked)
    assert story.empty().insert().state is State.READING


def test_a_card_held_elsewhere_can_be_retried() -> None:
    story = Story().empty().insert().fails(ReadFailure.IN_USE)
    assert (story.state, code_of(story.kiosk)) == (State.IN_USE, Code.CARD_IN_USE)
    assert story.press(Action.RETRY).state is State.READING
    story.read(BLOCKED).content()
    assert story.outcomes == [Code.READ_BLOCKED]


@pytest.mark.parametrize("way_out", ["stops", "takes the card", "goes away"])
def test_whoever_leaves_because_the_card_is_held_elsewhere_is_counted_so(way_out: str) -> None:
    story = Story().empty().insert().fails(ReadFailure.IN_USE)
    match way_out:
        case "stops":
            story.press(Action.STOP)
        case "takes the card":
            story.empty()
        case _:
            story.wait(120)
    assert story.outcomes == [Code.READ_IN_USE]


def test_a_card_whose_state_was_shown_before_is_counted_by_it() -> None:
    story = Story().empty().insert().read(BLOCKED).press(Action.UNBLOCK, Action.YES).fails(ReadFailure.IN_USE)
    assert story.state is State.IN_USE
    assert Code.READ_BLOCKED in story.press(Action.STOP).outcomes


def test_a_lost_contact_waits_for_the_removal_before_it_is_called_mute() -> None:
    story = Story().empty().insert().fails(ReadFailure.GONE)
    assert story.state is State.READING
    assert story.wait(1.9).state is State.READING
    assert story.wait(0.1).state is State.MUTE
    assert story.outcomes == [Code.READ_MUTE]


def test_a_removal_while_reading_is_no_mute_card() -> None:
    story = Story().empty().insert().fails(ReadFailure.GONE).empty().wait(5)
    assert (story.state, story.outcomes) == (State.WAITING, [Code.READ_NOT_FINISHED])


@pytest.mark.parametrize("missing", ["ef_sn", "counters"])
def test_unreadable_counters_send_nothing(missing: str) -> None:
    story = Story().empty().insert()
    story = story.read(None) if missing == "counters" else story.read(BLOCKED, None)
    assert (story.state, story.sends) == (State.UNREADABLE_COUNTERS, 0)


def test_a_card_with_unreadable_counters_can_still_be_controlled() -> None:
    story = Story().empty().insert().read(None).press(Action.AUDIT).content()
    assert (story.state, story.outcomes) == (State.AUDIT, [Code.COUNTERS_UNREADABLE, Code.AUDIT_VALID])
    assert story.press(Action.BACK).state is State.UNREADABLE_COUNTERS


def test_the_service_that_hangs_is_told_then_out_of_service() -> None:
    story = Story().empty().insert().stuck(nothing_sent=True)
    assert (story.state, story.kiosk.visit.face) == (State.STUCK, Face.NOTHING_SENT)
    assert story.wait(60).state is State.OUT_OF_SERVICE
    assert story.kiosk.visit.face is Face.SERVICE_STUCK


def test_an_expired_card_says_so_and_may_still_be_unblocked() -> None:
    story = Story().card(BLOCKED, valid_until=date(2026, 11, 20))
    assert story.kiosk.visit.face is Face.EXPIRED_BLOCKED
    assert story.outcomes == [Code.READ_NOT_VALID]
    assert story.press(Action.UNBLOCK).state is State.HAVE_CODE


def test_the_last_day_of_validity_is_still_valid() -> None:
    assert Story().card(BLOCKED, valid_until=date(2026, 11, 21)).kiosk.visit.face is Face.BLOCKED


def test_one_try_left_is_said() -> None:
    assert Story().card(counters(1)).kiosk.visit.face is Face.ONE_TRY_LEFT


def test_the_control_waits_for_the_long_reading() -> None:
    story = Story().empty().insert().read(counters()).press(Action.AUDIT)
    assert (story.state, story.kiosk.visit.face) == (State.READING, Face.BEFORE_AUDIT)
    assert story.content().state is State.AUDIT
    assert story.outcomes == [Code.READ_NOT_BLOCKED, Code.AUDIT_VALID]
    assert story.press(Action.BACK).state is State.VERDICT


def test_not_sure_of_the_letter_calls_and_comes_back() -> None:
    story = Story().card(BLOCKED).press(Action.UNBLOCK, Action.YES, Action.NOT_SURE)
    assert story.kiosk.overlay is Overlay.HELP_CALLED
    assert story.press(Action.RESUME).state is State.LETTER_CHECK


def test_pulling_the_card_does_not_hide_the_result_but_the_identity() -> None:
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3, 10, 99))).empty()
    assert story.state is State.UNBLOCKED
    assert story.kiosk.visit.card is not None
    assert story.kiosk.visit.card.content is None
    assert story.wait(29.9).state is State.UNBLOCKED
    assert story.wait(0.1).state is State.WAITING


def test_typing_again_after_a_removal_needs_a_new_reading() -> None:
    story = Story().card(BLOCKED).send().ends(PukRefused(counters(0, 9))).empty()
    assert story.state is State.WRONG_PUK
    assert story.press(Action.YES).state is State.WRONG_PUK
    assert story.wait(30).outcomes[-1] is Code.WRONG_PUK


def test_a_receipt_is_printed_within_the_visit() -> None:
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3))).press(Action.PRINT)
    assert story.effects[-1] == Print(story.kiosk.paper_ticket, PaperKind.RECEIPT)
    story.tell(PaperEnded(story.kiosk.paper_ticket, PaperResult.SENT))
    assert story.kiosk.visit.face is Face.SENT
    story.press(Action.FINISH)
    (end,) = story.of(EndVisit)
    assert isinstance(end, EndVisit)
    assert (end.printed, end.assisted) == (True, False)


def test_a_printer_that_fails_changes_no_outcome() -> None:
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3))).press(Action.PRINT)
    story.tell(PaperEnded(story.kiosk.paper_ticket, PaperResult.FAILED))
    assert (story.kiosk.visit.face, story.outcomes[-1]) == (Face.FAILED, Code.UNBLOCKED)


def test_without_a_printer_the_paper_is_shown_and_nothing_is_printed() -> None:
    story = Story(Kiosk(rules=Rules())).card(BLOCKED).press(Action.UNBLOCK, Action.NO, Action.PRINT)
    assert (story.state, story.kiosk.visit.face, story.of(Print)) == (State.PRINTING, Face.SHOWN, [])


def test_a_referral_without_a_card_is_anonymous_and_ends_by_itself() -> None:
    story = Story().empty().press(Action.NO_CODE)
    assert (story.state, story.outcomes) == (State.REFERRAL, [Code.REFERRAL_WITHOUT_CARD])
    assert story.wait(120).state is State.WAITING


def test_a_card_inserted_during_an_anonymous_referral_begins_its_visit() -> None:
    assert Story().empty().press(Action.NO_CODE).insert().state is State.READING


def test_a_new_visit_starts_from_nothing() -> None:
    story = Story().card(BLOCKED).send().ends(PukRefused(counters(0, 9))).press(Action.STOP).empty().insert()
    fresh = replace(story.kiosk.visit, card=None, started_at=None, open_services=())
    assert fresh == type(fresh)()


def test_a_new_visit_has_passed_no_gate() -> None:
    assert not Visit().last_try_confirmed
    assert not Visit().last_pin_try_confirmed


def test_an_answer_to_a_reading_that_is_over_changes_nothing() -> None:
    story = Story().card(BLOCKED)
    over = story.kiosk
    for ticket in range(over.ticket + 2):
        story.tell(ReadFailed(ticket, ReadFailure.GONE))
    assert story.kiosk == over
