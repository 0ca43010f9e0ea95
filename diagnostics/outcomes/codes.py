"""The outcome catalogue: every way a service can end, with its stable code, sentence and remedy.

Codes are printed on slips, shown on screens and read over the telephone: once released, a code keeps its meaning
for ever and is never given to something else. Letters: ``U`` unblocking, ``A`` audit (fiche n° 2), ``R`` referral
without the PUK, ``N`` new card needed, ``L`` the card could not be used, ``C`` the current PIN,
``T`` technical state of the machine (shown, never counted).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Service(Enum):
    """What a person came for; one outcome is kept for each service used in a visit."""

    READING = "reading"
    AUDIT = "audit"
    UNBLOCK = "unblock"
    REFERRAL = "referral"
    CURRENT_PIN = "present_code"


class CardGeneration(Enum):
    """What kind of card it was, as coarse as statistics need it."""

    CPS3 = "cps3"
    CPS4 = "cps4"
    OLDER = "older"
    CONTACTLESS = "contactless"
    OTHER = "other"
    NONE = "none"


class Code(Enum):
    """Stable outcome codes; see ``diagnostics.outcomes.catalogue.CATALOGUE`` for their French sentences."""

    UNBLOCKED = "U01"
    UNBLOCK_ABANDONED = "U02"
    UNBLOCK_TIMED_OUT = "U03"
    UNBLOCK_CARD_REMOVED = "U04"
    WRONG_PUK = "U05"
    TWO_WRONG = "U06"
    PUK_EXHAUSTED = "U07"
    UNBLOCK_NOT_HERE = "U08"
    HELP_ASKED = "U09"
    NUMBER_UNREADABLE = "U10"
    TORN_NOT_DONE = "U11"
    TORN_TRY_COUNTED = "U12"
    TORN_DONE = "U13"
    TORN_UNKNOWN = "U14"
    HALF_DONE = "U15"
    CARD_CHANGED = "U16"
    CARD_STUCK = "U17"
    FORGOTTEN_SET = "U18"
    FORGOTTEN_UNKNOWN = "U19"
    STOPPED = "U20"
    NOT_PROVED = "U21"
    COUNTERS_UNREADABLE = "U22"
    FORGOTTEN_TORN_NO_TRY = "U23"
    FORGOTTEN_TORN_TRY_COUNTED = "U24"
    UNBLOCK_INTERRUPTED = "U99"

    AUDIT_VALID = "A01"
    AUDIT_TO_CHECK = "A02"
    AUDIT_NOT_VALID = "A03"
    AUDIT_NOT_FINISHED = "A04"
    AUDIT_INTERRUPTED = "A99"

    PUK_UNKNOWN = "R01"
    REFERRAL_WITHOUT_CARD = "R02"
    REFERRAL_INTERRUPTED = "R99"

    REPLACE_PUK_DEAD = "N01"
    REPLACE_EXPIRED = "N02"
    REPLACE_REVOKED = "N03"
    REPLACE_FAULTY = "N04"

    READ_BLOCKED = "L01"
    READ_NOT_BLOCKED = "L02"
    READ_NOT_VALID = "L03"
    READ_MUTE = "L04"
    READ_VITALE = "L05"
    READ_FOREIGN = "L06"
    READ_CONTACTLESS = "L07"
    READ_OLD_GENERATION = "L08"
    READ_IN_USE = "L09"
    READ_NOT_FINISHED = "L10"
    READ_INTERRUPTED = "L99"

    PIN_CHANGED = "C01"
    PIN_WORKS = "C02"
    WRONG_PIN = "C03"
    CHANGE_ABANDONED = "C04"
    CHANGE_UNKNOWN = "C05"
    NEW_CODE_REFUSED = "C06"
    SITUATIONS_SHOWN = "C07"
    CURRENT_PIN_TORN_NO_TRY = "C08"
    CURRENT_PIN_TORN_TRY_COUNTED = "C09"
    PIN_NOW_BLOCKED = "C10"
    PIN_NOT_PROVED = "C11"
    CURRENT_PIN_TORN_UNKNOWN = "C12"
    CURRENT_PIN_INTERRUPTED = "C99"

    NO_READER = "T01"
    NO_CARD_SERVICE = "T02"
    CLOSED_BY_STAFF = "T03"
    CARD_SERVICE_STUCK = "T04"
    CARD_IN_USE = "T05"
    DATABASE_UNWRITABLE = "T06"
    PRINTER_UNAVAILABLE = "T07"
    CONFIGURATION_REFUSED = "T08"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the catalogue.

    ``sentence`` says in French what happened, ``remedy`` what to do now. ``services`` are those that may end with
    this code; empty for technical codes, which are never counted.
    """

    sentence: str
    remedy: str
    services: frozenset[Service]


SOLVED = frozenset({Code.UNBLOCKED, Code.FORGOTTEN_SET})
"""Unblockings whose new PIN the card has accepted."""

INTERRUPTED: Mapping[Service, Code] = MappingProxyType(
    {
        Service.READING: Code.READ_INTERRUPTED,
        Service.AUDIT: Code.AUDIT_INTERRUPTED,
        Service.UNBLOCK: Code.UNBLOCK_INTERRUPTED,
        Service.REFERRAL: Code.REFERRAL_INTERRUPTED,
        Service.CURRENT_PIN: Code.CURRENT_PIN_INTERRUPTED,
    }
)
"""What a service is counted as when the machine stopped before its end could be recorded."""
