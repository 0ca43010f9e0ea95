"""What was found out about the two certificates of a card, as plain values.

Nothing here condemns by itself: ``verdict.judge`` does, and only for REVOKED (rule 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum


class Presence(Enum):
    """How many of the two certificates the card gave. UNREADABLE: at least one is no X.509 certificate."""

    NOT_EXAMINED = "not_examined"
    NONE = "none"
    ONE = "one"
    BOTH = "both"
    UNREADABLE = "unreadable"


class YesNoUnknown(Enum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Term(Enum):
    """Where today stands in the certificates' dates. ENDING: sixty days or fewer are left. UNKNOWN: no sane clock."""

    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


class ChainStatus(Enum):
    """NOT_CHECKED: no authority is configured. UNKNOWN_AUTHORITY: none of the configured ones vouches for it."""

    NOT_CHECKED = "not_checked"
    KNOWN = "known"
    UNKNOWN_AUTHORITY = "unknown_authority"


class Revocation(Enum):
    """What signed lists say.

    GOOD: a fresh list for every certificate of the path, none named. REVOKED: named by a fresh list. SUSPENDED: named
    there, but on hold or from a day to come. NAMED_BY_OLD_LIST: named by a list that is past its term. NO_LIST, STALE:
    not checked, for want of a list or of a fresh one. NOT_CHECKED: no sane clock, no trusted path, or out of its dates.
    """

    NOT_CHECKED = "not_checked"
    NO_LIST = "no_list"
    STALE = "stale"
    GOOD = "good"
    NAMED_BY_OLD_LIST = "named_by_old_list"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Day:
    """The kiosk's date and whether its clock may be relied upon."""

    today: date
    clock_sane: bool

    @property
    def moment(self) -> datetime:
        """The end of the day: a list that ends today is no longer fresh, one that came out today is."""
        return datetime.combine(self.today, time(23, 59, 59), UTC)


@dataclass(frozen=True, slots=True)
class Findings:
    """``pair``: both are of one holder and issuer, one to authenticate and one to sign, and the card lists a key for
    each. ``holder``: they agree with the business data. ``not_before`` and ``not_after``: the days that both cover
    (UTC). ``list_day``: the day of issue of the oldest list that was used, or that was found too old.
    """

    presence: Presence
    pair: YesNoUnknown = YesNoUnknown.UNKNOWN
    holder: YesNoUnknown = YesNoUnknown.UNKNOWN
    term: Term = Term.UNKNOWN
    not_before: date | None = None
    not_after: date | None = None
    chain: ChainStatus = ChainStatus.NOT_CHECKED
    revocation: Revocation = Revocation.NOT_CHECKED
    list_day: date | None = None


NOT_EXAMINED = Findings(Presence.NOT_EXAMINED)
"""Nobody looked at the certificates."""
