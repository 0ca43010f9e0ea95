"""One unblocking: one transaction from the second reading to the proof (rules 1, 2, 6, 7, 10 and 11).

The command buffers that hold a code are wiped as soon as their command came back. ``transmit`` takes immutable bytes,
so one copy of each command lives until Python frees it: nothing here keeps it, and it is never in a message.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.card import status
from kiosk.card.apdu import Command, wipe
from kiosk.card.channel import Connection, Disposition
from kiosk.card.codes import UnblockCodes, padded
from kiosk.card.dialect import CodeRole, CodeStep, Dialect
from kiosk.card.errors import CardError, CardUnreadable, PermitVoid, SendRevoked, TransportError
from kiosk.card.exchange import Exchange, Tap
from kiosk.card.generations import dialect_of
from kiosk.card.judgement import judge_new_code_refusal, judge_proof, judge_proof_refusal, judge_puk_refusal
from kiosk.card.model import Counters, Sent, Torn, UnblockResult, Unexpected, Voided
from kiosk.card.permit import Permit
from kiosk.card.right import SendRight


def unblock(
    connection: Connection,
    permit: Permit,
    codes: UnblockCodes,
    right: SendRight,
    clock: Callable[[], float],
    tap: Tap | None = None,
) -> UnblockResult:
    """Unblock the card that the permit describes, at most once; the permit is worthless afterwards.

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
        _check_codes(codes, permit)
        return _in_transaction(connection, _Operation(dialect, permit, codes, right, clock), tap)
    except PermitVoid:
        return Voided()
    finally:
        permit.discard()


def _in_transaction(connection: Connection, operation: _Operation, tap: Tap | None) -> UnblockResult:
    try:
        connection.begin()
    except TransportError:
        return Torn(Sent.NOTHING)
    try:
        return _told(operation, Exchange(connection, tap))
    finally:
        connection.end(Disposition.LEAVE if operation.sent is Sent.NOTHING else Disposition.RESET)


def _told(operation: _Operation, exchange: Exchange) -> UnblockResult:
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


class _Operation:
    """The steps in order; ``sent`` says at any moment which code command may have reached the card."""

    def __init__(
        self, dialect: Dialect, permit: Permit, codes: UnblockCodes, right: SendRight, clock: Callable[[], float]
    ) -> None:
        self.sent = Sent.NOTHING
        self._dialect = dialect
        self._permit = permit
        self._codes = codes
        self._right = right
        self._clock = clock

    def run(self, exchange: Exchange) -> UnblockResult:
        if not self._is_as_permitted(exchange):
            return Voided()
        self._permit.spend(self._clock())
        for step in self._dialect.unblock_steps:
            sw = self._send(exchange, step)
            if sw != status.SUCCESS:
                return self._refused(sw, self._counters_now(exchange))
        return judge_proof(self._permit.counters, self._counters_now(exchange))

    def _is_as_permitted(self, exchange: Exchange) -> bool:
        if self._dialect.read_ef_sn(exchange) != self._permit.ef_sn:
            return False
        self._dialect.enter_codes(exchange)
        return self._dialect.read_counters(exchange) == self._permit.counters

    def _send(self, exchange: Exchange, step: CodeStep) -> int:
        """Send one step once; the status word. Data where none can be is CardUnreadable, whatever the word."""
        body = self._data(step)
        try:
            self._right.claim()
            self.sent = step.sent
            response = exchange.send(Command(step.cla, step.ins, step.p1, step.p2, body))
        finally:
            wipe(body)
        if response.data:
            raise CardUnreadable("data in answer to a code")
        return response.sw

    def _data(self, step: CodeStep) -> bytearray:
        """A counter is only reset while the code that the next command sets is still there."""
        if step.code is not None:
            return _body(self._codes, step.code, self._permit)
        wipe(_body(self._codes, CodeRole.NEW_PIN, self._permit))
        return bytearray()

    def _refused(self, sw: int, after: Counters | None) -> UnblockResult:
        match self.sent:
            case Sent.PUK:
                return judge_puk_refusal(sw, self._permit.counters, after)
            case Sent.NEW_CODE:
                return judge_new_code_refusal(sw, self._permit.counters, after)
            case Sent.PROOF:
                return judge_proof_refusal(sw, after)
            case _:
                return Unexpected(self.sent, after)

    def _counters_now(self, exchange: Exchange) -> Counters | None:
        if self._right.revoked:
            raise SendRevoked
        try:
            return self._dialect.read_counters(exchange)
        except CardUnreadable:
            return None


def _check_codes(codes: UnblockCodes, permit: Permit) -> None:
    """Refuse before any command what the card could not have. Raises PermitVoid."""
    for role in CodeRole:
        wipe(_body(codes, role, permit))


def _body(codes: UnblockCodes, role: CodeRole, permit: Permit) -> bytearray:
    code = codes.puk() if role is CodeRole.PUK else codes.new_pin()
    try:
        return padded(code, permit.formats.puk if role is CodeRole.PUK else permit.formats.pin)
    finally:
        wipe(code)
