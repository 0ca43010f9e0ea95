"""The CPS4 chip: everything on logical channel 1, class byte 01 (CL, card-cps4.c).

======================  ===============================================================================
01 A4 04 0C 08 AID      opens the channel; a reset closes it, and every other command then answers 6881
01 A4 08 00 path        a path from the MF without 3F00; answers 6F {80 size, 82 01, 83 identifier}
01 20 00 rr             63CX or 6983, also when verified; with 8 bytes: compares
01 24 01 01 new         sets the PIN if the PIN or the PUK is verified; nothing is compared
01 2C 03 81             no data: the PIN's counter back to its maximum if the PUK is verified
======================  ===============================================================================

There is no GET DATA, no usage counter, and nothing is answered on channel 0 (assumed). Other forms of these commands
are refused, because what a real card does with them is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.simulator.chip import codes as chv
from kiosk.simulator.chip import navigator, status
from kiosk.simulator.chip.codes import ChipCode, ChipCodes
from kiosk.simulator.chip.command import CardAnswer, ChipCommand
from kiosk.simulator.chip.cps3 import Ins
from kiosk.simulator.chip.habits import CounterAnswers, ResetFault
from kiosk.simulator.chip.navigator import Navigator

CHANNEL_1 = 0x01
BY_PATH_FROM_MF = 0x08
NEW_PIN_ONLY = 0x01
COUNTER_ONLY = 0x03
PIN_TO_RESET = 0x80 | chv.PIN


@dataclass(slots=True)
class Cps4Chip:
    """State and dispatch. Codes are global, as on a CPS3."""

    files: Navigator
    codes: ChipCodes
    _open: bool = field(default=False, init=False)

    def reset(self) -> None:
        """Lose the channel, the selection and the verified flags."""
        self._open = False
        self.files.reset()
        self.codes.reset()

    def answer(self, command: ChipCommand) -> CardAnswer:
        """Execute one command."""
        if command.cla != CHANNEL_1:
            return CardAnswer(sw=status.BAD_CLA)
        if command.ins == Ins.SELECT and command.p1 == navigator.BY_AID:
            return self._select_applet(command)
        if not self._open:
            return CardAnswer(sw=status.CHANNEL_UNSUPPORTED)
        match command.ins:
            case Ins.SELECT:
                return self._select_path(command)
            case Ins.READ_BINARY:
                return self._read(command)
            case Ins.VERIFY:
                return CardAnswer(sw=self._verify(command))
            case Ins.CHANGE_REFERENCE_DATA:
                return CardAnswer(sw=self._set_pin(command))
            case Ins.RESET_RETRY_COUNTER:
                return CardAnswer(sw=self._reset_counter(command))
            case _:
                return CardAnswer(sw=status.BAD_INS)

    def count_only(self, command: ChipCommand) -> None:
        """One try of the code that a VERIFY was about to compare; the other commands count nothing."""
        verifies = (command.cla, command.ins, command.p1) == (CHANNEL_1, Ins.VERIFY, 0)
        code = self.codes.named(command.p2)
        if self._open and verifies and code is not None and len(command.data) == chv.STORED_LENGTH and not code.dead:
            code.count()

    def _select_applet(self, command: ChipCommand) -> CardAnswer:
        if command.p2 != navigator.RETURN_NOTHING:
            return CardAnswer(sw=status.BAD_P1P2)
        if command.data not in self.files.root.aids:
            return CardAnswer(sw=status.FILE_NOT_FOUND)
        self._open = True
        self.files.reset()
        return CardAnswer()

    def _select_path(self, command: ChipCommand) -> CardAnswer:
        if (command.p1, command.p2) != (BY_PATH_FROM_MF, navigator.RETURN_FCI):
            return CardAnswer(sw=status.BAD_P1P2)
        sw = self.files.walk(command.data, self.files.root)
        found = self.files.file or self.files.here
        return CardAnswer(found.fci() if sw == status.OK else b"", sw)

    def _read(self, command: ChipCommand) -> CardAnswer:
        if command.p1 & 0x80:
            return CardAnswer(sw=status.BAD_P1P2)
        return self.files.read(command.p1, command.p2, command.le or 0x100, self.codes.pin.verified)

    def _verify(self, command: ChipCommand) -> int:
        code = self.codes.named(command.p2)
        if command.p1 != 0:
            return status.BAD_P1P2
        if code is None or command.data:
            return self.codes.verify(command.p2, command.data)
        return self._told(code)

    def _told(self, code: ChipCode) -> int:
        match self.codes.habits.counters:
            case CounterAnswers.VERIFIED:
                return status.OK
            case CounterAnswers.REFUSED:
                return status.REFERENCE_NOT_FOUND
            case CounterAnswers.TOLD:
                return status.BLOCKED if code.dead else status.TRIES_LEFT | code.tries_left

    def _reset_counter(self, command: ChipCommand) -> int:
        if (command.p1, command.p2) != (COUNTER_ONLY, PIN_TO_RESET):
            return status.BAD_P1P2
        if not self.codes.puk.verified:
            return status.SECURITY_NOT_SATISFIED
        if command.data:
            return status.WRONG_LENGTH
        if self.codes.habits.reset_fault is ResetFault.STOPS:
            return status.NO_DIAGNOSIS
        pin = self.codes.pin
        pin.tries_left, pin.verified = pin.tries_max, False
        return status.OK

    def _set_pin(self, command: ChipCommand) -> int:
        if (command.p1, command.p2) != (NEW_PIN_ONLY, chv.PIN):
            return status.BAD_P1P2
        if not (self.codes.pin.verified or self.codes.puk.verified):
            return status.SECURITY_NOT_SATISFIED
        if self.codes.pin.dead:
            return status.BLOCKED
        if len(command.data) != chv.STORED_LENGTH:
            return status.WRONG_LENGTH
        sw = self.codes.store(command.data)
        self.codes.pin.verified = self.codes.pin.verified and sw != status.OK
        return sw
