"""Objects of the PKCS#15 application, found by their directories and labels, in one exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from kiosk.card import spec
from kiosk.card.cps.dialect import Dialect
from kiosk.card.errors import CardUnreadable
from kiosk.card.iso7816.apdu import LE_MAX
from kiosk.card.iso7816.ber_tlv import Tlv
from kiosk.card.iso7816.binary_file import first_object, records
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.pkcs15.directories import Directories, DirectoryEntry, Location, decode_entry, decode_odf

_Part = TypeVar("_Part")


class Objects:
    """Where they are and what they hold, as the card tells it."""

    def __init__(self, exchange: Exchange, dialect: Dialect) -> None:
        self._exchange = exchange
        self._dialect = dialect

    def directories(self) -> Directories:
        """Raises CardUnreadable, TransportError."""
        return decode_odf(self.records(Location(spec.EF_ODF)))

    def entries(self, directories: tuple[Location, ...]) -> Iterator[DirectoryEntry]:
        """The objects that can be understood, directory after directory. Raises TransportError."""
        for directory in directories:
            yield from self._entries_of(self.records(directory))

    def records(self, place: Location) -> Iterator[Tlv]:
        """The records of one file, read as they are asked for. Raises CardUnreadable, TransportError."""
        yield from records(self._dialect.open_file(self._exchange, place))

    def first(self, place: Location, first_read: int = LE_MAX) -> bytes:
        """The encoding of the object that a file begins with. Raises CardUnreadable, TransportError.

        ``first_read``: bytes that the object has where its fields have the lengths that are known.
        """
        return first_object(self._dialect.open_file(self._exchange, place), first_read)

    def _entries_of(self, remaining: Iterator[Tlv]) -> Iterator[DirectoryEntry]:
        """Up to the end of one directory, or to where it breaks off."""
        while (record := unless_unreadable(lambda: next(remaining, None))) is not None:
            entry = unless_unreadable(partial(decode_entry, record))
            if entry is not None:
                yield entry


def unless_unreadable(read: Callable[[], _Part]) -> _Part | None:
    """What ``read`` gives, None if the card made no sense. Raises TransportError."""
    try:
        return read()
    except CardUnreadable:
        return None
