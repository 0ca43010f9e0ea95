"""The figures' file in every state, with real files; the check changes none of them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from checkout import ROOT
from diagnostics.database.backup import backup_of
from diagnostics.health.backup import check_backup, known_weeks
from diagnostics.health.check import CheckResult
from diagnostics.health.database import check_database, schema_of
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.status import Status
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import OutcomeStore

Count = Callable[..., None]
TODAY = date.today()


def told(result: CheckResult) -> tuple[Status, Code | None]:
    return result.state, result.code


FAULT = (Status.FAULT, Code.DATABASE_UNWRITABLE)


def test_a_sound_base(counting: Count, database: Path) -> None:
    counting()
    before = database.read_bytes()
    assert told(check_database(database)) == (Status.OK, None)
    assert database.read_bytes() == before
    assert schema_of(database).applied[0] == "0001_counters"
    assert schema_of(database).unknown == 0


@pytest.mark.parametrize("empty", [False, True])
def test_before_the_first_start_there_is_none(database: Path, empty: bool) -> None:
    if empty:
        database.touch()
    assert told(check_database(database)) == (Status.NOT_CHECKED, None)
    assert database.exists() is empty


def test_a_kiosk_at_work_is_no_fault(database: Path) -> None:
    store = OutcomeStore.open(database, "brest", date.today)
    store.recover()
    store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    assert check_database(database).state is Status.OK
    store.finish(store.begin(Service.AUDIT, CardGeneration.CPS3), Code.AUDIT_VALID)
    assert store.health.__class__.__name__ == "Writable"
    store.close()


@contextmanager
def held_alone(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("UPDATE ledger SET revision = revision")
        yield


def test_a_program_that_keeps_the_base_for_itself(counting: Count, database: Path) -> None:
    counting()
    with held_alone(database):
        result = check_database(database)
    assert told(result) == FAULT
    assert "retient" in result.sentence


def damaged(raw: bytes, at: int) -> bytes:
    return raw[:at] + b"\xa5" * 200 + raw[at + 200 :]


def spoil(database: Path, table: str) -> None:
    """Damage the first page of ``table``."""
    with closing(sqlite3.connect(database)) as base:
        (page,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        (size,) = base.execute("PRAGMA page_size").fetchone()
    database.write_bytes(damaged(database.read_bytes(), (page - 1) * size))


@pytest.mark.parametrize("at", [0, 4096 + 8], ids=["header", "page"])
def test_a_corrupt_base(counting: Count, database: Path, at: int) -> None:
    counting()
    database.write_bytes(damaged(database.read_bytes(), at))
    result = check_database(database)
    assert told(result) == FAULT
    assert "abîmée" in result.sentence


def test_a_page_that_no_question_reads(counting: Count, database: Path) -> None:
    """The figures themselves: only a look at every page finds it."""
    counting()
    spoil(database, "counts")
    assert told(check_database(database)) == FAULT


def test_what_a_killed_kiosk_left_in_its_log_stays_there(counting: Count, database: Path, tmp_path: Path) -> None:
    """The next kiosk brings it into the file; a look may not."""
    counting()
    killed = tmp_path / "killed.sqlite3"
    with closing(sqlite3.connect(database)) as base:
        base.execute("PRAGMA wal_autocheckpoint = 0")
        base.execute("UPDATE ledger SET revision = revision + 1")
        base.commit()
        killed.write_bytes(database.read_bytes())
        log = killed.with_name(f"{killed.name}-wal")
        log.write_bytes(database.with_name(f"{database.name}-wal").read_bytes())
    before = killed.read_bytes(), log.read_bytes()
    assert check_database(killed).state is Status.OK
    assert len(before[1]) > 0
    assert (killed.read_bytes(), log.read_bytes()) == before


def test_a_folder_that_is_closed_while_a_kiosk_is_open(
    database: Path, as_nobody: Callable[[], AbstractContextManager[None]]
) -> None:
    """Its log and index are there to be read: only the folder tells that this account could not make them."""
    store = OutcomeStore.open(database, "brest", date.today)
    store.recover()
    for part in database.parent.iterdir():
        part.chmod(0o666)
    if os.geteuid() != 0:
        database.parent.chmod(0o555)
    with as_nobody():
        result = check_database(database)
    database.parent.chmod(0o755)
    store.close()
    assert told(result) == FAULT


def test_another_program_s_base(database: Path) -> None:
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("CREATE TABLE recettes (nom TEXT)")
    result = check_database(database)
    assert told(result) == FAULT
    assert "cette version" in result.sentence


def test_a_file_that_was_set_aside_is_shown_until_it_is_taken_away(counting: Count, database: Path) -> None:
    counting()
    database.write_bytes(damaged(database.read_bytes(), 0))
    counting()
    assert told(check_database(database)) == (Status.WARNING, None)
    database.with_name(f"{database.name}.corrupt-1").unlink()
    assert check_database(database).state is Status.OK


def test_the_base_of_a_later_release(counting: Count, database: Path) -> None:
    counting()
    with closing(sqlite3.connect(database)) as later, later:
        later.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('outcomes', '0099_later')")
    assert told(check_database(database)) == (Status.WARNING, None)
    assert schema_of(database).unknown == 1


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_an_account_that_may_not_write(
    counting: Count, database: Path, as_nobody: Callable[[], AbstractContextManager[None]], closed: str
) -> None:
    counting()
    owner, mode = (os.geteuid(), 0o755) if closed == "folder" else (65534, 0o755)
    for part in database.parent.iterdir():
        part.chmod(0o666 if closed == "folder" else 0o444)
    if os.geteuid() == 0:
        os.chown(database.parent, owner, -1)
    database.parent.chmod(mode if os.geteuid() == 0 or closed == "file" else 0o555)
    with as_nobody():
        result = check_database(database)
    assert told(result) == FAULT
    assert "compte" in result.sentence


def test_an_account_that_may_not_look(folder: Path, as_nobody: Callable[[], AbstractContextManager[None]]) -> None:
    closed = folder / "closed"
    closed.mkdir()
    (closed / "base").write_bytes(b"x")
    closed.chmod(0)
    with as_nobody():
        assert told(check_database(closed / "base")) == FAULT
    closed.chmod(0o700)


def test_a_folder_where_no_base_can_be_made(
    folder: Path, as_nobody: Callable[[], AbstractContextManager[None]]
) -> None:
    if os.geteuid() != 0:
        folder.chmod(0o555)
    with as_nobody():
        assert told(check_database(folder / "absent" / "base")) == FAULT


def test_what_root_looks_at_still_belongs_to_the_kiosk(counting: Count, database: Path) -> None:
    """A technician types sudo: SQLite's log and index must not become root's, or the kiosk could not write any more."""
    counting()
    account = 65534 if os.geteuid() == 0 else os.geteuid()
    for path in (database.parent, *database.parent.iterdir()):
        os.chown(path, account, -1)
    assert check_database(database).state is Status.OK
    assert {path.stat().st_uid for path in database.parent.iterdir()} == {account}


def test_the_backup_holds_what_is_closed(counting: Count, database: Path) -> None:
    counting(weeks_ago=3)
    counting(weeks_ago=0)
    result = check_backup(database, TODAY)
    assert result.state is Status.OK
    assert "0 jour." in result.sentence


def test_the_age_of_the_backup_is_told(counting: Count, database: Path) -> None:
    counting(weeks_ago=3)
    counting()
    made = datetime.combine(TODAY - timedelta(days=9), datetime.min.time()).timestamp()
    os.utime(backup_of(database), (made, made))
    assert "9 jours." in check_backup(database, TODAY).sentence


@pytest.mark.parametrize(
    ("weeks", "state"), [(0, Status.OK), (1, Status.OK), (2, Status.WARNING), (30, Status.WARNING)]
)
def test_a_week_may_be_missing_from_the_backup_only_while_it_has_just_closed(
    counting: Count, database: Path, weeks: int, state: Status
) -> None:
    counting(weeks_ago=weeks)
    assert check_backup(database, TODAY).state is state


@pytest.mark.parametrize("content", [None, b"", b"\xff" * 9000])
def test_a_backup_that_could_not_be_restored(counting: Count, database: Path, content: bytes | None) -> None:
    counting(weeks_ago=3)
    counting()
    backup_of(database).unlink()
    if content is not None:
        backup_of(database).write_bytes(content)
    assert check_backup(database, TODAY).state is Status.WARNING


def test_a_backup_with_a_bad_page_is_none(counting: Count, database: Path) -> None:
    counting(weeks_ago=3)
    counting()
    spoil(backup_of(database), "visit_duration")
    assert check_backup(database, TODAY).state is Status.WARNING


def test_nothing_counted_needs_no_backup(database: Path) -> None:
    assert check_backup(database, TODAY).state is Status.NOT_CHECKED
    OutcomeStore.open(database, "brest", date.today).close()
    backup_of(database).unlink(missing_ok=True)
    assert check_backup(database, TODAY).state is Status.OK


def test_the_known_weeks(counting: Count, database: Path) -> None:
    assert known_weeks(database) == ()
    counting(weeks_ago=4)
    assert known_weeks(database) == (iso_week(TODAY - timedelta(weeks=4)),)


def test_a_kiosk_writes_on_while_it_is_checked_again_and_again(counting: Count, database: Path) -> None:
    counting()
    program = (
        "import sys; from pathlib import Path; from diagnostics.health.database import check_database\n"
        "for _ in range(40): assert check_database(Path(sys.argv[1])).state.value == 'ok'"
    )
    root = str(ROOT)
    checker = subprocess.Popen([sys.executable, "-c", program, str(database)], cwd=root)
    store = OutcomeStore.open(database, "brest", date.today)
    store.recover()
    while checker.poll() is None:
        store.finish(store.begin(Service.AUDIT, CardGeneration.CPS3), Code.AUDIT_VALID)
        assert store.health.__class__.__name__ == "Writable"
    store.close()
    assert checker.returncode == 0
