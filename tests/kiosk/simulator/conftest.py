"""Simulated cards for the tests, seen on a fixed day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import Order, build

TODAY = date(2026, 10, 8)

Send = Callable[[str], tuple[str, str]]


@pytest.fixture
def order() -> Order:
    """The ordinary order: PIN 1234, PUK 12345678."""
    return Order(TODAY)


@pytest.fixture
def make(order: Order) -> Callable[[str], SimulatedCard]:
    """Make a fresh, powered card of a profile."""

    def make_one(profile: str, serial: str | None = None) -> SimulatedCard:
        card = build(profile, replace(order, serial=serial))
        card.power()
        return card

    return make_one


@pytest.fixture
def on() -> Callable[[SimulatedCard], Send]:
    """Talk to a card in hexadecimal: ``on(card)("00 B0 …")`` gives (data, status word), upper case."""

    def talk(card: SimulatedCard) -> Send:
        def send(command: str) -> tuple[str, str]:
            data, sw = card.transmit(bytes.fromhex(command))
            return data.hex().upper(), f"{sw:04X}"

        return send

    return talk


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait for what another thread is about to do; fails after ten seconds."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, "it never happened"
            Event().wait(0.002)

    return wait
