"""Uses the current PIN of a card through the real door: ``current_pin.py READER ATR``; tells it as JSON.

In one connection: the situations are opened, a wrong code is tried, the code is changed, and the new one is tried.
"""

from __future__ import annotations

import json
import sys
import time

from bench.card import Codes
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.current_pin.policy import CurrentPinPermit, issue_current_pin_permit
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardKind, CodeAccepted, CurrentPinResult, Purpose
from kiosk.card.pcsc import PcscConnection, PcscDoor
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot

STEPS = (
    (Purpose.SITUATIONS, "1234"),
    (Purpose.TRY, "9999"),
    (Purpose.CHANGE, "1234"),
    (Purpose.TRY, "2580"),
)


def use(connection: PcscConnection, reader: str, kind: CardKind, purpose: Purpose, typed: str) -> CurrentPinResult:
    """One press. Exits with 1 if there is no permit."""
    snapshot = read_snapshot(connection, reader, kind)
    permit = issue_current_pin_permit(
        PermitRequest(snapshot, read_content(connection, snapshot), True, revoked=False), purpose, time.monotonic()
    )
    if not isinstance(permit, CurrentPinPermit):
        raise SystemExit(f"no permit: {permit}")
    return use_current_pin(connection, permit, Codes(current_pin_digits=typed), SendRight(), time.monotonic)


def main(reader: str, atr: str) -> None:
    """All steps, one after the other."""
    connection = PcscDoor().connect(reader)
    results = [use(connection, reader, kind_of(bytes.fromhex(atr)), *step) for step in STEPS]
    first = results[0]
    found = first.situations if isinstance(first, CodeAccepted) else None
    told = {
        "t0": connection.t0,
        "results": [type(result).__name__ for result in results],
        "activities": None if found is None else [activity.company for activity in found.activities],
        "billing": None if found is None or found.billing is None else [each.billing_id for each in found.billing],
    }
    connection.close(Disposition.RESET)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
