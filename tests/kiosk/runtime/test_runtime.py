"""Whole visits through the runtime: simulated readers behind the door, the test's thread as the screen's."""

from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diagnostics.outcomes.codes import Code
from diagnostics.store.store import OutcomeStore
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import PaperResult
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.runtime.card.lane import TOO_MANY_ABANDONED
from kiosk.runtime.papers.lane import Delivery, PaperEnd
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.runtime import RESTART_EVERY_S, Runtime
from kiosk.runtime.world import World
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.codes import ChipCodes
from kiosk.simulator.chip.tear import Moment
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders
from reports.printing.trouble import Trouble

TODAY = date(2026, 11, 18)
PUK, NEW_PIN = (7, 3, 9, 1, 8, 0, 2, 6), (6, 0, 9, 2)
CURRENT_PIN, WRONG_PIN = (8, 3, 0, 5), (5, 0, 3, 8)
WRONG_PUK = (1, 1, 2, 2, 3, 3, 4, 4)
VERIFY, RESET, CHANGE = 0x20, 0x2C, 0x24


@dataclass(slots=True)
class Papers:
    """A printer that remembers what it was given."""

    prepared: list[tuple[PaperKind, State]] = field(default_factory=list)
    delivered: list[PaperKind] = field(default_factory=list)

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        self.prepared.append((kind, kiosk.state))

        def deliver(on_sent: Callable[[], None]) -> PaperEnd:
            on_sent()
            self.delivered.append(kind)
            return PaperEnd(PaperResult.SENT)

        return deliver

    def trouble(self) -> Trouble | None:
        return None

    def hurry(self, seconds: float) -> None:
        """Everything is delivered at once."""

    def cancel(self) -> None:
        self.prepared.clear()

    def tidy(self) -> None:
        assert self.prepared == []


@dataclass(slots=True)
class Counter:
    """A kiosk at its counter, and who stands before it."""

    runtime: Runtime
    readers: SimulatedReaders
    papers: Papers
    loop: Any
    clock: Any
    lines: Any
    database: Path
    ended_in: list[State]

    @property
    def kiosk(self) -> Kiosk:
        return self.runtime.kiosk

    def until(self, state: State) -> None:
        self.loop.run_until(lambda: self.kiosk.state is state)

    def insert(self, profile: str = "blocked") -> SimulatedCard:
        card = build(profile, Order(TODAY, pin=text(CURRENT_PIN), puk=text(PUK)))
        self.readers.insert(card)
        return card

    def read(self) -> None:
        """Wait until both readings are there."""
        self.loop.run_until(lambda: self.kiosk.visit.card is not None and self.kiosk.visit.card.content is not None)

    def press(self, action: Action) -> None:
        self.runtime.press(action, self.kiosk.screen)

    def type(self, digits: Iterable[int]) -> None:
        for digit in digits:
            self.runtime.digit(digit, self.kiosk.screen)

    def up_to_confirm(self, puk: Iterable[int] = PUK) -> None:
        self.read()
        for action in (Action.UNBLOCK, Action.YES, Action.YES):
            self.press(action)
        self.type(puk)
        self.press(Action.VALIDATE)
        self.type(NEW_PIN)
        self.press(Action.VALIDATE)
        self.type(NEW_PIN)
        assert self.kiosk.state is State.CONFIRM

    def up_to_the_change(self, current_pin: Iterable[int] = CURRENT_PIN) -> None:
        self.read()
        self.press(Action.CHANGE_PIN)
        for code in (current_pin, NEW_PIN):
            self.type(code)
            self.press(Action.VALIDATE)
        self.type(NEW_PIN)
        assert self.kiosk.state is State.CONFIRM

    def send_into_a_hanging_card(self) -> threading.Event:
        """Press the final button; the first command has reached the card, which waits for the returned event."""
        slot, reached = self.readers._slots[DEFAULT_READER], threading.Event()
        wait = slot.wait_if_hung

        def tell_and_wait(moment: Moment) -> None:
            reached.set()
            wait(moment)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(slot, "wait_if_hung", tell_and_wait)
            hang = self.readers.hang()
            self.press(Action.SEND)
            assert reached.wait(30.0)
        return hang

    def counted(self) -> list[tuple[str, str, int]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute("select service, outcome, n from counts order by 1, 2").fetchall()


@pytest.fixture
def counter(loop: Any, clock: Any, lines: Any, tmp_path: Path) -> Iterator[Counter]:
    readers, papers, database = SimulatedReaders(), Papers(), tmp_path / "outcomes.db"
    calendar = SaneClock(lambda: TODAY)
    world = World(
        door=readers,
        watcher=readers.watcher(),
        open_store=lambda: OutcomeStore.open(database, "Brest", calendar.today),
        papers=papers,
        restart_card_service=lambda: None,
        clock=clock,
        calendar=calendar,
        journal=lines.journal,
    )
    rules = Rules(simulated_readers=(DEFAULT_READER,), printer=True)
    ended_in: list[State] = []
    runtime = Runtime(world, rules, loop.schedule, on_restart_wanted=lambda: ended_in.append(runtime.kiosk.state))
    runtime.start(clean=True)
    counter = Counter(runtime, readers, papers, loop, clock, lines, database, ended_in)
    loop.run_until(lambda: runtime.kiosk.report is not None)
    yield counter
    runtime.stop()


def text(digits: Iterable[int]) -> str:
    return "".join(map(str, digits))


def sent(card: SimulatedCard, ins: int) -> int:
    return sum(1 for exchange in card.journal() if exchange.header.ins == ins)


def test_a_blocked_card_leaves_unblocked_counted_and_with_its_slip(counter: Counter) -> None:
    card = counter.insert()
    counter.up_to_confirm()
    counter.press(Action.SEND)
    counter.until(State.UNBLOCKED)
    assert card.pin_is(text(NEW_PIN))
    assert (sent(card, VERIFY), sent(card, RESET)) == (2, 1)
    counter.press(Action.PRINT)
    counter.loop.run_until(lambda: counter.kiosk.visit.paper_result is not None)
    assert counter.papers.delivered == [PaperKind.RECEIPT]
    counter.readers.remove()
    counter.press(Action.FINISH)
    counter.until(State.WAITING)
    counter.runtime.stop()
    assert counter.counted() == [("reading", "L01", 1), ("unblock", "U01", 1)]


@pytest.mark.parametrize(("profile", "verified"), [("healthy", 1), ("cps4", 2)])
def test_a_code_is_changed_once_and_proved(counter: Counter, profile: str, verified: int) -> None:
    card = counter.insert(profile)
    counter.up_to_the_change()
    card.forget()
    screen = counter.kiosk.screen
    for _ in range(3):
        counter.runtime.press(Action.SEND, screen)
    counter.until(State.PIN_CHANGED)
    assert card.pin_is(text(NEW_PIN))
    codes = [exchange for exchange in card.journal() if exchange.header.ins == VERIFY and exchange.sent > 5]
    assert (len(codes), sent(card, CHANGE)) == (verified, 1)
    counter.press(Action.FINISH)
    counter.readers.remove()
    counter.until(State.WAITING)
    counter.runtime.stop()
    assert counter.counted() == [("present_code", "C01", 1), ("reading", "L02", 1)]


def test_a_wrong_current_pin_costs_one_try_and_is_not_sent_again(counter: Counter) -> None:
    card = counter.insert("healthy")
    counter.up_to_the_change(WRONG_PIN)
    counter.press(Action.SEND)
    counter.until(State.WRONG_PIN)
    assert codes_in(counter.runtime) == [CodeSlot.REFUSED_CURRENT_PIN]
    counter.press(Action.RETRY)
    counter.type(WRONG_PIN)
    counter.press(Action.VALIDATE)
    assert (counter.kiosk.state, counter.kiosk.visit.face) == (State.CURRENT_PIN, Face.SAME_CURRENT_PIN)
    state = card.state()
    assert state is not None
    assert state.pin_tries_left == 2


def test_the_situations_come_with_the_code_and_go_with_the_card(counter: Counter) -> None:
    counter.insert("healthy")
    counter.read()
    for action in (Action.AUDIT, Action.SITUATIONS):
        counter.press(action)
    counter.type(CURRENT_PIN)
    counter.press(Action.VALIDATE)
    counter.until(State.SITUATIONS)
    assert counter.kiosk.visit.situations is not None
    assert counter.kiosk.visit.situations.activities
    counter.readers.remove()
    counter.until(State.WAITING)
    assert counter.kiosk.visit.situations is None


def test_one_press_sends_once_however_often_it_is_repeated(counter: Counter) -> None:
    card = counter.insert()
    counter.up_to_confirm(puk=WRONG_PUK)
    screen = counter.kiosk.screen
    for _ in range(5):
        counter.runtime.press(Action.SEND, screen)
    counter.until(State.WRONG_PUK)
    for _ in range(5):
        counter.runtime.press(Action.SEND, screen)
        counter.runtime.tick()
    assert sent(card, VERIFY) == 1
    state = card.state()
    assert state is not None
    assert state.puk_tries_left == 9


def test_the_refused_code_is_stopped_before_it_is_sent_again(counter: Counter) -> None:
    card = counter.insert()
    counter.up_to_confirm(puk=WRONG_PUK)
    counter.press(Action.SEND)
    counter.until(State.WRONG_PUK)
    counter.press(Action.YES)
    counter.type(WRONG_PUK)
    counter.press(Action.VALIDATE)
    assert (counter.kiosk.state, sent(card, VERIFY)) == (State.PUK, 1)
    assert counter.kiosk.visit.entry.puk == 0


def test_digits_count_only_on_their_own_screen(counter: Counter) -> None:
    counter.insert()
    counter.read()
    counter.type((1, 2, 3))
    for action in (Action.UNBLOCK, Action.YES, Action.YES):
        counter.press(action)
    counter.runtime.digit(1, counter.kiosk.screen - 1)
    assert counter.kiosk.visit.entry.puk == 0
    counter.type(range(1, 10))
    assert counter.kiosk.visit.entry.puk == 8
    counter.press(Action.CORRECT)
    assert (counter.kiosk.visit.entry.puk, counter.runtime.peek(CodeSlot.PUK)) == (7, "1234567")
    assert counter.runtime.peek(CodeSlot.NEW_PIN) == ""
    counter.press(Action.CLEAR)
    assert counter.kiosk.visit.entry.puk == 0


def test_nothing_can_be_typed_under_the_question_whether_somebody_is_there(counter: Counter) -> None:
    counter.insert()
    counter.read()
    for action in (Action.UNBLOCK, Action.YES, Action.YES):
        counter.press(action)
    counter.type((1, 2))
    counter.press(Action.HELP)
    counter.type((3, 4))
    assert counter.runtime.peek(CodeSlot.PUK) == ""
    counter.press(Action.RESUME)
    assert counter.kiosk.visit.entry.puk == 2


def test_a_removal_reported_before_the_press_comes_before_it(counter: Counter) -> None:
    """The card is out, but the screen's thread has not been told when the finger comes down."""
    card = counter.insert()
    counter.up_to_confirm()
    counter.loop.catch_up()
    counter.readers.remove()
    counter.loop.wait_for_a_call()
    counter.press(Action.SEND)
    assert (counter.kiosk.state, sent(card, VERIFY)) == (State.WAITING, 0)


def report_of(counter: Counter) -> Any:
    assert counter.kiosk.report is not None
    return counter.kiosk.report.slots


def test_leaving_wipes_the_codes_before_the_screen_changes(counter: Counter) -> None:
    counter.insert()
    counter.up_to_confirm()
    seen: list[bool] = []
    counter.runtime.subscribe(lambda _: seen.append(bool(codes_in(counter.runtime))))
    counter.press(Action.STOP)
    assert seen == [False]


def codes_in(runtime: Runtime) -> list[CodeSlot]:
    """Where the vault holds digits."""
    vault = runtime._vault
    refused = [slot for slot, kept in vault._refused.items() if any(place.count for place in kept._places)]
    return [slot for slot, digits in vault._slots.items() if digits.count] + refused


def test_a_card_that_hangs_is_said_to_be_stuck_and_its_late_answer_is_dropped(counter: Counter) -> None:
    card = counter.insert()
    counter.up_to_confirm()
    card.forget()
    hang = counter.send_into_a_hanging_card()
    counter.clock.now += 5.0
    counter.runtime.tick()
    assert counter.kiosk.state is State.STUCK
    assert codes_in(counter.runtime) == []
    hang.set()
    counter.loop.run_until(lambda: "call_returned" in counter.lines.events())
    counter.runtime.tick()
    assert (counter.kiosk.state, sent(card, VERIFY), card.pin_is(text(NEW_PIN))) == (State.STUCK, 0, False)


def stuck_in_a_hanging_card(counter: Counter) -> threading.Event:
    """A visitor's codes were sent into a card that hangs, and the screen says so; it goes on when the event is set."""
    counter.insert()
    counter.up_to_confirm()
    hang = counter.send_into_a_hanging_card()
    counter.clock.now += 5.0
    counter.runtime.tick()
    assert counter.kiosk.state is State.STUCK
    return hang


def test_a_process_with_too_many_hanging_calls_ends_when_nobody_is_there(counter: Counter) -> None:
    hangs = []
    for _ in range(TOO_MANY_ABANDONED):
        assert counter.runtime.faults == ()
        hangs.append(stuck_in_a_hanging_card(counter))
        counter.readers.remove()
        counter.loop.run_until(lambda: not any(slot.present for slot in report_of(counter)))
        assert counter.ended_in == []
        counter.press(Action.STOP)
    assert counter.runtime.faults == (Code.CARD_SERVICE_STUCK,)
    counter.until(State.WAITING)
    counter.runtime.tick()
    counter.runtime.tick()
    assert counter.ended_in == [State.WAITING]
    assert counter.lines.events().count("restart_wanted") == 1
    for hang in hangs:
        hang.set()
    counter.loop.run_until(lambda: counter.lines.events().count("call_returned") == TOO_MANY_ABANDONED)


@contextmanager
def a_card_that_hangs(counter: Counter) -> Iterator[None]:
    """Within the block the visitor's card hangs and is said to be stuck; after it the card is out, and nobody here."""
    hang = stuck_in_a_hanging_card(counter)
    yield
    before = counter.lines.events().count("call_returned")
    hang.set()
    counter.loop.run_until(lambda: counter.lines.events().count("call_returned") > before)
    counter.readers.remove()
    counter.loop.run_until(lambda: not any(slot.present for slot in report_of(counter)))
    counter.press(Action.STOP)
    counter.until(State.WAITING)


def asked_for_a_restart(counter: Counter) -> int:
    return int(counter.lines.events().count("card_service_restart"))


def test_a_card_that_hangs_whenever_it_is_put_in_restarts_the_card_service_once_a_minute(counter: Counter) -> None:
    for hung in range(1, 25):
        with a_card_that_hangs(counter):
            assert asked_for_a_restart(counter) == (5.0 * hung + RESTART_EVERY_S - 5.0) // RESTART_EVERY_S


def test_a_card_service_that_still_hangs_when_it_may_be_restarted_again_is(counter: Counter) -> None:
    with a_card_that_hangs(counter):
        assert asked_for_a_restart(counter) == 1
    with a_card_that_hangs(counter):
        counter.clock.now += RESTART_EVERY_S - 5.25
        counter.runtime.tick()
        assert asked_for_a_restart(counter) == 1
        counter.clock.now += 0.25
        counter.runtime.tick()
        assert (asked_for_a_restart(counter), counter.kiosk.state) == (2, State.STUCK)
        counter.clock.now += RESTART_EVERY_S
        counter.runtime.tick()
        assert (asked_for_a_restart(counter), counter.kiosk.state) == (2, State.OUT_OF_SERVICE)


def test_a_card_service_that_has_recovered_is_not_restarted_later(counter: Counter) -> None:
    for _ in range(2):
        with a_card_that_hangs(counter):
            pass
    counter.clock.now += 2 * RESTART_EVERY_S
    counter.runtime.tick()
    assert asked_for_a_restart(counter) == 1


def test_being_asked_to_end_waits_for_the_card_that_is_being_unblocked(counter: Counter) -> None:
    card = counter.insert()
    counter.up_to_confirm()
    hang = counter.send_into_a_hanging_card()
    ends: list[State] = []
    counter.runtime.ask_to_end(lambda: ends.append(counter.kiosk.state))
    counter.runtime.tick()
    assert ends == []
    hang.set()
    counter.until(State.UNBLOCKED)
    counter.runtime.tick()
    assert ends == [State.UNBLOCKED]
    counter.runtime.stop()
    assert card.pin_is(text(NEW_PIN))
    assert ("unblock", "U01", 1) in counter.counted()


def test_being_asked_to_end_waits_for_the_code_that_is_being_changed(counter: Counter) -> None:
    card = counter.insert("healthy")
    counter.up_to_the_change()
    hang = counter.send_into_a_hanging_card()
    ends: list[State] = []
    counter.runtime.ask_to_end(lambda: ends.append(counter.kiosk.state))
    counter.runtime.tick()
    assert (counter.kiosk.state, ends) == (State.CHANGING, [])
    hang.set()
    counter.until(State.PIN_CHANGED)
    counter.runtime.tick()
    assert (ends, card.pin_is(text(NEW_PIN))) == ([State.PIN_CHANGED], True)


def test_a_change_that_hangs_is_said_to_be_stuck_and_sends_nothing_late(counter: Counter) -> None:
    card = counter.insert("healthy")
    counter.up_to_the_change()
    hang = counter.send_into_a_hanging_card()
    counter.clock.now += 5.0
    counter.runtime.tick()
    assert (counter.kiosk.state, counter.kiosk.visit.face) == (State.STUCK, Face.NOTHING_SENT)
    assert codes_in(counter.runtime) == []
    hang.set()
    counter.loop.run_until(lambda: "call_returned" in counter.lines.events())
    assert card.pin_is(text(CURRENT_PIN))


def test_being_asked_to_end_a_second_time_does_not_wait(counter: Counter) -> None:
    counter.insert()
    counter.up_to_confirm()
    hang = counter.send_into_a_hanging_card()
    ends: list[State] = []
    for _ in range(2):
        counter.runtime.ask_to_end(lambda: ends.append(counter.kiosk.state))
    assert ends == [State.UNBLOCKING]
    hang.set()


def test_being_asked_to_end_while_nothing_is_sent_ends_at_once(counter: Counter) -> None:
    counter.insert()
    counter.up_to_confirm()
    ends: list[State] = []
    counter.runtime.ask_to_end(lambda: ends.append(counter.kiosk.state))
    assert ends == [State.CONFIRM]


def test_an_update_waits_until_the_person_has_gone(counter: Counter) -> None:
    counter.insert()
    counter.up_to_confirm()
    counter.runtime.end_when_idle()
    counter.runtime.tick()
    assert counter.ended_in == []
    counter.readers.remove()
    counter.until(State.WAITING)
    counter.runtime.tick()
    assert counter.ended_in == [State.WAITING]


def test_an_update_while_nobody_is_there_ends_the_kiosk_at_once(counter: Counter) -> None:
    counter.until(State.WAITING)
    counter.runtime.end_when_idle()
    counter.runtime.tick()
    counter.runtime.tick()
    assert counter.ended_in == [State.WAITING]


def test_a_thread_that_dies_is_written_down_and_the_kiosk_ends_once_nobody_is_there(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.insert()
    counter.up_to_confirm()
    dying = threading.Thread(target=lambda: int("a card's own text"))
    dying.start()
    dying.join()
    counter.runtime.tick()
    assert counter.ended_in == []
    counter.readers.remove()
    counter.until(State.WAITING)
    counter.runtime.tick()
    assert counter.ended_in == [State.WAITING]
    (line,) = [line for line in counter.lines.read() if line["event"] == "fault"]
    assert (line["lane"], line["kind"]) == ("thread", "ValueError")


def test_another_program_holding_the_card_is_told_and_trying_again_works(counter: Counter) -> None:
    counter.readers.hold_by_other()
    counter.insert()
    counter.until(State.READING)
    counter.readers.hold_by_other()
    counter.clock.now += 1.75
    counter.runtime.tick()
    assert counter.kiosk.state is State.IN_USE
    counter.readers.release_by_other()
    counter.press(Action.RETRY)
    counter.until(State.VERDICT)


def test_a_stopped_kiosk_takes_nothing_in(counter: Counter) -> None:
    counter.insert()
    counter.up_to_confirm()
    counter.runtime.stop()
    assert codes_in(counter.runtime) == []
    before = counter.kiosk
    counter.type((1,))
    counter.press(Action.SEND)
    counter.runtime.drain()
    assert counter.kiosk is before


def test_no_code_is_left_anywhere(counter: Counter) -> None:
    """What can be proved: no text or bytes that Python can reach holds the codes, nor any line or file."""
    counter.insert()
    counter.up_to_confirm()
    counter.press(Action.SEND)
    counter.until(State.UNBLOCKED)
    counter.readers.remove()
    counter.press(Action.FINISH)
    counter.until(State.WAITING)
    counter.runtime.stop()
    gc.collect()
    assert [where for where in held() if holds_a_code(where)] == []
    assert not holds_a_code(counter.lines.stream.getvalue())
    assert not any(holds_a_code(path.read_bytes()) for path in counter.database.parent.iterdir())


@pytest.mark.parametrize(("current_pin", "state"), [(CURRENT_PIN, State.PIN_CHANGED), (WRONG_PIN, State.WRONG_PIN)])
def test_no_current_pin_is_left_anywhere(counter: Counter, current_pin: tuple[int, ...], state: State) -> None:
    counter.insert("healthy")
    counter.up_to_the_change(current_pin)
    counter.press(Action.SEND)
    counter.until(state)
    counter.readers.remove()
    counter.press(Action.FINISH)
    counter.until(State.WAITING)
    counter.runtime.stop()
    gc.collect()
    assert codes_in(counter.runtime) == []
    assert [where for where in held() if holds_a_code(where)] == []
    assert not any(holds_a_code(path.read_bytes()) for path in counter.database.parent.iterdir())


def holds_a_code(found: str | bytes | bytearray) -> bool:
    """Four digits alone stand in many texts: a PIN is looked for in buffers, and as it goes to the card."""
    if isinstance(found, str):
        return text(PUK) in found
    pins = (CURRENT_PIN, WRONG_PIN, NEW_PIN)
    forms = [text(PUK).encode(), bytes(PUK), *(text(pin).encode() + b"\xff\xff\xff\xff" for pin in pins)]
    if isinstance(found, bytearray):
        forms += [form for pin in pins for form in (text(pin).encode(), bytes(pin))]
    return any(form in found for form in forms)


def held() -> Iterator[str | bytes | bytearray]:
    """Every text and bytes that an object known to the collector refers to, but for the chip's own memory."""
    chips = {
        id(code.value) for owner in gc.get_objects() if type(owner) is ChipCodes for code in (owner.pin, owner.puk)
    }
    for owner in gc.get_objects():
        for item in gc.get_referents(owner):
            if type(item) in (str, bytes, bytearray) and id(item) not in chips:
                yield item


def test_threads_end_with_the_runtime(counter: Counter) -> None:
    counter.insert("healthy")
    counter.read()
    counter.runtime.stop()
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"records", "paper", "simulated-watcher"}


def test_the_journal_tells_the_card_service_lost_and_back_and_the_readers_that_it_shows(counter: Counter) -> None:
    def told() -> list[dict[str, object]]:
        lines = counter.lines.read()
        return [
            {key: value for key, value in line.items() if key != "timestamp"}
            for line in lines
            if line["event"] in ("card_service", "readers")
        ]

    here, one = {"event": "card_service", "available": True}, {"event": "readers", "count": 1, "simulated": True}
    assert told() == [here, one]
    counter.insert("healthy")
    counter.read()
    assert told() == [here, one], "a card is none of the journal's business"
    counter.readers.stop_service()
    counter.loop.run_until(lambda: counter.kiosk.report is not None and not counter.kiosk.report.service)
    counter.readers.start_service()
    counter.loop.run_until(lambda: counter.kiosk.report is not None and counter.kiosk.report.service)
    assert told() == [here, one, {"event": "card_service", "available": False}, here, one]
    counter.readers.unplug()
    counter.loop.run_until(lambda: counter.kiosk.report is not None and not counter.kiosk.report.slots)
    assert told()[5:] == [{"event": "readers", "count": 0}], "no reader is neither simulated nor real"
