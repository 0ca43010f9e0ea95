"""The bridge against a listener that speaks as QEMU's ccid-card-passthru does; QEMU judges in deploy/machine."""

from __future__ import annotations

import socket
import struct

from kiosk.simulator.bridge.qemu import Kind, QemuSlot
from kiosk.simulator.chip.tear import ArmedTear, Moment

PATIENCE_S = 10
NO_READER = 0xFFFFFFFF
EMPTY_VERIFY = bytes.fromhex("0020000200")


class Qemu:
    """QEMU's side of one connection, after its welcome."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        kind, _, body = self.hear()
        assert (kind, body[:4]) == (Kind.INIT, b"VSCD")
        self.say(Kind.INIT, NO_READER, body)
        assert self.hear()[:2] == (Kind.READER_ADD, NO_READER)
        self.say(Kind.ERROR, 0, bytes(4))

    def say(self, kind: int, reader: int, body: bytes) -> None:
        self.link.sendall(struct.pack(">III", kind, reader, len(body)) + body)

    def hear(self) -> tuple[int, int, bytes]:
        kind, reader, size = struct.unpack(">III", self.link.recv(12, socket.MSG_WAITALL))
        return kind, reader, self.link.recv(size, socket.MSG_WAITALL) if size else b""

    def ask(self, command: bytes) -> bytes:
        self.say(Kind.APDU, 0, command)
        kind, _, answer = self.hear()
        assert kind == Kind.APDU
        return answer


BRIDGE = (QemuSlot, Qemu)


def test_a_card_is_announced_answers_and_leaves_on_one_connection(slot, accept, make):
    qemu = accept()
    slot.insert(card := make("blocked"))
    assert qemu.hear() == (Kind.ATR, 0, card.atr)
    assert qemu.ask(EMPTY_VERIFY) == b"\x63\xca"
    slot.remove()
    assert qemu.hear() == (Kind.CARD_REMOVE, 0, b"")
    slot.insert(other := make("healthy"))
    assert qemu.hear() == (Kind.ATR, 0, other.atr)


def test_a_card_that_tears_leaves_its_command_unanswered(slot, accept, make):
    qemu = accept()
    slot.insert(card := make("blocked"))
    qemu.hear()
    card.arm(ArmedTear(0, Moment.BEFORE))
    qemu.say(Kind.APDU, 0, EMPTY_VERIFY)
    assert qemu.hear() == (Kind.CARD_REMOVE, 0, b"")
    assert slot.card is None


def test_a_machine_that_is_switched_on_again_finds_the_card_without_what_was_verified(slot, accept, make):
    qemu = accept()
    slot.insert(card := make("blocked"))
    qemu.hear()
    qemu.ask(bytes.fromhex("00200002083132333435363738"))
    assert card.state().puk_verified
    qemu.link.close()
    again = accept()
    assert again.hear() == (Kind.ATR, 0, card.atr)
    assert not card.state().puk_verified


def test_a_flush_is_answered(slot, accept):
    qemu = accept()
    qemu.say(Kind.FLUSH, 0, b"")
    assert qemu.hear()[0] == Kind.FLUSH_COMPLETE


def test_nonsense_ends_the_connection_and_a_new_one_is_made(slot, accept):
    qemu = accept()
    qemu.say(Kind.APDU, 0, b"")
    qemu.link.sendall(struct.pack(">III", Kind.APDU, 0, 2**31))
    assert qemu.link.recv(1) == b""
    accept()
