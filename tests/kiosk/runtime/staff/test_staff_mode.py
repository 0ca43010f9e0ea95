"""Staff mode through the whole kiosk but its window: lanes, vault, store and files."""

from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bench.staff import CODE, TODAY, StaffLab, text
from diagnostics.health.check import CheckResult, HealthCheck, ok
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.staff_desk import (
    ClosingDone,
    CodeAnswer,
    Figures,
    Keeping,
    Lasting,
    MachineChecks,
    Page,
    TechnicalEvents,
    Unavailable,
    Week,
)
from kiosk.flow.model.states import Action, Face, State
from kiosk.runtime.journal.journal import Technical

WRONG = (3, 1, 4, 1, 5, 9)


def pages_of(lab: StaffLab) -> Page | None:
    return None if lab.kiosk.staff is None else lab.kiosk.staff.page


def test_the_right_code_opens_the_desk_over_a_visit(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.insert()
        lab.press(Action.UNBLOCK, Action.YES, Action.YES)
        lab.type((1, 2, 3))
        lab.give()
        assert pages_of(lab) is Page.HOME
        lab.press(Action.STOP)
        assert (lab.kiosk.state, lab.kiosk.visit.entry.puk) == (State.PUK, 3)
        assert lab.runtime.peek(CodeSlot.PUK) == "123"


def test_a_staff_code_is_never_shown(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.press(Action.STAFF)
        lab.type(CODE)
        assert lab.kiosk.staff is not None
        assert lab.kiosk.staff.typed == len(CODE)
        assert [lab.runtime.peek(slot) for slot in CodeSlot] == [""] * len(CodeSlot)


def test_digits_of_the_staff_code_are_corrected_and_cleared_like_any(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.press(Action.STAFF)
        lab.type(WRONG)
        lab.press(Action.CORRECT)
        assert lab.kiosk.staff is not None
        assert lab.kiosk.staff.typed == 5
        lab.press(Action.CLEAR)
        lab.retype(CODE)
        assert pages_of(lab) is Page.HOME


def test_a_restart_does_not_shorten_the_wait(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give(WRONG)
        lab.retype(WRONG)
        lab.retype(WRONG)
    with StaffLab(tmp_path) as lab:
        lab.press(Action.STAFF)
        lab.until(lambda: lab.kiosk.staff is not None and lab.kiosk.staff.wait_until > 0)
        assert lab.kiosk.staff is not None
        assert lab.kiosk.staff.wait_until == lab.now + 30
        lab.type(CODE)
        assert lab.kiosk.staff.typed == 0
        lab.now += 30
        lab.retype(CODE)
        assert pages_of(lab) is Page.HOME


def test_what_was_typed_is_gone_at_once(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.press(Action.STAFF)
        lab.type(CODE)
        lab.press(Action.STOP)
        assert not digits_in(lab, CODE)
        lab.give()
        lab.press(Action.STOP)
        assert not digits_in(lab, CODE)


def digits_in(lab: StaffLab, code: tuple[int, ...]) -> bool:
    vault = lab.runtime._vault
    return any(bytes(code) in bytes(digits._bytes) for digits in vault._slots.values())


def test_no_trace_of_the_staff_code_is_left_anywhere(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.insert("healthy")
        lab.give()
        lab.press(Action.ASSIST, Action.CONTINUE, Action.END_ASSIST)
        lab.press(Action.STOP)
        lab.remove()
        stream, folder = lab.stream.getvalue(), tmp_path
    gc.collect()
    assert [type(item) for item in held() if holds_the_code(item)] == []
    assert not holds_the_code(stream)
    assert not any(holds_the_code(path.read_bytes()) for path in folder.iterdir())


def test_the_search_finds_a_code_that_is_held() -> None:
    kept = [bytearray(text(CODE), "ascii"), text(CODE)]
    assert {type(item) for item in held() if holds_the_code(item)} == {str, bytearray}
    assert len(kept) == 2


def held() -> Iterator[str | bytes | bytearray]:
    """Every text and bytes that an object known to the collector refers to."""
    for owner in gc.get_objects():
        for item in gc.get_referents(owner):
            if type(item) in (str, bytes, bytearray):
                yield item


def holds_the_code(found: str | bytes | bytearray) -> bool:
    if isinstance(found, str):
        return text(CODE) in found
    return text(CODE).encode() in found or bytes(CODE) in found


def test_nothing_is_written_in_the_journal_of_staff_beside_a_visit(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.insert("healthy")
        lab.recorded()
        before = lab.stream.getvalue()
        lab.give(WRONG)
        lab.retype(CODE)
        lab.ask(Action.FIGURES)
        lab.press(Action.BACK)
        lab.ask(Action.READINESS)
        lab.ask(Action.EVENTS)
        lab.press(Action.BACK, Action.BACK)
        lab.press(Action.CARD_AUDIT, Action.BACK, Action.ASSIST, Action.CONTINUE, Action.END_ASSIST)
        assert lab.stream.getvalue() == before


def test_nothing_is_counted_of_staff_but_that_they_helped(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.insert("healthy")
        lab.give()
        lab.press(Action.ASSIST, Action.CONTINUE)
        lab.press(Action.STOP)
        lab.remove()
    with closing(sqlite3.connect(tmp_path / "compteurs.sqlite3")) as connection:
        assert connection.execute("select service, outcome, n from counts").fetchall() == [("reading", "L02", 1)]
        assert connection.execute("select value, n from visit_assisted").fetchall() == [("yes", 1)]


# pages


def counted(folder: Path, *weeks_ago: int, code: Code = Code.UNBLOCKED) -> None:
    """One unblocking in each of these weeks."""
    for ago in weeks_ago:
        store = OutcomeStore.open(
            folder / "compteurs.sqlite3",
            "Brest",
            lambda ago=ago: TODAY - timedelta(weeks=ago),  # type: ignore[misc]  # bound now
        )
        store.recover()
        store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), code)
        store.end_visit(VisitMargins(DurationBucket.FROM_1_TO_2_MIN, "fr", printed=False, assisted=False))
        store.close()


def test_figures_are_of_closed_weeks_and_one_number_of_the_current_one(tmp_path: Path) -> None:
    counted(tmp_path, 0, 1, 1, 2, 8, 9)
    counted(tmp_path, 1, code=Code.TWO_WRONG)
    with StaffLab(tmp_path) as lab:
        lab.give()
        found = lab.ask(Action.FIGURES)
    assert isinstance(found, Figures)
    assert [week.iso_week for week in found.weeks] == [f"2026-W{week}" for week in range(39, 47)]
    assert found.weeks[-1] == Week("2026-W46", 2, 1)
    assert found.weeks[0] == Week("2026-W39", 1, 0)
    assert found.outcomes == ((Code.UNBLOCKED, 4), (Code.TWO_WRONG, 1))
    assert dict(found.durations)["1_to_2_min"] == 5
    assert (found.services, found.under_way) == (5, 1)


def test_figures_are_the_same_all_day_whatever_a_visit_adds(tmp_path: Path) -> None:
    counted(tmp_path, 0)
    with StaffLab(tmp_path) as lab:
        lab.give()
        before = lab.ask(Action.FIGURES)
        lab.press(Action.STOP)
        lab.insert("healthy")
        lab.press(Action.STOP)
        lab.remove()
        lab.give()
        lab.recorded()
        assert lab.ask(Action.FIGURES) == before
        lab.today += timedelta(days=1)
        lab.press(Action.BACK)
        later = lab.ask(Action.FIGURES)
    assert isinstance(later, Figures)
    assert later.under_way == 2


def test_figures_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give()
        lab.recorded()
        (tmp_path / "compteurs.sqlite3").write_bytes(b"no database at all")
        assert lab.ask(Action.FIGURES) == Unavailable()


def test_readiness_is_checked_off_the_screens_thread(tmp_path: Path) -> None:
    seen: list[str] = []

    def check() -> tuple[CheckResult, ...]:
        seen.append(threading.current_thread().name)
        return (ok(HealthCheck.DISK, "De la place."),)

    with StaffLab(tmp_path, check) as lab:
        lab.give()
        assert lab.ask(Action.READINESS) == MachineChecks((ok(HealthCheck.DISK, "De la place."),))
    assert seen != [threading.current_thread().name]


def test_checks_that_break_leave_a_page_that_says_so(tmp_path: Path) -> None:
    def check() -> tuple[CheckResult, ...]:
        raise ZeroDivisionError

    with StaffLab(tmp_path, check) as lab:
        lab.give()
        assert lab.ask(Action.READINESS) == Unavailable()


def test_a_code_does_not_wait_for_a_slow_check(tmp_path: Path) -> None:
    slow = threading.Event()

    def check() -> tuple[CheckResult, ...]:
        slow.wait(30)
        return ()

    with StaffLab(tmp_path, check) as lab:
        lab.give()
        lab.press(Action.READINESS, Action.STOP)
        lab.give()
        assert pages_of(lab) is Page.HOME
        slow.set()


def test_the_last_events_are_those_of_the_journal(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give()
        lab.ask(Action.READINESS)
        found = lab.ask(Action.EVENTS)
    assert isinstance(found, TechnicalEvents)
    of_the_reader = [event for event in found.events if event.name != Technical.DATABASE.value]  # another thread's
    assert [event.name for event in of_the_reader][0:2] == ["readers", "card_service"]
    assert ("count", 1) in of_the_reader[0].fields


# closing


@pytest.mark.parametrize(
    ("action", "keeping"), [(Action.CLOSE_KIOSK, Keeping.NOT_ASKED), (Action.END_OF_DAY, Keeping.KEPT)]
)
def test_a_closed_kiosk_is_closed_after_a_restart_until_it_is_opened(
    tmp_path: Path, action: Action, keeping: Keeping
) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give()
        lab.press(Action.CLOSING)
        assert lab.ask(action) == ClosingDone(Lasting.LASTS, keeping)
    with StaffLab(tmp_path) as lab:
        assert (lab.kiosk.state, lab.kiosk.visit.face) == (State.OUT_OF_SERVICE, Face.CLOSED)
        lab.give()
        lab.press(Action.CLOSING)
        assert lab.ask(Action.OPEN_KIOSK) == ClosingDone(Lasting.LASTS)
        assert lab.kiosk.state is State.WAITING
    with StaffLab(tmp_path) as lab:
        assert lab.kiosk.state is State.WAITING


def test_an_update_waits_until_staff_have_gone_and_changes_a_closed_kiosk(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give()
        lab.runtime.end_when_idle()
        lab.press(Action.CLOSING)
        lab.ask(Action.CLOSE_KIOSK)
        lab.runtime.tick()
        assert lab.ended_in == []
        while lab.kiosk.front < 0:
            lab.press(Action.STOP)
        lab.runtime.tick()
        assert lab.ended_in == [State.OUT_OF_SERVICE]


def test_the_end_of_the_day_says_when_figures_are_not_on_the_disk(tmp_path: Path) -> None:
    lab = StaffLab(tmp_path)
    lab.database.mkdir()
    with lab:
        lab.give()
        lab.press(Action.CLOSING)
        assert lab.ask(Action.END_OF_DAY) == ClosingDone(Lasting.LASTS, Keeping.IN_MEMORY)


def test_a_code_is_not_taken_where_staff_are_told_to_wait(tmp_path: Path) -> None:
    with StaffLab(tmp_path) as lab:
        lab.give(WRONG)
        assert lab.kiosk.staff is not None
        assert lab.kiosk.staff.answer is CodeAnswer.REFUSED


def test_threads_of_staff_mode_end_with_the_runtime(tmp_path: Path) -> None:
    with StaffLab(tmp_path):
        pass
    assert not {thread.name for thread in threading.enumerate()} & {"codes", "pages"}
