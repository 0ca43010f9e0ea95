"""What ``serve`` tells of vpcd, and what it does with the socket of another process."""

from __future__ import annotations

import socket
from contextlib import closing
from queue import Queue
from threading import Event, Thread

import pytest

from kiosk.commands.simulate import link_text
from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.bridge.vpcd import VpcdSlot

PATIENCE_S = 10


@pytest.fixture
def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.fixture
def serving(free_port, make):
    """Starts ``serve`` in a thread that ends with the test; gives what it told so far, as a queue of profiles."""
    stop, told, threads = Event(), Queue(), []

    def start(control=None, *, empty=False):
        def tell(card):
            told.put(card and card.profile)

        slot = VpcdSlot("127.0.0.1", free_port, tell)
        arguments = (slot, make("blocked"), control, stop, None, ready := Event())
        threads.append(Thread(target=serve, args=arguments, kwargs={"empty": empty}))
        threads[-1].start()
        assert ready.wait(PATIENCE_S)
        return told

    yield start
    stop.set()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_waiting_is_told_before_the_card_and_each_once(serving, free_port):
    told = serving()
    assert told.get(timeout=PATIENCE_S) is None
    with closing(socket.create_server(("127.0.0.1", free_port))) as server:
        server.settimeout(PATIENCE_S)
        for _ in range(2):
            server.accept()[0].close()
        assert told.get(timeout=PATIENCE_S) == "blocked"
    assert told.get(timeout=PATIENCE_S) is None
    assert told.empty()


def test_an_empty_reader_keeps_the_card_for_later(serving, tmp_path):
    told = serving(path := tmp_path / "card.sock", empty=True)
    with closing(socket.socket(socket.AF_UNIX)) as link:
        link.settimeout(PATIENCE_S)
        link.connect(str(path))
        link.sendall(b"insert\n")
        assert link.recv(200) == b'{"inserted": "blocked"}\n'
    assert told.get(timeout=PATIENCE_S) is None


def test_the_socket_of_a_killed_process_is_replaced(serving, tmp_path):
    path = tmp_path / "card.sock"
    with closing(socket.socket(socket.AF_UNIX)) as dead:
        dead.bind(str(path))
    left = path.stat().st_ino, path.stat().st_mtime_ns
    serving(path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) != left


def test_a_socket_that_answers_and_any_other_file_stay(free_port, make, tmp_path):
    path, file = tmp_path / "card.sock", tmp_path / "letter.txt"
    file.write_text("kept")
    with closing(socket.socket(socket.AF_UNIX)) as alive:
        alive.bind(str(path))
        alive.listen()
        for taken in (path, file):
            with pytest.raises(OSError, match="in use"):
                serve(VpcdSlot("127.0.0.1", free_port), make("blocked"), taken, Event())
    assert path.is_socket()
    assert file.read_text() == "kept"


def test_the_sentences_are_french():
    assert link_text(None, "localhost:35963") == "Personne n’écoute sur localhost:35963\u00a0: j’attends."
    assert "«\u00a0blocked\u00a0»" in link_text("blocked", "localhost:35963")
