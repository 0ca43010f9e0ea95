"""Staff mode as a value: which of its pages stands over the visit, and what that page was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TypedDict

from diagnostics.health.check import CheckResult
from diagnostics.outcomes.codes import Code

MIN_DIGITS, MAX_DIGITS = 6, 12
"""Length of a staff code."""


class Page(Enum):
    """``ASSIST`` is the visit's own screens under a banner; every other page hides them."""

    CODE = "code"
    HOME = "home"
    FIGURES = "figures"
    READINESS = "readiness"
    EVENTS = "events"
    CARD = "card"
    CLOSING = "closing"
    BRIEFING = "briefing"
    ASSIST = "assist"


class CodeAnswer(Enum):
    """What became of a staff code. ``READY``: none was tried yet, one may be."""

    READY = "ready"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Week:
    """Services of unblocking that ended in one closed week (``YYYY-Www``), and how many cards of them it unblocked."""

    iso_week: str
    unblocked: int
    others: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Raw figures of closed weeks, and one number for the current one, taken at most once a day.

    ``weeks``: the last ones, oldest first. ``outcomes``: how unblocking ended in them, most frequent first.
    ``durations``: bucket of ``diagnostics.outcomes.visit`` and number of visits. ``taken_on`` is the day when
    ``under_way`` was read.
    """

    weeks: tuple[Week, ...]
    outcomes: tuple[tuple[Code, int], ...]
    durations: tuple[tuple[str, int], ...]
    services: int
    under_way: int
    taken_on: date


@dataclass(frozen=True, slots=True)
class MachineChecks:
    """Every check of the machine, in its order."""

    results: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class TechnicalEvent:
    """A line of the journal: ``name`` and the fields' values come from closed lists."""

    at: datetime
    name: str
    fields: tuple[tuple[str, str | int | bool], ...] = ()


@dataclass(frozen=True, slots=True)
class TechnicalEvents:
    """The last ones, newest first."""

    events: tuple[TechnicalEvent, ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What was asked for could not be read."""


class Keeping(Enum):
    """What became of the figures at the end of the day: not asked for, on the disk, or still in memory."""

    NOT_ASKED = "not_asked"
    KEPT = "kept"
    IN_MEMORY = "in_memory"


class Lasting(Enum):
    """Whether a restart will find the kiosk as staff left it."""

    LASTS = "lasts"
    UNTIL_RESTART = "until_restart"


@dataclass(frozen=True, slots=True)
class ClosingDone:
    """The kiosk was closed or opened."""

    lasting: Lasting
    keeping: Keeping = Keeping.NOT_ASKED


Knowledge = Figures | MachineChecks | TechnicalEvents | ClosingDone | Unavailable


@dataclass(frozen=True, slots=True)
class StaffRules:
    """``enabled``: a staff code is configured. Seconds without a touch after which a page, or the help, ends."""

    enabled: bool = False
    idle_s: float = 120.0
    assist_s: float = 300.0


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """Staff mode, standing over the visit. ``screen`` is negative, so that no press meant for the visit counts here.

    ``typed`` digits of the code are in the vault; ``checking``: they are being compared. ``answer`` is what became of
    the last ones, and ``wait_until`` (monotonic seconds) when the next may be tried.
    """

    screen: int
    touched_at: float
    page: Page = Page.CODE
    warned: bool = False
    typed: int = 0
    checking: bool = False
    answer: CodeAnswer = CodeAnswer.READY
    wait_until: float = 0.0
    known: Knowledge | None = field(default=None)

    @property
    def assisting(self) -> bool:
        return self.page is Page.ASSIST

    @property
    def in_front(self) -> bool:
        """What is pressed is for the desk, not for the visit."""
        return not self.assisting or self.warned

    def waits(self, now: float) -> bool:
        """No code is taken before ``wait_until``."""
        return now < self.wait_until


class DeskChanges(TypedDict, total=False):
    """The fields of ``StaffDesk`` that change while its page stands."""

    touched_at: float
    typed: int
    checking: bool
    answer: CodeAnswer
    wait_until: float
    known: Knowledge | None
