"""One writer at a time: two kiosks on one file would each take the other's services under way for left-overs."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors
from diagnostics.files.durable import PRIVATE


class WriterLock:
    """An advisory lock on ``<database>.lock``; the system gives it back when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def claim(self) -> None:
        """Does nothing when already ours. Raises DatabaseUnusable if another process holds it."""
        if self._descriptor is not None:
            return
        with database_errors():
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                os.close(descriptor)
                raise DatabaseUnusable(Fault.OWNED_ELSEWHERE) from error
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
