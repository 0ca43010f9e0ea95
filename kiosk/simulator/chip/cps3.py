"""The CPS3 chip: commands in, answers out. Class byte 00 is its IAS-ECC half, A0 the CPS2ter one.

GET DATA knows the four requests that the official module and OpenSC send (OpenSC issues 2217, 2223, 2275).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.simulator.chip import codes as chv
from kiosk.simulator.chip import cps2ter, status
from kiosk.simulator.chip.codes import ChipCode, ChipCodes
from kiosk.simulator.chip.command import CardAnswer, ChipCommand
from kiosk.simulator.chip.cps2ter import Cps2terHalf
from kiosk.simulator.chip.habits import CounterAnswers
from kiosk.simulator.chip.navigator import Navigator
from kiosk.simulator.chip.tlv import tlv


class Ins(IntEnum):
    """Instruction bytes the chip knows (ISO/IEC 7816-4)."""

    VERIFY = 0x20
    CHANGE_REFERENCE_DATA = 0x24
    RESET_RETRY_COUNTER = 0x2C
    SELECT = 0xA4
    READ_BINARY = 0xB0
    GET_DATA = 0xCB


NEW_PIN_ALONE = 0x02  # RESET RETRY COUNTER P1: the PUK came in a VERIFY before; the other forms are unknown on a CPS3
SECURE_MESSAGING_UNSUPPORTED = 0x6882

_COMPARING = frozenset({(Ins.VERIFY, chv.STORED_LENGTH), (Ins.CHANGE_REFERENCE_DATA, 2 * chv.STORED_LENGTH)})

PIN_RULES = bytes.fromhex("F3000013FF00")  # CHANGE and VERIFY always, RESET after the PUK, PUT never, GET always
PUK_RULES = bytes.fromhex("F3FF00FFFF00")  # VERIFY and GET always, the rest never
KEY_RULES = bytes.fromhex("F3FF11FFFF00")  # assumed


def chv_object(reference: int, code: ChipCode, rules: bytes) -> bytes:
    """The CHV object of GET DATA: 70 {BF81rr {A0 {9A max tries, 9B tries left, [9D uses left] A1 {8C rules}}}}.

    The PIN's bytes are those of a real card (OpenSC issue 2275); the order within the PUK's is inferred from its dump.
    """
    uses = b"" if code.uses_left is None else tlv(0x9D, code.uses_left.to_bytes(2, "big"))
    parameters = tlv(
        0xA0,
        tlv(0x9A, bytes([code.tries_max])),
        tlv(0x9B, bytes([code.tries_left])),
        uses,
        tlv(0xA1, tlv(0x8C, rules)),
    )
    return tlv(0x70, tlv(0xBF8100 | reference, parameters))


def _key_object(reference: int) -> bytes:
    """A private key's object (assumed): its access rules alone."""
    return tlv(0x70, tlv(0xBF9000 | reference, tlv(0xA0, tlv(0xA1, tlv(0x8C, KEY_RULES)))))


@dataclass(slots=True)
class Cps3Chip:
    """State and dispatch. What is verified and counted is global: it does not change with the selected directory."""

    files: Navigator
    codes: ChipCodes
    half: Cps2terHalf

    def reset(self) -> None:
        """Lose the selections and the verified flags."""
        self.files.reset()
        self.half.reset()
        self.codes.reset()

    def answer(self, command: ChipCommand) -> CardAnswer:
        """Execute one command."""
        if command.cla == cps2ter.CLASS:
            return self.half.answer(command, self.codes.pin.verified)
        refusal = _class_refusal(command.cla)
        if refusal is not None:
            return CardAnswer(sw=refusal)
        match command.ins:
            case Ins.SELECT:
                return self.files.select(command.p1, command.p2, command.data)
            case Ins.READ_BINARY:
                return self.files.read(command.p1, command.p2, command.le or 0x100, self.codes.pin.verified)
            case Ins.GET_DATA:
                return self._get_data(command)
            case Ins.VERIFY | Ins.CHANGE_REFERENCE_DATA | Ins.RESET_RETRY_COUNTER:
                return CardAnswer(sw=self._code_command(command))
            case _:
                return CardAnswer(sw=status.BAD_INS)

    def count_only(self, command: ChipCommand) -> None:
        """Write what a card that counts first has written before the comparison: one try, or one use."""
        size = len(command.data)
        if command.cla != 0x00:
            return
        if command.ins == Ins.RESET_RETRY_COUNTER and self.codes.puk.verified and size == chv.STORED_LENGTH:
            self.codes.spend_unblock()
        if (command.ins, size) in _COMPARING:
            code = self.codes.named(command.p2)
            if code is not None and not code.dead:
                code.count()

    def _code_command(self, command: ChipCommand) -> int:
        if command.ins == Ins.RESET_RETRY_COUNTER:
            if (command.p1, command.p2) != (NEW_PIN_ALONE, chv.PIN):
                return status.BAD_P1P2
            return self.codes.unblock(command.data)
        if command.p1 != 0:
            return status.BAD_P1P2
        if command.ins == Ins.VERIFY:
            return self.codes.verify(command.p2, command.data)
        return self.codes.change(command.p2, command.data)

    def _get_data(self, command: ChipCommand) -> CardAnswer:
        """P1P2 must be 3FFF, the data ``4D L 70 L {BF cc rr L {request}}`` with nothing after it."""
        if (command.p1, command.p2) != (0x3F, 0xFF):
            return CardAnswer(sw=status.BAD_P1P2)
        data = command.data
        if len(data) < 8 or data != tlv(0x4D, tlv(0x70, b"\xbf", data[5:])):
            return CardAnswer(sw=status.BAD_DATA)
        return self._object(data[5], data[6], data[7:])

    def _object(self, kind: int, reference: int, request: bytes) -> CardAnswer:
        whole = request == b"\x02\xa0\x80"
        if kind == 0x81 and self.files.at_root and reference in (chv.PIN, chv.PUK):
            if request == b"\x03\x7f\x41\x80":
                return CardAnswer(
                    sw=status.BAD_DATA
                )  # lengths are not told (assumed; OpenSC 0.23 tolerates 6A80, not 6A88)
            if whole and self.codes.habits.counters is CounterAnswers.TOLD:
                return CardAnswer(self._counters(reference))
        if kind == 0x90 and whole and not self.files.at_root and reference in (1, 2):
            return CardAnswer(_key_object(reference))
        if kind == 0xFB and request == b"\x02\x7b\x80" and self.files.at_root:
            return CardAnswer()  # 9000 and no data, as a real card (OpenSC commit fcd2e665f)
        return CardAnswer(sw=status.REFERENCE_NOT_FOUND)

    def _counters(self, reference: int) -> bytes:
        if reference == chv.PIN:
            return chv_object(chv.PIN, self.codes.pin, PIN_RULES)
        return chv_object(chv.PUK, self.codes.puk, PUK_RULES)


def _class_refusal(cla: int) -> int | None:
    """None for class 00; secure messaging and logical channels are refused by their own status words."""
    if cla == 0x00:
        return None
    if cla in (0x01, 0x02, 0x03):
        return status.CHANNEL_UNSUPPORTED
    return SECURE_MESSAGING_UNSUPPORTED if cla in (0x04, 0x08, 0x0C) else status.BAD_CLA
