"""What staff mode is told, and what it asks the world to do. ``page`` is the number of the page that asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.flow.model.staff_desk import CodeAnswer, Knowledge


@dataclass(frozen=True, slots=True)
class StaffTyped:
    """The vault holds ``digits`` digits of a staff code, typed on the page numbered ``page``."""

    digits: int
    page: int


@dataclass(frozen=True, slots=True)
class StaffCodeAnswered:
    """``wait_s``: seconds before a code may be tried again."""

    page: int
    answer: CodeAnswer
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class StaffTold:
    page: int
    known: Knowledge


@dataclass(frozen=True, slots=True)
class FoundClosed:
    """At start: staff closed the kiosk, and nobody has opened it since."""


StaffEvent = StaffTyped | StaffCodeAnswered | StaffTold | FoundClosed


class Question(Enum):
    FIGURES = "figures"
    READINESS = "readiness"
    EVENTS = "events"


class Closing(Enum):
    """``END_OF_DAY`` also has everything that waits in memory written down."""

    CLOSE = "close"
    END_OF_DAY = "end_of_day"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LookAtStaffCode:
    """Staff lane: answer with StaffCodeAnswered, READY or TOO_SOON."""

    page: int


@dataclass(frozen=True, slots=True)
class CheckStaffCode:
    """Staff lane: the digits leave the vault now; answer with StaffCodeAnswered."""

    page: int


@dataclass(frozen=True, slots=True)
class AskStaff:
    """Staff lane: answer with StaffTold."""

    page: int
    question: Question


@dataclass(frozen=True, slots=True)
class SetClosing:
    """Records lane: remember it beyond a restart; answer with StaffTold(ClosingDone)."""

    page: int
    closing: Closing


StaffEffect = LookAtStaffCode | CheckStaffCode | AskStaff | SetClosing
