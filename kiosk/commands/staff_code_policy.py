"""Which staff codes are refused when they are made. They open the last try of other people's cards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from enum import Enum

from kiosk.flow.model.entry import weakness_of
from kiosk.flow.model.staff_desk import MAX_DIGITS, MIN_DIGITS

FEWEST_DIFFERENT = 3


class StaffWeakness(Enum):
    LENGTH = "length"
    ALIKE_OR_RUN = "alike_or_run"
    TOO_FEW_DIFFERENT = "too_few_different"
    REPEATED = "repeated"
    DATE = "date"


def staff_weakness(digits: Sequence[int]) -> StaffWeakness | None:
    """Why a staff code (digits 0 to 9) is refused; None if it is not.

    ``REPEATED``: the same group of digits over and over (``258258``). ``DATE``: a day written JJMMAA, AAMMJJ, JJMMAAAA
    or AAAAMMJJ.
    """
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        return StaffWeakness.LENGTH
    found = weakness_of(digits)
    if found is not None and found.refused:
        return StaffWeakness.ALIKE_OR_RUN
    if len(set(digits)) < FEWEST_DIFFERENT:
        return StaffWeakness.TOO_FEW_DIFFERENT
    if _repeated(digits):
        return StaffWeakness.REPEATED
    return StaffWeakness.DATE if _is_date("".join(map(str, digits))) else None


def _repeated(digits: Sequence[int]) -> bool:
    whole = list(digits)
    lengths = (size for size in range(1, len(whole) // 2 + 1) if len(whole) % size == 0)
    return any(whole == whole[:size] * (len(whole) // size) for size in lengths)


def _is_date(text: str) -> bool:
    if len(text) == 6:
        return _day(text[:2], text[2:4], f"20{text[4:]}") or _day(text[4:], text[2:4], f"20{text[:2]}")
    if len(text) == 8:
        return _day(text[:2], text[2:4], text[4:]) or _day(text[6:], text[4:6], text[:4])
    return False


def _day(day: str, month: str, year: str) -> bool:
    """A day of the years 1900 to 2099 (two digits of a year are read as 20xx, a leap year more than is needed)."""
    if not 1900 <= int(year) <= 2099:
        return False
    with suppress(ValueError):
        date(int(year), int(month), int(day))
        return True
    return False
