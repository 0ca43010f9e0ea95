from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from kiosk.card.iso7816.connection import SlotReport
from kiosk.runtime.journal.journal import Journal, Technical, TraceStates


def written(**fields: Any) -> dict[str, Any]:
    stream = io.StringIO()
    Journal(stream).write(Technical.FAULT, **fields)
    line = stream.getvalue()
    assert line.endswith("\n")
    assert line.count("\n") == 1
    return dict(json.loads(line))


def test_a_line_is_an_event_with_its_time_in_utc() -> None:
    line = written(lane="card", kind="ValueError", count=3, available=True)
    assert datetime.fromisoformat(line.pop("timestamp")).utcoffset() is not None
    assert line == {"event": "fault", "lane": "card", "kind": "ValueError", "count": 3, "available": True}


@pytest.mark.parametrize(
    "fields",
    [
        {"atr": "3BAC"},
        {"reader": "Lecteur 0"},
        {"serial": "99213845"},
        {"card_number": "2900995261"},
        {"outcome": "U01"},
        {"exc_info": True},
        {"lane": "card 90817263"},
        {"lane": "1234"},
        {"lane": "x" * 61},
        {"lane": b"card"},
        {"lane": 3},
        {"count": True},
        {"count": "3"},
        {"count": 3.5},
        {"available": 1},
        {"kind": ["a"]},
        {"state": None},
    ],
    ids=str,
)
def test_what_is_not_listed_is_left_out(fields: dict[str, Any]) -> None:
    assert set(written(**fields)) == {"event", "timestamp"}


def test_what_is_wrong_with_the_readers_is_written_when_it_changes() -> None:
    stream = io.StringIO()
    well, odd = SlotReport(True, ()), SlotReport(True, (), unreachable=1)
    broken = SlotReport(False, (), broken="MemoryError")
    for before, now in ((None, well), (well, odd), (odd, odd), (odd, broken), (broken, broken), (broken, well)):
        Journal(stream).readers(before, now, simulated=False)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [{name: value for name, value in line.items() if name != "timestamp"} for line in lines] == [
        {"event": "card_service", "available": True},
        {"event": "readers", "count": 0},
        {"event": "readers", "count": 0, "unreachable": 1},
        {"event": "fault", "lane": "readers", "kind": "MemoryError"},
        {"event": "card_service", "available": False},
        {"event": "card_service", "available": True},
        {"event": "readers", "count": 0},
    ]


@pytest.mark.parametrize(
    ("word", "stands"), [("0.12.345", True), ("abc123", True), ("abc1234", False), ("12345", False)]
)
def test_four_digits_in_a_row_are_never_written(word: str, stands: bool) -> None:
    assert ("version" in written(version=word)) is stands


@pytest.mark.parametrize("error", [OSError("disk full"), BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_a_stream_that_cannot_be_written_stops_nobody(error: Exception) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise error

    stream = Broken()
    Journal(stream).write(Technical.STARTED)
    trace = TraceStates(stream)
    trace.state("waiting", "")
    trace.readers(all_virtual=False)
    assert stream.getvalue() == ""


def test_without_a_stream_nothing_is_written_anywhere(capfd: pytest.CaptureFixture[str]) -> None:
    Journal(None).write(Technical.STARTED)
    assert capfd.readouterr() == ("", "")


def test_lines_go_to_the_stderr_the_process_was_born_with() -> None:
    """Kivy puts its own object in the place of sys.stderr."""
    program = (
        "import sys, io; sys.stderr = io.StringIO()\n"
        "from kiosk.runtime.journal.journal import Journal, Technical\n"
        "Journal().write(Technical.STARTED, version='0.1.0')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert json.loads(done.stderr)["event"] == "started"


def traced(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_trace_tells_each_state_and_focus_once_and_no_time() -> None:
    stream = io.StringIO()
    trace = TraceStates(stream)
    for state, focus in (
        ("verdict", ""),
        ("verdict", ""),
        ("verdict", "unblock"),
        ("have_code", "yes"),
        ("verdict", ""),
    ):
        trace.state(state, focus)
    assert stream.getvalue().splitlines()[1] == '{"event": "state", "state": "verdict", "focus": "unblock"}'
    assert [(line["state"], line["focus"]) for line in traced(stream)] == [
        ("verdict", ""),
        ("verdict", "unblock"),
        ("have_code", "yes"),
        ("verdict", ""),
    ]


def test_any_other_reader_ends_the_trace_for_good() -> None:
    stream = io.StringIO()
    trace = TraceStates(stream)
    trace.readers(all_virtual=True)
    trace.state("waiting", "")
    trace.readers(all_virtual=False)
    trace.state("verdict", "")
    trace.readers(all_virtual=True)
    trace.state("puk", "digit_5")
    trace.readers(all_virtual=False)
    assert [line["event"] for line in traced(stream)] == ["state", "trace_ended"]
