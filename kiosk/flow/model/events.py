"""What can happen to a visit. Each event is a plain value; ``now`` comes beside it, in monotonic seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.audit.findings import NOT_EXAMINED, Findings
from kiosk.card.iso7816.connection import SlotReport
from kiosk.card.model import CardContent, CardSnapshot, CurrentPinResult, UnblockResult
from kiosk.flow.model.entry import CodeEntry
from kiosk.flow.model.staff_messages import StaffEvent
from kiosk.flow.model.states import Action
from reports.printing.trouble import Trouble


class ReadFailure(Enum):
    """Why a reading did not come to an end."""

    MUTE = "mute"
    IN_USE = "in_use"
    GONE = "gone"
    UNREADABLE = "unreadable"
    NO_SERVICE = "no_service"


@dataclass(frozen=True, slots=True)
class Started:
    """The process began; ``clean`` is False if the last one did not end by itself."""

    clean: bool


@dataclass(frozen=True, slots=True)
class SlotsChanged:
    """The watcher's report: every reader, every card."""

    report: SlotReport


@dataclass(frozen=True, slots=True)
class SnapshotRead:
    """``ticket`` is that of the effect it answers; an answer to an older ticket is ignored."""

    ticket: int
    snapshot: CardSnapshot


@dataclass(frozen=True, slots=True)
class ContentRead:
    """``today`` is the date of the kiosk's clock and ``clock_sane`` whether it may be relied upon.

    ``certificates``: examined beside the reading, because it takes too long for the screen's thread.
    """

    ticket: int
    content: CardContent
    today: date
    clock_sane: bool
    certificates: Findings = NOT_EXAMINED


@dataclass(frozen=True, slots=True)
class ReadFailed:
    ticket: int
    failure: ReadFailure


@dataclass(frozen=True, slots=True)
class UnblockEnded:
    ticket: int
    result: UnblockResult


@dataclass(frozen=True, slots=True)
class CurrentPinEnded:
    ticket: int
    result: CurrentPinResult


@dataclass(frozen=True, slots=True)
class CardCallStuck:
    """A call passed its deadline and was abandoned. ``nothing_sent``: the right to send was revoked unclaimed."""

    ticket: int
    nothing_sent: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, on the screen numbered ``screen``; a press meant for an earlier screen is ignored."""

    action: Action
    screen: int


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """The vault's account after a digit, a correction or a clearing on the screen numbered ``screen``."""

    entry: CodeEntry
    screen: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen or a key, whatever it was."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed; sent about four times a second."""


@dataclass(frozen=True, slots=True)
class CardCallReturned:
    """An abandoned call came back at last: nothing of it is at work any more."""

    ticket: int


class PaperResult(Enum):
    PRINTED = "printed"
    SENT = "sent"
    SHOWN = "shown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PaperSent:
    """The printer has the paper; what becomes of it is told by PaperEnded."""

    ticket: int


@dataclass(frozen=True, slots=True)
class PaperEnded:
    """``trouble`` is why it failed, or why nobody knows.

    ``may_come_out``: it failed, and the printer may have kept it.
    """

    ticket: int
    result: PaperResult
    trouble: Trouble | None = None
    may_come_out: bool = False


@dataclass(frozen=True, slots=True)
class PrinterAnswered:
    """What the printer says of itself before it is needed; None: it is ready."""

    trouble: Trouble | None


Event = (
    Started
    | SlotsChanged
    | SnapshotRead
    | ContentRead
    | ReadFailed
    | UnblockEnded
    | CurrentPinEnded
    | CardCallStuck
    | CardCallReturned
    | Pressed
    | EntryChanged
    | Touched
    | Tick
    | PaperSent
    | PaperEnded
    | PrinterAnswered
    | StaffEvent
)
