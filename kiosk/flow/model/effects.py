"""What the flow asks the world to do. Performed in the order given, each on its own lane."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from kiosk.card.codes.current_pin.policy import CurrentPinPermit
from kiosk.card.codes.unblock.policy import UnblockPermit
from kiosk.card.model import CardKind, CardSnapshot
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.staff_messages import StaffEffect


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """Card lane: answer with SnapshotRead, ReadFailed or CardCallStuck for this ticket."""

    ticket: int
    reader: str
    kind: CardKind


@dataclass(frozen=True, slots=True)
class ReadContent:
    """Card lane: answer with ContentRead, ReadFailed or CardCallStuck for this ticket."""

    ticket: int
    snapshot: CardSnapshot


@dataclass(frozen=True, slots=True)
class Unblock:
    """Card lane: codes come from the vault's PUK and NEW_PIN slots; answer with UnblockEnded or CardCallStuck."""

    ticket: int
    permit: UnblockPermit


@dataclass(frozen=True, slots=True)
class UseCurrentPin:
    """Card lane: codes come from the vault's CURRENT_PIN slot and, for a change, NEW_PIN.

    Answer with CurrentPinEnded or CardCallStuck.
    """

    ticket: int
    permit: CurrentPinPermit


@dataclass(frozen=True, slots=True)
class RestartCardService:
    """Ask whoever may to restart pcscd; answered by the watcher's next report."""


@dataclass(frozen=True, slots=True)
class Wipe:
    """Zero these slots now, outside any queue."""

    slots: tuple[CodeSlot, ...]


@dataclass(frozen=True, slots=True)
class KeepRefusedPuk:
    """Move PUK to those in REFUSED_PUK now: the same mistake is to be stopped before it is sent."""


@dataclass(frozen=True, slots=True)
class KeepRefusedCurrentPin:
    """Move CURRENT_PIN to those in REFUSED_CURRENT_PIN now, likewise."""


@dataclass(frozen=True, slots=True)
class BeginService:
    service: Service
    generation: CardGeneration


@dataclass(frozen=True, slots=True)
class EndService:
    service: Service
    generation: CardGeneration
    code: Code


@dataclass(frozen=True, slots=True)
class EndVisit:
    """``duration_s`` from the card's insertion or the first press."""

    duration_s: float
    printed: bool
    assisted: bool


class PaperKind(Enum):
    RECEIPT = "receipt"
    REFERRAL = "referral"
    REPLACEMENT = "replacement"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Print:
    """Paper lane: answer with PaperEnded for this ticket."""

    ticket: int
    paper: PaperKind


@dataclass(frozen=True, slots=True)
class CallStaff:
    calling: bool


@dataclass(frozen=True, slots=True)
class VisitOver:
    """The visit left nothing behind: forget identities; a process that must restart may do so now."""


CardEffect = ReadSnapshot | ReadContent | Unblock | UseCurrentPin | RestartCardService
VaultEffect = Wipe | KeepRefusedPuk | KeepRefusedCurrentPin
RecordEffect = BeginService | EndService | EndVisit
Effect = CardEffect | VaultEffect | RecordEffect | Print | CallStaff | StaffEffect | VisitOver

ALL_CODES = (CodeSlot.PUK, CodeSlot.CURRENT_PIN, CodeSlot.NEW_PIN, CodeSlot.CONFIRM)
EVERYTHING = (*ALL_CODES, CodeSlot.REFUSED_PUK, CodeSlot.REFUSED_CURRENT_PIN)
