"""A transaction that takes the write lock first, so that waiting for it is bounded by the busy timeout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


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
