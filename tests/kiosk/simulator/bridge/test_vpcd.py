"""The bridge against a listener that speaks as vpcd does; the real one judges in test_opensc_judges."""

from __future__ import annotations

import json
import select
import socket
from contextlib import closing
from datetime import date
from threading import Event, Thread

import pytest

from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.bridge.vpcd import VpcdSlot
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.profiles import Order

PATIENCE_S = 10


class Pcscd:
    """vpcd's side of one connection."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link

    def send(self, message: bytes) -> None:
        """Length and body in two writes, as Debian's vpcd does."""
        self.link.sendall(len(message).to_bytes(2, "big"))
        self.link.sendall(message)

    def left(self) -> bool:
        """Wait until the card closes; what it had not read yet makes that a reset."""
        try:
            return self.link.recv(1) == b""
        except ConnectionResetError:
            return True

    def ask(self, message: bytes) -> bytes:
        """Send and return the answer; empty when the card left."""
        self.send(message)
        head = self.link.recv(2, socket.MSG_WAITALL)
        return self.link.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL) if head else b""


BRIDGE = (VpcdSlot, Pcscd)


def test_atr_commands_and_reset(slot, accept, make):
    card = make("blocked")
    slot.insert(card)
    pcscd = accept()
    assert pcscd.ask(b"\x04") == card.atr
    pcscd.send(b"\x01")
    assert pcscd.ask(bytes.fromhex("00200002083132333435363738")) == b"\x90\x00"
    assert card.state().puk_verified
    pcscd.send(b"\x02")
    assert pcscd.ask(bytes.fromhex("0020000200")) == b"\x63\xca"
    assert pcscd.ask(bytes.fromhex("00B09C000C")) == bytes.fromhex("5A0A8025000001992138450F9000")


def test_powering_off_forgets_what_was_verified(slot, accept, make):
    slot.insert(make("blocked"))
    pcscd = accept()
    pcscd.ask(bytes.fromhex("00200002083132333435363738"))
    pcscd.send(b"\x00")
    assert pcscd.ask(bytes.fromhex("0020000200")) == b"\x63\xca"


def test_a_mute_card_gives_more_than_an_atr(slot, accept, make):
    slot.insert(make("mute"))
    assert len(accept().ask(b"\x04")) == 34


def test_removal_closes_and_insertion_connects_again(slot, accept, make):
    card = make("healthy")
    slot.insert(card)
    pcscd = accept()
    pcscd.ask(b"\x04")
    with pytest.raises(ValueError, match="already"):
        slot.insert(make("blocked"))
    assert slot.remove() is card
    assert pcscd.left()
    slot.insert(card)
    assert accept().ask(b"\x04") == card.atr


def test_a_torn_card_gives_no_answer_and_is_out(slot, accept, make):
    card = make("blocked")
    card.arm(ArmedTear(0, Moment.AFTER))
    slot.insert(card)
    assert accept().ask(bytes.fromhex("00200002083132333435363739")) == b""
    assert slot.card is None
    assert card.state().puk_tries_left == 9


def test_the_card_comes_back_when_pcscd_does(slot, accept, make):
    card = make("healthy")
    slot.insert(card)
    first = accept()
    first.ask(bytes.fromhex("002000010831323334FFFFFFFF"))
    first.link.close()
    second = accept()
    assert second.ask(bytes.fromhex("0020000100")) == b"\x63\xc3"


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
def test_a_hanging_command_waits_for_its_release(slot, accept, make, eventually, moment):
    card = make("healthy")
    slot.insert(card)
    pcscd = accept()
    slot.hang(moment)
    pcscd.send(bytes.fromhex("0020000100"))
    eventually(lambda: card.state().exchanges == (1 if moment is Moment.AFTER else 0))
    assert select.select([pcscd.link], [], [], 0)[0] == []
    slot.release()
    assert pcscd.link.recv(4, socket.MSG_WAITALL) == b"\x00\x02\x63\xc3"


def test_a_hang_may_wait_for_one_command(slot, accept, make, eventually):
    card = make("healthy")
    slot.insert(card)
    pcscd = accept()
    slot.hang(Moment.AFTER, bytes.fromhex("0020"))
    assert pcscd.ask(bytes.fromhex("00A4020C023F00")) != b""
    pcscd.send(bytes.fromhex("0020000100"))
    eventually(lambda: card.state().exchanges == 2)
    assert select.select([pcscd.link], [], [], 0)[0] == []
    slot.release()
    assert pcscd.link.recv(4, socket.MSG_WAITALL) == b"\x00\x02" + b"\x63\xc3"


def test_a_card_removed_while_hanging_never_hears_the_command(slot, accept, make):
    card = make("blocked")
    slot.insert(card)
    pcscd = accept()
    slot.hang(Moment.BEFORE)
    pcscd.send(bytes.fromhex("00200002083132333435363739"))
    slot.remove()
    assert pcscd.left()
    assert card.state().exchanges == 0


def test_served_and_steered_from_outside(listener, accept, tmp_path, make):
    control, stop, ready = tmp_path / "card.sock", Event(), Event()
    slot = VpcdSlot("127.0.0.1", listener.getsockname()[1])
    arguments = (slot, make("blocked"), control, stop, Order(date(2026, 10, 8), pin="7777"), ready)
    thread = Thread(target=serve, args=arguments)
    thread.start()
    assert ready.wait(PATIENCE_S)
    assert control.stat().st_mode & 0o777 == 0o600
    accept().ask(b"\x04")
    with closing(socket.socket(socket.AF_UNIX)) as link:
        link.settimeout(PATIENCE_S)
        link.connect(str(control))
        link.sendall(b"remove\ninsert healthy\ncheck-pin 7777\nstate\n")
        answers = link.makefile("r")
        assert [json.loads(answers.readline()) for _ in range(3)] == [{"removed": True}, {"inserted": "healthy"}, True]
        assert json.loads(answers.readline())["profile"] == "healthy"
        answers.close()
    stop.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert not control.exists()
