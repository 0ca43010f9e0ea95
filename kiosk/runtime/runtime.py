"""Owns the kiosk's value and the vault: takes events in on the screen's thread, and sends effects down their lanes."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from diagnostics.outcomes.codes import Code
from kiosk.card.iso7816.connection import SlotReport
from kiosk.card.model import CodeRole
from kiosk.flow.codes.typing import entry_field
from kiosk.flow.machine import step
from kiosk.flow.model.effects import (
    EVERYTHING,
    BeginService,
    CallStaff,
    Effect,
    EndService,
    EndVisit,
    KeepRefusedCurrentPin,
    KeepRefusedPuk,
    Print,
    ReadContent,
    ReadSnapshot,
    RestartCardService,
    Unblock,
    UseCurrentPin,
    VisitOver,
    Wipe,
)
from kiosk.flow.model.entry import CodeSlot, EntryField
from kiosk.flow.model.events import EntryChanged, Event, Pressed, SlotsChanged, Started, Tick, Touched
from kiosk.flow.model.staff_messages import AskStaff, CheckStaffCode, LookAtStaffCode, SetClosing, StaffTyped
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.flow.staff.desk import staff_field
from kiosk.runtime.card.deadline import Limits
from kiosk.runtime.card.jobs import ContentJob, CurrentPinJob, SnapshotJob, UnblockJob
from kiosk.runtime.card.lane import CardLane
from kiosk.runtime.journal.journal import Technical, TraceStates
from kiosk.runtime.lanes import Inbox, Schedule, SerialLane
from kiosk.runtime.papers.lane import PaperLane
from kiosk.runtime.process.dead_threads import tell_of_dead_threads
from kiosk.runtime.records import RecordsLane
from kiosk.runtime.staff.lane import StaffLane
from kiosk.runtime.vault import Vault
from kiosk.runtime.world import World

STOP_S = 2.0
"""Seconds that each lane gets to finish when the process ends."""

RESTART_EVERY_S = 60.0
"""Between two requests to restart the card service, which a card that hangs at each insertion takes from everybody."""

Listener = Callable[[Kiosk], None]


class Runtime:
    """Every method belongs to the screen's thread; lanes and the watcher reach it through ``schedule`` only.

    ``on_restart_wanted`` is called once, in an idle state, when only a new process helps, as after the death of a
    thread, or after ``end_when_idle``.
    """

    def __init__(
        self,
        world: World,
        rules: Rules,
        schedule: Schedule,
        *,
        trace: TraceStates | None = None,
        limits: Limits | None = None,
        on_restart_wanted: Callable[[], None] = lambda: None,
    ) -> None:
        self.trace = trace
        self._world = world
        self._clock = world.clock
        self._journal = world.journal
        self._kiosk = Kiosk(rules=rules)
        self._vault = Vault()
        self._inbox = Inbox(schedule, self.drain)
        self._card = CardLane(world.door, self._inbox.post, world.clock, world.journal, limits)
        records = SerialLane("records", self._inbox.post, world.journal)
        self._records = RecordsLane(world.open_store, world.calendar, records, world.journal)
        paper = SerialLane("paper", self._inbox.post, world.journal)
        self._paper = PaperLane(world.papers, paper, self._inbox.post, world.journal)
        self._staff = StaffLane(world.staff, self._records, self._inbox.post, world.journal)
        self._listeners: list[Listener] = [self._paper.see]
        self._on_restart_wanted: Callable[[], None] | None = on_restart_wanted
        self._end: Callable[[], None] | None = None
        self._end_when_idle = False
        self._running = False
        self._end_of_telling: Callable[[], None] = lambda: None
        self._restart_from = float("-inf")
        self._restart_due = False

    @property
    def kiosk(self) -> Kiosk:
        return self._kiosk

    @property
    def faults(self) -> tuple[Code, ...]:
        """Codes of what staff should see to: the database, the card service, the printer."""
        stuck = Code.CARD_SERVICE_STUCK if self._card.restart_wanted else None
        unable = Code.PRINTER_UNAVAILABLE if self._kiosk.printer_trouble is not None else None
        return tuple(code for code in (self._records.code, stuck, unable) if code is not None)

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every new value of the kiosk."""
        self._listeners.append(listener)

    def start(self, *, clean: bool) -> None:
        """Begin; ``clean`` is False if the last process did not end by itself."""
        self._running = True
        self._end_of_telling = tell_of_dead_threads(self._thread_died)
        self._records.start()
        self._paper.start()
        found = self._staff.start()
        self._step(Started(clean))
        if found is not None:
            self._step(found)
        self._world.watcher.start(lambda report: self._inbox.post(SlotsChanged(report)))

    def ask_to_end(self, end: Callable[[], None]) -> None:
        """Call ``end`` now; while codes are being sent, once it is known how that ended, at most a minute later.

        A second call does not wait.
        """
        if self._end is not None or not self._kiosk.state.traits.sending:
            end()
        else:
            self._end = end

    def end_when_idle(self) -> None:
        """End as soon as nobody is here, neither a person nor staff: an update waits for it."""
        self._end_when_idle = True

    def stop(self) -> None:
        """Wipe first, then end every lane, each within STOP_S. Idempotent."""
        self._vault.wipe((*EVERYTHING, CodeSlot.STAFF))
        if not self._running:
            return
        self._running = False
        self._card.stop()
        self._world.watcher.stop()
        self._staff.stop(STOP_S)
        self._paper.stop(STOP_S)
        self._records.stop(STOP_S)
        self._end_of_telling()

    def drain(self) -> None:
        """Take in what lanes and watcher reported."""
        while self._running and (event := self._inbox.take()) is not None:
            if isinstance(event, SlotsChanged):
                self._note_readers(event.report)
            self._step(event)

    def tick(self) -> None:
        """Time passed; called about four times a second."""
        self._card.check()
        self.drain()
        self._step(Tick())
        self._restart_if_due()
        self._end_if_asked()
        self._end_if_wanted()

    def touched(self) -> None:
        self._input(Touched())

    def press(self, action: Action, screen: int) -> None:
        """A button of the screen with that number."""
        if action is Action.CORRECT:
            self.correct(screen)
        elif action is Action.CLEAR:
            self.clear(screen)
        else:
            self._input(Pressed(action, screen))

    def digit(self, digit: int, screen: int) -> None:
        """A key of the pad, 0 to 9, on the screen with that number."""
        self._edit(screen, lambda field: self._vault.add_digit(field.slot, digit, field.max_digits))

    def correct(self, screen: int) -> None:
        """Take the last digit back."""
        self._edit(screen, lambda field: self._vault.drop_digit(field.slot))

    def clear(self, screen: int) -> None:
        """Take all digits of this entry back."""
        self._edit(screen, lambda field: self._vault.wipe((field.slot,)))

    def peek(self, slot: CodeSlot) -> str:
        """The digits of this slot, while "Afficher" is held; empty unless it is being typed in."""
        field = self._field(self._kiosk.front)
        shown = field is not None and field.slot is slot is not CodeSlot.STAFF
        return self._vault.peek(slot) if shown else ""

    def _field(self, screen: int) -> EntryField | None:
        if screen == self._kiosk.front < 0:
            return staff_field(self._kiosk, self._clock())
        if screen != self._kiosk.front or self._kiosk.overlay is not Overlay.NONE:
            return None
        return entry_field(self._kiosk)

    def _edit(self, screen: int, change: Callable[[EntryField], None]) -> None:
        """Change the vault and tell the flow what it may know, unless the screen changed before the key was pressed."""
        self.drain()
        field = self._field(screen)
        if field is not None and self._running:
            change(field)
            staff = field.slot is CodeSlot.STAFF
            typed = StaffTyped(self._vault.count(field.slot), screen) if staff else None
            self._step(typed or EntryChanged(self._vault.entry(), screen))

    def _input(self, event: Event) -> None:
        """Step with what the person did, after everything that the lanes reported before it."""
        self.drain()
        if self._running:
            self._step(event)

    def _step(self, event: Event) -> None:
        before = self._kiosk
        self._kiosk, effects = step(before, event, self._clock())
        self._keep_vault(effects)
        for effect in effects:
            self._perform(effect)
        if self._kiosk is not before:
            for listener in tuple(self._listeners):
                listener(self._kiosk)

    def _keep_vault(self, effects: tuple[Effect, ...]) -> None:
        """Wipe codes, or keep a refused one, at once: before any other effect and outside every queue."""
        for effect in effects:
            if isinstance(effect, Wipe):
                self._vault.wipe(effect.slots)
            elif isinstance(effect, KeepRefusedPuk):
                self._vault.keep_refused(CodeRole.PUK)
            elif isinstance(effect, KeepRefusedCurrentPin):
                self._vault.keep_refused(CodeRole.CURRENT_PIN)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case ReadSnapshot():
                self._card.submit(SnapshotJob(effect))
            case ReadContent():
                self._card.submit(ContentJob(effect, self._world.calendar, self._world.examine))
            case Unblock():
                self._card.submit(UnblockJob(effect, self._vault.lend(CodeRole.PUK, CodeRole.NEW_PIN), self._clock))
            case UseCurrentPin():
                lent = self._vault.lend(CodeRole.CURRENT_PIN, CodeRole.NEW_PIN)
                self._card.submit(CurrentPinJob(effect, lent, self._clock))
            case RestartCardService():
                self._restart_due = True
                self._restart_if_due()
            case BeginService() | EndService() | EndVisit():
                self._records.perform(effect, self._world.language())
            case Print():
                self._paper.print(self._kiosk, effect)
            case VisitOver():
                self._records.retry()
            case LookAtStaffCode() | CheckStaffCode() | AskStaff() | SetClosing():
                self._staff.perform(effect, self._vault)
            case CallStaff():
                self._world.call_staff(effect.calling)
            case Wipe() | KeepRefusedPuk() | KeepRefusedCurrentPin():
                pass
            case _:
                assert_never(effect)

    def _restart_if_due(self) -> None:
        """Ask at once or, soon after another request, later and only if the service has not recovered by itself."""
        now = self._clock()
        if not self._restart_due or now < self._restart_from:
            return
        self._restart_due = False
        if _hangs(self._kiosk):
            self._restart_from = now + RESTART_EVERY_S
            self._journal.write(Technical.CARD_SERVICE_RESTART)
            self._world.restart_card_service()

    def _note_readers(self, report: SlotReport) -> None:
        simulated = all(self._kiosk.rules.is_simulated(slot.reader) for slot in report.slots)
        if self.trace is not None:
            self.trace.readers(all_virtual=simulated)
        self._journal.readers(self._kiosk.report, report, simulated=simulated)

    def _thread_died(self, kind: str) -> None:
        """On that thread. What it did is not done any more: the next process does it."""
        self._journal.write(Technical.FAULT, lane="thread", kind=kind)
        self._end_when_idle = True

    def _end_if_asked(self) -> None:
        end = self._end
        if end is not None and not self._kiosk.state.traits.sending:
            self._end = None
            end()

    def _end_if_wanted(self) -> None:
        wanted = self._on_restart_wanted
        nobody = self._kiosk.state.traits.idle and self._kiosk.front >= 0
        if wanted is not None and nobody and (self._card.restart_wanted or self._end_when_idle):
            self._on_restart_wanted = None
            self._journal.write(Technical.RESTART_WANTED)
            wanted()


def _hangs(kiosk: Kiosk) -> bool:
    """The card service still does not answer: for the card that is in, or at all."""
    given_up = kiosk.state is State.OUT_OF_SERVICE and kiosk.visit.face is Face.SERVICE_STUCK
    return kiosk.state is State.STUCK or given_up or (kiosk.report is not None and kiosk.report.stuck)
