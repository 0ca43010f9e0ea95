"""The two readings of a card, each in its own transaction. What sends codes stands in ``codes``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.card.cps.dialect import Dialect
from kiosk.card.cps.generations import dialect_of
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Connection, Disposition
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import NOTHING_READ, CardContent, CardKind, CardSnapshot, UpdateWindow
from kiosk.card.reading.content import ContentReader
from kiosk.card.reading.objects import unless_unreadable


def read_snapshot(connection: Connection, reader: str, kind: CardKind) -> CardSnapshot:
    """Which card it is and what its counters say; 6 commands on a CPS3, 3 more at most where another program left
    another directory or an update is told, and 6 on a CPS4.

    A card whose kind has no dialect is not spoken to: everything is None.

    Raises:
        CardInUse: another program holds the card.
        TransportError: contact was lost.
    """
    dialect = dialect_of(kind)
    if dialect is None:
        return CardSnapshot(reader, kind, None, None, UpdateWindow.ABSENT)
    with _transaction(connection) as exchange:
        ef_sn = _ef_sn(exchange, dialect)
        counters = unless_unreadable(lambda: dialect.read_counters(exchange))
        return CardSnapshot(reader, kind, ef_sn, counters, dialect.read_update_window(exchange))


def read_content(connection: Connection, snapshot: CardSnapshot, *, label_wanted: bool = False) -> CardContent:
    """What stands on the card of ``snapshot``; each part is None where it could not be read.

    ``label_wanted``: read the token label in any case, and not only where nothing else tells the card number.

    Raises:
        CardRemoved: another card is in the reader now.
        CardInUse: another program holds the card.
        TransportError: contact was lost.
    """
    dialect = dialect_of(snapshot.kind)
    if dialect is None:
        return NOTHING_READ
    with _transaction(connection) as exchange:
        if _ef_sn(exchange, dialect) != snapshot.ef_sn:
            raise CardRemoved("another card is in the reader")
        return ContentReader(exchange, dialect).read(label_wanted=label_wanted)


@contextmanager
def _transaction(connection: Connection) -> Iterator[Exchange]:
    connection.begin()
    try:
        yield Exchange(connection)
    finally:
        connection.end(Disposition.LEAVE)


def _ef_sn(exchange: Exchange, dialect: Dialect) -> bytes | None:
    return unless_unreadable(lambda: dialect.read_ef_sn(exchange))
