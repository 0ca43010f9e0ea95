"""Files of the card and what SELECT says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.simulator.chip.tlv import tlv

MF = 0x3F00


class Read(Enum):
    """Who may read a file in contact. The value is the security condition byte of the FCP (ISO/IEC 7816-4 §5.4.3.2).

    0x00 always; 0x11 user authentication in environment 1 (assumed); 0xFF never.
    """

    ALWAYS = 0x00
    PIN = 0x11
    NEVER = 0xFF


@dataclass(frozen=True, slots=True)
class File:
    """A transparent elementary file. ``sfi`` is its short identifier 1..30, or None.

    ``others`` are the five condition bytes before READ: delete, terminate, activate, deactivate, update.
    """

    fid: int
    content: bytes = field(repr=False)
    read: Read = Read.ALWAYS
    sfi: int | None = None
    others: bytes = b"\xff" * 5

    def fcp(self) -> bytes:
        """File control parameters in the shape of a real card (OpenSC issue 2223): 62 {80 82 83 [88] A1 {8C 9C} 8A}.

        8C holds the conditions in contact, 9C without contact; mode byte 7B announces six of them.
        """
        sfi = b"" if self.sfi is None else tlv(0x88, bytes([self.sfi << 3]))
        contact = tlv(0x8C, b"\x7b", self.others, bytes([self.read.value]))
        contactless = tlv(0x9C, b"\x7b", b"\xff" * 5, bytes([self._contactless().value]))
        return tlv(
            0x62,
            tlv(0x80, len(self.content).to_bytes(2, "big")),
            tlv(0x82, b"\x01"),
            tlv(0x83, self.fid.to_bytes(2, "big")),
            sfi,
            tlv(0xA1, contact, contactless),
            tlv(0x8A, b"\x05"),
        )

    def fci(self) -> bytes:
        """What a CPS4 tells of a file: 6F {80 size, 82 01, 83 identifier}; the issuer's module wants this template."""
        return _fci(tlv(0x80, len(self.content).to_bytes(2, "big")), tlv(0x82, b"\x01"), self.fid)

    def _contactless(self) -> Read:
        return Read.ALWAYS if self.read is Read.ALWAYS else Read.NEVER


@dataclass(frozen=True, slots=True)
class Directory:
    """A dedicated file: the MF or an application. ``aids`` are the names it is selected by."""

    fid: int
    aids: tuple[bytes, ...] = ()
    files: dict[int, File] = field(default_factory=dict)
    directories: dict[int, Directory] = field(default_factory=dict)

    def fci(self) -> bytes:
        """What a CPS4 tells of a directory (assumed): 6F {82 38, 83 identifier}."""
        return _fci(b"", tlv(0x82, b"\x38"), self.fid)

    def by_sfi(self, sfi: int) -> File | None:
        """The file with this short identifier, or None."""
        return next((file for file in self.files.values() if file.sfi == sfi), None)


def _fci(size: bytes, kind: bytes, fid: int) -> bytes:
    return tlv(0x6F, size, kind, tlv(0x83, fid.to_bytes(2, "big")))


def directory(fid: int, *contents: File | Directory, aids: tuple[bytes, ...] = ()) -> Directory:
    """A directory holding ``contents`` under their own identifiers."""
    files = {item.fid: item for item in contents if isinstance(item, File)}
    directories = {item.fid: item for item in contents if isinstance(item, Directory)}
    return Directory(fid, aids, files, directories)
