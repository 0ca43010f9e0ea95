"""The kiosk's sign of life, received as systemd receives it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.runtime.process.watchdog import EVERY_S, Watchdog


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind(str(tmp_path / "notify"))
        link.setblocking(False)
        yield link


def received(link: socket.socket) -> list[bytes]:
    found = []
    while True:
        try:
            found.append(link.recv(1000))
        except BlockingIOError:
            return found


def test_one_sign_in_each_period(systemd: socket.socket, tmp_path: Path) -> None:
    watchdog = Watchdog({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    for now in (100.0, 100.25, 100.0 + EVERY_S - 0.01):
        watchdog.beat(now)
    assert received(systemd) == [b"READY=1\nWATCHDOG=1"]
    watchdog.beat(100.0 + EVERY_S)
    assert len(received(systemd)) == 1


def test_an_abstract_socket() -> None:
    name = "guichet-cps-test-watchdog"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind(f"\0{name}")
        link.setblocking(False)
        Watchdog({"NOTIFY_SOCKET": f"@{name}"}).beat(0.0)
        assert len(received(link)) == 1


def test_nobody_who_listens_is_no_reason_to_stop(tmp_path: Path) -> None:
    for environ in ({}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": str(tmp_path / "absent")}):
        Watchdog(environ).beat(0.0)


def test_a_systemd_that_does_not_read_holds_nothing_up(systemd: socket.socket, tmp_path: Path) -> None:
    watchdog = Watchdog({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    for n in range(2000):
        watchdog.beat(n * EVERY_S)
    assert 0 < len(received(systemd)) < 2000
