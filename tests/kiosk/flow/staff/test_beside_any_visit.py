"""The same visit twice, once with staff at the desk above it: it counts and sends the same, whatever they look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.card.model import PukRefused, Sent, Torn, Unblocked
from kiosk.flow.codes.typing import entry_field
from kiosk.flow.model.effects import Effect, Wipe
from kiosk.flow.model.entry import CodeSlot, Confirmation
from kiosk.flow.model.events import PaperEnded, PaperResult, ReadFailure, Touched
from kiosk.flow.model.staff_desk import CodeAnswer, Page, Unavailable
from kiosk.flow.model.staff_messages import StaffCodeAnswered, StaffEffect, StaffTold, StaffTyped
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk
from stories.staff_story import StaffStory
from stories.story import ATR_CPS3, ATR_VITALE, READER, counters, slot

NOT_ONLY_LOOKING = frozenset(
    {Action.CONTINUE, Action.CLOSE_KIOSK, Action.END_OF_DAY, Action.OPEN_KIOSK, Action.END_ASSIST}
)
LOOKING = sorted(set(Action) - NOT_ONLY_LOOKING, key=lambda action: action.value)
RESULTS = (
    Unblocked(counters(3, 10, 99)),
    PukRefused(counters(0, 9)),
    PukRefused(counters(0, 8)),
    Torn(Sent.PUK),
    Torn(Sent.NOTHING),
)


def of_the_visit(kiosk: Kiosk) -> Kiosk:
    """Without what staff mode keeps of itself; a touch of the desk is a touch."""
    return replace(kiosk, staff=None, staff_pages=0, touched_at=0.0)


def asked(effects: list[Effect]) -> list[Any]:
    """What was asked of the world for the visit. A permit has no equal: the card and the counters it names have."""
    kept = [effect for effect in effects if not isinstance(effect, StaffEffect) and effect != Wipe((CodeSlot.STAFF,))]
    return [
        (type(effect), effect.permit.ef_sn, effect.permit.counters) if hasattr(effect, "permit") else effect
        for effect in kept
    ]


class BesideAnyVisit(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.alone = StaffStory()
        self.beside = StaffStory()
        self.insertions = 0
        self.insert(ATR_CPS3)

    @property
    def covered(self) -> bool:
        return self.beside.kiosk.staff is not None

    def both(self, event: Any) -> None:
        self.alone.tell(event)
        self.beside.tell(event)

    # what happens to both

    @rule(atr=st.sampled_from([ATR_CPS3, ATR_CPS3, ATR_VITALE]))
    def insert(self, atr: bytes) -> None:
        self.insertions += 1
        for story in (self.alone, self.beside):
            story.readers(slot(READER, atr, self.insertions))

    @rule()
    def remove(self) -> None:
        self.insertions += 1
        for story in (self.alone, self.beside):
            story.readers(slot(READER, None, self.insertions))

    @rule(held=st.sampled_from([counters(0), counters(0), counters(0, 9), counters(0, 2), counters(3), None]))
    def read(self, held: Any) -> None:
        if self.alone.state in (State.READING, State.TORN) and self.alone.kiosk.card_ticket:
            for story in (self.alone, self.beside):
                story.read(held)
                story.content()

    @rule(failure=st.sampled_from(ReadFailure))
    def fail(self, failure: ReadFailure) -> None:
        if self.alone.kiosk.card_ticket:
            for story in (self.alone, self.beside):
                story.fails(failure)

    @rule(result=st.sampled_from(RESULTS))
    def end(self, result: Any) -> None:
        if self.alone.state is State.UNBLOCKING:
            for story in (self.alone, self.beside):
                story.ends(result)

    @rule(result=st.sampled_from(PaperResult))
    def paper(self, result: PaperResult) -> None:
        self.both(PaperEnded(self.alone.kiosk.paper_ticket, result))

    @rule(seconds=st.sampled_from([0.5, 5.0, 31.0]))
    def wait(self, seconds: float) -> None:
        """Somebody is there all the time."""
        self.both(Touched())
        for story in (self.alone, self.beside):
            story.wait(seconds)

    # what the person does, while the visit is in front

    @precondition(lambda self: not self.covered)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        field = entry_field(self.alone.kiosk)
        if field is not None:
            typed = {
                CodeSlot.PUK: {"puk": 8},
                CodeSlot.NEW_PIN: {"new_pin": 4},
                CodeSlot.CURRENT_PIN: {"current_pin": 4},
            }
            entry = typed.get(field.slot, {"confirm": 4, "confirmation": Confirmation.MATCH})
            for story in (self.alone, self.beside):
                story.entry(**entry)
        screen = self.alone.screen
        shown = screen if screen.overlay is None else screen.overlay
        offered = [button.action for button in shown.buttons if button.enabled and button.action is not Action.STAFF]
        action = data.draw(st.sampled_from(offered or [Action.FINISH]))
        for story in (self.alone, self.beside):
            story.press(action)

    @precondition(lambda self: not self.covered)
    @rule(action=st.sampled_from([action for action in Action if action is not Action.STAFF]))
    def press_anything(self, action: Action) -> None:
        for story in (self.alone, self.beside):
            story.press(action)

    # what staff do, at the desk

    def at_the_desk(self) -> None:
        self.alone.tell(Touched())

    @precondition(lambda self: not self.covered and self.beside.kiosk.overlay is Overlay.NONE)
    @rule(accepted=st.booleans())
    def come(self, *, accepted: bool) -> None:
        self.at_the_desk()
        self.beside.corner()
        if self.covered and accepted:
            self.beside.code()

    @precondition(lambda self: self.covered)
    @rule(action=st.sampled_from(LOOKING))
    def look(self, action: Action) -> None:
        self.at_the_desk()
        self.beside.tap(action)

    @precondition(lambda self: self.covered)
    @rule(digits=st.integers(0, 13), answer=st.sampled_from(CodeAnswer), page=st.integers(-3, 0))
    def answer(self, digits: int, answer: CodeAnswer, page: int) -> None:
        """Also to pages that are no longer there."""
        self.at_the_desk()
        number = self.beside.kiosk.front - page if page else self.beside.kiosk.front
        self.beside.tell(StaffTyped(digits, number))
        self.beside.tell(StaffCodeAnswered(number, answer, 30.0))
        self.beside.tell(StaffTold(number, Unavailable()))

    # what holds

    @invariant()
    def the_visit_is_the_same(self) -> None:
        assert of_the_visit(self.beside.kiosk) == of_the_visit(self.alone.kiosk)

    @invariant()
    def it_counts_sends_and_prints_the_same(self) -> None:
        assert asked(self.beside.effects) == asked(self.alone.effects)

    @invariant()
    def nobody_helps_who_only_looks(self) -> None:
        assert not self.beside.kiosk.visit.staff_present
        desk = self.beside.kiosk.staff
        assert desk is None or desk.page is not Page.ASSIST

    @invariant()
    def every_page_is_shown(self) -> None:
        screen = self.beside.screen
        assert screen.title
        assert (screen.overlay or screen).number == self.beside.kiosk.front


class HelpedVisit(RuleBasedStateMachine):
    """Staff help, and everything happens: what they permit never outlives the visit, the card or their presence."""

    def __init__(self) -> None:
        super().__init__()
        self.story = StaffStory()
        self.story.card(counters(0, 2))

    @rule(atr=st.sampled_from([ATR_CPS3, ATR_VITALE]))
    def insert(self, atr: bytes) -> None:
        self.story.insert(atr)

    @rule()
    def remove(self) -> None:
        self.story.empty()

    @rule(held=st.sampled_from([counters(0, 2), counters(0, 1), counters(0, 10), counters(3)]))
    def read(self, held: Any) -> None:
        if self.story.state in (State.READING, State.TORN) and self.story.kiosk.card_ticket:
            self.story.read(held)
            self.story.content()

    @rule(result=st.sampled_from((*RESULTS, PukRefused(counters(0, 1)))))
    def end(self, result: Any) -> None:
        if self.story.state is State.UNBLOCKING:
            self.story.ends(result)

    @rule()
    def help(self) -> None:
        if self.story.kiosk.staff is None:
            self.story.corner()
            if self.story.kiosk.staff is not None:
                self.story.code().tap(Action.ASSIST, Action.CONTINUE)

    @rule(action=st.sampled_from(Action))
    def press(self, action: Action) -> None:
        self.story.tap(action)

    @rule()
    def go_through(self) -> None:
        """As far as the final button."""
        if self.story.state is State.VERDICT and self.story.kiosk.front > 0:
            self.story.send()

    @rule(seconds=st.sampled_from([1.0, 130.0, 290.0, 310.0]))
    def wait(self, seconds: float) -> None:
        self.story.wait(seconds)

    @invariant()
    def help_stands_only_on_a_visit_with_its_card(self) -> None:
        kiosk = self.story.kiosk
        if not kiosk.visit.staff_present:
            return
        assert kiosk.staff is not None
        assert kiosk.staff.page is Page.ASSIST
        card = kiosk.visit.card
        assert card is not None
        assert kiosk.report is not None
        assert any(
            each.reader == card.reader and each.present and each.changes == card.changes for each in kiosk.report.slots
        )
        assert kiosk.state not in (State.WAITING, State.TAKE_CARD, State.OUT_OF_SERVICE)

    @invariant()
    def the_banner_stands_exactly_while_they_help(self) -> None:
        screen = self.story.screen
        assert ("Un agent vous aide" in screen.banner) is self.story.kiosk.visit.staff_present


TestBesideAnyVisit = BesideAnyVisit.TestCase
TestHelpedVisit = HelpedVisit.TestCase
_SETTINGS = settings(
    max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestBesideAnyVisit.settings = _SETTINGS
TestHelpedVisit.settings = _SETTINGS
