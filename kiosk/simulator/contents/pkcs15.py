"""The PKCS#15 files of the contact application.

Real bytes: AODF whole (OpenSC issue 2224), the authentication key's entry (issue 2267), the signature certificate's
entry up to its identifier (issue 2224). Assumed: ODF, TokenInfo and DODF, the signature key's and the authentication
certificate's entries (made in the shape of the other one), and the file identifiers of the data objects.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.simulator.chip.tlv import tlv
from kiosk.simulator.contents.root_files import CONTACT_AID

AODF_FID, PRKDF_FID, CDF_FID, DODF_FID = 0x7001, 0x7002, 0x7005, 0x7006
ODF_FID, TOKEN_INFO_FID = 0x5031, 0x5032
SIGNATURE_CERTIFICATE_FID, AUTHENTICATION_CERTIFICATE_FID = 0xA001, 0xA002
SIGNATURE_ID = CONTACT_AID + b"\x01"
AUTHENTICATION_ID = CONTACT_AID + b"\x02"

AODF = (
    bytes.fromhex("3061 303F 0C1C")
    + b"Code porteur de la carte CPS"
    + bytes.fromhex("030108 040102 3019 3006 03020520 0500 3006 03020640 0500 3007 03020308 040104 3003 040101")
    + bytes.fromhex("A119 3017 0303040C10 0A0101 020104 020108 020104 800101 0401FF")
    + bytes.fromhex("3058 3039 0C22")
    + "Code de déblocage de la carte CPS".encode()
    + bytes.fromhex("030108 3010 3006 03020520 0500 3006 03020640 0500 3003 040104")
    + bytes.fromhex("A116 3014 0303041D10 0A0101 020108 020108 020108 800102")
)

_TEXT, _BITS, _OCTETS = 0x0C, 0x03, 0x04
_SEQUENCE = 0x30
_KEY_RULES = bytes.fromhex("3013 3007 03020001 040101 3008 0303060040 040101")


def _path(fid: int) -> bytes:
    """A PKCS#15 Path: SEQUENCE {OCTET STRING file identifier}, relative to the application."""
    return tlv(_SEQUENCE, tlv(_OCTETS, fid.to_bytes(2, "big")))


def _key(label: bytes, flags: str, rules: bytes, key_id: bytes, usage: str, reference: str) -> bytes:
    """PrivateKeyType: common object attributes, common key attributes, type attributes (no path, RSA-2048)."""
    return tlv(
        _SEQUENCE,
        tlv(_SEQUENCE, tlv(_TEXT, label), bytes.fromhex(flags), tlv(_OCTETS, b"\x01"), rules),
        tlv(
            _SEQUENCE,
            tlv(_OCTETS, key_id),
            bytes.fromhex(usage),
            bytes.fromhex("0101FF 030204B0"),
            bytes.fromhex(reference),
        ),
        bytes.fromhex("A10A 3008 3002 0400 02020800"),
    )


AUTHENTICATION_KEY = _key(b"CPS_PRIV_AUT", "030205E0", _KEY_RULES, AUTHENTICATION_ID, "03020560", "02020082")
SIGNATURE_KEY = _key(b"CPS_PRIV_SIG", "03020780", _KEY_RULES, SIGNATURE_ID, "0303060040", "02020081")
PRKDF = SIGNATURE_KEY + AUTHENTICATION_KEY

_CERTIFICATE_RULES = bytes.fromhex("3011 3006 03020780 0500 3007 03020640 040101")


def _certificate(label: str, identifier: bytes, fid: int) -> bytes:
    attributes = tlv(_SEQUENCE, tlv(_TEXT, label.encode()), bytes.fromhex("03020800"), _CERTIFICATE_RULES)
    return tlv(_SEQUENCE, attributes, tlv(_SEQUENCE, tlv(_OCTETS, identifier)), tlv(0xA1, tlv(_SEQUENCE, _path(fid))))


SIGNATURE_CERTIFICATE = _certificate("Certificat de Signature CPS", SIGNATURE_ID, SIGNATURE_CERTIFICATE_FID)
AUTHENTICATION_CERTIFICATE = _certificate(
    "Certificat d'Authentification CPS", AUTHENTICATION_ID, AUTHENTICATION_CERTIFICATE_FID
)
CDF = SIGNATURE_CERTIFICATE + AUTHENTICATION_CERTIFICATE


def odf() -> bytes:
    """One entry for each directory file: A8 authentication objects, A0 private keys, A4 certificates, A7 data."""
    tags = ((0xA8, AODF_FID), (0xA0, PRKDF_FID), (0xA4, CDF_FID), (0xA7, DODF_FID))
    return b"".join(tlv(tag, _path(fid)) for tag, fid in tags)


def token_info(label: str, serial: str) -> bytes:
    """TokenInfo: version 0, serial number, manufacturer, label [0], flags (login required, PRN generation)."""
    return tlv(
        _SEQUENCE,
        bytes.fromhex("020100"),
        tlv(_OCTETS, bytes.fromhex(serial)),
        tlv(_TEXT, b"TEST"),
        tlv(0x80, label.encode()),
        bytes.fromhex("03020430"),
    )


@dataclass(frozen=True, slots=True)
class DataEntry:
    """One entry of the DODF. ``path`` is the identifier within the application, or a whole path from 3F00."""

    label: str
    path: bytes
    needs_pin: bool


def dodf(entries: tuple[DataEntry, ...]) -> bytes:
    """Data objects, each SEQUENCE {attributes {label, [private, PIN 01]}, {application name}, A1 {path}}."""
    return b"".join(_data_object(entry) for entry in entries)


def _data_object(entry: DataEntry) -> bytes:
    protection = bytes.fromhex("03020780 040101") if entry.needs_pin else b""
    return tlv(
        _SEQUENCE,
        tlv(_SEQUENCE, tlv(_TEXT, entry.label.encode()), protection),
        tlv(_SEQUENCE, tlv(_TEXT, b"CPS")),
        tlv(0xA1, tlv(_SEQUENCE, tlv(_OCTETS, entry.path))),
    )
