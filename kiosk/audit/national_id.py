"""The national identifier of the business data: one digit for its kind, then the identifier (nomenclature G08)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.audit.findings import YesNoUnknown
from kiosk.card.data.ef_sn import luhn_sum
from kiosk.card.model import HolderIdentity

_RPPS = re.compile(r"8([0-9]{11})")


@dataclass(frozen=True, slots=True, repr=False)
class NationalId:
    """``number`` without the digit of its kind. ``check_digit_right`` is known for an RPPS only.

    That the last digit of an RPPS is its Luhn key was computed on six published numbers
    (deploy/reference/card.md §11.1), so a wrong
    one is a doubt and no proof; the key of an ADELI number is not published.
    """

    number: str
    check_digit_right: YesNoUnknown

    def __repr__(self) -> str:
        return "NationalId(•••)"


def identifier_of(holder: HolderIdentity | None) -> NationalId | None:
    """None if the card gave none."""
    written = "" if holder is None or holder.national_id is None else "".join(holder.national_id.split())
    if len(written) < 2:
        return None
    rpps = _RPPS.fullmatch(written)
    if rpps is None:
        return NationalId(written[1:], YesNoUnknown.UNKNOWN)
    return NationalId(rpps[1], YesNoUnknown.YES if luhn_sum(rpps[1]) % 10 == 0 else YesNoUnknown.NO)
