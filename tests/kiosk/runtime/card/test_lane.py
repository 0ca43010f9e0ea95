"""Deadlines of the card's lane, with a door that hangs until the test lets it go."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from kiosk.card.errors import CardError, CardInUse, CardRemoved, SendRevoked
from kiosk.card.iso7816.connection import Connection, Disposition
from kiosk.card.send_right import SendRight
from kiosk.flow.model.events import CardCallReturned, CardCallStuck, Event, ReadFailed, ReadFailure, Tick, Touched
from kiosk.runtime.card.call import CardJob
from kiosk.runtime.card.lane import TOO_MANY_ABANDONED, CardLane

PATIENCE_S = 30.0
READER = "Lecteur 0"
CODE, PLAIN = b"\x00\x20", b"\x00\xb0"


class Gate:
    """A place where a thread waits for the test. ``reached`` says that it is there."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.opened.wait(PATIENCE_S)

    def wait_reached(self) -> None:
        assert self.reached.wait(PATIENCE_S)


@dataclass(slots=True)
class Bench:
    """A door, its connections and the log of what was asked of them."""

    log: SimpleQueue[str] = field(default_factory=SimpleQueue)
    gates: dict[str, Gate] = field(default_factory=dict)
    errors: dict[str, list[CardError]] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)

    def do(self, what: str) -> None:
        self.log.put(what)
        gate = self.gates.pop(what, None)
        if gate is not None:
            gate.pass_through()
        if self.errors.get(what):
            raise self.errors[what].pop(0)

    def hang(self, what: str) -> Gate:
        return self.gates.setdefault(what, Gate())

    def connect(self, reader: str) -> BenchConnection:
        self.threads.append(threading.current_thread())
        self.do(f"connect {reader}")
        return BenchConnection(self)

    def seen(self) -> list[str]:
        seen = []
        while True:
            try:
                seen.append(self.log.get_nowait())
            except Empty:
                return seen


@dataclass(slots=True)
class BenchConnection:
    bench: Bench
    t0: bool = True

    def begin(self) -> None:
        self.bench.do("begin")

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.bench.do(f"transmit {command.hex()}")
        return b"", 0x9000

    def end(self, disposition: Disposition) -> None:
        self.bench.do(f"end {disposition.value}")

    def close(self, disposition: Disposition) -> None:
        self.bench.do(f"close {disposition.value}")


class Job(CardJob):
    """Sends ``script``: CODE claims the right first, PLAIN does not."""

    def __init__(self, ticket: int, *script: bytes, reader: str = READER) -> None:
        self.ticket, self.reader, self.script = ticket, reader, script
        self.performed, self.closed = threading.Event(), threading.Event()

    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        self.performed.set()
        for command in self.script:
            if command == CODE:
                send_right.claim()
            connection.transmit(command)
        return Touched()

    def failed(self, error: CardError, *, nothing_sent: bool) -> Event:
        in_use = isinstance(error, CardInUse)
        return ReadFailed(self.ticket, ReadFailure.IN_USE if in_use else ReadFailure.GONE)

    def broken(self, *, nothing_sent: bool) -> Event:
        return Tick()

    def close(self) -> None:
        self.closed.set()


class Rig:
    def __init__(self, clock: Any, lines: Any) -> None:
        self.bench = Bench()
        self.clock = clock
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.lane = CardLane(self.bench, self.events.put, clock, lines.journal)

    def event(self) -> Event:
        return self.events.get(timeout=PATIENCE_S)

    def after(self, seconds: float) -> None:
        self.clock.now += seconds
        self.lane.check()


@pytest.fixture
def rig(clock: Any, lines: Any) -> Rig:
    return Rig(clock, lines)


def test_a_call_connects_begins_performs_and_leaves(rig: Rig) -> None:
    rig.lane.submit(Job(1, PLAIN))
    assert rig.event() == Touched()
    assert rig.bench.seen() == [f"connect {READER}", "begin", "transmit 00b0", "end leave", "close leave"]


def test_after_a_code_the_card_is_reset(rig: Rig) -> None:
    rig.lane.submit(Job(1, PLAIN, CODE))
    assert rig.event() == Touched()
    assert rig.bench.seen()[-2:] == ["end reset", "close reset"]


def test_an_error_of_the_card_is_answered_and_the_card_left(rig: Rig) -> None:
    rig.bench.errors["transmit 00b0"] = [CardRemoved()]
    rig.lane.submit(Job(1, PLAIN, PLAIN))
    assert rig.event() == ReadFailed(1, ReadFailure.GONE)
    assert rig.bench.seen()[-3:] == ["transmit 00b0", "end leave", "close leave"]


def test_calls_come_one_after_the_other(rig: Rig) -> None:
    gate = rig.bench.hang("transmit 00b0")
    rig.lane.submit(Job(1, PLAIN))
    rig.lane.submit(Job(2, CODE))
    gate.wait_reached()
    assert rig.bench.seen() == [f"connect {READER}", "begin", "transmit 00b0"]
    gate.opened.set()
    assert [rig.event(), rig.event()] == [Touched(), Touched()]


def test_a_card_in_use_is_asked_for_again(rig: Rig) -> None:
    rig.bench.errors["begin"] = [CardInUse(), CardInUse()]
    rig.lane.submit(Job(1, PLAIN))
    assert rig.event() == Touched()
    seen = rig.bench.seen()
    assert seen.count(f"connect {READER}") == 3
    assert seen[:3] == [f"connect {READER}", "begin", "close leave"]


@pytest.mark.parametrize("where", [f"connect {READER}", "begin"])
def test_who_waits_for_another_program_is_told_within_the_deadline(rig: Rig, where: str) -> None:
    gate = rig.bench.hang(where)
    job = Job(7, PLAIN)
    rig.lane.submit(job)
    gate.wait_reached()
    rig.after(1.7)
    assert rig.events.empty()
    rig.after(0.05)
    assert rig.event() == ReadFailed(7, ReadFailure.IN_USE)
    assert job.closed.is_set()
    assert rig.lane.abandoned == 1
    gate.opened.set()
    assert rig.event() == CardCallReturned(7)
    assert rig.lane.abandoned == 0
    assert not job.performed.is_set()
    assert rig.bench.seen()[-2:] == ["end leave", "close leave"]


def test_a_card_held_for_ever_is_told_too(rig: Rig) -> None:
    rig.bench.errors[f"connect {READER}"] = [CardInUse() for _ in range(1000)]
    rig.lane.submit(Job(7, PLAIN))
    rig.after(1.75)
    assert rig.event() == ReadFailed(7, ReadFailure.IN_USE)
    assert rig.event() == CardCallReturned(7)


def test_trying_again_reuses_the_thread_that_waits(rig: Rig) -> None:
    gate = rig.bench.hang("begin")
    rig.lane.submit(Job(1, PLAIN))
    gate.wait_reached()
    rig.after(1.75)
    assert rig.event() == ReadFailed(1, ReadFailure.IN_USE)
    rig.lane.submit(Job(2, PLAIN))
    rig.after(1.75)
    assert rig.event() == ReadFailed(2, ReadFailure.IN_USE)
    rig.lane.submit(Job(3, PLAIN))
    gate.opened.set()
    assert rig.event() == Touched()
    assert rig.bench.seen() == [f"connect {READER}", "begin", "transmit 00b0", "end leave", "close leave"]
    assert (len(rig.bench.threads), rig.lane.abandoned) == (1, 0)


def test_a_thread_that_waits_for_one_reader_does_not_serve_another(rig: Rig) -> None:
    gate = rig.bench.hang("begin")
    rig.lane.submit(Job(1, PLAIN))
    gate.wait_reached()
    rig.after(1.75)
    rig.event()
    rig.lane.submit(Job(2, PLAIN, reader="Lecteur 1"))
    assert rig.event() == Touched()
    assert len(rig.bench.threads) == 2
    gate.opened.set()
    assert rig.event() == CardCallReturned(1)


@pytest.mark.parametrize(
    ("script", "hangs_at", "limit_s", "nothing_sent"),
    [
        ((PLAIN,), PLAIN, 5.0, True),
        ((CODE,), CODE, 30.0, False),
        ((CODE, PLAIN), PLAIN, 60.0, False),
    ],
    ids=["reading", "code", "after the code"],
)
def test_a_card_that_does_not_answer_is_given_up(
    rig: Rig, script: tuple[bytes, ...], hangs_at: bytes, limit_s: float, nothing_sent: bool
) -> None:
    gate = rig.bench.hang(f"transmit {hangs_at.hex()}")
    rig.lane.submit(Job(4, *script, CODE))
    gate.wait_reached()
    rig.after(limit_s - 0.1)
    assert rig.events.empty()
    rig.after(0.1)
    assert rig.event() == CardCallStuck(4, nothing_sent)
    before = rig.bench.seen()
    gate.opened.set()
    assert rig.event() == CardCallReturned(4)
    disposition = "leave" if nothing_sent else "reset"
    assert rig.bench.seen() == [f"end {disposition}", f"close {disposition}"]
    assert before.count("transmit 0020") == script.count(CODE)


def test_several_codes_together_take_a_minute_at_most(rig: Rig) -> None:
    gate = rig.bench.hang("transmit 0020")
    rig.lane.submit(Job(4, CODE, CODE, CODE))
    gate.wait_reached()
    for _ in range(2):
        rig.after(29.0)
        assert rig.events.empty()
        answered, gate = gate, rig.bench.hang("transmit 0020")
        answered.opened.set()
        gate.wait_reached()
    rig.after(1.9)
    assert rig.events.empty()
    rig.after(0.1)
    assert rig.event() == CardCallStuck(4, nothing_sent=False)
    gate.opened.set()
    assert rig.event() == CardCallReturned(4)


def test_a_right_revoked_by_the_deadline_cannot_be_claimed(rig: Rig) -> None:
    revoked = threading.Event()

    class Late(Job):
        def perform(self, connection: Connection, send_right: SendRight) -> Event:
            rig.bench.do("about to send")
            try:
                send_right.claim()
            except SendRevoked:
                revoked.set()
                raise
            return super().perform(connection, send_right)

    gate = rig.bench.hang("about to send")
    rig.lane.submit(Late(5, CODE))
    gate.wait_reached()
    rig.after(5.0)
    assert rig.event() == CardCallStuck(5, nothing_sent=True)
    gate.opened.set()
    assert rig.event() == CardCallReturned(5)
    assert revoked.is_set()
    assert "transmit 0020" not in rig.bench.seen()


def test_an_abandoned_call_sends_nothing_more(rig: Rig) -> None:
    gate = rig.bench.hang("transmit 00b0")
    rig.lane.submit(Job(1, PLAIN, PLAIN, PLAIN))
    gate.wait_reached()
    rig.after(5.0)
    rig.event()
    gate.opened.set()
    assert rig.event() == CardCallReturned(1)
    assert rig.bench.seen().count("transmit 00b0") == 1


def test_the_next_call_does_not_wait_for_an_abandoned_one(rig: Rig) -> None:
    gate = rig.bench.hang("transmit 00b0")
    rig.lane.submit(Job(1, PLAIN))
    rig.lane.submit(Job(2, CODE))
    gate.wait_reached()
    rig.after(5.0)
    assert [rig.event(), rig.event()] == [CardCallStuck(1, nothing_sent=True), Touched()]
    gate.opened.set()
    assert rig.event() == CardCallReturned(1)


def test_too_many_abandoned_calls_ask_for_a_new_process(rig: Rig) -> None:
    gates = []
    tickets = range(1, TOO_MANY_ABANDONED + 2)
    for ticket in tickets:
        assert rig.lane.restart_wanted is (ticket > TOO_MANY_ABANDONED)
        gates.append(rig.bench.hang("transmit 00b0"))
        rig.lane.submit(Job(ticket, PLAIN))
        gates[-1].wait_reached()
        rig.after(5.0)
        assert rig.event() == CardCallStuck(ticket, nothing_sent=True)
    assert rig.lane.restart_wanted
    for gate in gates:
        gate.opened.set()
    assert {rig.event() for _ in gates} == {CardCallReturned(ticket) for ticket in tickets}
    assert not rig.lane.restart_wanted


def test_our_own_mistake_is_answered_and_logged_by_its_class_only(rig: Rig, lines: Any) -> None:
    class Wrong(Job):
        def perform(self, connection: Connection, send_right: SendRight) -> Event:
            raise ZeroDivisionError("90817263")

    rig.lane.submit(Wrong(1))
    assert rig.event() == Tick()
    assert rig.bench.seen()[-1] == "close leave"
    assert [(line["event"], line["kind"]) for line in lines.read()] == [("fault", "ZeroDivisionError")]
    assert "90817263" not in lines.stream.getvalue()


def test_stopping_withdraws_the_right_and_starts_nothing(rig: Rig) -> None:
    gate = rig.bench.hang("transmit 00b0")
    rig.lane.submit(Job(1, PLAIN, CODE))
    rig.lane.submit(Job(2, PLAIN))
    gate.wait_reached()
    rig.lane.stop()
    gate.opened.set()
    assert rig.event() == CardCallReturned(1)
    assert "transmit 0020" not in rig.bench.seen()


@pytest.mark.parametrize("errors", [[], [CardRemoved()]], ids=["performed", "failed"])
def test_every_job_is_closed(rig: Rig, errors: list[CardError]) -> None:
    rig.bench.errors["transmit 00b0"] = errors
    job = Job(1, PLAIN)
    rig.lane.submit(job)
    rig.event()
    assert job.closed.is_set()
