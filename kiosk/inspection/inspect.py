"""``guichet-cps audit``: the card in the reader, for a technician; reads only, no screen, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.audit.findings import Day, Findings, YesNoUnknown
from kiosk.audit.national_id import identifier_of
from kiosk.audit.verdict import Verdict, judge
from kiosk.card.commission import holds_simulated_cards
from kiosk.card.cps.atr import kind_of
from kiosk.card.data.ef_sn import decode_serial
from kiosk.card.errors import CardError, MalformedData
from kiosk.card.iso7816.connection import Disposition, Door, ReaderSlot, Watcher
from kiosk.card.model import CardContent, CardKind, CardSnapshot, HolderIdentity, TryCounter
from kiosk.card.session import read_content, read_snapshot
from kiosk.inspection.find_card import find_card, not_inspected
from kiosk.runtime.card.jobs import Examine, examine_nothing
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.view.audit.checks import lines
from kiosk.view.audit.holder import kind_of_identifier, profession_label
from kiosk.view.model.screen import ShownCheck
from kiosk.view.phrases.nomenclature import Table, label
from reports.papers.languages import UNTRANSLATED

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one card said. ``simulated``: it lies in a virtual reader."""

    atr: bytes
    snapshot: CardSnapshot
    content: CardContent
    verdict: Verdict
    simulated: bool

    @property
    def checks(self) -> tuple[ShownCheck, ...]:
        return lines(self.snapshot, self.content, self.verdict, UNTRANSLATED)


def inspect(
    door: Door,
    watcher: Watcher,
    calendar: SaneClock,
    reader: str | None = None,
    examine: Examine = examine_nothing,
) -> Inspection:
    """Read the first CPS found, or the card of ``reader``. Raises NotInspected."""
    slot = find_card(watcher, reader)
    try:
        return _read(door, slot, calendar, examine)
    except CardError as error:
        raise not_inspected(error) from None


def _read(door: Door, slot: ReaderSlot, calendar: SaneClock, examine: Examine) -> Inspection:
    connection = door.connect(slot.reader)
    try:
        snapshot = read_snapshot(connection, slot.reader, kind_of(slot.atr))
        content = read_content(connection, snapshot, label_wanted=True)
    finally:
        connection.close(Disposition.LEAVE)
    today = calendar.today()
    day = Day(today, calendar.believes(today))
    certificates = examine(content, slot.reader, day)
    verdict = judge(snapshot, content, today, clock_sane=day.clock_sane, certificates=certificates)
    return Inspection(slot.atr, snapshot, content, verdict, holds_simulated_cards(slot.reader))


def as_text(found: Inspection) -> str:
    """One line a check, for a terminal."""
    head = [f"Lecteur : {found.snapshot.reader}", f"Génération : {_generation(found.snapshot.kind)}"]
    if found.simulated:
        head.insert(0, "SIMULATION")
    rows = [_row(line) for line in found.checks]
    return "\n".join((*head, *rows))


def _row(line: ShownCheck) -> str:
    said = f"{line.status.glyph} {line.code} {line.name} : {line.sentence} ({line.word})"
    return f"{said} → {line.remedy}" if line.remedy else said


def as_json(found: Inspection) -> dict[str, Any]:
    """The schema of ``--json``, version 1; ``deploy/guide/audit.md`` describes each field."""
    snapshot, content = found.snapshot, found.content
    return {
        "schema": SCHEMA,
        "simulation": found.simulated,
        "reader": snapshot.reader,
        "atr": found.atr.hex().upper(),
        "generation": snapshot.kind.value,
        "ef_sn": None if snapshot.ef_sn is None else snapshot.ef_sn.hex().upper(),
        "counters": _counters(snapshot),
        "update_window": snapshot.update_window.value,
        "card_number": content.number,
        "label": content.label,
        "category": _category(content),
        "category_label": label(Table.CATEGORY, _category(content)),
        "test_card": content.is_test_card,
        "issued": _iso(content.issued),
        "valid_until": _iso(content.valid_until),
        "holder": None if content.holder is None else _holder(content.holder),
        "check_digits": {"serial": _serial_check(snapshot), "national_id": _national_id_check(content)},
        "certificates": _certificates(found.verdict.certificates),
        "verdict": {
            "validity": found.verdict.validity.value,
            "doubts": [doubt.value for doubt in found.verdict.doubts],
        },
        "checks": [_check(line) for line in found.checks],
    }


def _check(line: ShownCheck) -> dict[str, str]:
    told = {"code": line.code, "name": line.name, "result": line.status.value, "sentence": line.sentence}
    return told | {"remedy": line.remedy}


def _category(content: CardContent) -> str | None:
    return None if content.category is None else f"{content.category:02X}"


def _holder(holder: HolderIdentity) -> dict[str, Any]:
    kind = kind_of_identifier(holder)
    return {
        "civility": holder.civility,
        "civility_label": label(Table.CIVILITY, holder.civility),
        "usual_first_name": holder.usual_first_name,
        "exercise_name": holder.exercise_name,
        "card_type": holder.card_type,
        "card_type_label": label(Table.CARD_TYPE, holder.card_type),
        "national_id": holder.national_id,
        "national_id_kind": kind,
        "national_id_kind_label": label(Table.PERSON_ID, kind),
        "profession": holder.profession,
        "profession_label": profession_label(holder),
    }


def _serial_check(snapshot: CardSnapshot) -> bool | None:
    try:
        return decode_serial(snapshot.ef_sn or b"").check_digit_right
    except MalformedData:
        return None


_YES_OR_NO = {YesNoUnknown.YES: True, YesNoUnknown.NO: False, YesNoUnknown.UNKNOWN: None}


def _national_id_check(content: CardContent) -> bool | None:
    found = identifier_of(content.holder)
    return None if found is None else _YES_OR_NO[found.check_digit_right]


def _certificates(found: Findings) -> dict[str, Any]:
    return {
        "presence": found.presence.value,
        "pair": _YES_OR_NO[found.pair],
        "holder": _YES_OR_NO[found.holder],
        "term": found.term.value,
        "not_before": _iso(found.not_before),
        "not_after": _iso(found.not_after),
        "chain": found.chain.value,
        "revocation": found.revocation.value,
        "list_day": _iso(found.list_day),
    }


def _generation(kind: CardKind) -> str:
    return kind.value.upper().replace("_", " ")


def _counters(snapshot: CardSnapshot) -> dict[str, Any] | None:
    counters = snapshot.counters
    if counters is None:
        return None
    return {
        "pin": _counter(counters.pin),
        "puk": _counter(counters.puk),
        "puk_uses_left": counters.puk_uses_left,
    }


def _counter(counter: TryCounter) -> dict[str, int | None]:
    return {"left": counter.left, "max": counter.max}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
