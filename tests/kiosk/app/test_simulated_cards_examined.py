"""The kiosk's own examination, on simulated cards: the TEST authority vouches for them, and for nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum

import pytest

from checkout import ROOT
from kiosk.app.certificate_examiner import examination
from kiosk.audit.findings import ChainStatus, Day, Findings, Presence, Revocation, Term
from kiosk.audit.trust import Trust, trust_in
from kiosk.audit.verdict import Doubt, Validity
from kiosk.config.settings import Config
from kiosk.flow.model.effects import ReadContent
from kiosk.flow.model.events import ContentRead
from kiosk.inspection.inspect import as_json, inspect
from kiosk.runtime.card.jobs import ContentJob
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.pki.authority import chain
from kiosk.simulator.pki.trust import lists, vouching_for_simulated_cards
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

TODAY = date(2026, 11, 21)
CLOCK = SaneClock(lambda: TODAY)
GUIDE = ROOT / "deploy" / "guide" / "audit.md"


def inspected(
    profile: str, simulated_readers: tuple[str, ...], vouching: object = vouching_for_simulated_cards
) -> dict[str, object]:
    readers = SimulatedReaders()
    readers.insert(build(profile, Order(TODAY)))
    examine = examination(Config(), simulated_readers, vouching)
    return as_json(inspect(readers, readers.watcher(), CLOCK, examine=examine))


def test_a_revoked_card_is_found_on_the_list() -> None:
    found = inspected("revoked", (DEFAULT_READER,))
    assert (found["certificates"]["revocation"], found["certificates"]["chain"]) == ("revoked", "known")
    assert found["verdict"]["validity"] == "revoked"


@pytest.mark.parametrize("profile", ["blocked", "cps4-blocked"])
def test_a_simulated_card_is_examined_whole(profile: str) -> None:
    found = inspected(profile, (DEFAULT_READER,))
    assert found["certificates"] == {
        "presence": "both",
        "pair": True,
        "holder": True,
        "term": "running",
        "not_before": "2025-03-14",
        "not_after": "2028-03-31",
        "chain": "known",
        "revocation": "good",
        "list_day": "2026-11-21",
    }
    assert found["check_digits"] == {"serial": True, "national_id": True}
    assert found["verdict"] == {"validity": "valid", "doubts": []}


def test_the_same_card_in_a_real_reader_is_vouched_for_by_nobody() -> None:
    found = inspected("blocked", ("Virtual PCD",))
    assert isinstance(found["certificates"], dict)
    assert (found["certificates"]["chain"], found["certificates"]["revocation"]) == ("not_checked", "not_checked")


def test_a_simulated_card_can_be_revoked() -> None:
    signed = chain(Identity(current_validity(TODAY)))
    serial = int(Identity(current_validity(TODAY)).serial) << 8 | 1

    def vouching(day: date) -> Trust:
        return trust_in((signed.root,), (signed.issuing,), lists(day, [serial]))

    found = inspected("blocked", (DEFAULT_READER,), vouching)
    assert found["verdict"] == {"validity": "revoked", "doubts": []}


def test_the_reading_job_hands_the_findings_on_with_its_day() -> None:
    readers = SimulatedReaders()
    readers.insert(build("blocked", Order(TODAY)))
    snapshot = inspect(readers, readers.watcher(), CLOCK).snapshot
    asked = []

    def examine(content: object, reader: str, day: Day) -> Findings:
        asked.append((reader, day))
        return Findings(Presence.ONE)

    job = ContentJob(ReadContent(3, snapshot), CLOCK, examine)
    event = job.perform(readers.connect(DEFAULT_READER), None)  # type: ignore[arg-type]  # a reading needs no right
    assert isinstance(event, ContentRead)
    assert (event.ticket, event.certificates) == (3, Findings(Presence.ONE))
    assert asked == [(DEFAULT_READER, Day(TODAY, clock_sane=True))]


def test_a_week_later_the_lists_of_the_day_are_stale() -> None:
    old = vouching_for_simulated_cards(TODAY)
    assert all(each.fresh(Day(TODAY + timedelta(days=6), True).moment) for each in old.lists)
    assert not any(each.fresh(Day(TODAY + timedelta(days=7), True).moment) for each in old.lists)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("certificates.presence", Presence),
        ("certificates.term", Term),
        ("certificates.chain", ChainStatus),
        ("certificates.revocation", Revocation),
        ("verdict.validity", Validity),
        ("verdict.doubts", Doubt),
    ],
)
def test_the_guide_names_every_value(field: str, values: type[Enum]) -> None:
    (row,) = [line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{field}`")]
    assert set(re.findall(r"`(\w+)`", row)) == {each.value for each in values}


def test_the_guide_names_every_field() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    found = inspected("blocked", (DEFAULT_READER,))
    for name, value in found.items():
        parts = value if isinstance(value, dict) and name not in ("holder", "counters") else {}
        assert all(f"`{name}.{part}`" in text for part in parts) if parts else f"`{name}" in text, name
