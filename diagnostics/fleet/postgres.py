"""The central database of a fleet: the one door to PostgreSQL. What it may be asked is in deploy/fleet/schema.sql.

Every statement is a transaction of its own, durable when it returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb

from diagnostics.fleet.doors import CentralRefused, CentralUnreachable, Refusal
from diagnostics.fleet.shipment import Shipment

CONNECT_TIMEOUT_S = 10
_STATEMENT_TIMEOUT_MS = 60_000
_DEAD_NETWORK_MS = 30_000

_SESSION = f"SET synchronous_commit = on; SET statement_timeout = {_STATEMENT_TIMEOUT_MS}"

_REFUSALS = {refusal.value: refusal for refusal in Refusal}

Row = tuple[Any, ...]


def holds_password(address: str) -> bool:
    """Whether a connection string carries a secret, which belongs in a file of its own. Raises ValueError."""
    try:
        return "password" in conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise ValueError(str(error).strip()) from error


@contextmanager
def central_database(address: str) -> Iterator[Central]:
    """``address``: libpq's connection string; what it leaves out comes from libpq's environment and password file.

    Raises CentralUnreachable.
    """
    with _failures():
        connection = psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=CONNECT_TIMEOUT_S,
            tcp_user_timeout=_DEAD_NETWORK_MS,
            application_name="guichet-cps",
        )
    with connection:
        central = Central(connection)
        central.ask(_SESSION)
        yield central


class Central:
    """One connection. Every method may raise CentralUnreachable or CentralRefused."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def received(self, epoch: str) -> Mapping[str, str]:
        """For each week held of that epoch the digest of its counters."""
        return dict(self.ask("SELECT iso_week, digest FROM fleet.received(%s)", epoch))

    def kept_since(self) -> str:
        """Earlier weeks were deleted there and are not taken again."""
        ((week,),) = self.ask("SELECT fleet.kept_since()")
        return str(week)

    def push(self, shipment: Shipment) -> int:
        """All of it or nothing; the number of counters that are new or have grown there."""
        ((changed,),) = self.ask(
            "SELECT fleet.push(%s, %s, %s, %s, %s)",
            shipment.epoch,
            shipment.revision,
            shipment.before_week,
            Jsonb(shipment.outcome_rows()),
            Jsonb(shipment.visit_rows()),
        )
        return int(changed)

    def ask(self, statement: LiteralString, *values: object) -> list[Row]:
        with _failures():
            cursor = self._connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def record(self, month: str, threshold: int, cells: Sequence[Mapping[str, str | int | None]]) -> None:
        """A month as it will stand."""
        self.ask("SELECT fleet.publish(%s, %s, %s)", month, threshold, Jsonb(cells))

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """What is asked in the block is one transaction and sees one moment."""
        with _failures(), self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except psycopg.DatabaseError as error:
        refusal = _REFUSALS.get(error.sqlstate or "", Refusal.OTHER)
        if refusal is Refusal.OTHER and isinstance(error, psycopg.OperationalError):
            raise CentralUnreachable(_first_line(error)) from error
        raise CentralRefused(refusal, _first_line(error)) from error


def _first_line(error: psycopg.Error) -> str:
    lines: Sequence[str] = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0]
