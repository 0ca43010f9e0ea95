"""Which card a technician's command means, and why there is none to read; nothing is sent to it here."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from enum import IntEnum

from kiosk.card.cps.atr import kind_of
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport, Watcher

FIRST_REPORT_S = 3.0


class CardExit(IntEnum):
    """Exit statuses of the commands that read a card. READ also for one that is blocked or not valid."""

    READ = 0
    NO_CARD = 3
    NO_READER = 4
    NO_SERVICE = 5
    NOT_A_CPS = 6
    IN_USE = 7
    UNREADABLE = 8
    KIOSK_RUNS = 9
    CONTRADICTED = 10


SENTENCES: Mapping[CardExit, str] = {
    CardExit.NO_CARD: "Aucune carte dans le lecteur. Insérez la carte, puce vers l’avant, puis recommencez.",
    CardExit.NO_READER: "T01 – Aucun lecteur de carte. Branchez le lecteur, puis recommencez.",
    CardExit.NO_SERVICE: "T02 – Le service de carte ne répond pas. Démarrez pcscd, puis recommencez.",
    CardExit.NOT_A_CPS: "Cette carte n’est pas une CPS que la borne sait lire.",
    CardExit.IN_USE: "T05 – La carte est utilisée par un autre logiciel. Fermez-le, puis recommencez.",
    CardExit.UNREADABLE: "La carte ne répond pas. Retirez-la, vérifiez le sens, puis recommencez.",
    CardExit.KIOSK_RUNS: (
        "La borne est en service\u00a0: la carte de son lecteur peut être celle d’un visiteur. "
        "Arrêtez la borne, puis recommencez."
    ),
}


class NotInspected(Exception):
    """No card was read; ``status`` says why, for a technician ``sentence`` does."""

    def __init__(self, status: CardExit, sentence: str = "") -> None:
        super().__init__(sentence or SENTENCES[status])
        self.status = status


def find_card(watcher: Watcher, reader: str | None = None) -> ReaderSlot:
    """Where the first CPS is, or the card of ``reader``. Raises NotInspected."""
    report = first_report(watcher)
    if not report.service:
        raise NotInspected(CardExit.NO_SERVICE)
    if not report.slots:
        raise NotInspected(CardExit.NO_READER)
    slots = [slot for slot in report.slots if reader in (None, slot.reader)]
    if not slots:
        raise NotInspected(CardExit.NO_READER, _not_among(report, reader or ""))
    present = [slot for slot in slots if slot.present]
    if not present:
        raise NotInspected(CardExit.NO_CARD)
    readable = [slot for slot in present if not slot.mute]
    if not readable:
        raise NotInspected(CardExit.UNREADABLE)
    cards = [slot for slot in readable if kind_of(slot.atr).is_cps_in_contact]
    if not cards:
        raise NotInspected(CardExit.NOT_A_CPS)
    return cards[0]


def _not_among(report: SlotReport, reader: str) -> str:
    names = ", ".join(f"«\u00a0{slot.reader}\u00a0»" for slot in report.slots)
    return f"Aucun lecteur ne s’appelle «\u00a0{reader}\u00a0». Lecteurs présents\u00a0: {names}."


def first_report(watcher: Watcher) -> SlotReport:
    """What the watcher tells first, in ``FIRST_REPORT_S`` seconds; no service if it tells nothing. It is stopped."""
    seen: list[SlotReport] = []
    told = threading.Event()

    def listen(report: SlotReport) -> None:
        seen.append(report)
        told.set()

    watcher.start(listen)
    told.wait(FIRST_REPORT_S)
    watcher.stop()
    return seen[-1] if seen else SlotReport(False, ())
