"""Tells systemd that the screen is alive (sd_notify(3)): a window that does not move any more is started again."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress

EVERY_S = 5.0
"""The unit allows 90 s (``WatchdogSec=``), longer than the longest operation on a card."""

ALIVE = b"READY=1\nWATCHDOG=1"


class Watchdog:
    """``beat`` is called by the screen's own clock. Without systemd nothing is sent anywhere."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._next = float("-inf")

    def beat(self, now: float) -> None:
        """``now`` in monotonic seconds; every ``EVERY_S`` one datagram. Never raises and never waits."""
        if not self._address or now < self._next:
            return
        self._next = now + EVERY_S
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.setblocking(False)
            link.sendto(ALIVE, self._address)
