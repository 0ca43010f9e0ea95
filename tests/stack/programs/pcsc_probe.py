"""The kiosk's PC/SC door and watcher as a process inside the lab, steered by lines and answering in JSON lines.

``watch [SILENCE_S]`` prints every report; a line on stdin stops it. ``door`` obeys, on connections named by one letter:
``connect a READER``, ``exclusive a READER`` (as another program would), ``begin a``, ``transmit a HEX``,
``end a reset``, ``close a leave``.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import asdict
from typing import Any

from smartcard import scard

from kiosk.card.errors import CardError
from kiosk.card.iso7816.connection import Disposition, SlotReport
from kiosk.card.pcsc import PcscConnection, PcscDoor, PcscWatcher


def say(**answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def watch(silence_s: str = "600") -> None:
    watcher = PcscWatcher(float(silence_s))
    watcher.start(tell)
    sys.stdin.readline()
    watcher.stop()
    watcher.stop()
    say(threads=[thread.name for thread in threading.enumerate()])


def tell(report: SlotReport) -> None:
    stuck = {"stuck": True} if report.stuck else {}
    unreachable = {"unreachable": report.unreachable} if report.unreachable else {}
    say(
        **stuck,
        **unreachable,
        service=report.service,
        slots=[{**asdict(slot), "atr": slot.atr.hex().upper()} for slot in report.slots],
    )


def exclusive(reader: str) -> PcscConnection:
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    result, card, protocol = scard.SCardConnect(
        context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    )
    assert result == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(result)
    return PcscConnection(context, card, protocol)


def obey(connections: dict[str, PcscConnection], line: str) -> Any:
    verb, name, *rest = line.split(maxsplit=2)
    match verb:
        case "connect":
            connections[name] = PcscDoor().connect(rest[0])
            return connections[name].t0
        case "exclusive":
            connections[name] = exclusive(rest[0])
        case "begin":
            connections[name].begin()
        case "transmit":
            data, sw = connections[name].transmit(bytes.fromhex(rest[0]))
            return f"{data.hex().upper()} {sw:04X}".strip()
        case "end":
            connections[name].end(Disposition(rest[0]))
        case "close":
            connections[name].close(Disposition(rest[0]))
    return None


def door() -> None:
    connections: dict[str, PcscConnection] = {}
    for line in sys.stdin:
        try:
            say(answer=obey(connections, line.strip()))
        except CardError as error:
            say(error=type(error).__name__)


if __name__ == "__main__":
    {"watch": watch, "door": door}[sys.argv[1]](*sys.argv[2:])
