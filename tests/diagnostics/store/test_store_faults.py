"""A database that cannot be used never stops a visit, loses nothing that memory can hold, and counts nothing twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors
from diagnostics.database.ledger import Batch, Ledger
from diagnostics.database.quarantine import quarantine
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import Degraded, OutcomeStore, Writable

Open = Callable[[], OutcomeStore]
Rows = Callable[[str], list[tuple[object, ...]]]

COUNTS = "SELECT service, outcome, generation, n FROM counts"
PENDING = "SELECT service, generation, n FROM pending"


def begin(store: OutcomeStore, generation: CardGeneration = CardGeneration.CPS3):
    return store.begin(Service.UNBLOCK, generation)


class TestHeldByAnother:
    def test_a_service_may_begin_and_end_while_the_file_is_locked(self, opened: Open, rows: Rows, held):
        store = opened()
        with held("sqlite"):
            pending = begin(store)
            assert store.health == Degraded(Fault.LOCKED)
            store.finish(pending, Code.UNBLOCKED)
            assert store.health == Degraded(Fault.LOCKED)
            assert store.health.code is Code.DATABASE_UNWRITABLE
            assert rows(COUNTS) == []
        store.flush()
        assert store.health == Writable()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]
        assert rows(PENDING) == []

    def test_a_start_held_in_memory_reaches_the_disk_with_the_next_success(self, opened: Open, rows: Rows, held):
        store = opened()
        with held("sqlite"):
            begin(store)
        begin(store, CardGeneration.CPS4)
        assert sorted(rows(PENDING)) == [("unblock", "cps3", 1), ("unblock", "cps4", 1)]

    def test_a_start_on_the_disk_stays_there_until_its_outcome_can_be_written(self, opened: Open, rows: Rows, held):
        store = opened()
        pending = begin(store)
        with held("sqlite"):
            store.finish(pending, Code.UNBLOCKED)
            assert rows(PENDING) == [("unblock", "cps3", 1)]
        store.close()
        assert rows(PENDING) == []
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]

    def test_margins_wait_too(self, opened: Open, rows: Rows, held):
        store = opened()
        with held("sqlite"):
            store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=True))
            assert store.health == Degraded(Fault.LOCKED)
        store.flush()
        assert rows("SELECT value, n FROM visit_assisted") == [("yes", 1)]

    def test_left_overs_are_counted_once_the_file_is_free(self, opened: Open, rows: Rows, held):
        before = opened()
        begin(before)
        before.close()
        with held("sqlite"):
            store = opened()
            store.recover()
            pending = begin(store)
        store.finish(pending, Code.UNBLOCKED)
        assert sorted(rows(COUNTS)) == [("unblock", "U01", "cps3", 1), ("unblock", "U99", "cps3", 1)]

    def test_a_second_kiosk_on_the_same_file_is_kept_out(self, opened: Open, rows: Rows, held):
        before = opened()
        begin(before)
        before.close()
        with held("owner"):
            store = opened()
            store.recover()
            store.finish(begin(store), Code.UNBLOCKED)
            assert store.health == Degraded(Fault.OWNED_ELSEWHERE)
            assert rows(PENDING) == [("unblock", "cps3", 1)]
        store.flush()
        assert sorted(rows(COUNTS)) == [("unblock", "U01", "cps3", 1), ("unblock", "U99", "cps3", 1)]

    def test_a_reader_in_the_middle_of_a_report_stops_nothing(self, opened: Open, rows: Rows, database: Path):
        store = opened()
        store.finish(begin(store), Code.UNBLOCKED)
        reader = sqlite3.connect(database, isolation_level=None)
        reader.execute("BEGIN")
        assert reader.execute("SELECT n FROM counts").fetchall() == [(1,)]
        store.finish(begin(store), Code.UNBLOCKED)
        assert store.health == Writable()
        reader.close()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 2)]


class TestBadDisk:
    @pytest.mark.parametrize("fault", ["full", "read_only"])
    def test_visits_go_on_and_are_counted_when_the_disk_is_good_again(self, program, tmp_path: Path, fault: str):
        steps = json.loads(program("bad_disk.py", fault, tmp_path, own_mounts=True).stdout)
        assert steps == [
            {"fault": None, "outcomes": 1, "pending": 1},
            {"fault": fault},
            {"fault": fault},
            {"fault": fault},
            {"fault": fault},
            {"fault": None, "outcomes": 3, "pending": 1},
        ]

    def test_a_disk_that_fills_up_in_a_visit(self, program, tmp_path: Path):
        steps = json.loads(program("bad_disk.py", "full_in_a_visit", tmp_path, own_mounts=True).stdout)
        assert steps == [{"fault": "full"}, {"fault": None, "outcomes": 1, "pending": 0}]

    def test_a_folder_that_does_not_exist_yet(self, opened: Open, rows: Rows, database: Path):
        parent = database.parent
        elsewhere = parent.with_name("elsewhere")
        parent.rename(elsewhere)
        store = opened()
        assert store.health == Degraded(Fault.UNREACHABLE)
        store.finish(begin(store), Code.UNBLOCKED)
        assert store.health == Degraded(Fault.UNREACHABLE)
        elsewhere.rename(parent)
        store.flush()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]

    def test_a_folder_in_the_place_of_the_file(self, opened: Open, database: Path):
        database.mkdir()
        store = opened()
        store.finish(begin(store), Code.UNBLOCKED)
        assert store.health == Degraded(Fault.UNREACHABLE)

    def test_a_database_of_somebody_else_is_left_as_it_is(self, opened: Open, rows: Rows, database: Path):
        with sqlite3.connect(database) as other:
            other.execute("CREATE TABLE counts (word TEXT)")
        other.close()
        store = opened()
        store.finish(begin(store), Code.UNBLOCKED)
        assert store.health == Degraded(Fault.UNEXPECTED)
        assert rows("SELECT name FROM sqlite_schema") == [("counts",)]


def overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def overwrite_the_page_of(table: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?"
        page, page_size = connection.execute(sql, [table]).fetchone()
    overwrite(path, (page - 1) * page_size, b"\xff" * page_size)


class TestCorrupt:
    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda path: overwrite(path, 0, bytes(100)), id="header zeroed"),
            pytest.param(lambda path: overwrite(path, 0, b"%PDF-1.7"), id="another format"),
            pytest.param(lambda path: overwrite(path, 4096, b"\xff" * 4096 * 3), id="pages overwritten"),
            pytest.param(lambda path: overwrite_the_page_of("visit_language", path), id="a page that few visits touch"),
            pytest.param(lambda path: path.write_bytes(path.read_bytes()[:5000]), id="cut short"),
        ],
    )
    def test_the_file_is_set_aside(self, opened: Open, rows: Rows, database: Path, damage: Callable[[Path], object]):
        before = opened()
        before.finish(begin(before), Code.UNBLOCKED)
        before.close()
        damage(database)
        damaged = database.read_bytes()
        store = opened()
        assert store.health == Degraded(Fault.CORRUPT)
        store.recover()
        aside = database.with_name("outcomes.db.corrupt-1")
        assert store.health == Writable()
        assert aside.read_bytes() == damaged
        store.finish(begin(store), Code.WRONG_PUK)
        assert rows(COUNTS) == [("unblock", "U05", "cps3", 1)]

    def test_a_service_under_way_moves_to_the_new_file(self, opened: Open, rows: Rows, database: Path):
        store = opened()
        first = begin(store)
        begin(store, CardGeneration.CPS4)
        with sqlite3.connect(database) as other:  # its commit makes the store read the file again
            other.execute("UPDATE ledger SET revision = revision + 1")
        overwrite(database, 0, b"\xff" * database.stat().st_size)
        other.close()
        store.finish(first, Code.UNBLOCKED)
        assert store.health == Writable()
        assert database.with_name("outcomes.db.corrupt-1").exists()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]
        assert rows(PENDING) == [("unblock", "cps4", 1)]

    def test_a_log_of_nonsense_beside_a_good_file_is_ignored(self, opened: Open, rows: Rows, database: Path):
        before = opened()
        before.finish(begin(before), Code.UNBLOCKED)
        before.close()
        database.with_name("outcomes.db-wal").write_bytes(b"\x5a" * 9000)
        opened().recover()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]

    def test_the_log_of_a_corrupt_file_does_not_enter_the_new_one(self, opened: Open, rows: Rows, database: Path):
        before = opened()
        before.recover()
        reader = sqlite3.connect(database, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM counts").fetchall()
        before.finish(begin(before), Code.UNBLOCKED)
        log = database.with_name("outcomes.db-wal").read_bytes()
        reader.close()
        before.close()
        assert log
        overwrite(database, 0, b"\xff" * database.stat().st_size)
        database.with_name("outcomes.db-wal").write_bytes(log)
        store = opened()
        store.recover()
        assert store.health == Writable()
        assert database.with_name("outcomes.db.corrupt-1").exists()
        assert rows(COUNTS) == []

    def test_the_log_and_its_index_go_aside_with_the_file(self, database: Path):
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).write_text(f"content{suffix}")
        aside = quarantine(database)
        assert not list(database.parent.glob("outcomes.db"))
        assert not list(database.parent.glob("outcomes.db-*"))
        assert {path.name: path.read_text() for path in database.parent.iterdir()} == {
            aside.name: "content",
            aside.name + "-wal": "content-wal",
            aside.name + "-shm": "content-shm",
        }

    def test_the_tenth_overwrites_the_ninth_and_no_more(self, opened: Open, database: Path):
        for number in range(1, 12):
            database.write_bytes(bytes([number]) * 8192)
            store = opened()
            store.recover()
            store.close()
        aside = sorted(database.parent.glob("*.corrupt-*"))
        assert [path.read_bytes()[0] for path in aside] == [1, 2, 3, 4, 5, 6, 7, 8, 11]

    def test_a_lost_revision_is_a_corrupt_file(self, opened: Open, rows: Rows, database: Path):
        opened().close()
        with sqlite3.connect(database) as vandal:
            vandal.execute("DELETE FROM ledger")
        vandal.close()
        store = opened()
        store.finish(begin(store), Code.UNBLOCKED)
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]
        assert store.health == Writable()
        assert database.with_name("outcomes.db.corrupt-1").exists()


class TestReportedAsFailed:
    """The commit reached the disk, but an error came back: the one case where a retry could count twice."""

    @pytest.fixture
    def lying(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        true_write = Ledger.write

        def write_then_fail(ledger: Ledger, batch: Batch) -> None:
            true_write(ledger, batch)
            monkeypatch.undo()
            raise DatabaseUnusable(Fault.UNREACHABLE)

        return lambda: monkeypatch.setattr(Ledger, "write", write_then_fail)

    def test_an_outcome_is_not_counted_twice(self, opened: Open, rows: Rows, lying):
        store = opened()
        pending = begin(store)
        lying()
        store.finish(pending, Code.UNBLOCKED)
        assert store.health == Degraded(Fault.UNREACHABLE)
        store.flush()
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 1)]

    def test_what_came_after_it_is_counted(self, opened: Open, rows: Rows, lying):
        store = opened()
        pendings = [begin(store), begin(store)]
        lying()
        store.finish(pendings[0], Code.UNBLOCKED)
        store.finish(pendings[1], Code.UNBLOCKED)
        assert rows(COUNTS) == [("unblock", "U01", "cps3", 2)]

    def test_left_overs_are_not_counted_twice_nor_our_own_start_as_one(self, opened: Open, rows: Rows, lying):
        before = opened()
        begin(before)
        before.close()
        store = opened()
        lying()
        pending = begin(store)
        store.recover()
        assert rows(PENDING) == [("unblock", "cps3", 1)]
        store.finish(pending, Code.UNBLOCKED)
        assert sorted(rows(COUNTS)) == [("unblock", "U01", "cps3", 1), ("unblock", "U99", "cps3", 1)]


class TestErrorsUnderstood:
    @pytest.mark.parametrize(
        ("error", "fault"),
        [
            (PermissionError(13, "Permission denied"), Fault.READ_ONLY),
            (OSError(30, "Read-only file system"), Fault.READ_ONLY),
            (OSError(28, "No space left on device"), Fault.FULL),
            (OSError(5, "Input/output error"), Fault.UNREACHABLE),
            (OSError("no number"), Fault.UNREACHABLE),
            (sqlite3.OperationalError("Could not decode to UTF-8 column"), Fault.UNEXPECTED),
            (sqlite3.IntegrityError("CHECK constraint failed"), Fault.UNEXPECTED),
        ],
    )
    def test_an_error_of_the_world_becomes_a_fault(self, error: Exception, fault: Fault):
        with pytest.raises(DatabaseUnusable) as raised, database_errors():
            raise error
        assert raised.value.fault is fault
        assert raised.value.__cause__ is error

    def test_a_mistake_of_ours_is_not_hidden(self):
        connection = sqlite3.connect(":memory:")
        connection.close()
        with pytest.raises(sqlite3.ProgrammingError), database_errors():
            connection.execute("SELECT 1")
