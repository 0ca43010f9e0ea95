"""Finds the card that a technician's command means, or says why there is none to read; sends nothing to it."""

from __future__ import annotations

import threading
from enum import Enum

from kiosk.card.cps.atr import kind_of
from kiosk.card.errors import CardError, CardInUse, CardServiceUnavailable
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport, Watcher

FIRST_REPORT_S = 3.0


class NotRead(Enum):
    """Why no card was read: a name, and the French sentence that tells a technician what to do.

    The commands end with the exit status of the same name (``kiosk.commands.exit_status``).
    """

    NO_CARD = "Aucune carte dans le lecteur. Insérez la carte, puce vers l’avant, puis recommencez."
    NO_READER = "T01 – Aucun lecteur de carte. Branchez le lecteur, puis recommencez."
    NO_SERVICE = "T02 – Le service de carte ne répond pas. Démarrez pcscd, puis recommencez."
    NOT_A_CPS = "Cette carte n’est pas une CPS que la borne sait lire."
    IN_USE = "T05 – La carte est utilisée par un autre logiciel. Fermez-le, puis recommencez."
    UNREADABLE = "La carte ne répond pas. Retirez-la, vérifiez le sens, puis recommencez."
    KIOSK_RUNS = (
        "La borne est en service\u00a0: la carte de son lecteur peut être celle d’un visiteur. "
        "Arrêtez la borne, puis recommencez."
    )


_BROKEN = (
    "T02 – Les lecteurs n’ont pas pu être suivis ({}). Débranchez ce qui a été branché en dernier, puis recommencez."
)
_UNREACHABLE = "T01 – Le nom du lecteur contient un caractère que la borne ne peut pas lire. Prenez un autre lecteur."


class NotInspected(Exception):
    """No card was read; ``why`` is for the program, the text of the exception for a technician."""

    def __init__(self, why: NotRead, sentence: str = "") -> None:
        super().__init__(sentence or why.value)
        self.why = why


def not_inspected(error: CardError) -> NotInspected:
    """What a technician is told when the card, or the way to it, failed."""
    match error:
        case CardInUse():
            return NotInspected(NotRead.IN_USE)
        case CardServiceUnavailable():
            return NotInspected(NotRead.NO_SERVICE)
        case _:
            return NotInspected(NotRead.UNREADABLE)


def find_card(watcher: Watcher, reader: str | None = None) -> ReaderSlot:
    """Where the first CPS is, or the card of the reader that ``reader`` names. Raises NotInspected.

    ``reader``: a whole name, or a part that one reader alone has, in capitals or not.
    """
    report = first_report(watcher)
    if not report.service:
        raise NotInspected(NotRead.NO_SERVICE, _BROKEN.format(report.broken) if report.broken else "")
    if report.unreachable and not report.slots:
        raise NotInspected(NotRead.NO_READER, _UNREACHABLE)
    if not report.slots:
        raise NotInspected(NotRead.NO_READER)
    slots = report.slots if reader is None else (_named(report, reader),)
    present = [slot for slot in slots if slot.present]
    if not present:
        raise NotInspected(NotRead.NO_CARD)
    readable = [slot for slot in present if not slot.mute]
    if not readable:
        raise NotInspected(NotRead.UNREADABLE)
    cards = [slot for slot in readable if kind_of(slot.atr).is_cps_in_contact]
    if not cards:
        raise NotInspected(NotRead.NOT_A_CPS)
    return cards[0]


def _named(report: SlotReport, name: str) -> ReaderSlot:
    """A whole name wins over the longer ones that contain it."""
    part = name.strip().casefold()
    found = [slot for slot in report.slots if part and part in slot.reader.casefold()]
    whole = [slot for slot in found if slot.reader.casefold() == part]
    match whole or found:
        case [slot]:
            return slot
        case []:
            said = f"Aucun lecteur ne s’appelle «\u00a0{name}\u00a0»"
        case _:
            said = f"«\u00a0{name}\u00a0» désigne plusieurs lecteurs\u00a0; donnez une plus longue partie du nom"
    names = ", ".join(f"«\u00a0{slot.reader}\u00a0»" for slot in report.slots)
    raise NotInspected(NotRead.NO_READER, f"{said}. Lecteurs présents\u00a0: {names}.")


def first_report(watcher: Watcher) -> SlotReport:
    """What ``watcher`` reports first. If it reports nothing in ``FIRST_REPORT_S`` seconds there is no service.

    The watcher is started and stopped here.
    """
    seen: list[SlotReport] = []
    told = threading.Event()

    def listen(report: SlotReport) -> None:
        seen.append(report)
        told.set()

    watcher.start(listen)
    told.wait(FIRST_REPORT_S)
    watcher.stop()
    return seen[-1] if seen else SlotReport(False, ())
