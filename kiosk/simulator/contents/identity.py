"""Who the simulated card says it belongs to: nobody. Every value is invented and marked as a test card's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REVOKED_SERIAL = "99213911"
"""EF.SN of the one simulated card whose certificates are on the TEST authority's list."""
TEST_CATEGORY = 0x80  # nomenclature G01: 80, 82 and 83 are test cards


@dataclass(frozen=True, slots=True)
class ValidityDates:
    """Dates of the card; its certificates carry the same."""

    issued: date
    ends: date


def current_validity(today: date) -> ValidityDates:
    """Issued last year, three years long: one answer for all of ``today``'s year, so that file content is stable."""
    return ValidityDates(date(today.year - 1, 3, 14), date(today.year + 2, 3, 31))


def past_validity(today: date) -> ValidityDates:
    """A card whose end of validity passed before ``today``'s year began."""
    return ValidityDates(date(today.year - 4, 3, 14), date(today.year - 1, 3, 31))


@dataclass(frozen=True, slots=True)
class Identity:
    """What files and certificates are made from.

    ``serial`` is the 8 digits of EF.SN (by default those published in OpenSC issue 2275), ``card_number`` the 10 digits
    of CPS_ID_CARD and of the token label, ``rpps`` 11 digits with their check digit, ``civility`` and ``profession``
    codes of nomenclatures G03 and G15.
    """

    validity: ValidityDates
    serial: str = "99213845"
    card_number: str = "2999471603"
    civility: int = 22
    given_name: str = "Hélène"
    surname: str = "LEGRAND-TEST"
    rpps: str = "99700999990"
    profession: int = 10
    profession_title: str = "Médecin"
    speciality: str = "SM26"


def luhn_digit(digits: str) -> int:
    """The check digit that makes ``digits`` followed by it pass Luhn (ISO/IEC 7812-1 annex B)."""
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits)))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
