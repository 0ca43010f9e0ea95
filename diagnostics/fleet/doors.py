"""What the central database can be asked and what it can answer; ``diagnostics.fleet.postgres`` asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from typing import Any, LiteralString, Protocol

from diagnostics.fleet.shipment import Shipment


class Refusal(Enum):
    """Why the database said no; the value is the SQLSTATE, ours (``GC…``) from deploy/fleet/schema.sql."""

    NO_KIOSK = "GC001"
    EPOCH_OF_ANOTHER = "GC002"
    SITE_OF_ANOTHER = "GC003"
    WEEK_NOT_OVER = "GC004"
    MONTH_NOT_OVER = "GC005"
    MONTH_STANDS = "GC006"
    IMPOSSIBLE_FIGURES = "GC007"
    OVERTAKEN = "40001"
    NO_RIGHT = "42501"
    NO_SCHEMA = "3F000"
    NO_FUNCTION = "42883"
    NO_TABLE = "42P01"
    BAD_VALUE = "23514"
    OTHER = ""


class CentralUnreachable(Exception):
    """No answer, or none that lets us in; the text is libpq's own and holds no password."""


class CentralRefused(Exception):
    """The database answered no; nothing of the statement remains there."""

    def __init__(self, refusal: Refusal, text: str) -> None:
        super().__init__(text)
        self.refusal = refusal


class KioskDoor(Protocol):
    """What a kiosk may ask. Every method may raise CentralUnreachable or CentralRefused."""

    def received(self, epoch: str) -> Mapping[str, str]:
        """For each week held of that epoch the digest of its counters."""

    def kept_since(self) -> str:
        """Earlier weeks were deleted there and are not taken again."""

    def push(self, shipment: Shipment) -> int:
        """All of it or nothing, durable on return; the number of counters that are new or have grown there."""


class PublisherDoor(Protocol):
    """What a publisher may ask. Every method may raise CentralUnreachable or CentralRefused."""

    def ask(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """The rows of the answer."""

    def record(self, month: str, threshold: int, cells: Sequence[Mapping[str, str | int | None]]) -> None:
        """A month as it will stand: ``service``, ``department``, ``outcome`` and ``n`` of every cell."""

    def one_moment(self) -> AbstractContextManager[None]:
        """What is asked in the block is one transaction and sees one moment."""
