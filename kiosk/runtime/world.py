"""Everything outside that the runtime touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from diagnostics.store.store import OutcomeStore
from kiosk.card.iso7816.connection import Door, Watcher
from kiosk.runtime.card.deadline import Clock
from kiosk.runtime.card.jobs import Examine, examine_nothing
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.papers.lane import Papers
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.staff.lane import StaffOffice


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside that the runtime touches.

    ``open_store`` is called on the records' own thread. ``restart_card_service`` asks whoever may. ``clock`` gives
    monotonic seconds, ``calendar`` dates. ``call_staff`` begins or ends the call that is heard at the counter.
    ``examine`` is called on the card's thread, after a long reading. ``staff``: what staff mode is shown.
    ``language`` is that of the screens just now (ISO 639-1).
    """

    door: Door
    watcher: Watcher
    open_store: Callable[[], OutcomeStore]
    papers: Papers
    restart_card_service: Callable[[], None]
    clock: Clock
    calendar: SaneClock
    journal: Journal
    call_staff: Callable[[bool], None] = lambda _calling: None
    examine: Examine = examine_nothing
    staff: StaffOffice = field(default_factory=StaffOffice)
    language: Callable[[], str] = lambda: "fr"
