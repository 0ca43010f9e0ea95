"""The tables and their migrations.

A migration only adds tables: an update that does not start gives way to the program before it, which then finds a
file that is ahead of it, and counts on in the tables that it knows.

Every table is WITHOUT ROWID: rows lie in the order of their key, so that nothing tells which visit came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import choice
from string import ascii_lowercase

from sqlite_utils import Database, Migrations


@contextmanager
def immediate_transaction(db: Database) -> Iterator[None]:
    """Commit at the end of the block, undo on any exception, a failed commit included.

    sqlite-utils' own ``atomic()`` begins as a reader, and a reader who starts to write may be refused without waiting.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    finally:
        db.rollback()  # does nothing after a commit


migrations = Migrations("outcomes")


@migrations(name="0001_counters")
def _counters(db: Database) -> None:
    db.execute("""
        CREATE TABLE counts (
            iso_week TEXT NOT NULL, site TEXT NOT NULL, service TEXT NOT NULL,
            outcome TEXT NOT NULL, generation TEXT NOT NULL,
            n INTEGER NOT NULL CHECK (n > 0),
            PRIMARY KEY (iso_week, site, service, outcome, generation)
        ) STRICT, WITHOUT ROWID
    """)
    for table in ("visit_duration", "visit_language", "visit_printed", "visit_assisted"):
        _margin(db, table)


@migrations(name="0002_pending")
def _pending(db: Database) -> None:
    """Services under way, as a multiset: two of a kind are one row with n = 2."""
    db.execute("""
        CREATE TABLE pending (
            service TEXT NOT NULL, generation TEXT NOT NULL,
            n INTEGER NOT NULL CHECK (n > 0),
            PRIMARY KEY (service, generation)
        ) STRICT, WITHOUT ROWID
    """)


@migrations(name="0003_revision")
def _revision(db: Database) -> None:
    """One number, changed by every transaction: it tells whether a commit that was reported as failed took place."""
    db.execute("""
        CREATE TABLE ledger (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            revision INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("INSERT INTO ledger (only, revision) VALUES (1, 0)")


@migrations(name="0004_acknowledged")
def _acknowledged(db: Database) -> None:
    """Which weeks the central database has confirmed, and in which week it did."""
    db.execute("""
        CREATE TABLE acknowledged (
            iso_week TEXT NOT NULL PRIMARY KEY, in_week TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)


@migrations(name="0005_epoch")
def _epoch(db: Database) -> None:
    """A name drawn for this file: the central database tells a wiped machine from its former self by it.

    Letters only: eight digits in a row could be read as a date.

    A backup carries the name of its file, so that what is restored goes on under it.
    """
    db.execute("""
        CREATE TABLE epoch (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            epoch TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("INSERT INTO epoch (only, epoch) VALUES (1, ?)", ["".join(choice(ascii_lowercase) for _ in range(32))])


def bring_up_to_date(db: Database, iso_week: str, keep: Callable[[], None]) -> None:
    """Apply what is missing, in one transaction; before a file that has figures is changed, ``keep`` it.

    sqlite-utils stamps each migration to the microsecond; the stamp is coarsened to ``iso_week`` before it is
    committed, because a file made anew in the middle of a visit would date that visit.
    """
    if not migrations.pending(db):
        return
    if db["ledger"].exists():
        keep()
    with immediate_transaction(db):
        migrations.apply(db)
        db.execute(f"UPDATE {migrations.migrations_table} SET applied_at = ?", [iso_week])  # noqa: S608 (a constant)


def _margin(db: Database, table: str) -> None:
    db.execute(f"""
        CREATE TABLE {table} (
            iso_week TEXT NOT NULL, site TEXT NOT NULL, value TEXT NOT NULL,
            n INTEGER NOT NULL CHECK (n > 0),
            PRIMARY KEY (iso_week, site, value)
        ) STRICT, WITHOUT ROWID
    """)
