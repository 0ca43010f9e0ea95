"""One operation on the card of a reader, through the real door: ``timed_card.py OPERATION READER ATR CONTROL``.

OPERATION is ``verdict``, ``audit``, ``unblock`` or a use of the current PIN (``Purpose``). Prints as JSON what passed
at SCardTransmit, as the card counted it, and the milliseconds from connecting to closing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.card import Codes
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.current_pin.policy import CurrentPinPermit, issue_current_pin_permit
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.codes.unblock.policy import Policy, UnblockPermit, issue_unblock_permit
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardKind, Purpose, Unblocked, Unexpected
from kiosk.card.pcsc import PcscConnection, PcscDoor
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot
from lab.pcscd import LabCard

Operation = Callable[[PcscConnection], bool]
"""True if it worked."""


def reading(name: str, reader: str, kind: CardKind) -> Operation:
    def perform(connection: PcscConnection) -> bool:
        snapshot = read_snapshot(connection, reader, kind)
        if name == "verdict":
            return snapshot.counters is not None
        return read_content(connection, snapshot).signature_certificate is not None

    return perform


def with_code(name: str, reader: str, kind: CardKind) -> Operation:
    """The permit is there before the time begins."""
    connection = PcscDoor().connect(reader)
    snapshot = read_snapshot(connection, reader, kind)
    situation = PermitRequest(snapshot, read_content(connection, snapshot), True, revoked=False, number_shown=True)
    connection.close(Disposition.LEAVE)
    now = time.monotonic()
    permit = (
        issue_unblock_permit(situation, Policy(), now)
        if name == "unblock"
        else issue_current_pin_permit(situation, Purpose(name), now)
    )

    def perform(connection: PcscConnection) -> bool:
        if isinstance(permit, UnblockPermit):
            return isinstance(unblock(connection, permit, Codes(), SendRight(), time.monotonic), Unblocked)
        if isinstance(permit, CurrentPinPermit):
            used = use_current_pin(connection, permit, Codes(), SendRight(), time.monotonic)
            return not isinstance(used, Unexpected)
        raise SystemExit(f"no permit: {permit}")

    return perform


def main(name: str, reader: str, atr: str, control: str) -> None:
    prepare = reading if name in ("verdict", "audit") else with_code
    perform, card = prepare(name, reader, kind_of(bytes.fromhex(atr))), LabCard(Path(control))
    card.ask("forget")
    began = time.perf_counter()
    connection = PcscDoor().connect(reader)
    worked = perform(connection)
    connection.close(Disposition.RESET)
    ms = (time.perf_counter() - began) * 1000
    seen = card.ask("journal")
    seen.pop("lines")
    sys.stdout.write(json.dumps(seen | {"ms": ms, "worked": worked}))


if __name__ == "__main__":
    main(*sys.argv[1:])
