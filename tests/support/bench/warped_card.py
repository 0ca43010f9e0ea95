"""A simulated card whose answers are warped on their way, and which of the commands it saw carry or use a code."""

from __future__ import annotations

from collections.abc import Callable

from bench.operation import STEPS
from kiosk.card.iso7816.connection import Connection, Disposition

CODE_HEADERS = frozenset(bytes.fromhex(header) for steps in STEPS.values() for header in steps)
EMPTY_VERIFY = 5
"""Most bytes of a VERIFY without data (4 on T=1): it asks a CPS4 for its counters and carries no code."""

Answer = Callable[[bytes, tuple[bytes, int]], tuple[bytes, int]]


class Warped:
    """A simulated card whose answers pass through ``warp`` before they are seen; every command is kept."""

    def __init__(self, inner: Connection, warp: Answer) -> None:
        self.t0 = inner.t0
        self.commands: list[bytes] = []
        self.ended: list[Disposition] = []
        self._inner, self._warp = inner, warp

    def begin(self) -> None:
        self._inner.begin()

    def end(self, disposition: Disposition) -> None:
        self.ended.append(disposition)
        self._inner.end(disposition)

    def close(self, disposition: Disposition) -> None:
        self._inner.close(disposition)

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.commands.append(bytes(command))
        return self._warp(self.commands[-1], self._inner.transmit(command))

    @property
    def codes(self) -> list[bytes]:
        return [command[:4] for command in self.commands if is_code(command)]


def is_code(command: bytes) -> bool:
    empty_verify = command[1] == 0x20 and len(command) <= EMPTY_VERIFY
    return not empty_verify and command[:4] in CODE_HEADERS


def on_codes(warp: Answer) -> Answer:
    """The same, but true answers to all other commands."""
    return lambda command, answer: warp(command, answer) if is_code(command) else answer
