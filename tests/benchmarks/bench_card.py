"""Prints commands and bytes at the transport for each operation on the simulated cards, beside their budgets.

``python tests/benchmarks/bench_card.py``; figures only, nothing is asserted. The issuer's own module needs 61 commands
at first sight of a CPS3 and 53 of a CPS4, 20 and 12 for an unblock without proof; OpenSC 0.23 needs 87 to read a CPS3
and cannot unblock it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from kiosk.card.atr import kind_of
from kiosk.card.channel import Disposition
from kiosk.card.model import CardKind, Purpose, Unblocked
from kiosk.card.permit import Permit, Policy, Situation, issue
from kiosk.card.present_permit import PresentPermit, issue_present
from kiosk.card.right import SendRight
from kiosk.card.session import read_content, read_snapshot, unblock, use_present_code
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.connection import SimulatedConnection
from kiosk.simulator.habits import Habits, ShortRead
from kiosk.simulator.journal import traffic
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.readers import DEFAULT_READER, SimulatedReaders


@dataclass(frozen=True, slots=True)
class Budgets:
    """Commands at the transport (DESIGN, budgets)."""

    verdict: int
    whole: int
    unblock: int


NAMES = {Purpose.CHANGE: "changement prouvé", Purpose.TRY: "essai", Purpose.SITUATIONS: "situations"}
GENERATIONS = {"blocked": Budgets(9, 45, 14), "cps4-blocked": Budgets(6, 55, 12)}


@dataclass(frozen=True, slots=True)
class Typed:
    def puk(self) -> bytearray:
        return bytearray(b"12345678")

    def new_pin(self) -> bytearray:
        return bytearray(b"2580")

    def present(self) -> bytearray:
        return bytearray(b"2580")


def measure(profile: str, budgets: Budgets, short_read: ShortRead) -> None:
    card = build(profile, Order(date.today(), habits=Habits(short_read=short_read)))
    kind = kind_of(card.atr)
    readers = SimulatedReaders()
    readers.insert(card)
    connection = readers.connect(DEFAULT_READER)
    print(f"\n{kind.name}, lectures courtes : {short_read.name}")
    began = time.perf_counter()
    snapshot = read_snapshot(connection, DEFAULT_READER, kind)
    row("verdict", budgets.verdict, card, began)
    content = read_content(connection, snapshot)
    row("contrôle complet", budgets.whole, card, began)
    card.forget()
    permit = issue(Situation(snapshot, content, True, number_shown=True), Policy(), time.monotonic())
    if not isinstance(permit, Permit):
        raise SystemExit(f"no permit: {permit}")
    began = time.perf_counter()
    result = unblock(connection, permit, Typed(), SendRight(), time.monotonic)
    row("déblocage prouvé", budgets.unblock, card, began)
    print(f"  {'débloquée' if isinstance(result, Unblocked) else result}")
    for purpose in Purpose:
        use(purpose, card, kind, connection)
    connection.close(Disposition.RESET)


def use(purpose: Purpose, card: SimulatedCard, kind: CardKind, connection: SimulatedConnection) -> None:
    """One use of the present code; there is no budget for it."""
    snapshot = read_snapshot(connection, DEFAULT_READER, kind)
    content = read_content(connection, snapshot)
    permit = issue_present(Situation(snapshot, content, True), purpose, time.monotonic())
    if not isinstance(permit, PresentPermit):
        raise SystemExit(f"no permit: {permit}")
    card.forget()
    began = time.perf_counter()
    use_present_code(connection, permit, Typed(), SendRight(), time.monotonic)
    row(NAMES[purpose], None, card, began)


def row(name: str, budget: int | None, card: SimulatedCard, began: float) -> None:
    seen = traffic(card.journal())
    ms = (time.perf_counter() - began) * 1000
    beside = "           " if budget is None else f"(budget {budget:2})"
    counted = f"{seen.apdus:3} APDU {beside}  {seen.sent:4}/{seen.received:4} octets"
    print(f"  {name:<18} {counted}  {ms:6.1f} ms")


if __name__ == "__main__":
    for profile, budgets in GENERATIONS.items():
        for habit in ShortRead:
            measure(profile, budgets, habit)
