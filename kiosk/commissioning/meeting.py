"""The first meeting: everything the kiosk would read of a card, once, and its counters again at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.card import spec
from kiosk.card.cps.atr import kind_of
from kiosk.card.cps.generations import dialect_of
from kiosk.card.errors import CardError
from kiosk.card.iso7816.apdu import LE_MAX, Command
from kiosk.card.iso7816.connection import Disposition, Door, ReaderSlot
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CardContent, CardKind, CardSnapshot
from kiosk.card.reading.objects import unless_unreadable
from kiosk.card.session import read_content, read_snapshot
from kiosk.commissioning.transcript.read_only_connection import ReadsOnly, Step
from kiosk.inspection.find_card import not_inspected

Progress = Callable[[str], None]

IDENTITY = "Numéro de série, compteurs d’essais, fenêtre d’actualisation…"
CONTENT = "Description des codes, données, certificats…"
END_OF_FILE = "Une lecture au-delà de la fin d’un fichier…"
EMPTY_VERIFY = "VERIFY vide du code porteur…"
AGAIN = "Numéro de série et compteurs, une seconde fois…"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one card said. Status words are None for what was not asked; ``steps`` are every command and answer.

    ``past_end``: of a reading past the end of EF.SN. ``empty_verify``: of a VERIFY without code on a CPS3.
    """

    slot: ReaderSlot
    t0: bool
    first: CardSnapshot
    content: CardContent
    past_end: int | None
    empty_verify: int | None
    last: CardSnapshot
    steps: tuple[Step, ...]

    @property
    def kind(self) -> CardKind:
        return self.first.kind

    @property
    def test_card(self) -> bool | None:
        """None where the card does not say its category."""
        return None if self.content.category is None else self.content.is_test_card


def meet(door: Door, slot: ReaderSlot, *, empty_verify: bool, progress: Progress) -> Meeting:
    """Read the card of ``slot``; nothing but readings leaves for it. Raises NotInspected.

    ``empty_verify`` allows one VERIFY without code on a CPS3 that has all its tries; a CPS4 tells its tries by it only.
    """
    try:
        connection = door.connect(slot.reader)
        try:
            kind = kind_of(slot.atr)
            dialect = dialect_of(kind)
            reading = ReadsOnly(connection, empty_verify or (dialect is not None and dialect.counts_by_empty_verify))
            return _meet(reading, slot, kind, empty_verify=empty_verify, progress=progress)
        finally:
            connection.close(Disposition.LEAVE)
    except CardError as error:
        raise not_inspected(error) from None


def _meet(
    connection: ReadsOnly, slot: ReaderSlot, kind: CardKind, *, empty_verify: bool, progress: Progress
) -> Meeting:
    progress(IDENTITY)
    first = read_snapshot(connection, slot.reader, kind)
    progress(CONTENT)
    content = read_content(connection, first, label_wanted=True)
    progress(END_OF_FILE)
    past_end = _past_end(connection, kind)
    asked = _ask_empty(connection, first, progress) if empty_verify else None
    progress(AGAIN)
    last = read_snapshot(connection, slot.reader, kind)
    return Meeting(slot, connection.t0, first, content, past_end, asked, last, tuple(connection.steps))


def _past_end(connection: ReadsOnly, kind: CardKind) -> int | None:
    """Ask for 256 bytes of EF.SN, which has twelve; the status word, None if EF.SN cannot be read."""
    dialect = dialect_of(kind)
    if dialect is None:
        return None
    connection.begin()
    try:
        exchange = Exchange(connection)
        if unless_unreadable(lambda: dialect.read_ef_sn(exchange)) is None:
            return None
        return connection.transmit(Command(dialect.cla, spec.INS_READ_BINARY, 0, 0, le=LE_MAX).encode(connection.t0))[1]
    finally:
        connection.end(Disposition.LEAVE)


def _ask_empty(connection: ReadsOnly, first: CardSnapshot, progress: Progress) -> int | None:
    """Send a VERIFY without a code to a CPS3 that has all tries of its PIN; the status word, None for any other card.

    If the card counts it as a try after all, two are left.
    """
    dialect, counters = dialect_of(first.kind), first.counters
    if dialect is None or dialect.counts_by_empty_verify or counters is None or counters.pin.left != counters.pin.max:
        return None
    progress(EMPTY_VERIFY)
    connection.begin()
    try:
        command = Command(dialect.cla, spec.INS_VERIFY, 0, spec.PIN_REFERENCE)
        return connection.transmit(command.encode(connection.t0))[1]
    finally:
        connection.end(Disposition.LEAVE)
