"""Scripted connections that must be used up, and that no command is left in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bench.card import ScriptedConnection
from kiosk.card.errors import CardError


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedConnection]]:
    """Makes scripted connections, and checks at the end that every one was used up.

    The very buffers that they were handed are overwritten by then, those of commands with a code among them.
    """
    made: list[ScriptedConnection] = []

    def make(script: list[tuple[str, str | CardError]], t0: bool = True) -> ScriptedConnection:
        made.append(ScriptedConnection(script, t0))
        return made[-1]

    yield make
    assert all(connection.used_up for connection in made)
    assert not any(any(buffer) for connection in made for buffer in connection.received)
