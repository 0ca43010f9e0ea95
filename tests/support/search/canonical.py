"""The canonical form of a node: what cannot decide anything any more is the same in all that may be merged.

Screens, pages and tickets only ever grow and are compared for equality, so they are renumbered; insertions likewise,
reader by reader. Moments become ages (``clocks``). The first EF.SN that is kept is named first.
"""

from __future__ import annotations

from kiosk.card.iso7816.connection import SlotReport
from kiosk.flow.model.visit import CardInPlay, Kiosk, LostContact, Visit
from search.clocks import NOW, WAIT_S, Clock, running
from search.forgotten import without_the_past
from search.node import Call, Memory, Node, OnPaper
from search.quick import quick_replace
from stories.story import OTHER_SERIAL, SERIAL

SCREEN, PAGE = 10, -10
CARD_TICKET, PAPER_TICKET, RUNNING_TICKET, LAST_TICKET = 1, 2, 3, 4
INSERTION, EARLIER = 10, 9
"""The present count of a reader's changes, and any that is past."""


def canonical(node: Node, now: float = NOW) -> Node:
    """What is left to tell nodes apart by."""
    return without_the_past(renumbered(node, now))


def renumbered(node: Node, now: float) -> Node:
    """The same node, whose moments, screens, tickets and insertions are counted from here."""
    kiosk = _kiosk(node.kiosk, now)
    return Node(
        kiosk=kiosk,
        held=node.held,
        call=node.call if kiosk.card_ticket else Call.NONE,
        paper=node.paper if kiosk.paper_ticket else OnPaper.NOTHING,
        memory=_memory(node, kiosk),
    )


def _memory(node: Node, kiosk: Kiosk) -> Memory:
    memory = node.memory
    if memory.read is None or node.kiosk.visit is kiosk.visit:
        return memory
    return quick_replace(memory, read=_named(memory.read, _first_serial(node.kiosk.visit) or memory.read))


def _first_serial(visit: Visit) -> bytes | None:
    if visit.lost_contact is not None:
        return visit.lost_contact.ef_sn
    return None if visit.snapshot is None else visit.snapshot.ef_sn


def _named(ef_sn: bytes | None, first: bytes | None) -> bytes | None:
    return None if ef_sn is None else SERIAL if ef_sn == first else OTHER_SERIAL


def _kiosk(kiosk: Kiosk, now: float) -> Kiosk:
    ages = {each.clock: each.held_to_be for each in running(kiosk, now)}
    removed = ages.get(Clock.REMOVED)
    entered = NOW - ages.get(Clock.ENTERED, removed or 0.0)
    desk = kiosk.staff
    if desk is not None:
        waits = NOW + WAIT_S if Clock.CODE in ages else 0.0
        desk = quick_replace(desk, screen=PAGE, touched_at=NOW - ages[Clock.DESK], wait_until=waits)
    return quick_replace(
        kiosk,
        screen=SCREEN,
        ticket=LAST_TICKET,
        card_ticket=CARD_TICKET if kiosk.card_ticket else 0,
        paper_ticket=PAPER_TICKET if kiosk.paper_ticket else 0,
        entered_at=entered,
        touched_at=NOW - ages.get(Clock.TOUCH, 0.0),
        report=_report(kiosk.report),
        visit=_visit(kiosk.visit, kiosk.report, None if removed is None else NOW - removed),
        staff=desk,
        staff_pages=PAGE,
    )


def _report(report: SlotReport | None) -> SlotReport | None:
    if report is None or all(slot.changes == INSERTION for slot in report.slots):
        return report
    return quick_replace(report, slots=tuple(quick_replace(slot, changes=INSERTION) for slot in report.slots))


def _visit(visit: Visit, report: SlotReport | None, removed_at: float | None) -> Visit:
    if visit.card is None and visit.started_at is None and removed_at is None:
        return visit
    present = {} if report is None else {slot.reader: slot.changes for slot in report.slots}
    first = _first_serial(visit)
    return quick_replace(
        visit,
        started_at=None if visit.started_at is None else NOW,
        removed_at=removed_at,
        card=None if visit.card is None else _card(visit.card, present, first),
        lost_contact=None if visit.lost_contact is None else _lost(visit.lost_contact, present, first),
    )


def _card(card: CardInPlay, present: dict[str, int], first: bytes | None) -> CardInPlay:
    snapshot = card.snapshot
    if snapshot is not None and first is not None and snapshot.ef_sn is not None:
        snapshot = quick_replace(snapshot, ef_sn=_named(snapshot.ef_sn, first))
    here = present.get(card.reader, card.changes) == card.changes
    return quick_replace(card, changes=INSERTION if here else EARLIER, snapshot=snapshot)


def _lost(lost: LostContact, present: dict[str, int], first: bytes | None) -> LostContact:
    """A stranger that has left its reader is never met again under that count."""
    known = frozenset((reader, INSERTION) for reader, changes in lost.strangers if present.get(reader) == changes)
    return quick_replace(lost, ef_sn=SERIAL, strangers=known, running=RUNNING_TICKET if lost.running else 0)
