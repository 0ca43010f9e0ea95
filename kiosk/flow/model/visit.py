"""The whole state of the machine between two events: what is in the readers, the visit, and what is on screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from diagnostics.outcomes.codes import Code, Service
from kiosk.audit.verdict import Verdict
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.commission import SIMULATED_READERS, Commission, holds_simulated_cards, is_commissioned
from kiosk.card.iso7816.connection import SlotReport
from kiosk.card.model import CardContent, CardKind, CardSnapshot, Counters, PracticeSituations, Purpose, Sent
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.entry import CodeEntry
from kiosk.flow.model.events import PaperResult
from kiosk.flow.model.staff_desk import StaffDesk, StaffRules
from kiosk.flow.model.states import Face, Overlay, State
from reports.printing.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds without a touch after which a state ends, and the other delays of the flow."""

    question_s: float = 120.0
    typing_s: float = 300.0
    torn_s: float = 180.0
    other_card_s: float = 60.0
    stuck_s: float = 60.0
    after_removal_s: float = 30.0
    warning_s: float = 20.0
    with_help_s: float = 600.0
    slow_s: float = 4.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What the configuration and the command line decide.

    ``simulated_readers``: name prefixes of readers that hold simulated cards. ``commissions``: what was commissioned
    here, and may be sent codes in a real reader. ``printer``: a CUPS queue, or a folder for simulated papers, is
    configured.
    """

    times: Times = field(default_factory=Times)
    policy: Policy = field(default_factory=Policy)
    simulated_readers: tuple[str, ...] = SIMULATED_READERS
    commissions: frozenset[Commission] = frozenset()
    printer: bool = False
    staff: StaffRules = field(default_factory=StaffRules)

    def is_simulated(self, reader: str) -> bool:
        return holds_simulated_cards(reader, self.simulated_readers)

    def is_commissioned_for(self, card: CardInPlay) -> bool:
        """Rule 13, for both codes: a simulated reader needs no record; every other needs one of this card and AODF."""
        return self.is_simulated(card.reader) or is_commissioned(
            self.commissions, card.kind, card.reader, card.aodf_hash
        )


@dataclass(frozen=True, slots=True)
class CardInPlay:
    """The card of this visit: the reader it is in, which insertion it was, and what was read from it.

    ``test_card``: its category says so; known also once the rest of what was read is forgotten.
    """

    reader: str
    kind: CardKind
    changes: int
    snapshot: CardSnapshot | None = None
    content: CardContent | None = None
    verdict: Verdict | None = None
    test_card: bool = False

    @property
    def aodf_hash(self) -> str | None:
        """None while the AODF was not read, or could not be."""
        return None if self.content is None else self.content.aodf_hash


class CardChanges(TypedDict, total=False):
    """The fields of ``CardInPlay`` that a move may change."""

    snapshot: CardSnapshot | None
    content: CardContent | None
    verdict: Verdict | None
    test_card: bool


@dataclass(frozen=True, slots=True)
class LostContact:
    """What is known of an operation that lost contact: the card and its counters before, and how far it went.

    ``running`` is the ticket of a call that was abandoned and may still be at work (0: none). ``strangers`` are the
    insertions, as (reader, changes), that are known to be of other cards. ``purpose`` is that of the current PIN, None
    for an unblocking.
    """

    ef_sn: bytes = field(repr=False)
    before: Counters
    kind: CardKind
    sent: Sent
    running: int = 0
    strangers: frozenset[tuple[str, int]] = frozenset()
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's visit; a new one starts empty.

    ``face`` chooses between the wordings of one state. ``other_letter``: the person holds the letter of another card.
    ``purpose`` is what the current PIN is typed for, None for an unblocking; ``forgotten``: staff chose to set a new
    code with the PUK on a card that is not blocked. ``code_sent``: a code may have reached the card in this visit.
    ``situations`` are there only while they are shown. ``unblock_outcome_if_left`` is the outcome of the unblocking if
    the visit ended now, once something happened to it, ``current_pin_outcome_if_left`` that of the current PIN;
    ``code`` is the outcome that the screen and the papers speak of, ``after`` the counters that the result
    screen shows.
    """

    started_at: float | None = None
    card: CardInPlay | None = None
    removed_at: float | None = None
    entry: CodeEntry = field(default_factory=CodeEntry)
    face: Face = Face.PLAIN
    mismatches: int = 0
    tries_spent: int = 0
    number_shown: bool = False
    other_letter: bool = False
    last_try_confirmed: bool = False
    purpose: Purpose | None = None
    last_pin_try_confirmed: bool = False
    forgotten: bool = False
    code_sent: bool = False
    situations: PracticeSituations | None = None
    open_services: tuple[Service, ...] = ()
    unblock_outcome_if_left: Code | None = None
    current_pin_outcome_if_left: Code | None = None
    code: Code | None = None
    after: Counters | None = None
    lost_contact: LostContact | None = None
    staff_present: bool = False
    paper: PaperKind | None = None
    paper_result: PaperResult | None = None
    paper_trouble: Trouble | None = None
    paper_may_come_out: bool = False
    printed: bool = False
    assisted: bool = False
    audited: bool = False

    @property
    def snapshot(self) -> CardSnapshot | None:
        """What the short reading of the card in play said; None without a card, or before it was read."""
        return None if self.card is None else self.card.snapshot

    @property
    def counters(self) -> Counters | None:
        """None also where the card was read and its counters could not be."""
        return None if self.snapshot is None else self.snapshot.counters


class VisitChanges(TypedDict, total=False):
    """The fields of ``Visit`` that a move may change; the face changes with the state only."""

    started_at: float | None
    card: CardInPlay | None
    removed_at: float | None
    entry: CodeEntry
    mismatches: int
    tries_spent: int
    number_shown: bool
    other_letter: bool
    last_try_confirmed: bool
    purpose: Purpose | None
    last_pin_try_confirmed: bool
    forgotten: bool
    code_sent: bool
    situations: PracticeSituations | None
    open_services: tuple[Service, ...]
    unblock_outcome_if_left: Code | None
    current_pin_outcome_if_left: Code | None
    code: Code | None
    after: Counters | None
    lost_contact: LostContact | None
    staff_present: bool
    paper: PaperKind | None
    paper_result: PaperResult | None
    paper_trouble: Trouble | None
    paper_may_come_out: bool
    printed: bool
    assisted: bool
    audited: bool


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The machine. ``screen`` grows by one whenever another question stands on the screen.

    ``ticket`` is the last number given to an effect; ``card_ticket`` and ``paper_ticket`` are those whose answers are
    still waited for (0: none). ``touched_at`` is the last touch, key or change of screen. ``needs_touch``: a card
    was there at start, nothing is read before somebody asks for it. ``needs_removal``: the last process did not end by
    itself, a card that is there must come out first. ``staff``: staff mode, if it is open; ``staff_pages`` goes down by
    one with each of its pages. ``closed``: by staff, until they open it again. ``printer_trouble``: what the printer
    said of itself when it was asked last.
    """

    rules: Rules = field(default_factory=Rules)
    report: SlotReport | None = None
    state: State = State.WAITING
    screen: int = 1
    ticket: int = 0
    card_ticket: int = 0
    paper_ticket: int = 0
    entered_at: float = 0.0
    touched_at: float = 0.0
    overlay: Overlay = Overlay.NONE
    staff_answered: bool = False
    needs_touch: bool = False
    needs_removal: bool = False
    printer_trouble: Trouble | None = None
    visit: Visit = field(default_factory=Visit)
    staff: StaffDesk | None = None
    staff_pages: int = 0
    closed: bool = False

    @property
    def covered(self) -> bool:
        """Staff mode hides the visit, which goes on underneath."""
        return self.staff is not None and not self.staff.assisting

    @property
    def front(self) -> int:
        """The number of the screen that stands in front."""
        return self.screen if self.staff is None or not self.staff.in_front else self.staff.screen


class KioskChanges(TypedDict, total=False):
    """The fields of ``Kiosk`` that a move may change; the rules never do."""

    report: SlotReport | None
    state: State
    screen: int
    ticket: int
    card_ticket: int
    paper_ticket: int
    entered_at: float
    touched_at: float
    overlay: Overlay
    staff_answered: bool
    needs_touch: bool
    needs_removal: bool
    printer_trouble: Trouble | None
    visit: Visit
    staff: StaffDesk | None
    staff_pages: int
    closed: bool
