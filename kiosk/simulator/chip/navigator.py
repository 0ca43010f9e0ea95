"""SELECT and READ BINARY on a CPS3, with the oddities that real cards showed; a CPS4 walks and reads the same way.

Accepted forms are only those seen on a real card in OpenSC issues 2217, 2223 and 2275; every other one is refused with
6A86 (assumed), because a card that takes more than the real one would hide the mistake of whoever sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import CardAnswer
from kiosk.simulator.chip.filesystem import MF, Directory, File, Read

BY_FID = 0x00
BY_FID_IN_DF = 0x02
BY_AID = 0x04
BY_PATH = 0x09
RETURN_FCI = 0x00
RETURN_FCP = 0x04
RETURN_NOTHING = 0x0C


@dataclass(slots=True)
class Navigator:
    """The current directory and file. Neither changes when a selection fails."""

    root: Directory
    largest_read: int
    here: Directory = field(init=False)
    file: File | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.here = self.root

    def reset(self) -> None:
        """After a reset the MF is current and no file is."""
        self.here, self.file = self.root, None

    @property
    def at_root(self) -> bool:
        """True on the MF itself."""
        return self.here is self.root

    def select(self, p1: int, p2: int, data: bytes) -> CardAnswer:
        """SELECT. P2 04 returns the FCP of a file; a directory never gives one, 0C gives none at all."""
        if p1 == BY_AID:
            return self._select_aid(p2, data)
        if p2 not in (RETURN_FCP, RETURN_NOTHING):
            return CardAnswer(sw=status.BAD_P1P2)
        if p1 == BY_PATH:
            return self._select_path(p2, data)
        if p1 in (BY_FID, BY_FID_IN_DF):
            return self._select_path(p2, data) if len(data) == 2 else CardAnswer(sw=status.WRONG_LENGTH)
        return CardAnswer(sw=status.BAD_P1P2)

    def _select_aid(self, p2: int, aid: bytes) -> CardAnswer:
        if p2 not in (RETURN_FCI, RETURN_FCP, RETURN_NOTHING):
            return CardAnswer(sw=status.BAD_P1P2)
        found = next((df for df in (self.root, *self.root.directories.values()) if aid in df.aids), None)
        if found is None:
            return CardAnswer(sw=status.FILE_NOT_FOUND)
        if (
            p2 == RETURN_FCI and found is not self.root
        ):  # seen on a real card: the root takes P2=00, applications do not
            return CardAnswer(sw=status.BAD_P1P2)
        self.here, self.file = found, None
        return CardAnswer()

    def _select_path(self, p2: int, path: bytes) -> CardAnswer:
        """A path of two-byte identifiers, from the MF if it starts with 3F00, else from the current directory."""
        sw = self.walk(path, self.here)
        told = self.file.fcp() if sw == status.OK and self.file is not None and p2 == RETURN_FCP else b""
        return CardAnswer(told, sw)

    def walk(self, path: bytes, place: Directory) -> int:
        """Go along two-byte identifiers from ``place``; the status word."""
        if not path or len(path) % 2:
            return status.WRONG_LENGTH
        file: File | None = None
        for fid in (int.from_bytes(path[at : at + 2], "big") for at in range(0, len(path), 2)):
            if file is not None:
                return status.FILE_NOT_FOUND
            if fid == MF:
                place = self.root
            elif fid in place.directories:
                place = place.directories[fid]
            elif fid in place.files:
                file = place.files[fid]
            else:
                return status.FILE_NOT_FOUND
        self.here, self.file = place, file
        return status.OK

    def read(self, p1: int, p2: int, wanted: int, pin_verified: bool) -> CardAnswer:
        """READ BINARY: at most ``wanted`` bytes from a 15-bit offset, or by short identifier (P1 bit 8, offset P2)."""
        offset = p1 << 8 | p2
        if p1 & 0x80:
            if p1 & 0x60:
                return CardAnswer(sw=status.BAD_P1P2)
            found = self.here.by_sfi(p1 & 0x1F)
            if found is None:
                return CardAnswer(sw=status.FILE_NOT_FOUND)
            self.file, offset = found, p2
        if self.file is None:
            return CardAnswer(sw=status.NO_CURRENT_FILE)
        if not self._readable(self.file, pin_verified):
            return CardAnswer(sw=status.SECURITY_NOT_SATISFIED)
        if offset >= len(self.file.content):
            return CardAnswer(sw=status.OFFSET_OUTSIDE)
        return CardAnswer(self.file.content[offset : offset + min(wanted, self.largest_read)])

    @staticmethod
    def _readable(file: File, pin_verified: bool) -> bool:
        return file.read is Read.ALWAYS or (file.read is Read.PIN and pin_verified)
