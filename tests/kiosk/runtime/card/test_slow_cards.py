"""A real CPS3 speaks 9600 bit/s: what the deadlines allow, held against the bytes that its readings take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from threading import Event
from typing import Any

import pytest

from kiosk.card.codes.current_pin.policy import CurrentPinPermit, issue_current_pin_permit
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardKind, CardSnapshot, CodeAccepted, CodeRole, Purpose, UpdateWindow
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot
from kiosk.flow.model.effects import ReadContent, ReadSnapshot, UseCurrentPin
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import CardCallStuck, CurrentPinEnded
from kiosk.flow.model.events import Event as FlowEvent
from kiosk.runtime.card.call import CardJob
from kiosk.runtime.card.deadline import Limits
from kiosk.runtime.card.jobs import ContentJob, CurrentPinJob, SnapshotJob
from kiosk.runtime.card.lane import CardLane
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.vault import Vault
from kiosk.simulator.chip.journal import traffic
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

TODAY = date(2026, 11, 18)
BYTE_S = 12 * 372 / 3_571_200  # 12 bits of 372 clocks at 3.5712 MHz (ISO 7816-3, 7.1 and 8.3)
THINKING_S = 0.05  # for each command


def seconds(measured: Any) -> float:
    return float((measured.sent + measured.received) * BYTE_S + measured.apdus * THINKING_S)


def test_both_readings_of_a_real_card_are_within_their_deadlines() -> None:
    card, readers = build("blocked", Order(TODAY)), SimulatedReaders()
    readers.insert(card)
    connection = readers.connect(DEFAULT_READER)
    snapshot = read_snapshot(connection, DEFAULT_READER, CardKind.CPS3)
    assert seconds(traffic(card.journal())) < Limits().reads_s / 2
    card.forget()
    read_content(connection, snapshot)
    long = seconds(traffic(card.journal()))
    assert Limits().reads_s < long < Limits().of_the_long_reading.reads_s / 2


@pytest.mark.parametrize(("profile", "kind"), [("situations-many", CardKind.CPS3), ("cps4-situations", CardKind.CPS4)])
def test_the_situations_of_a_real_card_are_read_within_the_whole_operation(profile: str, kind: CardKind) -> None:
    """After the code there is no other limit: ``Phase.AFTER_CODE`` lasts to the end of the 60 s."""
    card, readers, vault = build(profile, Order(TODAY, pin="8305")), SimulatedReaders(), Vault()
    readers.insert(card)
    connection = readers.connect(DEFAULT_READER)
    snapshot = read_snapshot(connection, DEFAULT_READER, kind)
    situation = PermitRequest(snapshot, read_content(connection, snapshot), True, revoked=False)
    permit = issue_current_pin_permit(situation, Purpose.SITUATIONS, 0.0)
    assert isinstance(permit, CurrentPinPermit)
    for digit in (8, 3, 0, 5):
        vault.add_digit(CodeSlot.CURRENT_PIN, digit, 4)
    card.forget()
    job = CurrentPinJob(UseCurrentPin(1, permit), vault.lend(CodeRole.CURRENT_PIN), lambda: 0.0)
    ended = job.perform(connection, SendRight())
    assert isinstance(ended, CurrentPinEnded)
    assert isinstance(ended.result, CodeAccepted)
    assert ended.result.situations is not None
    assert len(ended.result.situations.activities) > 1
    assert seconds(traffic(card.journal())) < Limits().whole_s / 2


@dataclass(slots=True)
class SlowCard:
    """A connection whose first command is not answered before the test says so, and then with an error."""

    reached: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)
    t0: bool = True

    def connect(self, reader: str) -> SlowCard:
        return self

    def begin(self) -> None:
        """Nobody else is there."""

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.reached.set()
        assert self.released.wait(30.0)
        raise CardRemoved

    def end(self, disposition: Disposition) -> None:
        """Nothing to leave."""

    def close(self, disposition: Disposition) -> None:
        """Nothing to leave."""


SNAPSHOT = CardSnapshot(DEFAULT_READER, CardKind.CPS3, None, None, UpdateWindow.ABSENT)
SHORT = SnapshotJob(ReadSnapshot(1, DEFAULT_READER, CardKind.CPS3))
LONG = ContentJob(ReadContent(1, SNAPSHOT), SaneClock(lambda: TODAY))


@pytest.mark.parametrize(("job", "limit_s"), [(SHORT, Limits().reads_s), (LONG, Limits().content_s)])
def test_only_the_long_reading_has_the_longer_time(clock: Any, lines: Any, job: CardJob, limit_s: float) -> None:
    card, posted = SlowCard(), list[FlowEvent]()
    lane = CardLane(card, posted.append, clock, lines.journal)
    lane.submit(job)
    assert card.reached.wait(30.0)
    began = clock.now
    clock.now = began + limit_s - 0.1
    lane.check()
    assert posted == []
    clock.now = began + limit_s
    lane.check()
    assert posted == [CardCallStuck(1, nothing_sent=True)]
    card.released.set()
    lane.stop()
