"""Staff help with a visit, told as stories: what they make possible, and when it ends."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.card.model import Counters, PukRefused, Sent, Torn, Unblocked, Unexpected
from kiosk.flow.model.effects import CallStaff, PaperKind, Print, Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import PaperEnded, PaperResult
from kiosk.flow.model.staff_desk import Page
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.staff.assist import replaceable
from kiosk.view.model.words import Words
from kiosk.view.papers import paper
from reports.papers.papers import Replacement, ReplacementReason
from stories.every_screen import story as every_screen
from stories.staff_story import STAFF, StaffStory, rules, visit
from stories.story import ATR_VITALE, BLOCKED, OTHER_SERIAL, TODAY, counters


def test_staff_make_a_card_with_few_tries_possible_for_this_visit() -> None:
    story = visit(2)
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES
    story.helped()
    assert (story.kiosk.visit.face, story.kiosk.visit.staff_present) == (Face.BLOCKED, True)
    assert story.send().sends == 1
    story.ends(Unblocked(counters(3, 2, 99)))
    assert story.state is State.UNBLOCKED


def test_the_last_try_passes_its_gate_with_staff() -> None:
    story = visit(1).helped()
    assert story.send().state is State.LAST_TRY
    assert story.sends == 0
    story.press(Action.SEND)
    assert (story.state, story.sends) == (State.UNBLOCKING, 1)


def test_the_last_try_may_be_forbidden_even_with_staff() -> None:
    story = visit(1, last_try_with_staff=False).helped()
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES
    assert visit(2, last_try_with_staff=False).helped().kiosk.visit.face is Face.BLOCKED


def test_a_forgotten_code_is_replaced_with_staff_where_that_is_configured() -> None:
    story = StaffStory(Kiosk(rules=rules(forgotten_with_staff=True)))
    story.card(counters(3))
    story.press(Action.FORGOTTEN, Action.SET_WITH_PUK)
    assert story.state is State.FORGOTTEN
    story.helped().press(Action.SET_WITH_PUK)
    assert story.state is State.HAVE_CODE
    story.press(Action.YES, Action.YES).to_confirm().agree().press(Action.SEND)
    assert story.sends == 1


def test_after_two_refused_codes_staff_may_go_on() -> None:
    story = visit()
    story.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    story.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 8)))
    assert story.press(Action.GO_ON).state is State.TWO_WRONG
    story.helped().press(Action.GO_ON)
    assert story.state is State.LETTER_CHECK
    story.press(Action.YES).to_confirm().agree().press(Action.SEND).ends(Unblocked(counters(3, 8, 99)))
    assert [code for code in story.outcomes if code.value.startswith("U")] == [Code.TWO_WRONG, Code.UNBLOCKED]


def test_staff_who_saw_the_answers_of_a_card_may_send_its_holder_for_another_one() -> None:
    story = visit()
    story.send().ends(Unexpected(Sent.PUK, counters(0, 9)))
    assert story.press(Action.REPLACE).state is State.STOPPED
    story.helped().press(Action.REPLACE)
    assert (story.state, story.kiosk.visit.paper) == (State.PRINTING, PaperKind.REPLACEMENT)
    assert story.outcomes[-2:] == [Code.STOPPED, Code.REPLACE_FAULTY]
    said = paper(story.kiosk, PaperKind.REPLACEMENT, Words(TODAY))
    assert isinstance(said, Replacement)
    assert said.reason is ReplacementReason.FAULTY


def test_the_paper_comes_out_again_while_staff_help() -> None:
    story = visit()
    story.send().ends(Unblocked(counters(3, 10, 99))).press(Action.PRINT)
    story.tell(PaperEnded(story.kiosk.paper_ticket, PaperResult.FAILED)).press(Action.REPRINT)
    assert story.kiosk.visit.face is Face.FAILED
    story.helped().press(Action.REPRINT)
    assert story.kiosk.visit.face is Face.RUNNING


def test_a_helped_visit_counts_as_assisted_and_one_beside_which_staff_looked_at_figures_does_not() -> None:
    assert visit().helped().kiosk.visit.assisted
    assert not visit().staff().tap(Action.FIGURES).kiosk.visit.assisted


def test_whoever_is_helped_calls_nobody() -> None:
    story = visit(2).helped()
    called = story.of(CallStaff)
    story.press(Action.UNBLOCK, Action.YES, Action.NOT_SURE)
    assert (story.kiosk.overlay, story.of(CallStaff)) == (Overlay.HELP_CALLED, called)
    assert story.press(Action.RESUME).state is State.LETTER_CHECK


def test_nobody_is_helped_with_a_card_that_was_refused() -> None:
    story = StaffStory()
    story.insert(ATR_VITALE)
    story.staff().tap(Action.ASSIST)
    assert story.page is Page.HOME


def test_whoever_called_nobody_is_helped_without_a_call() -> None:
    story = visit().helped()
    assert story.of(CallStaff) == []
    screen = story.kiosk.screen
    assert story.press(Action.AUDIT).kiosk.screen == screen + 1


def test_staff_do_not_change_that_one_begins_again_after_three_mismatches() -> None:
    story = visit()
    story.to_puk().to_confirm().differ().differ().entry(new_pin=4).press(Action.VALIDATE).differ()
    assert story.kiosk.visit.face is Face.MISMATCH_THRICE
    assert story.helped().kiosk.visit.face is Face.MISMATCH_THRICE


def test_two_refused_codes_stop_those_whom_staff_help_too() -> None:
    story = visit().helped()
    story.send().ends(PukRefused(counters(0, 9))).press(Action.YES)
    story.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 8)))
    assert story.state is State.TWO_WRONG
    story.press(Action.GO_ON, Action.YES).to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 7)))
    assert story.state is State.TWO_WRONG


def test_staff_go_on_after_two_refused_codes_only_where_the_policy_lets_them() -> None:
    story = visit(3, last_try_with_staff=False)
    story.send().ends(PukRefused(counters(0, 1)))
    assert story.press(Action.GO_ON).state is State.TWO_WRONG
    assert story.helped().press(Action.GO_ON).state is State.TWO_WRONG
    story.press(Action.END_ASSIST, Action.GO_ON)
    assert (story.state, story.sends) == (State.TWO_WRONG, 1)


def test_staff_who_went_away_let_nobody_go_on() -> None:
    story = visit(4)
    story.send().ends(PukRefused(counters(0, 2)))
    story.helped().press(Action.END_ASSIST, Action.GO_ON)
    assert (story.state, story.kiosk.visit.staff_present) == (State.TWO_WRONG, False)


def test_a_paper_on_its_way_is_not_printed_twice() -> None:
    story = visit()
    story.send().ends(Unblocked(counters(3, 10, 99))).press(Action.PRINT)
    story.helped().press(Action.REPRINT)
    assert len(story.of(Print)) == 1


@pytest.mark.parametrize(
    ("name", "replaced"),
    [
        ("stopped", True),
        ("stopped-nothing-sent", True),
        ("stopped-old-code-stands", False),
        ("unreadable_counters", True),
        ("not_proved", False),
        ("half_done", False),
        ("two_wrong", False),
    ],
)
def test_who_may_be_sent_for_another_card(name: str, *, replaced: bool) -> None:
    """The card answered as no card should, or told nothing; and an agent saw it."""
    alone = every_screen(name)
    before = alone.state
    assert alone.press(Action.REPLACE).state is before
    assert not replaceable(alone.kiosk)
    with_staff = every_screen(name).with_staff()
    assert replaceable(with_staff.kiosk) is replaced
    outcomes = len(with_staff.outcomes)
    with_staff.press(Action.REPLACE)
    assert (with_staff.state is State.PRINTING) is replaced
    assert with_staff.outcomes[outcomes:] == [Code.REPLACE_FAULTY] * replaced


# the end of what staff permit


def typing_with_staff() -> StaffStory:
    story = visit(2).helped()
    story.to_puk().entry(puk=8)
    return story


def no_longer_permitted(story: StaffStory) -> None:
    assert not story.kiosk.visit.staff_present
    assert story.kiosk.staff is None
    assert story.press(Action.VALIDATE, Action.SEND).sends == 0


def test_help_ended_by_its_button_takes_the_codes_with_it() -> None:
    story = typing_with_staff()
    mark = len(story.effects)
    story.press(Action.END_ASSIST)
    no_longer_permitted(story)
    assert (story.state, story.kiosk.visit.face) == (State.VERDICT, Face.NOT_HERE_TRIES)
    wiped = {slot for effect in story.since(mark) if isinstance(effect, Wipe) for slot in effect.slots}
    assert wiped >= {CodeSlot.PUK, CodeSlot.NEW_PIN, CodeSlot.CONFIRM}


def test_what_is_possible_without_staff_goes_on_without_them() -> None:
    story = visit().helped()
    story.to_puk().entry(puk=8).press(Action.END_ASSIST)
    assert (story.state, story.kiosk.visit.entry.puk) == (State.PUK, 8)
    changing = StaffStory()
    changing.card(counters(3))
    changing.helped().press(Action.CHANGE_PIN).entry(current_pin=4).press(Action.END_ASSIST)
    assert (changing.state, changing.kiosk.visit.entry.current_pin) == (State.CURRENT_PIN, 4)


def test_a_last_try_without_a_way_back_ends_with_the_help() -> None:
    story = StaffStory()
    story.card(counters(1, 0))
    story.helped().press(Action.CHANGE_PIN).entry(current_pin=4).press(Action.END_ASSIST)
    assert (story.state, story.kiosk.visit.entry.current_pin) == (State.VERDICT, 0)


def test_help_ends_by_itself_after_a_warning() -> None:
    story = typing_with_staff().wait(279)
    assert story.kiosk.front > 0
    story.wait(1)
    assert story.kiosk.front < 0
    no_longer_permitted(story.wait(20))


def test_typing_keeps_the_help_alive() -> None:
    story = typing_with_staff()
    for _ in range(4):
        story.wait(STAFF.assist_s - 30).entry(puk=7)
    assert story.kiosk.visit.staff_present


def test_help_ends_with_the_card() -> None:
    no_longer_permitted(typing_with_staff().empty())


def test_help_ends_when_another_card_takes_the_place() -> None:
    story = typing_with_staff().insert()
    no_longer_permitted(story)
    story.read(counters(0, 2), OTHER_SERIAL).content()
    assert story.kiosk.visit.face is Face.NOT_HERE_TRIES


def test_help_ends_with_the_visit() -> None:
    story = visit(2).helped()
    story.press(Action.STOP)
    assert (story.state, story.kiosk.staff) == (State.TAKE_CARD, None)


def test_help_ends_when_contact_is_lost_and_the_card_taken_out() -> None:
    story = visit(3).helped()
    story.send().ends(Torn(Sent.PUK)).empty()
    assert not story.kiosk.visit.staff_present
    story.insert().read(counters(0, 2))
    assert story.press(Action.RESTART).state is State.TORN_NOT_DONE


def test_help_is_not_cut_off_while_codes_are_sent() -> None:
    story = visit(2).helped().send()
    story.wait(STAFF.assist_s + 1)
    assert (story.state, story.kiosk.visit.staff_present) == (State.UNBLOCKING, True)


def test_the_corner_asks_nothing_of_whoever_is_helped() -> None:
    """The professional could otherwise reach the desk without a code."""
    story = visit(2).helped()
    story.corner()
    assert story.desk.assisting


def test_a_briefing_ends_with_the_card() -> None:
    story = visit(2).staff().tap(Action.ASSIST)
    assert story.page is Page.BRIEFING
    assert story.empty().kiosk.staff is None


def test_a_briefing_ends_when_another_card_takes_the_place() -> None:
    """Its agent looked at the first card, and is not to help with one that nobody looked at."""
    story = visit(2).staff().tap(Action.ASSIST)
    story.insert()
    assert story.kiosk.staff is None


def refused(before: Counters, after: Counters) -> StaffStory:
    """With an agent's help, the PUK was refused once; then the help ended."""
    story = StaffStory(kiosk=Kiosk(rules=rules(forgotten_with_staff=True)))
    story.card(before)
    story.helped()
    if before.pin_blocked:
        story.press(Action.UNBLOCK)
    else:
        story.press(Action.FORGOTTEN, Action.SET_WITH_PUK)
    story.press(Action.YES, Action.YES).to_confirm()
    story.agree().press(Action.SEND).ends(PukRefused(after))
    assert story.state is State.WRONG_PUK
    story.tap(Action.END_ASSIST)
    assert story.kiosk.staff is None
    return story


@pytest.mark.parametrize(
    ("before", "after"),
    [(counters(0, 3), counters(0, 2)), (counters(3), counters(3, 9))],
    ids=["few tries", "forgotten"],
)
def test_what_only_staff_made_possible_is_not_typed_again(before: Counters, after: Counters) -> None:
    story = refused(before, after)
    story.press(Action.YES)
    assert story.state is State.VERDICT
    assert not story.kiosk.visit.forgotten


def test_what_is_possible_without_them_is() -> None:
    story = refused(BLOCKED, counters(0, 9))
    assert story.press(Action.YES).state is State.PUK
