"""The half of a CPS3 that still is a CPS2ter: class A0 (CL, card-cps.c:560-760), as far as the billing data go.

======================  ===============================================================================
A0 A4 00 00 02 fid      the MF, or something in the current directory; its state waits: 9F0A
A0 C0 00 00 0A          85 08 {size (2), identifier (2), type (1: 01 MF, 02 DF, 04 EF), 00 00 00}
A0 B0 offset LL         9804 unless the PIN is verified (with class 00: assumed), 9402 past the end
======================  ===============================================================================

Status words 94XX and 98XX are those of its kind (GSM 11.11 §9.4), of which the issuer's module knows the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import CardAnswer, ChipCommand
from kiosk.simulator.chip.filesystem import MF, Directory, File, Read
from kiosk.simulator.chip.tlv import tlv

CLASS = 0xA0
NOTHING_SELECTED = 0x9400
OUT_OF_RANGE = 0x9402
NOT_FOUND = 0x9404
ACCESS_REFUSED = 0x9804
_SELECT, _READ_BINARY = 0xA4, 0xB0
_TYPE_MF, _TYPE_DF, _TYPE_EF = 1, 2, 4


@dataclass(slots=True)
class Cps2terHalf:
    """Its own selection; the codes are those of the whole card."""

    root: Directory
    here: Directory = field(init=False)
    file: File | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.here = self.root

    def reset(self) -> None:
        """The MF is selected."""
        self.here, self.file = self.root, None

    def answer(self, command: ChipCommand, pin_verified: bool) -> CardAnswer:
        """Execute one command of class A0."""
        if command.ins == _SELECT:
            return self._select(command)
        if command.ins == _READ_BINARY:
            return self._read(command, pin_verified)
        return CardAnswer(sw=status.BAD_INS)

    def _select(self, command: ChipCommand) -> CardAnswer:
        if (command.p1, command.p2) != (0, 0):
            return CardAnswer(sw=status.BAD_P1P2)
        if len(command.data) != 2:
            return CardAnswer(sw=status.WRONG_LENGTH)
        fid = int.from_bytes(command.data, "big")
        if fid == MF:
            self.reset()
            return CardAnswer(_state(0, fid, _TYPE_MF))
        if fid in self.here.directories:
            self.here, self.file = self.here.directories[fid], None
            return CardAnswer(_state(0, fid, _TYPE_DF))
        if fid in self.here.files:
            self.file = self.here.files[fid]
            return CardAnswer(_state(len(self.file.content), fid, _TYPE_EF))
        return CardAnswer(sw=NOT_FOUND)

    def _read(self, command: ChipCommand, pin_verified: bool) -> CardAnswer:
        offset, wanted = command.p1 << 8 | command.p2, command.le or 0x100
        if self.file is None:
            return CardAnswer(sw=NOTHING_SELECTED)
        if self.file.read is not Read.ALWAYS and not pin_verified:
            return CardAnswer(sw=ACCESS_REFUSED)
        if offset + wanted > len(self.file.content):
            return CardAnswer(sw=OUT_OF_RANGE)
        return CardAnswer(self.file.content[offset : offset + wanted])


def _state(size: int, fid: int, kind: int) -> bytes:
    return tlv(0x85, size.to_bytes(2, "big"), fid.to_bytes(2, "big"), bytes([kind]), bytes(3))
