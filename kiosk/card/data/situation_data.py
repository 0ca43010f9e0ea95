"""Business data behind the PIN (deploy/reference/card.md §10.5, §10.6: read off the issuer's own program).

==================  =======================================================================================
object              fields read
==================  =======================================================================================
CPS_ACTIVITY_nn_PS  EE { 80 mode G17 as two digits, [a byte nobody knows], 81 speciality and qualification, a
                    byte each, 82 table of pharmacists (1 or 2 letters), 83 link to the billing data, 84 company
                    (at most 40), 85 id type and identifier (1 + at most 14), 86 sector ("SA07") }
CPS_SIT_FACT        E0 { at most 8 times A0 { 80 link, 81 BCD billing id (at most 10 digits), 82 BCD speciality (2),
                    convention (1), zone (2), IK (1), 83 BCD three approvals of 2 digits, 84 rights: bit 10 to sign
                    a claim, bit 01 to sign a batch } }
==================  =======================================================================================

Texts are ISO-8859-1. A field that is absent, there twice or senseless is None; the others stand.
"""

from __future__ import annotations

from kiosk.card.data.business_data import bcd_digits, container, field, single_byte, text, two_digits
from kiosk.card.errors import CardUnreadable, MalformedData
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv
from kiosk.card.model import Activity, Billing

BILLINGS_MAX = 8
_ACTIVITY = 0xEE
_BILLINGS = 0xE0
_BILLING = 0xA0
_PHARMACIST_TABLE_MAX = 2
_COMPANY_MAX = 40
_IDENTIFIER_MAX = 14
_SECTOR_MAX = 4
_BILLING_ID_BYTES_MAX = 5
_BCD_BYTES = 3
_APPROVALS = (slice(0, 2), slice(2, 4), slice(4, 6))
_MAY_SIGN_FSE = 0x10
_MAY_SIGN_LOTS = 0x01


def decode_activity(number: int, data: bytes) -> Activity:
    """The situation ``number`` from its object. Raises MalformedTlv."""
    fields = container(data, _ACTIVITY)
    mode = field(fields, 0x80)
    skills = field(fields, 0x81) or b""
    id_type, identifier = _structure(text(field(fields, 0x85), 1 + _IDENTIFIER_MAX))
    return Activity(
        number,
        mode=two_digits(mode[:1]) if mode is not None and len(mode) <= 2 else None,
        speciality=skills[0] if 1 <= len(skills) <= 2 else None,
        qualification=skills[1] if len(skills) == 2 else None,
        pharmacist_table=text(field(fields, 0x82), _PHARMACIST_TABLE_MAX),
        billing_link=single_byte(field(fields, 0x83)),
        company=text(field(fields, 0x84), _COMPANY_MAX),
        id_type=id_type,
        identifier=identifier,
        sector=text(field(fields, 0x86), _SECTOR_MAX),
    )


def decode_billing(data: bytes) -> tuple[Billing, ...]:
    """All entries of CPS_SIT_FACT; one that makes no sense has no field. Raises MalformedTlv, MalformedData."""
    entries = container(data, _BILLINGS)
    if len(entries) > BILLINGS_MAX or any(entry.tag != _BILLING for entry in entries):
        raise MalformedData("billing data of another shape")
    return tuple(_billing(_fields_of(entry)) for entry in entries)


def _fields_of(entry: Tlv) -> tuple[Tlv, ...]:
    try:
        return entry.children(Lengths.ANY_FORM)
    except CardUnreadable:
        return ()


def _billing(fields: tuple[Tlv, ...]) -> Billing:
    codes = _nibbles(field(fields, 0x82))
    approvals = _nibbles(field(fields, 0x83))
    rights = single_byte(field(fields, 0x84))
    return Billing(
        link=single_byte(field(fields, 0x80)),
        billing_id=_billing_id(field(fields, 0x81)),
        speciality=_number(codes[0:2]),
        convention=_number(codes[2:3]),
        zone=_number(codes[3:5]),
        ik=_number(codes[5:6]),
        approvals=tuple(code for place in _APPROVALS if (code := _number(approvals[place])) is not None),
        may_sign_fse=None if rights is None else bool(rights & _MAY_SIGN_FSE),
        may_sign_lots=None if rights is None else bool(rights & _MAY_SIGN_LOTS),
    )


def _structure(value: str | None) -> tuple[str | None, str | None]:
    """(id type, identifier): a digit, then what identifies the structure."""
    if value is None or not value[0].isdecimal() or not value.isascii():
        return None, None
    return value[0], value[1:].strip() or None


def _billing_id(value: bytes | None) -> str | None:
    if value is None or len(value) > _BILLING_ID_BYTES_MAX:
        return None
    return bcd_digits(value) or None


def _nibbles(value: bytes | None) -> str:
    """Six nibbles as hexadecimal digits, "" for a field of another length."""
    return value.hex() if value is not None and len(value) == _BCD_BYTES else ""


def _number(nibbles: str) -> int | None:
    """Decimal digits, None if one of them is a blank."""
    return int(nibbles) if nibbles.isdecimal() else None
