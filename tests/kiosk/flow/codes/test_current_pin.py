"""Stories of the current PIN: changed, tried, or typed to open the situations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.outcomes.codes import Code, Service
from kiosk.audit.findings import ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.card.model import (
    Activity,
    CodeAccepted,
    CodeChanged,
    CurrentPinRefused,
    CurrentPinResult,
    NewCodeRefused,
    PracticeSituations,
    ProofRefused,
    Purpose,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
    Voided,
)
from kiosk.flow.codes.typing import entry_field
from kiosk.flow.model.effects import (
    ALL_CODES,
    EVERYTHING,
    EndService,
    KeepRefusedCurrentPin,
    Print,
    UseCurrentPin,
    Wipe,
)
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, Weakness
from kiosk.flow.model.events import ContentRead, PaperEnded, PaperResult, Pressed, ReadFailure
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.flow.step.permitted import current_pin_offered
from stories.story import ATR_CPS4, BLOCKED, CONTENT, TODAY, Story, counters, cps4_counters, snapshot

SHOWN = PracticeSituations((Activity(1, speciality=26),), ())


@pytest.fixture
def healthy() -> Story:
    return Story().card(counters())


def effect_of(story: Story) -> UseCurrentPin:
    effect = story.of(UseCurrentPin)[-1]
    assert isinstance(effect, UseCurrentPin)
    return effect


def wiped_since(story: Story, before: int) -> set[CodeSlot]:
    effects = story.effects[before:]
    return {slot for effect in effects if isinstance(effect, Wipe) for slot in effect.slots}


def test_a_code_is_changed(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN)
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.CURRENT_PIN, Purpose.CHANGE)
    healthy.current_pin()
    assert (healthy.state, healthy.sends) == (State.NEW_PIN, 0)
    healthy.entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND)
    assert (healthy.state, healthy.kiosk.visit.face, healthy.sends) == (State.CHANGING, Face.PLAIN, 1)
    assert effect_of(healthy).permit.purpose is Purpose.CHANGE
    before = len(healthy.effects)
    healthy.answers(CodeChanged(counters()))
    assert (healthy.state, healthy.kiosk.visit.code) == (State.PIN_CHANGED, Code.PIN_CHANGED)
    assert wiped_since(healthy, before) >= set(ALL_CODES)
    assert Code.PIN_CHANGED in healthy.outcomes
    healthy.press(Action.PRINT)
    assert len(healthy.of(Print)) == 1
    healthy.tell(PaperEnded(healthy.kiosk.paper_ticket, PaperResult.PRINTED)).press(Action.FINISH)
    assert (healthy.state, healthy.begun) == (State.TAKE_CARD, len(healthy.outcomes))


def test_the_code_works(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN).current_pin()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.CHANGING, Face.TRYING)
    healthy.answers(CodeAccepted(counters(), None))
    assert (healthy.state, healthy.outcomes[-1]) == (State.PIN_WORKS, Code.PIN_WORKS)


def test_situations_are_shown_and_known_only_while_they_are(healthy: Story) -> None:
    healthy.open_situations()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.CHANGING, Face.OPENING)
    healthy.answers(CodeAccepted(counters(), SHOWN))
    assert (healthy.state, healthy.kiosk.visit.situations) == (State.SITUATIONS, SHOWN)
    assert healthy.outcomes[-1] is Code.SITUATIONS_SHOWN
    healthy.press(Action.BACK)
    assert (healthy.state, healthy.kiosk.visit.situations) == (State.AUDIT, None)


@pytest.mark.parametrize("way_out", [Action.FINISH, Action.STOP])
def test_situations_leave_with_the_visit(healthy: Story, way_out: Action) -> None:
    healthy.open_situations().answers(CodeAccepted(counters(), SHOWN)).press(way_out)
    assert (healthy.state, healthy.kiosk.visit.situations) == (State.TAKE_CARD, None)


def test_situations_leave_with_the_card(healthy: Story) -> None:
    healthy.open_situations().answers(CodeAccepted(counters(), SHOWN)).empty()
    assert (healthy.state, healthy.kiosk.visit.situations) == (State.WAITING, None)


def test_situations_of_a_card_that_left_meanwhile_are_not_shown(healthy: Story) -> None:
    healthy.open_situations().empty().answers(CodeAccepted(counters(), SHOWN))
    assert (healthy.state, healthy.kiosk.visit.situations) == (State.PIN_WORKS, None)
    assert healthy.outcomes[-1] is Code.PIN_WORKS


def test_situations_that_cannot_be_read_do_not_hide_that_the_code_is_right(healthy: Story) -> None:
    healthy.open_situations().answers(CodeAccepted(counters(), None))
    assert (healthy.state, healthy.kiosk.visit.face) == (State.SITUATIONS, Face.NOT_READ)
    assert healthy.outcomes[-1] is Code.PIN_WORKS


def test_situations_after_an_unblocking() -> None:
    story = Story().card(BLOCKED).send().ends(Unblocked(counters(3, 10, 99)))
    story.press(Action.DETAILS, Action.SITUATIONS).current_pin().answers(CodeAccepted(counters(3, 10, 99), SHOWN))
    assert story.state is State.SITUATIONS
    story.press(Action.BACK, Action.BACK)
    assert story.state is State.UNBLOCKED


def test_a_wrong_code_counts_once_and_is_remembered(healthy: Story) -> None:
    before = len(healthy.change().effects)
    healthy.answers(CurrentPinRefused(counters(2)))
    assert (healthy.state, healthy.kiosk.visit.face) == (State.WRONG_PIN, Face.PLAIN)
    effects = healthy.effects[before:]
    kept = next(at for at, effect in enumerate(effects) if isinstance(effect, KeepRefusedCurrentPin))
    wiped = next(at for at, effect in enumerate(effects) if isinstance(effect, Wipe))
    assert kept < wiped
    assert wiped_since(healthy, before) == set(ALL_CODES)
    healthy.press(Action.RETRY)
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.CURRENT_PIN, Purpose.CHANGE)
    healthy.entry(current_pin=4, current_pin_already_refused=True).press(Action.VALIDATE)
    assert (healthy.kiosk.visit.face, healthy.kiosk.visit.entry.current_pin) == (Face.SAME_CURRENT_PIN, 0)
    assert healthy.sends == 1
    healthy.press(Action.BACK, Action.FINISH)
    assert healthy.outcomes[-1] is Code.WRONG_PIN
    assert healthy.begun == len(healthy.outcomes)


def test_the_next_permit_knows_the_tries_that_are_left(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN).current_pin().answers(CurrentPinRefused(counters(2))).press(
        Action.RETRY
    ).current_pin()
    assert effect_of(healthy).permit.counters == counters(2)


@pytest.mark.parametrize("way", ["change", "try", "situations"])
def test_the_last_try_passes_its_gate_just_before_the_send(way: str) -> None:
    story = Story().card(counters(1))
    assert story.kiosk.visit.face is Face.ONE_TRY_LEFT
    match way:
        case "change":
            story.change()
        case "try":
            story.press(Action.TRY_PIN).current_pin()
        case _:
            story.open_situations()
    assert (story.state, story.kiosk.visit.face, story.sends) == (State.CURRENT_PIN, Face.LAST_TRY, 0)
    assert entry_field(story.kiosk) is None
    story.entry(current_pin=3).press(Action.VALIDATE)
    assert (story.kiosk.visit.face, story.sends) == (Face.LAST_TRY, 0)
    story.press(Action.SEND)
    assert (story.state, story.sends) == (State.CHANGING, 1)


def test_whoever_prefers_to_stop_at_the_gate_loses_nothing() -> None:
    story = Story().card(counters(1)).change()
    before = len(story.effects)
    story.press(Action.PREFER_TO_STOP)
    assert (story.state, story.sends, story.outcomes[-1]) == (State.TAKE_CARD, 0, Code.CHANGE_ABANDONED)
    assert wiped_since(story, before) >= set(ALL_CODES)


def test_whoever_doubts_the_code_at_the_gate_types_it_again_and_passes_the_gate_again() -> None:
    story = Story().card(counters(1)).change()
    before = len(story.effects)
    story.press(Action.BACK)
    visit = story.kiosk.visit
    assert (story.state, visit.face, visit.entry, visit.purpose) == (
        State.CURRENT_PIN,
        Face.PLAIN,
        CodeEntry(),
        Purpose.CHANGE,
    )
    assert (story.sends, visit.last_pin_try_confirmed) == (0, False)
    assert wiped_since(story, before) >= set(ALL_CODES)
    story.press(Action.SEND)
    assert story.sends == 0
    story.current_pin().entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND)
    assert (story.kiosk.visit.face, story.sends) == (Face.LAST_TRY, 0)
    assert story.press(Action.SEND).sends == 1


def test_the_gate_is_passed_for_one_send_only() -> None:
    story = Story().card(counters(1)).press(Action.TRY_PIN).current_pin().press(Action.SEND)
    story.fails(ReadFailure.IN_USE).press(Action.RETRY).read(counters(1)).content()
    story.press(Action.TRY_PIN).current_pin()
    assert (story.kiosk.visit.face, story.sends) == (Face.LAST_TRY, 1)


def test_the_gate_s_button_does_nothing_elsewhere(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN, Action.SEND, Action.PREFER_TO_STOP)
    assert (healthy.state, healthy.sends) == (State.CURRENT_PIN, 0)


def test_the_last_try_that_is_refused_leaves_a_blocked_card_that_can_be_unblocked() -> None:
    story = Story().card(counters(1)).press(Action.TRY_PIN).current_pin().press(Action.SEND)
    story.answers(CurrentPinRefused(counters(0)))
    assert (story.state, story.kiosk.visit.face) == (State.WRONG_PIN, Face.NOW_BLOCKED)
    assert story.outcomes[-1] is Code.PIN_NOW_BLOCKED
    story.press(Action.RETRY)
    assert story.state is State.WRONG_PIN
    story.press(Action.UNBLOCK)
    assert (story.state, story.kiosk.visit.purpose) == (State.HAVE_CODE, None)
    story.press(Action.YES, Action.YES).to_confirm().agree().press(Action.SEND).ends(Unblocked(counters()))
    assert (story.state, story.outcomes[-1]) == (State.UNBLOCKED, Code.UNBLOCKED)


def test_a_last_try_that_would_end_the_card_is_not_offered_without_staff() -> None:
    story = Story().card(counters(1, 0))
    assert not current_pin_offered(story.kiosk)
    story.press(Action.CHANGE_PIN)
    assert story.state is State.VERDICT
    story.with_staff().press(Action.CHANGE_PIN)
    assert story.state is State.CURRENT_PIN
    story.current_pin().entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND, Action.SEND)
    story.answers(CurrentPinRefused(counters(0, 0)))
    assert (story.state, story.kiosk.visit.face) == (State.REPLACEMENT, Face.PUK_DEAD)
    assert story.outcomes[-2:] == [Code.PIN_NOW_BLOCKED, Code.REPLACE_PUK_DEAD]


def test_a_blocked_card_is_asked_for_no_current_pin() -> None:
    story = Story().card(BLOCKED).press(Action.CHANGE_PIN, Action.TRY_PIN, Action.FORGOTTEN)
    assert story.state is State.VERDICT
    story.press(Action.AUDIT, Action.SITUATIONS)
    assert story.state is State.AUDIT


def test_a_reader_that_was_not_commissioned_is_sent_no_current_pin() -> None:
    story = Story(Kiosk(rules=Rules(simulated_readers=("None",)))).card(counters())
    story.press(Action.CHANGE_PIN)
    assert (story.state, current_pin_offered(story.kiosk)) == (State.VERDICT, False)


def test_a_revoked_card_is_sent_no_current_pin() -> None:
    story = Story().empty().insert().read(counters())
    found = Findings(
        presence=Presence.BOTH,
        pair=YesNoUnknown.YES,
        holder=YesNoUnknown.YES,
        term=Term.RUNNING,
        chain=ChainStatus.KNOWN,
        revocation=Revocation.REVOKED,
    )
    content = ContentRead(story.kiosk.card_ticket, CONTENT, TODAY, clock_sane=True, certificates=found)
    story.tell(content).press(Action.CHANGE_PIN)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.REVOKED)


def test_the_length_of_the_code_is_waited_for() -> None:
    story = Story().empty().insert().read(counters()).press(Action.CHANGE_PIN)
    assert (story.state, story.kiosk.visit.face) == (State.READING, Face.BEFORE_CODE)
    story.content()
    assert (story.state, story.kiosk.visit.purpose) == (State.CURRENT_PIN, Purpose.CHANGE)


def test_without_the_length_of_the_code_none_is_asked_for() -> None:
    story = Story().empty().insert().read(counters()).press(Action.CHANGE_PIN).fails(ReadFailure.GONE)
    assert (story.state, story.kiosk.visit.purpose) == (State.VERDICT, None)
    assert Code.CHANGE_ABANDONED not in story.outcomes


def test_the_new_code_must_be_another_one(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN).current_pin().entry(new_pin=4, same_as_current_pin=True).press(Action.VALIDATE)
    assert (healthy.state, healthy.kiosk.visit.face) == (State.NEW_PIN, Face.SAME_AS_CURRENT_PIN)
    assert (healthy.kiosk.visit.entry.new_pin, healthy.kiosk.visit.entry.current_pin) == (0, 4)


def test_the_new_code_must_not_be_weak(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN).current_pin().entry(new_pin=4, weakness=Weakness.ALL_ALIKE).press(Action.VALIDATE)
    assert (healthy.state, healthy.kiosk.visit.face) == (State.NEW_PIN, Face.WEAK_ALIKE)


def test_three_different_confirmations_begin_the_change_again(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN).current_pin().entry(new_pin=4).press(Action.VALIDATE).differ().differ()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.NEW_PIN, Face.MISMATCH_TWICE)
    healthy.entry(new_pin=4, confirmation=Confirmation.INCOMPLETE).press(Action.VALIDATE)
    before = len(healthy.effects)
    healthy.differ()
    assert (healthy.state, healthy.kiosk.visit.face) == (State.CURRENT_PIN, Face.MISMATCH_THRICE)
    assert wiped_since(healthy, before) == set(ALL_CODES)
    assert healthy.kiosk.visit.entry.current_pin == 0


def test_the_way_back_wipes_and_leads_where_one_came_from(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN).current_pin().press(Action.BACK)
    assert (healthy.state, healthy.kiosk.visit.entry.current_pin) == (State.CURRENT_PIN, 0)
    healthy.press(Action.BACK)
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.VERDICT, None)
    healthy.press(Action.AUDIT, Action.SITUATIONS, Action.BACK)
    assert healthy.state is State.AUDIT


@pytest.mark.parametrize(
    ("result", "state", "face", "code"),
    [
        (NewCodeRefused(counters()), State.STOPPED, Face.OLD_CODE_STANDS, Code.NEW_CODE_REFUSED),
        (ProofRefused(counters(2)), State.NOT_PROVED, Face.CURRENT_PIN, Code.PIN_NOT_PROVED),
        (Voided(), State.CARD_CHANGED, Face.PLAIN, Code.CARD_CHANGED),
        (Unexpected(Sent.NEW_CODE, counters()), State.STOPPED, Face.UNKNOWN, Code.STOPPED),
        (Unexpected(Sent.NOTHING, None), State.STOPPED, Face.NOTHING_SENT, Code.STOPPED),
    ],
)
def test_every_other_end_of_a_change(
    healthy: Story, result: CurrentPinResult, state: State, face: Face, code: Code
) -> None:
    before = len(healthy.change().effects)
    healthy.answers(result)
    assert (healthy.state, healthy.kiosk.visit.face, healthy.kiosk.visit.code) == (state, face, code)
    assert healthy.outcomes[-1] is code
    assert wiped_since(healthy, before) >= set(ALL_CODES)
    assert healthy.kiosk.visit.code_sent is not (isinstance(result, Voided) or face is Face.NOTHING_SENT)


def test_a_card_found_beyond_help_is_said_to_be() -> None:
    story = Story().card(counters()).change().answers(Unexpected(Sent.PROOF, counters(0, 0)))
    assert (story.state, story.outcomes[-2:]) == (State.REPLACEMENT, [Code.STOPPED, Code.REPLACE_PUK_DEAD])


def test_another_new_code_may_be_chosen_where_the_card_refused_the_first(healthy: Story) -> None:
    healthy.change().answers(NewCodeRefused(counters())).press(Action.CHANGE_PIN)
    assert healthy.state is State.CURRENT_PIN


def test_a_stop_for_another_reason_is_no_way_on(healthy: Story) -> None:
    healthy.change().answers(Unexpected(Sent.CURRENT_PIN, counters())).press(Action.CHANGE_PIN)
    assert healthy.state is State.STOPPED


def test_a_code_refused_earlier_may_be_tried_once_it_may_be_the_new_one(healthy: Story) -> None:
    healthy.change().answers(CurrentPinRefused(counters(2))).press(Action.RETRY).current_pin()
    healthy.entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND)
    before = len(healthy.effects)
    healthy.answers(Torn(Sent.PROOF))
    assert CodeSlot.REFUSED_CURRENT_PIN in wiped_since(healthy, before)


def test_a_refused_code_stays_refused_as_long_as_no_other_was_set(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN).current_pin().answers(CurrentPinRefused(counters(2))).press(
        Action.RETRY
    ).current_pin()
    before = len(healthy.effects)
    healthy.answers(Torn(Sent.CURRENT_PIN))
    assert wiped_since(healthy, before) == set(ALL_CODES)


def test_another_program_holding_the_card_wipes_the_codes(healthy: Story) -> None:
    before = len(healthy.change().effects)
    healthy.fails(ReadFailure.IN_USE)
    assert (healthy.state, healthy.kiosk.visit.code_sent) == (State.IN_USE, False)
    assert wiped_since(healthy, before) == set(ALL_CODES)
    healthy.press(Action.RETRY).read(counters())
    assert (healthy.state, healthy.kiosk.visit.purpose) == (State.VERDICT, None)


def test_changing_has_no_way_out_and_survives_the_removal(healthy: Story) -> None:
    healthy.change().press(Action.STOP, Action.HELP, Action.BACK).wait(600).empty()
    assert healthy.state is State.CHANGING
    healthy.answers(CodeChanged(counters()))
    assert (healthy.state, healthy.kiosk.visit.removed_at) == (State.PIN_CHANGED, healthy.now)
    assert healthy.kiosk.visit.card is not None
    assert healthy.kiosk.visit.card.content is None
    healthy.wait(30)
    assert healthy.state is State.WAITING


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ((Action.CHANGE_PIN,), State.CURRENT_PIN),
        ((Action.FORGOTTEN,), State.FORGOTTEN),
    ],
)
def test_whoever_goes_away_is_forgotten(healthy: Story, actions: tuple[Action, ...], state: State) -> None:
    healthy.press(*actions)
    assert healthy.state is state
    before = len(healthy.effects)
    healthy.wait(301)
    healthy.wait(301)
    assert healthy.state is State.TAKE_CARD
    assert wiped_since(healthy, before) == set(EVERYTHING)


def test_a_wrong_code_stays_on_the_screen_without_its_card(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN).current_pin().answers(CurrentPinRefused(counters(2))).empty()
    assert healthy.state is State.WRONG_PIN
    healthy.press(Action.RETRY)
    assert healthy.state is State.WRONG_PIN
    healthy.press(Action.FINISH)
    assert (healthy.state, healthy.outcomes[-1]) == (State.WAITING, Code.WRONG_PIN)


def test_help_that_was_asked_for_is_what_an_abandoned_change_is_counted_as(healthy: Story) -> None:
    healthy.press(Action.CHANGE_PIN, Action.HELP, Action.RESUME, Action.STOP)
    ended = [effect for effect in healthy.of(EndService) if isinstance(effect, EndService)]
    assert (ended[-1].service, ended[-1].code) == (Service.CURRENT_PIN, Code.HELP_ASKED)


def test_a_press_on_the_last_screen_sends_nothing(healthy: Story) -> None:
    healthy.press(Action.TRY_PIN)
    screen = healthy.kiosk.screen
    healthy.current_pin()
    healthy.tell(Pressed(Action.VALIDATE, screen)).tell(Pressed(Action.VALIDATE, healthy.kiosk.screen))
    assert healthy.sends == 1


def test_a_cps4_changes_its_code_too() -> None:
    story = Story().card(cps4_counters(3), ATR_CPS4).change()
    assert effect_of(story).permit.counters == cps4_counters(3)
    story.answers(CodeChanged(cps4_counters(3)))
    assert story.state is State.PIN_CHANGED


def test_the_visit_after_starts_from_nothing(healthy: Story) -> None:
    healthy.open_situations().answers(CodeAccepted(counters(), SHOWN)).press(Action.FINISH).empty()
    assert healthy.kiosk.visit == replace(healthy.kiosk.visit, purpose=None, situations=None, code_sent=False)
    assert healthy.state is State.WAITING


def test_the_snapshot_s_reader_is_the_permit_s(healthy: Story) -> None:
    healthy.change()
    assert effect_of(healthy).permit.reader == snapshot(counters()).reader
