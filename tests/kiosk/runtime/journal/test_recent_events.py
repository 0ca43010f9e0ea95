"""The last technical events: what the journal writes comes back, and nothing else can be brought in."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from checkout import ROOT
from diagnostics.database.faults import Fault
from kiosk.app.assembly import Doors, Places, assemble
from kiosk.card.errors import CardMute
from kiosk.config.settings import Config
from kiosk.flow.model.staff_desk import TechnicalEvents
from kiosk.runtime.journal.journal import Journal, Technical
from kiosk.runtime.journal.recent_events import COUNT_MAX, KEPT, RecentEvents, events_in
from kiosk.simulator.reader.readers import SimulatedReaders
from reports.printing.trouble import Trouble

AT = "2026-11-22T08:30:15.987654Z"


def line(**fields: Any) -> str:
    return json.dumps({"event": "fault", "timestamp": AT} | fields)


def test_what_the_journal_writes_is_kept_and_passed_on() -> None:
    out = io.StringIO()
    recent = RecentEvents(out)
    journal = Journal(recent)
    before = datetime.now(UTC) - timedelta(seconds=1)
    journal.write(Technical.READERS, available=True, count=2, simulated=False)
    journal.write(Technical.FAULT, lane="card", kind=CardMute.__name__)
    readers, fault = recent.events()
    assert (readers.event, dict(readers.fields)) == (
        Technical.READERS,
        {"available": True, "count": 2, "simulated": False},
    )
    assert dict(fault.fields) == {"lane": "card", "kind": "CardMute"}
    assert before <= readers.at <= datetime.now(UTC)
    assert readers.at.microsecond == 0
    assert [json.loads(each)["event"] for each in out.getvalue().splitlines()] == ["readers", "fault"]


def test_only_the_last_ones_are_kept() -> None:
    recent = RecentEvents(None)
    journal = Journal(recent)
    for n in range(KEPT + 3):
        journal.write(Technical.READERS, count=n)
    assert [event.fields["count"] for event in recent.events()] == list(range(3, KEPT + 3))


def test_a_broken_stream_loses_no_event() -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError("disk full")

    recent = RecentEvents(Broken())
    Journal(recent).write(Technical.STARTED)
    assert [event.event for event in recent.events()] == [Technical.STARTED]


def test_a_state_beside_a_time_is_an_outcome() -> None:
    assert events_in([line(event="state", state="unblocked"), line(event="trace_ended")]) == ()


@pytest.mark.parametrize("event", [each for each in Technical if each.value not in ("state", "trace_ended")])
def test_every_other_event_can_be_told(event: Technical) -> None:
    assert [each.event for each in events_in([line(event=event.value)])] == [event]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "[]",
        "{",
        '"fault"',
        "2026-11-22 pcscd: LEGRAND 2999471603",
        "[" * 100_000,
        line(event="LEGRAND"),
        line(event=None),
        line(timestamp="hier"),
        line(timestamp=7),
        line(timestamp="2026-11-22T08:30:15"),
        '{"event": "fault"}',
    ],
    ids=range(13),
)
def test_a_line_of_somebody_else_is_left_out(written: str) -> None:
    assert events_in([written]) == ()


@pytest.mark.parametrize(
    "planted",
    [
        {"kind": "Legrand"},
        {"kind": "83920174"},
        {"lane": "DUPONT"},
        {"fault": "2999471603"},
        {"version": "0.1.0"},
        {"state": "unblocked"},
        {"focus": "digit_5"},
        {"count": COUNT_MAX + 1},
        {"count": -1},
        {"count": True},
        {"count": 1.5},
        {"available": 1},
        {"available": "LEGRAND"},
        {"kind": ["OSError"]},
        {"reader": "Gemalto"},
        {"duration_ms": 5816},
    ],
    ids=str,
)
def test_a_field_that_is_not_of_a_closed_list_is_left_out(planted: dict[str, Any]) -> None:
    (event,) = events_in([line(**planted)])
    assert event.fields == {}


def test_the_closed_words() -> None:
    (event,) = events_in([line(count=COUNT_MAX, lane="paper", fault="locked", kind="OSError", available=False)])
    assert event.fields == {
        "count": COUNT_MAX,
        "lane": "paper",
        "fault": "locked",
        "kind": "OSError",
        "available": False,
    }
    assert event.at == datetime(2026, 11, 22, 8, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize("word", [*Fault, *Trouble], ids=str)
def test_every_fault_that_is_journalled_is_kept(word: Fault | Trouble) -> None:
    (event,) = events_in([line(fault=word.value)])
    assert event.fields == {"fault": word.value}


def test_every_lane_of_the_kiosk_is_known() -> None:
    sources = [path.read_text() for path in (ROOT / "kiosk" / "runtime").rglob("*.py")]
    found = [pair for text in sources for pair in re.findall(r'SerialLane\(\s*"(\w+)"|lane="(\w+)"', text)]
    lanes = {first or second for first, second in found}
    assert {"card", "records"} <= lanes
    for lane in lanes:
        (event,) = events_in([line(lane=lane)])
        assert event.fields == {"lane": lane}


def test_lanes_write_while_staff_look() -> None:
    recent = RecentEvents(None)
    journal = Journal(recent)

    def write() -> None:
        for n in range(500):
            journal.write(Technical.READERS, count=n)

    lanes = [Thread(target=write) for _ in range(3)]
    for lane in lanes:
        lane.start()
    while any(lane.is_alive() for lane in lanes):
        assert len(recent.events()) <= KEPT
    for lane in lanes:
        lane.join()
    assert len(recent.events()) == KEPT


def test_an_assembled_kiosk_keeps_what_its_journal_writes(tmp_path: Path) -> None:
    parts = assemble(
        Config(),
        Doors(SimulatedReaders(), SimulatedReaders().watcher()),
        Places(tmp_path / "base", None),
        lambda _size, _document: b"",
    )
    parts.world.journal.write(Technical.CARD_SERVICE_RESTART)
    shown = parts.world.staff.recent()
    assert isinstance(shown, TechnicalEvents)
    assert [event.name for event in shown.events] == [Technical.CARD_SERVICE_RESTART.value]
