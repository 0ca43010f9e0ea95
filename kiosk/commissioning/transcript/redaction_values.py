"""Replacements of values that could identify a person or a card: as long, of the same kind, and always the same.

Nothing of the original decides what stands there but its length, its kind of characters, and whether its check digit
is right.
"""

from __future__ import annotations

import re
from datetime import date

from kiosk.card.data.business_data import bcd_digits
from kiosk.card.data.ef_sn import luhn_sum
from kiosk.card.spec import ISSUER

RPPS = "8"
"""Id type of a national identifier whose eleven digits end with a Luhn digit (deploy/reference/card.md §11.1)."""
_RPPS_DIGITS = 12
_DIGITS = re.compile(rb"[0-9]+")
_KEPT_IN_TEXT = frozenset(b" -'.,/\x00\xff")
ISSUED, ENDS = bytes.fromhex("20000101"), bytes.fromhex("20991231")
UPDATED = bytes.fromhex("20000101000000"), bytes.fromhex("20000102000000")

WORDS = frozenset(
    b"ACTIVITY Application ATR Authentification AUT CARD Carte carte Certificat Code code CPS CPS2TER CPX d DATA de "
    b"DIRAMO du FACT IAS ICC ID INFO la NAME porteur PRIV PS PSINFO SIG Signature signature SIT".split()
) | {"déblocage".encode()}
"""All that a label of a directory may say: no name of a person is among them."""
WHOLE_LABELS = frozenset({b"CPS_LANG_PS"})
"""Labels with a word that could be somebody's name elsewhere."""
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]+")
_TOKEN_LABEL = re.compile(rb"(CPS[0-9]v[0-9]{1,2}-)([0-9]{10})")


def blank(value: bytes) -> bytes:
    return bytes(len(value))


def digits(value: bytes) -> bytes:
    """ASCII digits: zeros, after the type digit of an RPPS identifier, and a last 1 where the check digit is wrong."""
    kept = value[:1] if len(value) == _RPPS_DIGITS and value.startswith(RPPS.encode()) else b""
    number = value[len(kept) :]
    wrong = luhn_sum(number.decode()) % 10 != 0
    return kept + b"0" * (len(number) - 1) + (b"1" if wrong else b"0")


def text(value: bytes) -> bytes:
    """Letters become X or x, digits zeros; blanks, filler and a little punctuation stay."""
    zeroed = _DIGITS.sub(lambda run: digits(run[0]), value)
    return bytes(byte if byte in _KEPT_IN_TEXT else _letter(byte) for byte in zeroed)


def bcd(value: bytes) -> bytes:
    """Packed decimal: zeros, and a last 1 where the check digit is wrong; blank nibbles stay."""
    found = [nibble if nibble > 9 else 0 for byte in value for nibble in (byte >> 4, byte & 0x0F)]
    written = [place for place, nibble in enumerate(found) if nibble == 0]
    if written and luhn_sum(bcd_digits(value)) % 10:
        found[written[-1]] = 1
    return bytes(high << 4 | low for high, low in zip(found[::2], found[1::2], strict=True))


def issuer_or_bcd(value: bytes) -> bytes:
    return value if bcd_digits(value) == ISSUER.hex() else bcd(value)


def bcd_day(value: bytes, instead: bytes) -> bytes:
    """``instead`` for YYYYMMDD that is a day, else as many FF."""
    try:
        date(int(value[:2].hex()), int(value[2:3].hex()), int(value[3:4].hex()))
    except ValueError:
        return b"\xff" * len(value)
    return instead if len(value) == len(instead) else b"\xff" * len(value)


def small_code(value: bytes, known: frozenset[int], instead: int) -> bytes:
    """One byte of a nomenclature: ``instead`` if it is a known code, else FF."""
    return bytes((instead,)) if len(value) == 1 and value[0] in known else b"\xff" * len(value)


def label(value: bytes) -> bytes:
    """A directory's label: known words and one number of one or two digits stay, all else becomes x.

    Numbers of two digits side by side may be the number of a card, which is printed in pairs.
    """
    numbers = sum(word.isdigit() for word in _WORD.findall(value))
    kept = value in WHOLE_LABELS

    def told(found: re.Match[bytes]) -> bytes:
        word = found[0]
        return word if kept or _says_what(word, numbers) else b"x" * len(word)

    return _WORD.sub(told, value)


def token_label(value: bytes) -> bytes:
    """``CPS3v3-`` and a number of nobody; any other label is replaced like one of a directory."""
    found = _TOKEN_LABEL.fullmatch(value)
    return label(value) if found is None else found[1] + digits(found[2])


def ef_sn(value: bytes) -> bytes:
    """Issuer and filler stay; the serial becomes zeros, and the check digit is right or wrong as it was."""
    if not value.startswith(ISSUER) or not value[-5:].hex()[:9].isdecimal():
        return blank(value)
    return ISSUER + bcd_like_serial(value)


def bcd_like_serial(value: bytes) -> bytes:
    """Five bytes: eight zeros, the digit that makes issuer and zeros right or wrong as the original was, the filler."""
    wrong = luhn_sum(ISSUER.hex() + value[-5:].hex()[:9]) % 10 != 0
    zeros = ISSUER.hex() + "0" * 8
    right = next(digit for digit in range(10) if luhn_sum(f"{zeros}{digit}") % 10 == 0)
    return bytes(4) + bytes(((right + wrong) % 10 << 4 | value[-1] & 0x0F,))


def _letter(byte: int) -> int:
    if chr(byte).isdigit() and byte < 0x80:
        return byte
    return ord("X") if 0x41 <= byte <= 0x5A else ord("x")


def _says_what(word: bytes, numbers: int) -> bool:
    return word in WORDS or (word.isdigit() and len(word) <= 2 and numbers == 1)
