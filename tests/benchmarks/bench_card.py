"""Prints commands and bytes at the transport for each operation on the simulated CPS3, beside their budgets.

``python tests/benchmarks/bench_card.py``; figures only, nothing is asserted. Budgets: the issuer's own module needs 61
commands at first sight and 20 for an unblock without proof; OpenSC 0.23 needs 87 to read all and cannot unblock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from kiosk.card.channel import Disposition
from kiosk.card.model import CardKind, Unblocked
from kiosk.card.permit import Permit, Policy, Situation, issue
from kiosk.card.right import SendRight
from kiosk.card.session import read_content, read_snapshot, unblock
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.habits import Habits, ShortRead
from kiosk.simulator.journal import traffic
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.readers import DEFAULT_READER, SimulatedReaders

BUDGETS = {"verdict": 9, "contrôle complet": 45, "déblocage prouvé": 14}


@dataclass(frozen=True, slots=True)
class Typed:
    def puk(self) -> bytearray:
        return bytearray(b"12345678")

    def new_pin(self) -> bytearray:
        return bytearray(b"2580")


def measure(short_read: ShortRead) -> None:
    card = build("blocked", Order(date.today(), habits=Habits(short_read=short_read)))
    readers = SimulatedReaders()
    readers.insert(card)
    connection = readers.connect(DEFAULT_READER)
    print(f"\nlectures courtes : {short_read.name}")
    began = time.perf_counter()
    snapshot = read_snapshot(connection, DEFAULT_READER, CardKind.CPS3)
    row("verdict", card, began)
    content = read_content(connection, snapshot)
    row("contrôle complet", card, began)
    card.forget()
    permit = issue(Situation(snapshot, content, True, number_shown=True), Policy(), time.monotonic())
    if not isinstance(permit, Permit):
        raise SystemExit(f"no permit: {permit}")
    began = time.perf_counter()
    result = unblock(connection, permit, Typed(), SendRight(), time.monotonic)
    row("déblocage prouvé", card, began)
    print(f"  {'débloquée' if isinstance(result, Unblocked) else result}")
    connection.close(Disposition.RESET)


def row(name: str, card: SimulatedCard, began: float) -> None:
    seen = traffic(card.journal())
    ms = (time.perf_counter() - began) * 1000
    counted = f"{seen.apdus:3} APDU (budget {BUDGETS[name]:2})  {seen.sent:4}/{seen.received:4} octets"
    print(f"  {name:<18} {counted}  {ms:6.1f} ms")


if __name__ == "__main__":
    for habit in ShortRead:
        measure(habit)
