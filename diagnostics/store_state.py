"""What the store answers: where the start of a service is kept, and whether the file can be written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from diagnostics.faults import Fault
from diagnostics.outcomes import CardGeneration, Code, Service


class Kept(Enum):
    """Where the start of a service is kept."""

    ON_DISK = "on_disk"
    IN_MEMORY = "in_memory"


@dataclass(frozen=True, slots=True)
class Pending:
    """A service under way. ``number`` tells it from others of this process and is never stored.

    ``kept`` is true of the moment it was begun; a later call that succeeds takes it to the disk too.
    """

    number: int
    service: Service
    generation: CardGeneration
    kept: Kept


@dataclass(frozen=True, slots=True)
class Writable:
    """The last attempt succeeded. ``set_aside``: unreadable files that were replaced and await a technician."""

    set_aside: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Degraded:
    """The last attempt failed; ``waiting`` outcomes are in memory only. ``code`` is what staff are shown."""

    fault: Fault
    waiting: int
    code: Code = Code.DATABASE_UNWRITABLE


StoreHealth = Writable | Degraded
