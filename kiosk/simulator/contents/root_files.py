"""The files under the MF: EF.ATR, EF.DIR, EF.SN and EF_ACTUA.

EF.ATR and EF.SN are the bytes of real cards (OpenSC issues 2223, 2275). EF.DIR is put together from the labels and data
objects of issue 2217, the size 0x65 of issue 2223 and the path objects that the trace of issue 2275 proves; the order,
contactless first, is the only one with which OpenSC binds the contact application as it does on a real card.
"""

from __future__ import annotations

from datetime import date

from kiosk.simulator.chip.filesystem import File
from kiosk.simulator.chip.tlv import tlv
from kiosk.simulator.contents.identity import Identity, luhn_digit

ROOT_AID = bytes.fromhex("80250000 01FF0100")
CONTACT_AID = bytes.fromhex("E828BD080F 80250000 01FF0010")
CONTACTLESS_AID = bytes.fromhex("E828BD080F 80250000 01FF0020")
ISSUER = "8025000001"
EF_ATR_FID = 0x2F01

_PROTECTED = bytes.fromhex("45FFFFFF45")  # delete and update under secure messaging, the rest never (OpenSC issue 2223)

EF_ATR = bytes.fromhex(
    "80"
    "4301B8"
    "460404B0ECC1"
    "47039401 80"
    "4F0880250000 01FF0100"
    "E01002020104 02020104 02020100 02020100"
    "780806062B8122F87802"
    "82029000"
)


def _directory_record(label: bytes, aid: bytes, path: bytes) -> bytes:
    """An application template 61 {4F 50 51 73}; both carry the contact application in 73."""
    return tlv(0x61, tlv(0x4F, aid), tlv(0x50, label), tlv(0x51, path), tlv(0x73, tlv(0x4F, CONTACT_AID)))


EF_DIR = _directory_record(b"CPX IAS CL", CONTACTLESS_AID, bytes.fromhex("3F000002")) + _directory_record(
    b"CPX IAS", CONTACT_AID, bytes.fromhex("3F000001")
)


def ef_sn(serial: str) -> bytes:
    """Tag 5A, 10 bytes: issuer ‖ 8-digit serial ‖ Luhn digit ‖ filler F. Raises ValueError for another serial."""
    if len(serial) != 8 or not serial.isdigit():
        raise ValueError("a serial is eight digits")
    number = ISSUER + serial
    return tlv(0x5A, bytes.fromhex(f"{number}{luhn_digit(number)}F"))


def ef_actua(start: date, end: date) -> bytes:
    """The update window: EC {81, 82}, each BCD YYYYMMDDhhmmss."""
    return tlv(0xEC, *(tlv(tag, bytes.fromhex(f"{day:%Y%m%d}000000")) for tag, day in ((0x81, start), (0x82, end))))


CORRUPT_EF_ACTUA = bytes.fromhex("EC0C 8105 2026139945 8203 FFFFFF")  # dates of a wrong length that are no dates


def root_files(identity: Identity, actua: bytes | None) -> tuple[File, ...]:
    """EF.DIR, EF.ATR, EF.SN and, if ``actua`` is given, EF_ACTUA."""
    files = (
        File(0x2F00, EF_DIR, sfi=0x1E, others=_PROTECTED),
        File(EF_ATR_FID, EF_ATR, sfi=0x1D, others=_PROTECTED),
        File(0xD003, ef_sn(identity.serial), sfi=0x1C),
    )
    return files if actua is None else (*files, File(0xD010, actua))
