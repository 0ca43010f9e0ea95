"""The longer reading: what stands on the card besides its counters, found by PKCS#15 labels.

Each part fails alone: what makes no sense is None and the others stand. Lost contact ends the whole reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from kiosk.card import spec
from kiosk.card.aodf import decode_formats
from kiosk.card.business import IdCard, Info, Name, decode_id_card, decode_info, decode_name
from kiosk.card.dialect import Dialect
from kiosk.card.errors import CardUnreadable
from kiosk.card.exchange import Exchange
from kiosk.card.files import first_object, records
from kiosk.card.model import CardContent, CodeFormats, HolderIdentity
from kiosk.card.number import card_number
from kiosk.card.pkcs15 import (
    Directories,
    Entry,
    Location,
    decode_entry,
    decode_odf,
    decode_token_label,
    is_for_signature,
)
from kiosk.card.tlv import Tlv

_Part = TypeVar("_Part")
_NOWHERE = Directories((), (), ())
_SEQUENCE = 0x30
_DATA_LABELS = frozenset((spec.LABEL_ID_CARD, spec.LABEL_NAME_PS, spec.LABEL_INFO_PS))


class ContentReader:
    """Reads one card, in one exchange."""

    def __init__(self, exchange: Exchange, dialect: Dialect) -> None:
        self._exchange = exchange
        self._dialect = dialect

    def read(self) -> CardContent:
        """Raises TransportError."""
        directories = self._unless_unreadable(self._directories) or _NOWHERE
        label = self._unless_unreadable(self._token_label)
        formats, aodf_hash = self._codes(directories.codes)
        places = self._data_places(directories.data)
        card = self._object(places, spec.LABEL_ID_CARD, decode_id_card) or IdCard(None, None, None, None)
        holder = self._holder(places)
        authentication, signature = self._certificates(directories.certificates)
        number, source = card_number(card.number, label)
        return CardContent(
            formats=formats,
            aodf_hash=aodf_hash,
            number=number,
            label=label,
            category=card.category,
            issued=card.issued,
            valid_until=card.valid_until,
            holder=holder,
            authentication_certificate=authentication,
            signature_certificate=signature,
            number_source=source,
        )

    def _directories(self) -> Directories:
        return decode_odf(self._records(Location(spec.EF_ODF)))

    def _token_label(self) -> str | None:
        return decode_token_label(self._first_object(Location(spec.EF_TOKEN_INFO)))

    def _codes(self, places: tuple[Location, ...]) -> tuple[CodeFormats | None, str | None]:
        found = self._unless_unreadable(lambda: tuple(record for place in places for record in self._records(place)))
        if not found:
            return None, None
        digest = hashlib.sha256(b"".join(record.raw for record in found)).hexdigest()
        return self._unless_unreadable(lambda: decode_formats(found)), digest

    def _data_places(self, directories: tuple[Location, ...]) -> dict[str, Location]:
        """The first place of each wanted label; reading stops as soon as all are found."""
        places: dict[str, Location] = {}
        for entry in self._entries(directories):
            if entry.label in _DATA_LABELS:
                places.setdefault(entry.label, entry.location)
            if len(places) == len(_DATA_LABELS):
                break
        return places

    def _holder(self, places: dict[str, Location]) -> HolderIdentity | None:
        name = self._object(places, spec.LABEL_NAME_PS, decode_name)
        info = self._object(places, spec.LABEL_INFO_PS, decode_info)
        if name is None and info is None:
            return None
        name = name or Name(None, None)
        info = info or Info(None, None, None, None)
        return HolderIdentity(
            name.civility, name.usual_first_name, info.exercise_name, info.card_type, info.national_id, info.profession
        )

    def _certificates(self, directories: tuple[Location, ...]) -> tuple[bytes | None, bytes | None]:
        """(authentication, signature), DER."""
        places: dict[bool, Location] = {}
        for entry in self._entries(directories):
            signature = is_for_signature(entry)
            if signature is not None:
                places.setdefault(signature, entry.location)
            if len(places) == 2:
                break
        return self._certificate(places.get(False)), self._certificate(places.get(True))

    def _certificate(self, place: Location | None) -> bytes | None:
        der = None if place is None else self._unless_unreadable(lambda: self._first_object(place))
        return der if der is not None and der[0] == _SEQUENCE else None

    def _object(self, places: dict[str, Location], label: str, decode: Callable[[bytes], _Part]) -> _Part | None:
        place = places.get(label)
        return None if place is None else self._unless_unreadable(lambda: decode(self._first_object(place)))

    def _entries(self, directories: tuple[Location, ...]) -> Iterator[Entry]:
        """The objects that can be understood, directory after directory."""
        for directory in directories:
            yield from self._entries_of(self._records(directory))

    def _entries_of(self, remaining: Iterator[Tlv]) -> Iterator[Entry]:
        """Up to the end of one directory, or to where it breaks off."""
        while (record := self._unless_unreadable(lambda: next(remaining, None))) is not None:
            entry = self._unless_unreadable(partial(decode_entry, record))
            if entry is not None:
                yield entry

    def _records(self, place: Location) -> Iterator[Tlv]:
        yield from records(self._dialect.open_file(self._exchange, place))

    def _first_object(self, place: Location) -> bytes:
        return first_object(self._dialect.open_file(self._exchange, place))

    def _unless_unreadable(self, read: Callable[[], _Part]) -> _Part | None:
        try:
            return read()
        except CardUnreadable:
            return None
