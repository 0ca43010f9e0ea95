"""Whole visits played at random: what must hold whatever people, cards and readers do."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.card.model import (
    Activity,
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    CurrentPinResult,
    HalfDone,
    NewCodeRefused,
    PracticeSituations,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
    Unexpected,
    Voided,
)
from kiosk.flow.codes.typing import entry_field
from kiosk.flow.model.effects import (
    ALL_CODES,
    CallStaff,
    Effect,
    KeepRefusedCurrentPin,
    KeepRefusedPuk,
    Unblock,
    UseCurrentPin,
    Wipe,
)
from kiosk.flow.model.entry import CodeEntry, CodeSlot, Confirmation, EntryField, Weakness
from kiosk.flow.model.events import (
    CardCallReturned,
    EntryChanged,
    Event,
    PaperEnded,
    PaperResult,
    Pressed,
    ReadFailure,
    Started,
    Touched,
)
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.step.leaving import card_in
from stories.story import (
    ATR_CPS2TER,
    ATR_CPS3,
    ATR_VITALE,
    BANK,
    OTHER_SERIAL,
    READER,
    SERIAL,
    TODAY,
    Story,
    counters,
    slot,
)

ANY_COUNTERS = st.builds(
    counters, pin=st.integers(0, 3), puk=st.integers(0, 10), uses=st.sampled_from([None, 0, 1, 99])
)
ANY_RESULT = st.one_of(
    st.builds(Unblocked, ANY_COUNTERS),
    st.builds(PukRefused, ANY_COUNTERS),
    st.builds(ProofRefused, st.none() | ANY_COUNTERS),
    st.builds(HalfDone, st.none() | ANY_COUNTERS),
    st.just(Voided()),
    st.builds(Unexpected, st.sampled_from(Sent), st.none() | ANY_COUNTERS),
    st.builds(Torn, st.sampled_from(Sent)),
)
ANY_CURRENT_PIN_RESULT = st.one_of(
    st.builds(
        CodeAccepted, ANY_COUNTERS, st.sampled_from([None, PracticeSituations((Activity(1, speciality=26),), None)])
    ),
    st.builds(CodeChanged, ANY_COUNTERS),
    st.builds(CurrentPinRefused, ANY_COUNTERS),
    st.builds(NewCodeRefused, ANY_COUNTERS),
    st.builds(ProofRefused, st.none() | ANY_COUNTERS),
    st.just(Voided()),
    st.builds(Unexpected, st.sampled_from(Sent), st.none() | ANY_COUNTERS),
    st.builds(Torn, st.sampled_from(Sent)),
)
LIKELY = [counters(0), counters(0, 9), counters(3, 10, 99), counters(2), counters(1)]
WAYS = [
    (Action.CHANGE_PIN,),
    (Action.TRY_PIN,),
    (Action.AUDIT, Action.SITUATIONS),
    (Action.FORGOTTEN, Action.SET_WITH_PUK, Action.YES, Action.YES),
    (Action.UNBLOCK, Action.YES, Action.YES),
]
WITHOUT_CARD = {State.UNBLOCKING, State.CHANGING, State.TORN, State.OTHER_CARD}
TYPED = {
    State.PUK,
    State.CURRENT_PIN,
    State.NEW_PIN,
    State.CONFIRM,
    State.LAST_TRY,
    State.UNBLOCKING,
    State.CHANGING,
}


class AnyVisit(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.story = Story(watch=self.see)
        self.presses = 0
        self.at_gate = False
        self.in_vault: set[CodeSlot] = set()

    def tell(self, event: Event) -> None:
        before = self.story.kiosk
        self.at_gate = before.visit.face is Face.LAST_TRY and before.state is State.CURRENT_PIN
        self.story.tell(event)

    def see(self, effect: Effect) -> None:
        match effect:
            case Wipe(slots):
                self.in_vault -= set(slots)
            case KeepRefusedPuk():
                self.in_vault -= {CodeSlot.PUK}
                self.in_vault |= {CodeSlot.REFUSED_PUK}
            case KeepRefusedCurrentPin():
                self.in_vault -= {CodeSlot.CURRENT_PIN}
                self.in_vault |= {CodeSlot.REFUSED_CURRENT_PIN}
            case Unblock():
                card = self.story.kiosk.visit.card
                assert card is not None
                assert card.snapshot is not None
                assert effect.permit.ef_sn == card.snapshot.ef_sn
                assert effect.permit.counters == card.snapshot.counters
                assert effect.permit.counters.pin_blocked or self.story.kiosk.visit.forgotten
                assert self.staff or effect.permit.counters.puk.left > 2
            case UseCurrentPin():
                self.check_current_pin(effect)
            case _:
                pass

    def check_current_pin(self, effect: UseCurrentPin) -> None:
        """Never to a blocked card, and the last try only from its gate."""
        kiosk, permit = self.story.kiosk, effect.permit
        card = kiosk.visit.card
        assert card is not None
        assert card.snapshot is not None
        assert (permit.ef_sn, permit.counters) == (card.snapshot.ef_sn, card.snapshot.counters)
        assert permit.purpose is kiosk.visit.purpose
        assert CodeSlot.CURRENT_PIN in self.in_vault
        assert not kiosk.visit.entry.current_pin_already_refused
        assert not permit.counters.pin_blocked
        if permit.counters.pin.left == 1:
            assert self.at_gate
            assert self.staff or not permit.counters.puk_dead

    @property
    def staff(self) -> bool:
        return self.story.kiosk.visit.staff_present

    @rule(atr=st.sampled_from([ATR_CPS3, ATR_CPS3, ATR_VITALE, ATR_CPS2TER, BANK]))
    def insert(self, atr: bytes) -> None:
        self.story.insertions += 1
        self.story.readers(slot(atr=atr, changes=self.story.insertions))

    @rule()
    def remove(self) -> None:
        self.story.empty()

    @precondition(lambda self: self.story.kiosk.screen % 4 == 0)
    @rule()
    def unplug(self) -> None:
        self.story.readers()

    @precondition(lambda self: self.story.state is State.WAITING)
    @rule()
    def two_cards(self) -> None:
        self.story.insertions += 1
        self.story.readers(slot(changes=self.story.insertions), slot(READER + "b", changes=1))

    @precondition(lambda self: self.story.kiosk.card_ticket != 0)
    @rule(held=st.none() | ANY_COUNTERS, ef_sn=st.sampled_from([SERIAL, OTHER_SERIAL, None]))
    def read(self, held: Counters | None, ef_sn: bytes | None) -> None:
        self.story.read(held, ef_sn)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """What most often comes next: the card answers, the person types or presses what is offered."""
        state, field = self.story.state, entry_field(self.story.kiosk)
        if state in (State.WAITING, State.OUT_OF_SERVICE, State.CHOOSE_CARD):
            self.insert(ATR_CPS3)
        elif state is not State.STUCK and state.traits.wants_card_out:
            self.remove()
        elif state in (State.READING, State.TORN):
            self.story.read(data.draw(st.sampled_from(LIKELY)))
            self.story.content()
        elif state is State.UNBLOCKING:
            self.ends(data.draw(ANY_RESULT))
        elif state is State.CHANGING:
            self.answers(data.draw(ANY_CURRENT_PIN_RESULT))
        elif field is not None:
            self.type_rightly(field)
        else:
            self.press(data.draw(st.sampled_from(self.offered())))

    @rule(data=st.data(), steps=st.integers(4, 16))
    def go_on_for_a_while(self, data: st.DataObject, steps: int) -> None:
        for _ in range(steps):
            self.go_on(data)

    @precondition(lambda self: self.story.state is State.VERDICT and self.story.kiosk.overlay is Overlay.NONE)
    @rule(way=st.sampled_from(WAYS), result=ANY_RESULT, answer=ANY_CURRENT_PIN_RESULT, after=st.sampled_from(LIKELY))
    def go_all_the_way(
        self, way: tuple[Action, ...], result: UnblockResult, answer: CurrentPinResult, after: Counters
    ) -> None:
        """From the verdict to an answer, and to what the card says after a lost contact."""
        for action in way:
            self.press(action)
        for _ in range(5):
            field = entry_field(self.story.kiosk)
            if field is not None:
                self.type_rightly(field)
        if self.story.kiosk.visit.face is Face.LAST_TRY:
            self.press(Action.SEND)
        self.ends(result)
        self.answers(answer)
        if self.story.state is State.TORN:
            self.remove()
            self.insert(ATR_CPS3)
            self.story.read(after)

    def offered(self) -> list[Action]:
        screen = self.story.screen
        shown = screen if screen.overlay is None else screen.overlay
        buttons = [button.action for button in shown.buttons if button.enabled]
        return [*buttons[:1] * 3, *buttons] or [Action.FINISH]

    def type_rightly(self, field: EntryField) -> None:
        held = self.story.kiosk.visit.entry
        if field.slot is CodeSlot.PUK:
            self.type_all(replace(held, puk=8))
            self.press(Action.VALIDATE)
        elif field.slot is CodeSlot.CURRENT_PIN:
            self.type_all(replace(held, current_pin=4, current_pin_already_refused=False))
            self.press(Action.VALIDATE)
        elif field.slot is CodeSlot.NEW_PIN:
            self.type_all(replace(held, new_pin=4, weakness=None, same_as_current_pin=False))
            self.press(Action.VALIDATE)
        else:
            self.type_all(replace(held, confirm=4, confirmation=Confirmation.MATCH))
            self.press(Action.SEND)

    @precondition(lambda self: self.story.kiosk.card_ticket != 0)
    @rule(number=st.sampled_from(["2900123457", None]), late=st.booleans())
    def content(self, number: str | None, *, late: bool) -> None:
        until = TODAY.replace(year=2020) if late else TODAY
        self.story.content(number=number, valid_until=until)

    @rule(
        entry=st.builds(
            CodeEntry,
            puk=st.integers(0, 8),
            new_pin=st.integers(0, 4),
            confirm=st.integers(0, 4),
            current_pin=st.integers(0, 4),
            puk_already_refused=st.booleans(),
            current_pin_already_refused=st.booleans(),
            same_as_current_pin=st.booleans(),
            weakness=st.none() | st.sampled_from(Weakness),
            confirmation=st.sampled_from(Confirmation),
        )
    )
    def type_all(self, entry: CodeEntry) -> None:
        field = entry_field(self.story.kiosk)
        if field is None or self.story.kiosk.overlay.value != "none":
            return
        known = {
            CodeSlot.PUK: entry.puk,
            CodeSlot.CURRENT_PIN: entry.current_pin,
            CodeSlot.NEW_PIN: entry.new_pin,
            CodeSlot.CONFIRM: entry.confirm,
        }
        held = self.story.kiosk.visit.entry
        kept = replace(
            entry,
            puk=entry.puk if field.slot is CodeSlot.PUK else held.puk,
            current_pin=entry.current_pin if field.slot is CodeSlot.CURRENT_PIN else held.current_pin,
            current_pin_already_refused=field.slot is CodeSlot.CURRENT_PIN and entry.current_pin_already_refused,
            new_pin=entry.new_pin if field.slot is CodeSlot.NEW_PIN else held.new_pin,
            confirm=entry.confirm if field.slot is CodeSlot.CONFIRM else held.confirm,
        )
        if known[field.slot]:
            self.in_vault.add(field.slot)
        self.tell(EntryChanged(kept, self.story.kiosk.screen))

    @rule(action=st.sampled_from(Action))
    def press(self, action: Action) -> None:
        final = action is Action.SEND or (action is Action.VALIDATE and self.story.state is State.CURRENT_PIN)
        self.presses += final
        self.tell(Pressed(action, self.story.kiosk.screen))

    @rule(action=st.sampled_from(Action), back=st.integers(1, 3))
    def press_too_late(self, action: Action, back: int) -> None:
        before = self.story.kiosk
        self.tell(Pressed(action, before.screen - back))
        assert self.story.kiosk is before

    @rule(result=ANY_RESULT)
    def ends(self, result: UnblockResult) -> None:
        if self.story.state is State.UNBLOCKING:
            self.story.ends(result)

    @rule(result=ANY_CURRENT_PIN_RESULT)
    def answers(self, result: CurrentPinResult) -> None:
        if self.story.state is State.CHANGING:
            self.story.answers(result)

    @precondition(lambda self: self.story.state is State.VERDICT)
    @rule()
    def staff_come(self) -> None:
        self.story.with_staff(forgotten=True)

    @precondition(lambda self: self.story.kiosk.card_ticket != 0)
    @rule(failure=st.sampled_from(ReadFailure))
    def fails(self, failure: ReadFailure) -> None:
        self.story.fails(failure)

    @precondition(lambda self: self.story.kiosk.card_ticket != 0)
    @rule(nothing_sent=st.booleans())
    def stuck(self, *, nothing_sent: bool) -> None:
        self.story.stuck(nothing_sent=nothing_sent)

    @rule()
    def call_returns(self) -> None:
        self.tell(CardCallReturned(self.story.kiosk.ticket))

    @rule(seconds=st.sampled_from([0.1, 5, 60, 121, 601]))
    def wait(self, seconds: float) -> None:
        self.story.wait(seconds)

    @rule(result=st.sampled_from(PaperResult))
    def paper(self, result: PaperResult) -> None:
        self.tell(PaperEnded(self.story.kiosk.paper_ticket, result))

    @rule(changes=st.integers(1, 3), there=st.booleans())
    def second_reader(self, changes: int, *, there: bool) -> None:
        """Somebody else's card comes or goes in another reader, while the first stays as it is."""
        report = self.story.kiosk.report
        first = [slot_ for slot_ in (report.slots if report else ()) if slot_.reader == READER]
        self.story.readers(*first, slot(READER + "b", ATR_CPS3 if there else None, changes))

    @rule()
    def touch(self) -> None:
        self.tell(Touched())

    @rule(clean=st.booleans())
    def start(self, *, clean: bool) -> None:
        if self.story.state is State.WAITING:
            self.tell(Started(clean))

    @invariant()
    def no_send_without_its_press(self) -> None:
        assert self.story.sends <= self.presses

    @invariant()
    def services_are_paired(self) -> None:
        opened = self.story.begun - len(self.story.outcomes)
        assert opened == len(self.story.kiosk.visit.open_services)
        if self.story.state in (State.WAITING, State.TAKE_CARD, State.OUT_OF_SERVICE):
            assert opened == 0

    @invariant()
    def codes_stay_only_where_they_are_typed(self) -> None:
        if self.story.state not in TYPED:
            assert not (self.in_vault & set(ALL_CODES)), self.story.state
        if self.story.state is State.WAITING:
            assert not self.in_vault

    @invariant()
    def every_state_is_shown(self) -> None:
        kiosk = self.story.kiosk
        assert kiosk.state is not State.STAFF
        assert not kiosk.state.traits.shows_outcome or kiosk.visit.code is not None, kiosk.state
        screen = self.story.screen
        assert screen.title
        assert screen.number == kiosk.screen

    @invariant()
    def the_counter_hears_a_call_only_while_it_stands_on_the_screen(self) -> None:
        calls = [effect.calling for effect in self.story.effects if isinstance(effect, CallStaff)]
        kiosk = self.story.kiosk
        called = kiosk.overlay is Overlay.HELP_CALLED and not kiosk.staff_answered
        assert (calls[-1:] == [True]) is called

    @invariant()
    def a_screen_about_a_card_has_one_in_its_reader(self) -> None:
        kiosk = self.story.kiosk
        traits = kiosk.state.traits
        if traits.unattended or traits.result or kiosk.state in WITHOUT_CARD or kiosk.visit.card is None:
            return
        assert card_in(kiosk.report, kiosk.visit.card.reader) is not None, kiosk.state

    @invariant()
    def situations_are_known_only_while_they_are_shown(self) -> None:
        visit = self.story.kiosk.visit
        assert visit.situations is None or (self.story.state is State.SITUATIONS and visit.removed_at is None)

    @invariant()
    def identity_leaves_with_the_card(self) -> None:
        visit = self.story.kiosk.visit
        if visit.removed_at is not None or self.story.state in (State.WAITING, State.TAKE_CARD):
            assert visit.card is None or visit.card.content is None


TestAnyVisit = AnyVisit.TestCase
TestAnyVisit.settings = settings(
    max_examples=60, stateful_step_count=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
