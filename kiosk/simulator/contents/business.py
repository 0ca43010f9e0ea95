"""The business data of the invented holder, laid out as the issuer's own reader (CPS-GESTION 06.08) takes them apart.

Containers hold one-byte tags from 80. BCD fills with nibbles F; "decimal" is one byte shown as two digits; text is
ISO-8859-1. Values whose meaning no program shows (E3.80, EE.80 second byte, ED.80 flags) are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.simulator.chip.tlv import tlv
from kiosk.simulator.contents.identity import TEST_CATEGORY, Identity
from kiosk.simulator.contents.root_files import ISSUER


def _bcd(digits: str, octets: int) -> bytes:
    return bytes.fromhex(digits.ljust(octets * 2, "F"))


def _day(day: date) -> bytes:
    return bytes.fromhex(f"{day:%Y%m%d}")


def _text(value: str) -> bytes:
    return value.encode("iso-8859-1")


def id_card(identity: Identity) -> bytes:
    """CPS_ID_CARD E3: 80 issuer, 81 card number (10 digits), 82 category, 83 issue date, 84 end of validity."""
    return tlv(
        0xE3,
        tlv(0x80, _bcd(ISSUER, 6)),
        tlv(0x81, _bcd(identity.card_number, 5)),
        tlv(0x82, bytes([TEST_CATEGORY])),
        tlv(0x83, _day(identity.validity.issued)),
        tlv(0x84, _day(identity.validity.ends)),
    )


def name(identity: Identity) -> bytes:
    """CPS_NAME_PS E4: 80 civility, 81 and 82 names, 83 first names each ended by FF, 84 usual first name."""
    given = _text(identity.given_name)
    return tlv(
        0xE4,
        tlv(0x80, bytes([identity.civility])),
        tlv(0x81, _text(identity.surname)),
        tlv(0x82, b""),
        tlv(0x83, given + b"\xff"),
        tlv(0x84, given),
    )


def language() -> bytes:
    """CPS_LANG_PS: no program decodes it; its container and content are assumed."""
    return tlv(0xE5, tlv(0x80, _text("FR")))


def professional(identity: Identity) -> bytes:
    """CPS_INFO_PS ED: 80 card type 00 (CPS) and flags, 81 id type 8 and RPPS, 82 profession, 84 name in exercise,
    85 skills: 10 characters of skill, two-character codes at +12 … +24, speciality at +26, attributions to the end.
    """
    skills = " " * 26 + identity.speciality
    return tlv(
        0xED,
        tlv(0x80, b"\x00\x00"),
        tlv(0x81, _text("8" + identity.rpps)),
        tlv(0x82, bytes([identity.profession])),
        tlv(0x84, _text(identity.surname)),
        tlv(0x85, _text(skills)),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """``structure``: a digit of table G07 and the identifier; ``sector`` of table R02."""

    company: str
    structure: str
    sector: str


def activity(mode: int, link: int, place: Place, speciality: int = 0) -> bytes:
    """CPS_ACTIVITY_nn_PS EE: 80 mode, 81 specialities, 83 link, 84 company, 85 structure, 86 sector."""
    return tlv(
        0xEE,
        tlv(0x80, bytes([mode, 0x00])),
        tlv(0x81, bytes([speciality, 0x00])),
        tlv(0x83, bytes([link])),
        tlv(0x84, _text(place.company)),
        tlv(0x85, _text(place.structure)),
        tlv(0x86, _text(place.sector)),
    )


def billing_entry(link: int, billing_id: str, codes: str, approvals: str, signs: int) -> bytes:
    """A0: 80 link, 81 billing id, 82 ``codes`` (speciality, convention, zone, IK), 83 ``approvals``, 84 rights.

    ``codes`` and ``approvals`` are six hexadecimal digits each, F for a blank.
    """
    return tlv(
        0xA0,
        tlv(0x80, bytes([link])),
        tlv(0x81, _bcd(billing_id, 5)),
        tlv(0x82, bytes.fromhex("".join(codes.split()))),
        tlv(0x83, bytes.fromhex("".join(approvals.split()))),
        tlv(0x84, bytes([signs])),
    )


def billing(*entries: bytes) -> bytes:
    """CPS_SIT_FACT E0 {A0 …}."""
    return tlv(0xE0, *entries)
