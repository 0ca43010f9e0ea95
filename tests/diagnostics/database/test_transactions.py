from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from diagnostics.database.schema import immediate_transaction


@pytest.fixture
def db(database: Path) -> Iterator[Database]:
    with closing(sqlite3.connect(database)) as connection:
        db = Database(connection)
        db.execute("CREATE TABLE words (word TEXT PRIMARY KEY)")
        yield db


def test_the_block_is_committed_at_its_end(db: Database, rows):
    with immediate_transaction(db):
        db.execute("INSERT INTO words VALUES ('a')")
        assert rows("SELECT * FROM words") == []
    assert rows("SELECT * FROM words") == [("a",)]


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_an_exception_undoes_the_block_and_passes(db: Database, rows, error: type[BaseException]):
    def insert_then_fail() -> None:
        with immediate_transaction(db):
            db.execute("INSERT INTO words VALUES ('a')")
            raise error

    with pytest.raises(error):
        insert_then_fail()
    assert not db.conn.in_transaction
    assert rows("SELECT * FROM words") == []


def test_a_commit_that_fails_is_undone(db: Database, rows):
    def insert_an_orphan() -> None:
        with immediate_transaction(db):
            db.execute("INSERT INTO child VALUES ('orphan')")

    db.execute("PRAGMA foreign_keys = ON")
    db.execute("CREATE TABLE child (word TEXT REFERENCES words (word) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert_an_orphan()
    assert not db.conn.in_transaction
    assert rows("SELECT * FROM child") == []


def test_nobody_else_can_write_from_the_first_moment(db: Database, database: Path):
    with (
        closing(sqlite3.connect(database, timeout=0)) as other,
        immediate_transaction(db),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
