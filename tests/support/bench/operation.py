"""The four things that are done with a code, so that what holds for one is asked of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.card import Bench, Codes, a_current_pin_permit, a_permit, counters, cps4_counters
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.current_pin.policy import CurrentPinPermit
from kiosk.card.codes.permit import Permit
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.codes.unblock.policy import UnblockPermit
from kiosk.card.iso7816.connection import Connection
from kiosk.card.model import CardKind, CurrentPinResult, Purpose, Sent, UnblockResult
from kiosk.card.send_right import SendRight

STEPS: dict[tuple[CardKind, Purpose | None], dict[str, Sent]] = {
    (CardKind.CPS3, None): {"00200002": Sent.PUK, "002C0201": Sent.RESET, "00200001": Sent.PROOF},
    (CardKind.CPS4, None): {
        "01200002": Sent.PUK,
        "012C0381": Sent.RESET,
        "01240101": Sent.NEW_CODE,
        "01200001": Sent.PROOF,
    },
    (CardKind.CPS3, Purpose.CHANGE): {"00240001": Sent.NEW_CODE, "00200001": Sent.PROOF},
    (CardKind.CPS4, Purpose.CHANGE): {"01200001": Sent.CURRENT_PIN, "01240101": Sent.NEW_CODE},
    **{
        (kind, purpose): {header: Sent.CURRENT_PIN}
        for kind, header in ((CardKind.CPS3, "00200001"), (CardKind.CPS4, "01200001"))
        for purpose in (Purpose.TRY, Purpose.SITUATIONS)
    },
}
"""The code commands of each operation in order, but for the proof of a CPS4's change, whose header is its first."""


@dataclass(frozen=True)
class Operation:
    """``purpose`` is that of the current PIN, None for an unblocking."""

    purpose: Purpose | None

    def __str__(self) -> str:
        return "unblock" if self.purpose is None else self.purpose.value

    @property
    def wrong(self) -> Codes:
        """The code that the card compares first is not its own."""
        return Codes(puk_digits="87654321", current_pin_digits="9999")

    def headers(self, kind: CardKind) -> list[bytes]:
        """Class to P2 of its code commands, in order."""
        steps = [bytes.fromhex(header) for header in STEPS[kind, self.purpose]]
        return [*steps, steps[0]] if (kind, self.purpose) == (CardKind.CPS4, Purpose.CHANGE) else steps

    def sent(self, headers: list[bytes], kind: CardKind) -> Sent:
        """How far it has gone once these code commands left."""
        if len(headers) > len(STEPS[kind, self.purpose]):
            return Sent.PROOF
        return STEPS[kind, self.purpose][headers[-1].hex().upper()] if headers else Sent.NOTHING

    def permit(self, bench: Bench) -> Permit:
        """For the card on the bench."""
        return bench.permit() if self.purpose is None else bench.current_pin_permit(self.purpose)

    def published_permit(self, kind: CardKind = CardKind.CPS3, pressed_at: float = 0.0) -> Permit:
        """For the published EF.SN: blocked for an unblocking, with all tries for the current PIN."""
        now = {CardKind.CPS3: counters, CardKind.CPS4: cps4_counters}[kind](0 if self.purpose is None else 3)
        if self.purpose is None:
            return a_permit(now, pressed_at, kind)
        return a_current_pin_permit(self.purpose, now, pressed_at, kind)


UNBLOCK, CHANGE, TRY, SITUATIONS = OPERATIONS = tuple(map(Operation, (None, *Purpose)))


def perform(
    connection: Connection,
    permit: Permit,
    codes: Codes | None = None,
    send_right: SendRight | None = None,
    clock: Callable[[], float] = lambda: 1.0,
) -> UnblockResult | CurrentPinResult:
    """What the permit allows."""
    given = (codes or Codes(), send_right or SendRight(), clock)
    if isinstance(permit, UnblockPermit):
        return unblock(connection, permit, *given)
    assert isinstance(permit, CurrentPinPermit)
    return use_current_pin(connection, permit, *given)
