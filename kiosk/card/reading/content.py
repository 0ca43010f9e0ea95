"""The longer reading: what stands on the card besides its counters, found by PKCS#15 labels.

Each part fails alone: what makes no sense is None and the others stand. Lost contact ends the whole reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from kiosk.card import spec
from kiosk.card.cps.dialect import Dialect
from kiosk.card.data.business_data import IdCard, Info, Name, decode_id_card, decode_info, decode_name
from kiosk.card.data.card_number import card_number
from kiosk.card.iso7816.apdu import LE_MAX
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CardContent, CodeFormats, HolderIdentity
from kiosk.card.pkcs15.aodf import decode_formats
from kiosk.card.pkcs15.directories import (
    Directories,
    DirectoryEntry,
    Location,
    decode_key_identifier,
    decode_token_label,
    is_for_signature,
)
from kiosk.card.reading.objects import Objects, unless_unreadable

_Part = TypeVar("_Part")
_NOWHERE = Directories((), (), ())
_SEQUENCE = 0x30
_DATA_LABELS = frozenset((spec.LABEL_ID_CARD, spec.LABEL_NAME_PS, spec.LABEL_INFO_PS))


class ContentReader:
    """Reads one card, in one exchange."""

    def __init__(self, exchange: Exchange, dialect: Dialect) -> None:
        self._objects = Objects(exchange, dialect)

    def read(self, *, label_wanted: bool) -> CardContent:
        """``label_wanted``: also where the card number is told without it. Raises TransportError."""
        directories = unless_unreadable(self._objects.directories) or _NOWHERE
        formats, aodf_hash = self._codes(directories.codes)
        places = self._data_places(directories.data)
        card = self._object(places, spec.LABEL_ID_CARD, decode_id_card, spec.ID_CARD_LENGTH)
        card = card or IdCard(None, None, None, None)
        label = unless_unreadable(self._token_label) if label_wanted or card.number is None else None
        holder = self._holder(places)
        listed = self._listed_certificates(directories.certificates)
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
            authentication_certificate=self._certificate(listed.get(False)),
            signature_certificate=self._certificate(listed.get(True)),
            number_source=source,
            certificates_have_keys=self._have_keys(listed, directories.keys),
        )

    def _token_label(self) -> str | None:
        return decode_token_label(self._objects.first(Location(spec.EF_TOKEN_INFO)))

    def _codes(self, places: tuple[Location, ...]) -> tuple[CodeFormats | None, str | None]:
        found = unless_unreadable(lambda: tuple(record for place in places for record in self._objects.records(place)))
        if not found:
            return None, None
        digest = hashlib.sha256(b"".join(record.raw for record in found)).hexdigest()
        return unless_unreadable(lambda: decode_formats(found)), digest

    def _data_places(self, directories: tuple[Location, ...]) -> dict[str, Location]:
        """The first place of each wanted label; reading stops as soon as all are found."""
        places: dict[str, Location] = {}
        for entry in self._objects.entries(directories):
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

    def _listed_certificates(self, directories: tuple[Location, ...]) -> dict[bool, DirectoryEntry]:
        """The first entry for authentication under False, for signature under True."""
        listed: dict[bool, DirectoryEntry] = {}
        for entry in self._objects.entries(directories):
            signature = is_for_signature(entry)
            if signature is not None:
                listed.setdefault(signature, entry)
            if len(listed) == 2:
                break
        return listed

    def _have_keys(self, listed: dict[bool, DirectoryEntry], directories: tuple[Location, ...]) -> bool | None:
        """Whether each certificate has the identifier of a private key; None if the card does not list both."""
        wanted = {entry.identifier for entry in listed.values()}
        if not wanted or not directories or None in wanted:
            return None
        return unless_unreadable(lambda: self._all_listed(wanted, directories))

    def _all_listed(self, wanted: set[bytes | None], directories: tuple[Location, ...]) -> bool:
        """True if the directories list every wanted identifier; reading stops at the last one found."""
        for place in directories:
            for record in self._objects.records(place):
                wanted = wanted - {decode_key_identifier(record)}
                if not wanted:
                    return True
        return False

    def _certificate(self, listed: DirectoryEntry | None) -> bytes | None:
        der = None if listed is None else unless_unreadable(lambda: self._objects.first(listed.location))
        return der if der is not None and der[0] == _SEQUENCE else None

    def _object(
        self, places: dict[str, Location], label: str, decode: Callable[[bytes], _Part], first_read: int = LE_MAX
    ) -> _Part | None:
        place = places.get(label)
        return None if place is None else unless_unreadable(lambda: decode(self._objects.first(place, first_read)))
