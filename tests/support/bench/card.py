"""Connections for the card's tests: a scripted one, whose exact bytes must be used up, and the simulated card's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.card.codes.current_pin.policy import CurrentPinPermit, issue_current_pin_permit
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.policy import Policy, UnblockPermit, issue_unblock_permit
from kiosk.card.cps.atr import kind_of
from kiosk.card.errors import CardError
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import (
    CardContent,
    CardKind,
    CardSnapshot,
    CodeFormat,
    CodeFormats,
    CodeRole,
    Counters,
    Purpose,
    TryCounter,
    UpdateWindow,
)
from kiosk.card.session import read_content, read_snapshot
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.habits import Habits
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.connection import SimulatedConnection
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

TODAY = date(2026, 3, 2)


class ScriptedConnection:
    """Expects exact commands and gives exact answers; an answer may be an error to raise."""

    def __init__(self, script: list[tuple[str, str | CardError]], t0: bool = True) -> None:
        self.t0 = t0
        self.received: list[bytearray] = []
        self.ended: list[Disposition] = []
        self.begin_error: CardError | None = None
        self._script = [(bytes.fromhex(command), answer) for command, answer in script]

    def begin(self) -> None:
        if self.begin_error is not None:
            raise self.begin_error

    def end(self, disposition: Disposition) -> None:
        self.ended.append(disposition)

    def close(self, disposition: Disposition) -> None:
        raise AssertionError("the session does not close what it was given")

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.received.append(command)
        assert self._script, f"nothing more was expected, {len(command)} bytes came"
        expected, answer = self._script.pop(0)
        assert command.hex(" ") == expected.hex(" ")
        if isinstance(answer, CardError):
            raise answer
        raw = bytes.fromhex(answer)
        return raw[:-2], int.from_bytes(raw[-2:], "big")

    @property
    def used_up(self) -> bool:
        return not self._script


@dataclass
class Codes:
    """Codes as the vault gives them: a fresh buffer at each call, all of them kept to see that they were wiped."""

    puk_digits: str = "12345678"
    pin_digits: str = "2580"
    current_pin_digits: str = "1234"
    given: list[bytearray] = field(default_factory=list)

    def code(self, role: CodeRole) -> bytearray:
        digits = {
            CodeRole.PUK: self.puk_digits,
            CodeRole.NEW_PIN: self.pin_digits,
            CodeRole.CURRENT_PIN: self.current_pin_digits,
        }
        self.given.append(bytearray(digits[role].encode()))
        return self.given[-1]


FORMATS = CodeFormats(pin=CodeFormat(4, 4, 8, 0xFF), puk=CodeFormat(8, 8, 8, None))
EF_SN = bytes.fromhex("5A0A8025000001992138450F")


def counters(pin: int = 0, puk: int = 10, uses: int | None = 100) -> Counters:
    return Counters(TryCounter(pin, 3), TryCounter(puk, 10), uses)


def cps4_counters(pin: int = 0, puk: int = 10) -> Counters:
    """As a CPS4 tells them: no maximum for the PUK, and no uses."""
    return Counters(TryCounter(pin, 3), TryCounter(puk, None), None)


def a_snapshot(now: Counters | None, kind: CardKind = CardKind.CPS3) -> CardSnapshot:
    return CardSnapshot("R", kind, EF_SN, now, UpdateWindow.ABSENT)


def some_content() -> CardContent:
    return CardContent(FORMATS, "00", "2999471603", None, None, None, None, None, None, None)


def a_request(now: Counters | None = None, kind: CardKind = CardKind.CPS3) -> PermitRequest:
    return PermitRequest(a_snapshot(now or counters(), kind), some_content(), True, revoked=False, number_shown=True)


def a_permit(now: Counters | None = None, pressed_at: float = 0.0, kind: CardKind = CardKind.CPS3) -> UnblockPermit:
    """A permit for the published EF.SN with these counters, whatever is left of them."""
    request = replace(a_request(now, kind), staff_present=True, last_try_confirmed=True)
    permit = issue_unblock_permit(request, Policy(), pressed_at)
    assert isinstance(permit, UnblockPermit)
    return permit


def a_current_pin_permit(
    purpose: Purpose, now: Counters | None = None, pressed_at: float = 0.0, kind: CardKind = CardKind.CPS3
) -> CurrentPinPermit:
    """A permit for the published EF.SN with these counters."""
    request = replace(a_request(now or counters(3), kind), staff_present=True, last_pin_try_confirmed=True)
    permit = issue_current_pin_permit(request, purpose, pressed_at)
    assert isinstance(permit, CurrentPinPermit)
    return permit


@dataclass
class Bench:
    """A simulated card in a simulated reader, with a connection to it."""

    readers: SimulatedReaders
    card: SimulatedCard
    connection: SimulatedConnection

    def reconnect(self) -> None:
        """Put the card back after a tear and connect again."""
        self.readers.remove()
        self.readers.insert(self.card)
        self.connection = self.readers.connect(DEFAULT_READER)

    @property
    def kind(self) -> CardKind:
        return kind_of(self.card.atr)

    def snapshot(self) -> CardSnapshot:
        return read_snapshot(self.connection, DEFAULT_READER, self.kind)

    def content(self, *, label_wanted: bool = False) -> CardContent:
        return read_content(self.connection, self.snapshot(), label_wanted=label_wanted)

    def permit(self, pressed_at: float = 0.0) -> UnblockPermit:
        snapshot = self.snapshot()
        request = PermitRequest(
            snapshot,
            read_content(self.connection, snapshot),
            reader_commissioned=True,
            revoked=False,
            staff_present=True,
            number_shown=True,
            last_try_confirmed=True,
            staff_replaces_forgotten_pin=True,
        )
        permit = issue_unblock_permit(request, Policy(forgotten_with_staff=True), pressed_at)
        assert isinstance(permit, UnblockPermit)
        return permit

    def current_pin_permit(self, purpose: Purpose, pressed_at: float = 0.0) -> CurrentPinPermit:
        snapshot = self.snapshot()
        content = read_content(self.connection, snapshot)
        request = PermitRequest(snapshot, content, True, revoked=False, staff_present=True, last_pin_try_confirmed=True)
        permit = issue_current_pin_permit(request, purpose, pressed_at)
        assert isinstance(permit, CurrentPinPermit)
        return permit

    def counters(self) -> Counters:
        """The chip's own counters, not told by an APDU."""
        state = self.card.state()
        assert state is not None
        puk_max = 10 if self.kind is CardKind.CPS3 else None
        pin, puk = TryCounter(state.pin_tries_left, 3), TryCounter(state.puk_tries_left, puk_max)
        return Counters(pin, puk, state.puk_uses_left)


def a_bench(profile: str, habits: Habits | None = None, pin_tries: int | None = None) -> Bench:
    """``pin_tries``: tries of the PIN, None for those of the profile."""
    card = build(profile, Order(TODAY, habits=habits))
    if pin_tries is not None and card.codes is not None:
        card.codes.pin.tries_left = pin_tries
    readers = SimulatedReaders()
    readers.insert(card)
    return Bench(readers, card, readers.connect(DEFAULT_READER))
