"""The lane of staff mode: the code is compared, the figures read and the machine checked off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from diagnostics.health.check import CheckResult
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import Event
from kiosk.flow.model.staff_desk import (
    ClosingDone,
    CodeAnswer,
    Figures,
    Keeping,
    Knowledge,
    Lasting,
    MachineChecks,
    TechnicalEvents,
    Unavailable,
)
from kiosk.flow.model.staff_messages import (
    AskStaff,
    CheckStaffCode,
    Closing,
    FoundClosed,
    LookAtStaffCode,
    Question,
    SetClosing,
    StaffCodeAnswered,
    StaffEffect,
    StaffTold,
)
from kiosk.runtime.journal.journal import Journal
from kiosk.runtime.lanes import SerialLane
from kiosk.runtime.records import RecordsLane
from kiosk.runtime.staff.closed_mark import ClosedMark
from kiosk.runtime.staff.code import StaffGate
from kiosk.runtime.vault import Vault

BROKEN_WAIT_S = 30.0
"""A code that could not be compared is no reason to try the next at once."""


@dataclass(frozen=True, slots=True)
class StaffOffice:
    """What staff mode is shown. ``gate`` None: no staff code is configured. ``readiness`` may take seconds."""

    gate: StaffGate | None = None
    figures: Callable[[], Figures | Unavailable] = Unavailable
    readiness: Callable[[], tuple[CheckResult, ...]] | None = None
    recent: Callable[[], TechnicalEvents | Unavailable] = Unavailable
    mark: ClosedMark | None = None


class StaffLane:
    """One thread for codes and one for what takes its time, so that no code waits for a printer."""

    def __init__(
        self, office: StaffOffice, records: RecordsLane, post: Callable[[Event], None], journal: Journal
    ) -> None:
        self._office = office
        self._records = records
        self._codes = SerialLane("codes", post, journal)
        self._pages = SerialLane("pages", post, journal)

    def start(self) -> FoundClosed | None:
        """Start both threads. FoundClosed if staff closed the kiosk before this process began."""
        self._codes.start()
        self._pages.start()
        mark = self._office.mark
        return FoundClosed() if mark is not None and mark.stands() else None

    def stop(self, timeout_s: float) -> None:
        self._codes.stop(timeout_s)
        self._pages.stop(timeout_s)

    def perform(self, effect: StaffEffect, vault: Vault) -> None:
        gate = self._office.gate
        match effect:
            case LookAtStaffCode(page):
                if gate is not None:
                    self._codes.submit(lambda: gate.standing(page))
            case CheckStaffCode(page):
                self._check(vault.hand_over(CodeSlot.STAFF), page)
            case AskStaff(page, question):
                self._pages.submit(
                    lambda: StaffTold(page, self._answer(question)), if_broken=StaffTold(page, Unavailable())
                )
            case SetClosing(page, closing):
                self._set(page, closing)
            case _:
                assert_never(effect)

    def _check(self, code: bytearray, page: int) -> None:
        gate = self._office.gate
        if gate is None:
            code[:] = bytes(len(code))
            return
        broken = StaffCodeAnswered(page, CodeAnswer.TOO_SOON, BROKEN_WAIT_S)
        self._codes.submit(lambda: gate.check(code, page), if_broken=broken)

    def _answer(self, question: Question) -> Knowledge:
        match question:
            case Question.FIGURES:
                return self._office.figures()
            case Question.READINESS:
                check = self._office.readiness
                return Unavailable() if check is None else MachineChecks(check())
            case Question.EVENTS:
                return self._office.recent()
            case _:
                assert_never(question)

    def _set(self, page: int, closing: Closing) -> None:
        if closing is Closing.END_OF_DAY:
            unknown = StaffTold(page, ClosingDone(Lasting.UNTIL_RESTART, Keeping.IN_MEMORY))
            self._records.end_day(lambda kept: StaffTold(page, ClosingDone(self._mark(closing), kept)), unknown)
        else:
            self._pages.submit(lambda: StaffTold(page, ClosingDone(self._mark(closing))))

    def _mark(self, closing: Closing) -> Lasting:
        mark = self._office.mark
        return Lasting.UNTIL_RESTART if mark is None else mark.set(closing)
