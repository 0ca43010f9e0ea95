"""The other side of a bridge, by hand: each file says with ``BRIDGE`` which slot it tries and who speaks with it."""

from __future__ import annotations

import socket
from contextlib import closing
from threading import Event, Thread

import pytest

PATIENCE_S = 10


@pytest.fixture
def listener():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(PATIENCE_S)
        yield server


@pytest.fixture
def slot(listener, request):
    """A slot whose thread runs and ends with the test."""
    made = request.module.BRIDGE[0]("127.0.0.1", listener.getsockname()[1])
    stop = Event()
    thread = Thread(target=made.run, args=(stop,))
    thread.start()
    yield made
    stop.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    made.close()


@pytest.fixture
def accept(listener, request):
    """Accept the next connection of the slot."""
    links = []

    def accept_one():
        link, _ = listener.accept()
        link.settimeout(PATIENCE_S)
        links.append(link)
        return request.module.BRIDGE[1](link)

    yield accept_one
    for link in links:
        link.close()
