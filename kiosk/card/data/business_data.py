"""Business data of a CPS (deploy/reference/card.md §10): containers of one-byte tags, read without any code.

=============  =========  ====================================================================================
object         container  fields read
=============  =========  ====================================================================================
CPS_ID_CARD    E3         81 BCD 10 digits card number, 82 category G01, 83 BCD YYYYMMDD issued, 84 BCD end
CPS_NAME_PS    E4         80 one byte civility G03, 84 usual first name (ISO-8859-1, at most 27)
CPS_INFO_PS    ED         80 byte 0 card type G02, 81 id-type digit + national id, 82 profession, 84 exercise name
EF_ACTUA       EC         81 start, 82 end of the last update, BCD YYYYMMDDhhmmss
=============  =========  ====================================================================================

A field that is absent, there twice or senseless is None; the others stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.card.errors import MalformedData
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv, only, parse
from kiosk.card.model import UpdateWindow

_FILLER = b"\x00\xff "


def container(data: bytes, tag: int) -> tuple[Tlv, ...]:
    """The fields inside the only object of ``data``. Raises MalformedTlv."""
    return only(parse(data, Lengths.ANY_FORM), tag).children(Lengths.ANY_FORM)


def field(fields: tuple[Tlv, ...], tag: int) -> bytes | None:
    """The value of the one field with this tag."""
    found = [each.value for each in fields if each.tag == tag]
    return found[0] if len(found) == 1 else None


def single_byte(value: bytes | None) -> int | None:
    """0 to 255."""
    return value[0] if value is not None and len(value) == 1 else None


def two_digits(value: bytes | None) -> int | None:
    """One byte that stands for two decimal digits: 0x16 is 22."""
    number = single_byte(value)
    return number if number is not None and number <= 99 else None


def bcd_digits(value: bytes) -> str:
    """The decimal digits of packed BCD; a nibble above 9 is a blank and left out."""
    return "".join(nibble for nibble in value.hex() if nibble.isdecimal())


def text(value: bytes | None, length_max: int) -> str | None:
    """Printable ISO-8859-1 of 1 to ``length_max`` characters, without the filler at its end."""
    if value is None:
        return None
    words = value.rstrip(_FILLER).decode("iso-8859-1").strip()
    return words if words and len(words) <= length_max and words.isprintable() else None


NAME_LENGTH_MAX = 27
NATIONAL_ID_LENGTH_MAX = 20
CARD_NUMBER_DIGITS = 10


@dataclass(frozen=True, slots=True, repr=False)
class IdCard:
    """CPS_ID_CARD. ``category`` is the code of table G01 as it is written (0x80 is "80")."""

    number: str | None
    category: int | None
    issued: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """CPS_NAME_PS. ``civility``: 22, 23 or 31 of table G03."""

    civility: int | None
    usual_first_name: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Info:
    """CPS_INFO_PS. ``card_type``: 0 to 3 of table G02; ``profession``: of table G15."""

    card_type: int | None
    national_id: str | None
    profession: int | None
    exercise_name: str | None


def decode_id_card(data: bytes) -> IdCard:
    """Raises MalformedTlv."""
    fields = container(data, 0xE3)
    return IdCard(
        number=_card_number(field(fields, 0x81)),
        category=single_byte(field(fields, 0x82)),
        issued=_bcd_date(field(fields, 0x83)),
        valid_until=_bcd_date(field(fields, 0x84)),
    )


def decode_name(data: bytes) -> Name:
    """Raises MalformedTlv."""
    fields = container(data, 0xE4)
    return Name(two_digits(field(fields, 0x80)), text(field(fields, 0x84), NAME_LENGTH_MAX))


def decode_info(data: bytes) -> Info:
    """Raises MalformedTlv."""
    fields = container(data, 0xED)
    card = field(fields, 0x80)
    return Info(
        card_type=card[0] if card else None,
        national_id=text(field(fields, 0x81), NATIONAL_ID_LENGTH_MAX),
        profession=two_digits(field(fields, 0x82)),
        exercise_name=text(field(fields, 0x84), NAME_LENGTH_MAX),
    )


def decode_update_window(data: bytes) -> UpdateWindow:
    """SOUND if both moments are dates and the end is not before the start. Raises MalformedTlv, MalformedData."""
    fields = container(data, 0xEC)
    start, end = (_bcd_moment(only(fields, tag).value) for tag in (0x81, 0x82))
    return UpdateWindow.SOUND if start <= end else UpdateWindow.CORRUPT


def _card_number(value: bytes | None) -> str | None:
    digits = bcd_digits(value or b"")
    return digits if len(digits) == CARD_NUMBER_DIGITS else None


def _bcd_date(value: bytes | None) -> date | None:
    if value is None or len(value) != 4 or len(bcd_digits(value)) != 8:
        return None
    try:
        return date(int(value[:2].hex()), int(value[2:3].hex()), int(value[3:].hex()))
    except ValueError:
        return None


def _bcd_moment(value: bytes) -> datetime:
    if len(value) != 7:
        raise MalformedData("a moment that is not seven bytes")
    try:
        return datetime.strptime(value.hex(), "%Y%m%d%H%M%S")
    except ValueError:
        raise MalformedData("a moment that is no date") from None
