"""Reading what stands behind the PIN, right after it was accepted and in the same transaction."""

from __future__ import annotations

from kiosk.card import spec
from kiosk.card.cps.dialect import Dialect
from kiosk.card.data.situation_data import decode_activity, decode_billing
from kiosk.card.errors import CardUnreadable, SendRevoked, TransportError, UnexpectedStatus
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import Activity, Billing, PracticeSituations
from kiosk.card.pkcs15.directories import Location
from kiosk.card.reading.objects import Objects
from kiosk.card.send_right import SendRight

_NUMBERS = {spec.LABEL_ACTIVITY.format(number=number): number for number in range(1, spec.ACTIVITIES_MAX + 1)}


def read_situations(exchange: Exchange, dialect: Dialect, send_right: SendRight) -> PracticeSituations | None:
    """What the card holds; None if its directory names no situation or none of them could be read.

    Raises SendRevoked once the deadline passed.
    """
    try:
        return _Reader(exchange, dialect, send_right).read()
    except (CardUnreadable, TransportError):
        return None


class _Reader:
    """Reads one card; ``send_right`` tells when to stop."""

    def __init__(self, exchange: Exchange, dialect: Dialect, send_right: SendRight) -> None:
        self._exchange = exchange
        self._dialect = dialect
        self._send_right = send_right
        self._objects = Objects(exchange, dialect)

    def read(self) -> PracticeSituations | None:
        places = self._places()
        listed = [(number, places[label]) for label, number in _NUMBERS.items() if label in places]
        found = [self._activity(number, place) for number, place in listed]
        activities = tuple(activity for activity in found if activity is not None)
        if not listed or (activities and all(activity.unreadable for activity in activities)):
            return None
        return PracticeSituations(activities, self._billing(places.get(spec.LABEL_BILLING)))

    def _places(self) -> dict[str, Location]:
        """The first place of each label."""
        self._go_on()
        places: dict[str, Location] = {}
        for entry in self._objects.entries(self._objects.directories().data):
            self._go_on()
            places.setdefault(entry.label, entry.location)
        return places

    def _activity(self, number: int, place: Location) -> Activity | None:
        """None for a file that is absent or holds nothing but filler."""
        self._go_on()
        try:
            record = next(self._objects.records(place), None)
            return None if record is None else decode_activity(number, record.raw)
        except UnexpectedStatus as refusal:
            absent = (refusal.command, refusal.sw) == ("SELECT", status_words.FILE_NOT_FOUND)
            return None if absent else Activity(number)
        except CardUnreadable:
            return Activity(number)

    def _billing(self, listed: Location | None) -> tuple[Billing, ...] | None:
        self._go_on()
        try:
            return decode_billing(self._dialect.read_billing(self._exchange, listed))
        except CardUnreadable:
            return None

    def _go_on(self) -> None:
        if self._send_right.revoked:
            raise SendRevoked
