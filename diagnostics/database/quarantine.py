"""Setting aside a file that cannot be read any more, without losing it and without its log poisoning the next one."""

from __future__ import annotations

from pathlib import Path

from diagnostics.database.faults import database_errors

_MOST_KEPT = 9


def quarantine(database: Path) -> Path:
    """Rename the file to ``<name>.corrupt-<1 to 9>`` and return that path; the ninth is overwritten.

    The log goes first: SQLite would replay a log found beside a new file. Raises DatabaseUnusable.
    """
    with database_errors():
        target = _free_name(database)
        for suffix in ("-wal", "-shm", ""):
            part = database.with_name(database.name + suffix)
            if part.exists():
                part.replace(target.with_name(target.name + suffix))
    return target


def quarantined_files(database: Path) -> tuple[Path, ...]:
    """Those that still stand beside the database, until a technician takes them away. Raises DatabaseUnusable."""
    with database_errors():
        return tuple(path for path in _names(database) if path.exists())


def _free_name(database: Path) -> Path:
    names = _names(database)
    return next((path for path in names if not path.exists()), names[-1])


def _names(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(f"{database.name}.corrupt-{number}") for number in range(1, _MOST_KEPT + 1))
