from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import OutcomeStore
from kiosk.flow.model.effects import BeginService, EndService, EndVisit, PaperKind, Print
from kiosk.flow.model.events import Event, PaperEnded, PaperResult, PaperSent, PrinterAnswered, Tick, Touched
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.lanes import SerialLane
from kiosk.runtime.papers.lane import AFTER_VISIT_S, Delivery, PaperEnd, PaperLane
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import RecordsLane
from reports.printing.trouble import Trouble

PATIENCE_S = 30.0
CPS3 = CardGeneration.CPS3


@pytest.fixture
def events() -> SimpleQueue[Event]:
    return SimpleQueue()


@pytest.fixture
def serial(events: SimpleQueue[Event], lines: Any) -> Iterator[SerialLane]:
    lane = SerialLane("test", events.put, lines.journal)
    yield lane
    lane.stop(PATIENCE_S)


def raising(error: Exception) -> Callable[[], Event | None]:
    def job() -> Event | None:
        raise error

    return job


def test_a_lane_works_in_order_and_goes_on_after_our_own_mistake(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    serial.start()
    serial.submit(Touched)
    serial.submit(raising(KeyError("90817263")))
    serial.submit(raising(ValueError("secret")), if_broken=Tick())
    serial.submit(lambda: PaperEnded(1, PaperResult.SENT))
    answers = [events.get(timeout=PATIENCE_S) for _ in range(3)]
    assert answers == [Touched(), Tick(), PaperEnded(1, PaperResult.SENT)]
    assert [(line["event"], line["lane"], line["kind"]) for line in lines.read()] == [
        ("fault", "test", "KeyError"),
        ("fault", "test", "ValueError"),
    ]
    assert "90817263" not in lines.stream.getvalue()


def test_stopping_finishes_what_was_submitted(serial: SerialLane, events: SimpleQueue[Event], lines: Any) -> None:
    for _ in range(3):
        serial.submit(Touched)
    serial.start()
    serial.stop(PATIENCE_S)
    assert events.qsize() == 3


class Records:
    def __init__(self, path: Path, serial: SerialLane, lines: Any) -> None:
        self.path = path
        self.day = date(2026, 11, 18)
        self.calendar = SaneClock(lambda: self.day)
        self.lane = RecordsLane(
            lambda: OutcomeStore.open(path, "Brest", self.calendar.counting_day), self.calendar, serial, lines.journal
        )

    def perform(self, *effects: Any) -> None:
        for effect in effects:
            self.lane.perform(effect)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def records(tmp_path: Path, serial: SerialLane, lines: Any) -> Records:
    return Records(tmp_path / "outcomes.db", serial, lines)


def test_services_are_counted_in_their_order(records: Records) -> None:
    records.lane.start()
    records.perform(
        BeginService(Service.READING, CPS3),
        BeginService(Service.UNBLOCK, CPS3),
        EndService(Service.READING, CPS3, Code.READ_BLOCKED),
        EndService(Service.UNBLOCK, CPS3, Code.UNBLOCKED),
        EndVisit(duration_s=61.0, printed=True, assisted=False),
    )
    records.lane.stop(PATIENCE_S)
    assert records.rows("select service, outcome, n from counts order by 1") == [
        ("reading", "L01", 1),
        ("unblock", "U01", 1),
    ]
    assert records.rows("select value, n from visit_duration") == [("1_to_2_min", 1)]
    assert records.rows("select value, n from visit_language") == [("fr", 1)]
    assert records.rows("select n from pending") == []


def test_a_service_left_under_way_is_counted_as_interrupted_at_the_next_start(
    records: Records, tmp_path: Path, events: SimpleQueue[Event], lines: Any
) -> None:
    records.lane.start()
    records.perform(BeginService(Service.UNBLOCK, CPS3))
    records.lane.stop(PATIENCE_S)
    again = Records(records.path, SerialLane("again", events.put, lines.journal), lines)
    again.lane.start()
    again.lane.stop(PATIENCE_S)
    assert again.rows("select service, outcome, n from counts") == [("unblock", "U99", 1)]


def test_an_end_without_a_beginning_is_counted(records: Records) -> None:
    records.lane.start()
    records.perform(EndService(Service.REFERRAL, CardGeneration.NONE, Code.REFERRAL_WITHOUT_CARD))
    records.lane.stop(PATIENCE_S)
    assert records.rows("select outcome, n from counts") == [("R02", 1)]


def test_an_unwritable_database_is_told_by_its_code_and_outcomes_wait(
    tmp_path: Path, serial: SerialLane, lines: Any
) -> None:
    """The folder is missing at first: as on a disk that is mounted late."""
    records = Records(tmp_path / "late" / "outcomes.db", serial, lines)
    records.lane.start()
    records.perform(
        BeginService(Service.READING, CPS3),
        EndService(Service.READING, CPS3, Code.READ_BLOCKED),
    )
    settled(serial)
    assert records.lane.code is Code.DATABASE_UNWRITABLE
    (tmp_path / "late").mkdir()
    records.lane.retry()
    records.lane.stop(PATIENCE_S)
    assert records.rows("select outcome, n from counts") == [("L01", 1)]
    told = [(line["event"], line["available"]) for line in lines.read()]
    assert told == [("database", False), ("database", True)]


def test_a_store_that_cannot_be_opened_stops_nothing(serial: SerialLane, lines: Any) -> None:
    lane = RecordsLane(
        lambda: OutcomeStore.open(Path("/x"), "", date.today), SaneClock(date.today), serial, lines.journal
    )
    lane.start()
    lane.perform(BeginService(Service.READING, CPS3))
    lane.stop(PATIENCE_S)
    assert (lane.health, lines.events()) == (None, ["fault"])
    assert lane.code is Code.DATABASE_UNWRITABLE


def test_what_our_own_mistake_keeps_from_being_counted_is_told_and_opened_again(
    tmp_path: Path, serial: SerialLane, lines: Any
) -> None:
    fates: SimpleQueue[Exception | None] = SimpleQueue()

    def open_store() -> OutcomeStore:
        fate = fates.get_nowait()
        if fate is not None:
            raise fate
        return OutcomeStore.open(tmp_path / "outcomes.db", "Brest", lambda: date(2026, 11, 18))

    lane = RecordsLane(open_store, SaneClock(date.today), serial, lines.journal)
    fates.put(ValueError("embedded null byte"))
    fates.put(None)
    lane.start()
    settled(serial)
    assert lane.code is Code.DATABASE_UNWRITABLE
    lane.retry()
    settled(serial)
    assert lane.code is None
    lane.perform(EndService(Service.UNBLOCK, CPS3, Code.REFERRAL_WITHOUT_CARD))
    settled(serial)
    assert lane.code is Code.DATABASE_UNWRITABLE, "the catalogue has no such pair"
    lane.perform(EndService(Service.REFERRAL, CardGeneration.NONE, Code.REFERRAL_WITHOUT_CARD))
    lane.stop(PATIENCE_S)
    assert (lane.code, lines.events()) == (None, ["fault", "database", "fault"])


def settled(serial: SerialLane) -> None:
    """Everything that was submitted is done."""
    done = threading.Event()
    serial.submit(done.set)
    assert done.wait(PATIENCE_S)


def test_the_clock_learns_what_is_counted_while_the_kiosk_runs(records: Records) -> None:
    """A clock that goes back is noticed without a restart."""
    records.lane.start()
    records.perform(BeginService(Service.READING, CPS3), EndService(Service.READING, CPS3, Code.READ_BLOCKED))
    records.lane.stop(PATIENCE_S)
    assert [records.calendar.believes(date(2026, 11, day)) for day in (15, 16)] == [False, True]


class Press:
    """Papers that the test lets out one by one."""

    def __init__(self) -> None:
        self.prepared: list[tuple[Kiosk, PaperKind]] = []
        self.let_out = threading.Semaphore(0)
        self.under_way = threading.Event()
        self.cancelled = 0
        self.tidied = 0
        self.out: list[PaperKind] = []
        self.fate = PaperEnd(PaperResult.PRINTED)
        self.ill: Trouble | None = None
        self.asked = 0
        self.hurried: list[float] = []

    def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
        self.prepared.append((kiosk, kind))

        def deliver(on_sent: Callable[[], None]) -> PaperEnd:
            self.under_way.set()
            assert self.let_out.acquire(timeout=PATIENCE_S)
            on_sent()
            self.out.append(kind)
            return self.fate

        return deliver

    def trouble(self) -> Trouble | None:
        self.asked += 1
        return self.ill

    def hurry(self, seconds: float) -> None:
        self.hurried.append(seconds)

    def cancel(self) -> None:
        self.cancelled += 1

    def tidy(self) -> None:
        self.tidied += 1


def paper_lane(press: Press, serial: SerialLane, events: SimpleQueue[Event], lines: Any) -> PaperLane:
    return PaperLane(press, serial, events.put, lines.journal)


def test_what_a_paper_says_is_fixed_at_the_press(serial: SerialLane, events: SimpleQueue[Event], lines: Any) -> None:
    press, kiosk = Press(), Kiosk(ticket=3)
    lane = paper_lane(press, serial, events, lines)
    lane.print(kiosk, Print(3, PaperKind.RECEIPT))
    assert press.prepared == [(kiosk, PaperKind.RECEIPT)]
    lane.start()
    press.let_out.release()
    answers = [events.get(timeout=PATIENCE_S) for _ in range(2)]
    assert answers == [PaperSent(3), PaperEnded(3, PaperResult.PRINTED)]


def test_after_a_cancel_nothing_that_waits_comes_out(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    lane = paper_lane(press, serial, events, lines)
    lane.start()
    lane.print(Kiosk(), Print(1, PaperKind.RECEIPT))
    lane.print(Kiosk(), Print(2, PaperKind.REFERRAL))
    assert press.under_way.wait(PATIENCE_S)
    lane.cancel()
    lane.print(Kiosk(), Print(3, PaperKind.AUDIT))
    press.let_out.release(3)
    answers = [events.get(timeout=PATIENCE_S) for _ in range(5)]
    assert answers == [
        PaperSent(1),
        PaperEnded(1, PaperResult.PRINTED),
        PaperEnded(2, PaperResult.FAILED, Trouble.STOPPED_BY_US),
        PaperSent(3),
        PaperEnded(3, PaperResult.PRINTED),
    ]
    assert press.out == [PaperKind.RECEIPT, PaperKind.AUDIT]
    assert press.cancelled == 1


def test_what_an_earlier_process_left_is_cleared_first(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    lane = paper_lane(press, serial, events, lines)
    lane.start()
    serial.submit(lambda: PaperEnded(press.tidied, PaperResult.SENT))
    assert events.get(timeout=PATIENCE_S) == PaperEnded(1, PaperResult.SENT)


def test_a_paper_that_breaks_has_failed(serial: SerialLane, events: SimpleQueue[Event], lines: Any) -> None:
    class Broken(Press):
        def prepare(self, kiosk: Kiosk, kind: PaperKind) -> Delivery:
            def deliver(on_sent: Callable[[], None]) -> PaperEnd:
                raise RuntimeError

            return deliver

    lane = paper_lane(Broken(), serial, events, lines)
    lane.start()
    lane.print(Kiosk(), Print(9, PaperKind.AUDIT))
    assert events.get(timeout=PATIENCE_S) == PaperEnded(9, PaperResult.FAILED)


def test_the_cause_goes_to_the_screen_and_to_staff_and_no_outcome_with_it(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    press.fate = PaperEnd(PaperResult.FAILED, Trouble.JAM)
    lane = paper_lane(press, serial, events, lines)
    lane.print(Kiosk(), Print(1, PaperKind.RECEIPT))
    press.let_out.release()
    lane.start()
    assert [events.get(timeout=PATIENCE_S) for _ in range(2)][1] == PaperEnded(1, PaperResult.FAILED, Trouble.JAM)
    (line,) = lines.read()
    assert {name: line[name] for name in line if name != "timestamp"} == {
        "event": "printer", "available": False, "fault": "jam",
    }  # fmt: skip


def seen(lane: PaperLane, *states: State) -> None:
    for state in states:
        lane.see(Kiosk(state=state))


def test_the_printer_is_asked_before_a_paper_can_be_offered_and_told_of_when_it_changes(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    press.ill = Trouble.NO_PAPER
    lane = paper_lane(press, serial, events, lines)
    lane.start()
    seen(lane, State.WAITING)
    assert events.get(timeout=PATIENCE_S) == PrinterAnswered(Trouble.NO_PAPER)
    seen(lane, State.READING)
    serial.submit(Touched)
    assert events.get(timeout=PATIENCE_S) == Touched()
    press.ill = None
    seen(lane, State.VERDICT, State.HAVE_CODE)
    assert events.get(timeout=PATIENCE_S) == PrinterAnswered(None)
    assert press.asked == 3
    told = [(line["available"], line["fault"]) for line in lines.read()]
    assert told == [(False, "no_paper"), (True, "")]


def test_questions_do_not_pile_up_behind_a_slow_paper(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    lane = paper_lane(press, serial, events, lines)
    seen(lane, State.READING, State.VERDICT, State.HAVE_CODE, State.UNBLOCKING)
    lane.start()
    serial.submit(Touched)
    assert events.get(timeout=PATIENCE_S) == Touched()
    assert press.asked == 1


def test_a_paper_is_given_little_time_when_its_visitor_has_left_and_none_when_the_next_comes(
    serial: SerialLane, events: SimpleQueue[Event], lines: Any
) -> None:
    press = Press()
    lane = paper_lane(press, serial, events, lines)
    seen(lane, State.READING, State.PRINTING, State.TAKE_CARD)
    assert (press.hurried, press.cancelled) == ([], 0)
    seen(lane, State.WAITING, State.WAITING)
    assert (press.hurried, press.cancelled) == ([AFTER_VISIT_S], 0)
    seen(lane, State.READING)
    assert (press.hurried, press.cancelled) == ([AFTER_VISIT_S], 1)
