"""The four things the flow asks of the card, and the event that answers each of their ends."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from kiosk.audit.findings import NOT_EXAMINED, Day, Findings
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.errors import (
    CardError,
    CardInUse,
    CardMute,
    CardServiceUnavailable,
    CardUnreadable,
    PermitVoid,
)
from kiosk.card.iso7816.connection import Connection
from kiosk.card.model import CardContent, Sent, Torn, Voided
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot
from kiosk.flow.model.effects import ReadContent, ReadSnapshot, Unblock, UseCurrentPin
from kiosk.flow.model.events import (
    ContentRead,
    CurrentPinEnded,
    Event,
    ReadFailed,
    ReadFailure,
    SnapshotRead,
    UnblockEnded,
)
from kiosk.flow.sending.operation_ended import furthest
from kiosk.runtime.card.call import CardJob
from kiosk.runtime.card.deadline import Clock
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.vault import LentCodes

_FAILURES: tuple[tuple[type[CardError], ReadFailure], ...] = (
    (CardInUse, ReadFailure.IN_USE),
    (CardMute, ReadFailure.MUTE),
    (CardServiceUnavailable, ReadFailure.NO_SERVICE),
    (CardUnreadable, ReadFailure.UNREADABLE),
)


Examine = Callable[[CardContent, str, Day], Findings]
"""What the certificates of the card in that reader are worth on that day."""


def examine_nothing(_content: CardContent, _reader: str, _day: Day) -> Findings:
    return NOT_EXAMINED


def failure_of(error: CardError) -> ReadFailure:
    """Why a reading failed; any error that is not in the table means that contact with the card was lost."""
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), ReadFailure.GONE)


class ReadingJob(CardJob):
    """A reading: nothing is ever sent, and a failure is told as such."""

    def failed(self, error: CardError, *, nothing_sent: bool) -> Event:
        return ReadFailed(self.ticket, failure_of(error))

    def broken(self, *, nothing_sent: bool) -> Event:
        return ReadFailed(self.ticket, ReadFailure.UNREADABLE)

    def close(self) -> None:
        return


class SnapshotJob(ReadingJob):
    def __init__(self, effect: ReadSnapshot) -> None:
        self.ticket = effect.ticket
        self.reader = effect.reader
        self._kind = effect.kind

    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        return SnapshotRead(self.ticket, read_snapshot(connection, self.reader, self._kind))


class ContentJob(ReadingJob):
    """The long reading, and the examination of the certificates that it brought."""

    long_reading = True

    def __init__(self, effect: ReadContent, clock: SaneClock, examine: Examine = examine_nothing) -> None:
        self.ticket = effect.ticket
        self.reader = effect.snapshot.reader
        self._snapshot = effect.snapshot
        self._clock = clock
        self._examine = examine

    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        content = read_content(connection, self._snapshot)
        today = self._clock.today()
        day = Day(today, self._clock.believes(today))
        found = self._examine(content, self.reader, day)
        return ContentRead(self.ticket, content, today, day.clock_sane, found)


class SendingJob(CardJob):
    """An operation that sends codes. It holds the only copy that leaves the vault, and overwrites it at the end."""

    def __init__(self, ticket: int, reader: str, codes: LentCodes) -> None:
        self.ticket = ticket
        self.reader = reader
        self._codes = codes

    @abstractmethod
    def ended(self, result: Voided | Torn) -> Event:
        """The answer if the operation ended so."""

    @property
    @abstractmethod
    def furthest(self) -> Sent:
        """The last of its commands that carries a code."""

    def failed(self, error: CardError, *, nothing_sent: bool) -> Event:
        """Once the right to send was claimed, only the card can tell what happened."""
        if not nothing_sent:
            return self.ended(Torn(self.furthest))
        if isinstance(error, PermitVoid):
            return self.ended(Voided())
        return ReadFailed(self.ticket, failure_of(error))

    def broken(self, *, nothing_sent: bool) -> Event:
        return self.ended(Torn(Sent.NOTHING if nothing_sent else self.furthest))

    def close(self) -> None:
        self._codes.close()


class UnblockJob(SendingJob):
    def __init__(self, effect: Unblock, codes: LentCodes, clock: Clock) -> None:
        super().__init__(effect.ticket, effect.permit.reader, codes)
        self._permit = effect.permit
        self._clock = clock

    @property
    def furthest(self) -> Sent:
        return furthest(None)

    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        return UnblockEnded(self.ticket, unblock(connection, self._permit, self._codes, send_right, self._clock))

    def ended(self, result: Voided | Torn) -> Event:
        return UnblockEnded(self.ticket, result)


class CurrentPinJob(SendingJob):
    """A use of the current PIN; for the situations it reads on, within the limit of the whole operation."""

    def __init__(self, effect: UseCurrentPin, codes: LentCodes, clock: Clock) -> None:
        super().__init__(effect.ticket, effect.permit.reader, codes)
        self._permit = effect.permit
        self._clock = clock

    @property
    def furthest(self) -> Sent:
        return furthest(self._permit.purpose)

    def perform(self, connection: Connection, send_right: SendRight) -> Event:
        return CurrentPinEnded(
            self.ticket, use_current_pin(connection, self._permit, self._codes, send_right, self._clock)
        )

    def ended(self, result: Voided | Torn) -> Event:
        return CurrentPinEnded(self.ticket, result)
