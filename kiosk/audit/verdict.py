"""Is this card valid? What may be said of it, and what may not.

Only proof condemns (rule 12): an end of validity that has passed on a sane clock, or a fresh signed list that
names a certificate of the card. What is inferred or could not be read is "à vérifier"; what was not checked, a
revocation list that is missing or stale for instance, leaves the verdict as the dates make it and is said beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.audit.findings import NOT_EXAMINED, ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.card.model import CardContent, CardSnapshot, UpdateWindow


class Validity(Enum):
    """VALID: within the dates it carries. TO_CHECK: nothing proves it either way.

    EXPIRED: proved on a sane clock. REVOKED: proved by a fresh signed list.
    """

    VALID = "valid"
    TO_CHECK = "to_check"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Doubt(Enum):
    """Why a card is only "à vérifier"."""

    NO_DATE = "no_date"
    CLOCK = "clock"
    UPDATE_WINDOW = "update_window"
    NOT_YET_ISSUED = "not_yet_issued"
    CERTIFICATES = "certificates"
    CERTIFICATE_DATES = "certificate_dates"
    CERTIFICATE_HOLDER = "certificate_holder"
    CERTIFICATE_AUTHORITY = "certificate_authority"
    REVOCATION = "revocation"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement, the day of end of validity it speaks of (None if unread), its doubts and the certificates."""

    validity: Validity
    valid_until: date | None
    doubts: tuple[Doubt, ...] = ()
    certificates: Findings = NOT_EXAMINED


def judge(
    snapshot: CardSnapshot,
    content: CardContent,
    today: date,
    *,
    clock_sane: bool,
    certificates: Findings = NOT_EXAMINED,
) -> Verdict:
    """Judge a card by its own dates and its certificates. ``valid_until`` is the last day on which it is valid."""
    doubts = (*_doubts(snapshot, content, today, clock_sane=clock_sane), *_doubts_about(certificates))
    past = clock_sane and content.valid_until is not None and content.valid_until < today
    if clock_sane and certificates.revocation is Revocation.REVOKED:
        validity = Validity.REVOKED
    elif past:
        validity = Validity.EXPIRED
    else:
        validity = Validity.TO_CHECK if doubts else Validity.VALID
    return Verdict(validity, content.valid_until, doubts, certificates)


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


_BAD_PRESENCE = (Presence.NONE, Presence.ONE, Presence.UNREADABLE)
_BAD_TERM = (Term.NOT_YET, Term.ENDED)
_BAD_REVOCATION = (Revocation.SUSPENDED, Revocation.NAMED_BY_OLD_LIST)


def _doubts_about(certificates: Findings) -> list[Doubt]:
    found = {
        Doubt.CERTIFICATES: certificates.presence in _BAD_PRESENCE or certificates.pair is YesNoUnknown.NO,
        Doubt.CERTIFICATE_DATES: certificates.term in _BAD_TERM,
        Doubt.CERTIFICATE_HOLDER: certificates.holder is YesNoUnknown.NO,
        Doubt.CERTIFICATE_AUTHORITY: certificates.chain is ChainStatus.UNKNOWN_AUTHORITY,
        Doubt.REVOCATION: certificates.revocation in _BAD_REVOCATION,
    }
    return [doubt for doubt, there in found.items() if there]
