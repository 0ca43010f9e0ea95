"""Whole visits with a card that behaves and contact that does not: no screen says what the chip does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bench.counter_top import TODAY, CounterTop, Hang
from kiosk.flow.codes.typing import entry_field
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action, Face, State
from kiosk.simulator.card import CardState, SimulatedCard
from kiosk.simulator.chip import status
from kiosk.simulator.chip.codes import MATCHES_NOTHING
from kiosk.simulator.chip.habits import Habits, ResetFault, UseSpentBy
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.profiles import Order, build

PIN, PUK = "4071", "58263917"
PINS = [PIN, PIN, "9385", "2857"]
PAIRS = st.tuples(st.sampled_from(PINS), st.sampled_from(PINS[2:]))
"""A current PIN, which may be wrong, and a new one, which may be the same."""
BACK = st.sampled_from([True, True, True, False])
PUKS = [PUK, PUK, PUK, "11223344"]
PROFILES = ["healthy", "healthy", "one-pin-try", "blocked", "puk-one-try", "cps4", "cps4-one-pin-try", "cps4-blocked"]
HABITS = st.builds(
    Habits,
    exhausting=st.sampled_from([status.TRIES_LEFT, status.BLOCKED]),
    use_spent_by=st.sampled_from(UseSpentBy),
    reset_fault=st.sampled_from([ResetFault.NONE, ResetFault.NONE, *ResetFault]),
)
WAYS = [
    (Action.CHANGE_PIN,),
    (Action.TRY_PIN,),
    (Action.AUDIT, Action.SITUATIONS),
    (Action.FORGOTTEN, Action.SET_WITH_PUK, Action.YES, Action.YES),
    (Action.UNBLOCK, Action.YES, Action.YES),
]
TEARS = st.builds(ArmedTear, st.integers(0, 15), st.sampled_from(Moment))
HANGS = st.builds(Hang, st.integers(0, 15), st.sampled_from([Moment.BEFORE, Moment.AFTER]))
FAULTS = st.none() | TEARS | HANGS
VERIFY, CHANGE, RESET = 0x20, 0x24, 0x2C
LONGEST_WITHOUT_CODE = 5
"""Bytes of a command that carries nothing: with P3 = 00 on T=0."""
AWAITED = {State.TORN, State.OTHER_CARD, State.STUCK}
Fault = ArmedTear | Hang | None
PROVED_CURRENT_PIN = {State.PIN_WORKS, State.SITUATIONS}


@dataclass(slots=True)
class Chip:
    """A card, and what its chip held just before the last final press."""

    card: SimulatedCard
    pin: bytes = b""
    counters: CardState | None = None

    @property
    def now(self) -> CardState:
        held = self.card.state()
        assert held is not None
        return held

    @property
    def code(self) -> bytes:
        assert self.card.codes is not None
        return self.card.codes.pin.value

    def remember(self) -> None:
        self.pin, self.counters = self.code, self.now

    def lost(self) -> tuple[int, int]:
        """Tries of the PIN and of the PUK that are gone since."""
        assert self.counters is not None
        return (
            self.counters.pin_tries_left - self.now.pin_tries_left,
            self.counters.puk_tries_left - self.now.puk_tries_left,
        )


def tries(chip: Chip) -> tuple[int, int]:
    return chip.now.pin_tries_left, chip.now.puk_tries_left


class TrueResults(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.top = CounterTop()
        self.chip: Chip | None = None
        self.typed: dict[CodeSlot, str] = {}

    def teardown(self) -> None:
        self.top.close()

    @property
    def state(self) -> State:
        return self.top.kiosk.state

    @property
    def face(self) -> Face:
        return self.top.kiosk.visit.face

    @precondition(lambda self: self.chip is None)
    @rule(profile=st.sampled_from(PROFILES), habits=HABITS, staff=st.booleans())
    def come(self, profile: str, habits: Habits, *, staff: bool) -> None:
        self.chip = Chip(build(profile, Order(TODAY, pin=PIN, puk=PUK, habits=habits)))
        self.chip.remember()
        self.top.remove()
        self.top.insert(self.chip.card)
        if staff:
            self.top.staff_come()

    @precondition(lambda self: self.chip is not None)
    @rule()
    def leave(self) -> None:
        self.top.press(Action.STOP, Action.FINISH)
        self.top.remove()
        self.top.wait(200)
        self.top.press(Action.FINISH)
        self.chip = None

    @precondition(lambda self: self.chip is not None)
    @rule(way=st.sampled_from(WAYS), pins=PAIRS, puk=st.sampled_from(PUKS), fault=FAULTS, back=BACK)
    def operate(self, way: tuple[Action, ...], pins: tuple[str, str], puk: str, fault: Fault, *, back: bool) -> None:
        """From wherever one is to the final press, which may be torn."""
        for action in way:
            self.press(action)
        self.type_all(pins, puk, fault, back=back)

    @precondition(lambda self: self.chip is not None)
    @rule(
        action=st.sampled_from([Action.RETRY, Action.TRY_PIN, Action.RESTART, Action.CHANGE_PIN, Action.UNBLOCK]),
        pins=PAIRS,
        puk=st.sampled_from(PUKS),
        fault=FAULTS,
        back=BACK,
    )
    def go_on_from_a_result(self, action: Action, pins: tuple[str, str], puk: str, fault: Fault, *, back: bool) -> None:
        for press in (action, Action.YES, Action.YES):
            self.press(press)
        self.type_all(pins, puk, fault, back=back)

    def type_all(self, pins: tuple[str, str], puk: str, fault: Fault, *, back: bool) -> None:
        """``pins``: the current PIN, then the new one."""
        for _ in range(4):
            field = entry_field(self.top.kiosk)
            if field is None:
                break
            code = {CodeSlot.PUK: puk, CodeSlot.CURRENT_PIN: pins[0]}.get(field.slot, pins[1])
            self.typed[field.slot] = code
            self.top.type(code)
            self.press(Action.SEND if field.slot is CodeSlot.CONFIRM else Action.VALIDATE, fault)
        if self.face is Face.LAST_TRY or self.state is State.LAST_TRY:
            self.press(Action.SEND, fault)
        self.what_is_shown_is_true()
        if self.state in AWAITED and back:
            self.bring_back(other=False)

    def press(self, action: Action, fault: Fault = None) -> None:
        """One press; whatever the card loses by it is one try at most, and the last one only at its gate."""
        assert self.chip is not None
        before, at_gate = self.chip.now, self.state is State.LAST_TRY or self.face is Face.LAST_TRY
        final = action is Action.SEND or (action is Action.VALIDATE and self.state is State.CURRENT_PIN)
        if final:
            self.chip.remember()
            self.chip.card.arm(fault if isinstance(fault, ArmedTear) else None)
            self.top.outlast(fault if isinstance(fault, Hang) else None)
        held = tries(self.chip)
        self.chip.card.forget()
        self.top.press(action)
        self.chip.card.arm(None)
        self.top.outlast(None)
        self.top.look()
        self.check_spent(before, held, final=final, at_gate=at_gate)
        self.check_sent(self.chip, final=final)

    def check_sent(self, chip: Chip, *, final: bool) -> None:
        """The code and its proof once each, and nothing that carries a code without a final press."""
        sent = [exchange.header.ins for exchange in chip.card.journal() if exchange.sent > LONGEST_WITHOUT_CODE]
        most = {VERIFY: 2, CHANGE: 1, RESET: 1}
        assert all(sent.count(ins) <= (often if final else 0) for ins, often in most.items())

    def check_spent(self, before: CardState, held: tuple[int, int], *, final: bool, at_gate: bool) -> None:
        assert self.chip is not None
        pin, puk = (was - now for was, now in zip(held, tries(self.chip), strict=True))
        assert max(pin, 0) + max(puk, 0) <= (1 if final else 0)
        if pin == before.pin_tries_left == 1 or puk == before.puk_tries_left == 1:
            assert at_gate

    @precondition(lambda self: self.state in AWAITED)
    @rule(other=st.booleans())
    def bring_back(self, *, other: bool) -> None:
        assert self.chip is not None
        self.top.remove()
        torn = self.state is State.TORN
        if other and torn:
            self.top.insert(build("healthy", Order(TODAY, serial="55555555")))
            assert self.state is State.OTHER_CARD
            self.top.remove()
        self.top.insert(self.chip.card)
        assert self.state not in AWAITED

    @precondition(lambda self: self.chip is not None and self.state is State.VERDICT)
    @rule(pins=PAIRS)
    def swap_unseen(self, pins: tuple[str, str]) -> None:
        """Another card of the same kind takes its place while the code is typed, and the watcher is late."""
        assert self.chip is not None
        self.press(Action.TRY_PIN)
        if self.state is not State.CURRENT_PIN:
            return
        self.top.type(pins[0])
        other = build("healthy", Order(TODAY, pin=PIN, serial="55555555"))
        self.top.readers.remove()
        self.top.readers.insert(other)
        self.top.press(Action.VALIDATE)
        if self.face is Face.LAST_TRY:
            self.top.press(Action.SEND)
        held = other.state()
        assert held is not None
        assert held.pin_tries_left == 3
        self.top.look()
        self.chip = None
        self.leave_the_other()

    def leave_the_other(self) -> None:
        self.top.press(Action.STOP, Action.FINISH)
        self.top.remove()
        self.top.wait(200)
        self.top.press(Action.FINISH)

    @precondition(lambda self: self.chip is not None and self.state is State.VERDICT)
    @rule(pin=st.sampled_from(PINS))
    def another_program_tries(self, pin: str) -> None:
        """Somebody else's VERIFY, between the reading and the press: the permit does not fit any more."""
        assert self.chip is not None
        assert self.chip.card.codes is not None
        before = self.chip.now
        self.chip.card.codes.verify(1, pin.encode() + b"\xff" * 4)
        self.chip.card.power()
        changed = replace(self.chip.now, exchanges=0) != replace(before, exchanges=0)
        held = tries(self.chip)
        self.operate((Action.TRY_PIN,), (PIN, PIN), PUK, None, back=False)
        if changed:
            assert tries(self.chip) == held
            assert self.state not in PROVED_CURRENT_PIN | {State.WRONG_PIN}
        self.leave()

    @invariant()
    def what_is_shown_is_true(self) -> None:
        if self.chip is None:
            return
        check = CLAIMS.get(self.state)
        if check is not None:
            check(self.chip, self.face, self.typed)
        after = self.top.kiosk.visit.after
        if after is not None and self.state in CLAIMS:
            assert (after.pin.left, after.puk.left) == tries(self.chip)

    @invariant()
    def nothing_is_counted_twice(self) -> None:
        opened = self.top.counted.begun - len(self.top.counted.codes)
        assert opened == len(self.top.kiosk.visit.open_services)


def padded(digits: str) -> bytes:
    return digits.encode().ljust(8, b"\xff")


def holds_the_new_code(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.code == padded(typed[CodeSlot.NEW_PIN])
    assert chip.now.pin_tries_left == 3


def holds_the_current_pin(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.code == padded(typed[CodeSlot.CURRENT_PIN])
    assert chip.now.pin_tries_left == 3


def refused_the_current_pin(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.code == chip.pin != padded(typed[CodeSlot.CURRENT_PIN])
    assert chip.lost() == (1, 0)
    assert (face is Face.NOW_BLOCKED) is (chip.now.pin_tries_left == 0)


def refused_the_puk(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert typed[CodeSlot.PUK] != PUK
    assert (chip.code, chip.lost()) == (chip.pin, (0, 1))


def refuses_the_new_code(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.code != padded(typed[CodeSlot.NEW_PIN])
    assert chip.now.pin_tries_left > 0


def is_not_blocked(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.now.pin_tries_left > 0


def is_not_blocked_and_holds_the_old_code(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    assert chip.now.pin_tries_left > 0
    assert chip.code == chip.pin


def was_not_done(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    pin, puk = chip.lost()
    assert chip.code == chip.pin
    match face:
        case Face.PLAIN | Face.FORGOTTEN:
            assert puk <= 0
        case Face.TRY_COUNTED | Face.FORGOTTEN_TRY_COUNTED:
            assert puk == 1
        case Face.CURRENT_PIN_NO_TRY:
            assert pin <= 0
        case Face.CURRENT_PIN_TRY_COUNTED:
            assert pin == 1
        case _:
            assert (face, pin, chip.now.pin_tries_left) == (Face.NOW_BLOCKED, 1, 0)
    assert (chip.now.pin_tries_left == 0) is (face in (Face.PLAIN, Face.TRY_COUNTED, Face.NOW_BLOCKED))


def may_hold_either(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    """And a card that broke in between holds none of them."""
    assert chip.code in (chip.pin, padded(typed[CodeSlot.NEW_PIN]), MATCHES_NOTHING)
    assert chip.now.pin_tries_left > 0


def was_stopped(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    if face in (Face.OLD_CODE_STANDS, Face.NOTHING_SENT):
        assert chip.code == chip.pin


def is_as_judged(chip: Chip, face: Face, typed: dict[CodeSlot, str]) -> None:
    blocked = chip.now.pin_tries_left == 0
    assert blocked is (face not in (Face.NOT_BLOCKED, Face.ONE_TRY_LEFT))
    assert (face is Face.ONE_TRY_LEFT) is (chip.now.pin_tries_left == 1)


CLAIMS = {
    State.VERDICT: is_as_judged,
    State.UNBLOCKED: holds_the_new_code,
    State.PIN_CHANGED: holds_the_new_code,
    State.PIN_WORKS: holds_the_current_pin,
    State.SITUATIONS: holds_the_current_pin,
    State.WRONG_PIN: refused_the_current_pin,
    State.WRONG_PUK: refused_the_puk,
    State.NOT_PROVED: refuses_the_new_code,
    State.HALF_DONE: is_not_blocked_and_holds_the_old_code,
    State.TORN_DONE: is_not_blocked,
    State.TORN_NOT_DONE: was_not_done,
    State.CHANGE_UNKNOWN: may_hold_either,
    State.STOPPED: was_stopped,
}
"""What each of these screens says, as what the chip must hold."""

TestTrueResults = TrueResults.TestCase
TestTrueResults.settings = settings(
    max_examples=120, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
