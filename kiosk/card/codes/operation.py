"""One operation with codes: one transaction from the second reading to the proof (rules 1, 2, 6, 7, 10 and 11).

The command buffers that hold a code are wiped as soon as their command came back, and a code is never in a message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.card.codes.code_source import CodeSource, padded
from kiosk.card.codes.permit import Permit
from kiosk.card.cps.dialect import CodeStep, Dialect
from kiosk.card.cps.generations import dialect_of
from kiosk.card.errors import CardError, CardUnreadable, PermitVoid, SendRevoked, TransportError
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.apdu import Command, wipe
from kiosk.card.iso7816.connection import Connection, Disposition
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CodeRole, Counters, Sent, Torn, Unexpected, Voided
from kiosk.card.send_right import SendRight

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Plan(Generic[R]):
    """What sets one operation apart from another.

    ``refused`` judges the status word that a step got, ``accepted`` the end of all steps; the counters are those read
    after, or None if they could not be.
    """

    steps: Callable[[Dialect], tuple[CodeStep, ...]]
    refused: Callable[[CodeStep, int, Counters | None], R]
    accepted: Callable[[Dialect, Exchange, Counters | None], R]


def perform(
    plan: Plan[R],
    connection: Connection,
    permit: Permit,
    codes: CodeSource,
    send_right: SendRight,
    clock: Callable[[], float],
) -> R | Voided | Unexpected | Torn:
    """Do what ``plan`` says to the card that ``permit`` describes, at most once; the permit is worthless afterwards.

    ``connection`` leads to ``permit.reader``; ``clock`` gives monotonic seconds, as the permit's press was counted.
    The card is reset at the end if a code was sent, else left alone. The connection stays open.

    Raises:
        SendRevoked: the deadline came before any code was sent. After a code it is Torn.
        CardInUse: another program holds the card; nothing was sent.
    """
    dialect = dialect_of(permit.kind)
    try:
        if dialect is None:
            return Voided()
        operation = _Operation(plan, dialect, permit, codes, send_right, clock)
        operation.check_codes()
        return _in_transaction(connection, operation)
    except PermitVoid:
        return Voided()
    finally:
        permit.discard()


def _in_transaction(connection: Connection, operation: _Operation[R]) -> R | Voided | Unexpected | Torn:
    try:
        connection.begin()
    except TransportError:
        return Torn(Sent.NOTHING)
    try:
        return _told(operation, Exchange(connection))
    finally:
        connection.end(Disposition.LEAVE if operation.sent is Sent.NOTHING else Disposition.RESET)


def _told(operation: _Operation[R], exchange: Exchange) -> R | Voided | Unexpected | Torn:
    """The result of the operation, whatever breaks, in terms of what may have reached the card."""
    try:
        return operation.run(exchange)
    except (PermitVoid, CardUnreadable):
        return Voided() if operation.sent is Sent.NOTHING else Unexpected(operation.sent, None)
    except SendRevoked:
        if operation.sent is Sent.NOTHING:
            raise
        return Torn(operation.sent)
    except CardError:
        return Torn(operation.sent)


class _Operation(Generic[R]):
    """The steps in order; ``sent`` says at any moment which code command may have reached the card."""

    def __init__(
        self,
        plan: Plan[R],
        dialect: Dialect,
        permit: Permit,
        codes: CodeSource,
        send_right: SendRight,
        clock: Callable[[], float],
    ) -> None:
        self.sent = Sent.NOTHING
        self._plan = plan
        self._steps = plan.steps(dialect)
        self._dialect = dialect
        self._permit = permit
        self._codes = codes
        self._send_right = send_right
        self._clock = clock

    def check_codes(self) -> None:
        """Refuse before any command what the card could not have. Raises PermitVoid, SendRevoked."""
        for role in dict.fromkeys(role for step in self._steps for role in step.codes):
            wipe(self._code(role))

    def run(self, exchange: Exchange) -> R | Voided:
        if not self._is_as_permitted(exchange):
            return Voided()
        self._permit.spend(self._clock())
        for step in self._steps:
            sw = self._send(exchange, step)
            if sw != status_words.SUCCESS:
                return self._plan.refused(step, sw, self._counters_now(exchange))
        return self._plan.accepted(self._dialect, exchange, self._counters_now(exchange))

    def _is_as_permitted(self, exchange: Exchange) -> bool:
        if self._dialect.read_ef_sn(exchange) != self._permit.ef_sn:
            return False
        return self._dialect.read_counters(exchange) == self._permit.counters

    def _send(self, exchange: Exchange, step: CodeStep) -> int:
        """Send one step once; the status word. Data where none can be is CardUnreadable, whatever the word."""
        body = self._data(step)
        try:
            self._send_right.claim()
            self.sent = step.sent
            response = exchange.send(Command(step.cla, step.ins, step.p1, step.p2, body))
        finally:
            wipe(body)
        if response.data:
            raise CardUnreadable("data in answer to a code")
        return response.sw

    def _data(self, step: CodeStep) -> bytearray:
        """The codes of ``step``, one after the other.

        A counter is only reset while the code that the next command sets is still there.
        """
        if not step.codes:
            wipe(self._code(CodeRole.NEW_PIN))
        parts: list[bytearray] = []
        try:
            parts.extend(self._code(role) for role in step.codes)
            return _joined(parts)
        finally:
            for part in parts:
                wipe(part)

    def _code(self, role: CodeRole) -> bytearray:
        """The digits of one code in the form that the card wants."""
        formats = self._permit.formats
        digits = self._codes.code(role)
        try:
            return padded(digits, formats.puk if role is CodeRole.PUK else formats.pin)
        finally:
            wipe(digits)

    def _counters_now(self, exchange: Exchange) -> Counters | None:
        if self._send_right.revoked:
            raise SendRevoked
        try:
            return self._dialect.read_counters(exchange)
        except CardUnreadable:
            return None


def _joined(parts: list[bytearray]) -> bytearray:
    """All parts in one buffer that never grew, so that no copy of it is left behind."""
    whole, at = bytearray(sum(map(len, parts))), 0
    for part in parts:
        whole[at : at + len(part)] = part
        at += len(part)
    return whole
