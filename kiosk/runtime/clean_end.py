"""Did the last process end by itself? A file stands while one runs; whoever finds it at start knows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


class CleanEnd:
    """``mark`` is the file's path; it is empty and says nothing else."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def begin(self) -> bool:
        """Put the mark; False if the last process left its own. True also where no mark can be written."""
        try:
            self._mark.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            return False
        except OSError:
            return True
        return True

    def end(self) -> None:
        """Take the mark away, as the last thing that a process does. Never raises."""
        with suppress(OSError):
            self._mark.unlink(missing_ok=True)
