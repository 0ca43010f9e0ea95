"""Reads and unblocks the card of a reader through the real door: ``unblock.py READER ATR``; tells it as JSON."""

from __future__ import annotations

import json
import sys
import time

from bench.card import Codes
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.codes.unblock.policy import Policy, UnblockPermit, issue_unblock_permit
from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.pcsc import PcscDoor
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot


def main(reader: str, atr: str) -> None:
    """Exits with 1 if there is no permit."""
    connection = PcscDoor().connect(reader)
    snapshot = read_snapshot(connection, reader, kind_of(bytes.fromhex(atr)))
    content = read_content(connection, snapshot)
    request = PermitRequest(snapshot, content, True, revoked=False, number_shown=True)
    permit = issue_unblock_permit(request, Policy(), time.monotonic())
    if not isinstance(permit, UnblockPermit):
        raise SystemExit(f"no permit: {permit}")
    result = unblock(connection, permit, Codes(), SendRight(), time.monotonic)
    told = {"t0": connection.t0, "number": content.number, "result": type(result).__name__}
    connection.close(Disposition.RESET)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
