"""Did the last process end by itself, and does one run now? A file stands while one runs, and is locked by it.

The system gives the lock back when a process ends, however it ends; the file stays then, and whoever finds it knows.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

_PRIVATE = 0o600
MARK = "en-service"
"""The file's name, beside the figures."""


class CleanEnd:
    """``mark`` is the file's path; it is empty and says nothing else."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark
        self._held: int | None = None

    def begin(self) -> bool:
        """Put the mark and hold it until ``end`` or the end of the process.

        False if the last process left its mark behind, or if another process runs and holds one, which is left alone.
        True also where no mark can be written.
        """
        try:
            there = self._mark.exists()
            self._held = _hold(self._mark)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return not there

    def end(self) -> None:
        """Take our own mark away, as the last thing that a process does. Never raises."""
        if self._held is None:
            return
        with suppress(OSError):
            self._mark.unlink(missing_ok=True)
        os.close(self._held)
        self._held = None


def kiosk_runs(mark: Path) -> bool:
    """Whether a process holds the mark. True also where that cannot be known."""
    try:
        descriptor = os.open(mark, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _hold(mark: Path) -> int:
    """A descriptor that locks the mark. Raises BlockingIOError if another process does, OSError.

    Another process may take its mark away between our opening and our locking it: then we lock a file that is no more,
    and begin again.
    """
    while True:
        descriptor = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(mark, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_still(mark: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(mark.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
