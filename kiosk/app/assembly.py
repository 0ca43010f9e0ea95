"""The composition root: gives every outside thing its place in one kiosk. It starts no
thread and opens no device; it reads CUPS's settings and the number of this boot once.

==================  ===========================================================================================
outside thing       what stands for it in the kiosk
==================  ===========================================================================================
card and readers    ``Doors``, real or simulated, as the command chose
certificates        ``Doors.examine``, called on the card's thread
figures             the store at ``Places.database``, opened on the records' thread
papers              the folder ``Places.papers``, else the queue of the settings, else the screen
staff               the code of the settings; what was wrong and what is closed stand beside the figures
card service        a file that asks a service to restart it (``restart_request``)
clock and calendar  monotonic seconds; the local date, believed within bounds (``SaneClock``)
journal             stderr, and its last lines for staff (``RecentEvents``)
language            the visitor's choice, shared by screens, papers and figures
window, chime       added by ``kiosk.app.window``
==================  ===========================================================================================
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from diagnostics.outcomes.codes import Code
from kiosk.card.commission import SIMULATED_READERS, Commission
from kiosk.card.iso7816.connection import Door, Watcher
from kiosk.config.settings import Config
from kiosk.flow.model.visit import Rules
from kiosk.runtime.card.jobs import Examine, examine_nothing
from kiosk.runtime.journal.journal import Journal, TraceStates
from kiosk.runtime.journal.recent_events import RecentEvents, technical_events
from kiosk.runtime.papers.destinations import FolderPapers, NoPapers, QueuePapers
from kiosk.runtime.papers.lane import Papers
from kiosk.runtime.process.restart_request import restart_request
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.records import store_opener
from kiosk.runtime.staff.back_off import BackOff, this_machine
from kiosk.runtime.staff.closed_mark import ClosedMark
from kiosk.runtime.staff.code import StaffGate
from kiosk.runtime.staff.figures import FiguresOnceADay
from kiosk.runtime.staff.lane import StaffOffice
from kiosk.runtime.world import World
from kiosk.view.model.for_one_visit import LanguageChoice
from kiosk.view.model.words import Words
from reports.papers.blocks import Document
from reports.printing.spool import settings_in_use, spool_risks

Render = Callable[[str, Document], bytes]
"""A document to PDF, on paper of that name (``a4``, ``roll80``)."""


@dataclass(frozen=True, slots=True)
class Doors:
    """How the kiosk reaches cards, and what it may do there.

    ``simulated_readers``: what the names of readers with simulated cards begin with. ``examine`` judges certificates.
    ``commissions``: what may be unblocked in real readers.
    """

    door: Door
    watcher: Watcher
    simulated_readers: tuple[str, ...] = SIMULATED_READERS
    examine: Examine = examine_nothing
    commissions: frozenset[Commission] = frozenset()


@dataclass(frozen=True, slots=True)
class Places:
    """``database``: the file of the figures. ``papers``: a folder for papers of simulated cards, or None."""

    database: Path
    papers: Path | None = None


@dataclass(slots=True)
class Parts:
    """What ``assemble`` made for a window or for the demonstration.

    ``words``, for the fault codes of the moment, are in the language that the visitor chose. ``trace``: of
    ``run --trace-states``.
    """

    config: Config
    places: Places
    world: World
    rules: Rules
    words: Callable[[tuple[Code, ...]], Words]
    language: LanguageChoice
    trace: TraceStates | None = None


def draw_pdf(size: str, document: Document) -> bytes:
    """``size``: ``a4`` or ``roll80``. reportlab takes longer to import than the first screen to show."""
    from reports.pdf.render import PaperSize, render

    return render(document, PaperSize(size))


def assemble(config: Config, doors: Doors, places: Places, render: Render = draw_pdf, *, trace: bool = False) -> Parts:
    """Everything but the window. ``render`` draws a document to PDF on a paper of that name."""
    calendar = SaneClock(date.today)
    recent = RecentEvents()
    rules = config.rules(
        printer=config.queue() is not None or places.papers is not None,
        simulated_readers=doors.simulated_readers,
        commissions=doors.commissions,
    )
    language = LanguageChoice()
    words = _words(config, places, rules, calendar, language)
    papers = _papers(config, places, partial(render, config.printing.paper), lambda: words(()))
    world = World(
        door=doors.door,
        watcher=doors.watcher,
        open_store=store_opener(
            places.database, config.kiosk.site, calendar, config.retention(), config.fleet_folder()
        ),
        papers=papers,
        restart_card_service=restart_request(os.environ),
        clock=time.monotonic,
        calendar=calendar,
        journal=Journal(recent),
        examine=doors.examine,
        staff=_staff(config, places.database, calendar, recent),
        language=lambda: language.current.tag,
    )
    return Parts(config, places, world, rules, words, language, TraceStates() if trace else None)


def _words(
    config: Config, places: Places, rules: Rules, calendar: SaneClock, language: LanguageChoice
) -> Callable[[tuple[Code, ...]], Words]:
    proved = config.queue() is not None and not spool_risks(settings_in_use())
    office, issuer = config.office_facts(), config.issuer_facts()

    def words(faults: tuple[Code, ...] = ()) -> Words:
        return Words(
            faults=tuple(code.value for code in faults),
            today=calendar.today(),
            office=office,
            issuer=issuer,
            notice=office.privacy,
            identity_on_paper=proved or places.papers is not None,
            printer=rules.printer,
        ).said_in(language.current.tag)

    return words


def _staff(config: Config, database: Path, calendar: SaneClock, recent: RecentEvents) -> StaffOffice:
    """What it remembers stands beside the database: the wrong codes, and whether the kiosk is closed."""
    code = config.agents.code
    return StaffOffice(
        gate=StaffGate(code, BackOff(database.with_name("essais-agent"), this_machine())) if code else None,
        figures=FiguresOnceADay(database, calendar.today, calendar.counting_day),
        recent=lambda: technical_events(recent.events()),
        mark=ClosedMark(database.with_name("fermee")),
    )


def _papers(config: Config, places: Places, draw: Callable[[Document], bytes], words: Callable[[], Words]) -> Papers:
    queue = config.queue()
    if places.papers is not None:
        return FolderPapers(places.papers, draw, words)
    if queue is not None:
        return QueuePapers(queue, draw, config.printing.deadline_s, words)
    return NoPapers()
