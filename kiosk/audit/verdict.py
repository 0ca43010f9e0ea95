"""Is this card valid? What may be said of it, and what may not.

Only proof condemns (DESIGN rule 12): an end of validity that has passed on a sane clock. What is inferred or could
not be read is "à vérifier". Certificates and revocation are not checked yet: their lines say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.card.model import CardContent, CardSnapshot, UpdateWindow


class Validity(Enum):
    """VALID: within the dates it carries. TO_CHECK: nothing proves it either way. EXPIRED: proved on a sane clock."""

    VALID = "valid"
    TO_CHECK = "to_check"
    EXPIRED = "expired"


class Doubt(Enum):
    """Why a card is only "à vérifier"."""

    NO_DATE = "no_date"
    CLOCK = "clock"
    UPDATE_WINDOW = "update_window"
    NOT_YET_ISSUED = "not_yet_issued"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement, the day of end of validity it speaks of (None if unread) and its doubts."""

    validity: Validity
    valid_until: date | None
    doubts: tuple[Doubt, ...] = ()


def judge(snapshot: CardSnapshot, content: CardContent, today: date, *, clock_sane: bool) -> Verdict:
    """Judge a card by its own dates. ``valid_until`` is the last day on which it is valid."""
    doubts = tuple(_doubts(snapshot, content, today, clock_sane=clock_sane))
    if clock_sane and content.valid_until is not None and content.valid_until < today:
        return Verdict(Validity.EXPIRED, content.valid_until, doubts)
    return Verdict(Validity.TO_CHECK if doubts else Validity.VALID, content.valid_until, doubts)


def _doubts(snapshot: CardSnapshot, content: CardContent, today: date, *, clock_sane: bool) -> list[Doubt]:
    doubts = []
    if content.valid_until is None:
        doubts.append(Doubt.NO_DATE)
    if not clock_sane:
        doubts.append(Doubt.CLOCK)
    if snapshot.update_window is UpdateWindow.CORRUPT:
        doubts.append(Doubt.UPDATE_WINDOW)
    if clock_sane and content.issued is not None and content.issued > today:
        doubts.append(Doubt.NOT_YET_ISSUED)
    return doubts
