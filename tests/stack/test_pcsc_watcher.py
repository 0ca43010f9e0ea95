"""The kiosk's watcher on a real pcscd: what it reports when cards, readers and the service come and go."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.pcscd import FIRST_READER, SECOND_READER, PcscdLab

PROBE = Path(__file__).parent / "programs" / "pcsc_probe.py"
ATR_CPS3 = "3BAC00402A001225006480000310009000"


class Watching:
    """The watcher in a process of its own, and the reports it made."""

    def __init__(self, lab: PcscdLab, *silence_s: str) -> None:
        self._process = lab.popen(
            [sys.executable, str(PROBE), "watch", *silence_s], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self) -> Any:
        line = self._process.stdout.readline()
        assert line, "the watcher ended"
        return json.loads(line)

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next report that is wanted; the test's own time limit ends a wait in vain."""
        while not wanted(report := self.read()):
            pass
        return report

    def first_slot(self, **wanted: object) -> dict[str, Any]:
        def matches(report: dict[str, Any]) -> bool:
            slot = slot_of(report, FIRST_READER)
            return slot is not None and all(slot[name] == value for name, value in wanted.items())

        return slot_of(self.until(matches), FIRST_READER) or {}

    def stop(self) -> list[str]:
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self.until(lambda line: "threads" in line)["threads"]

    def returncode(self) -> int:
        return int(self._process.wait(30))


def slot_of(report: dict[str, Any], reader: str) -> dict[str, Any] | None:
    return next((slot for slot in report["slots"] if slot["reader"] == reader), None)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[PcscdLab]:
    with PcscdLab(tmp_path) as running:
        yield running


def test_a_card_already_in_the_reader_is_in_the_first_report(lab: PcscdLab) -> None:
    lab.card("blocked")
    lab.wait_for("card")
    report = Watching(lab).read()
    assert report["service"]
    assert [slot["reader"] for slot in report["slots"]] == [FIRST_READER, SECOND_READER]
    first = slot_of(report, FIRST_READER)
    assert first is not None
    assert (first["present"], first["mute"], first["atr"]) == (True, False, ATR_CPS3)


def test_each_insertion_is_told_and_counted(lab: PcscdLab) -> None:
    card = lab.card("-")
    watching = Watching(lab)
    changes = [watching.first_slot(present=False)["changes"]]
    for _ in range(3):
        card.ask("insert blocked")
        changes.append(watching.first_slot(present=True, atr=ATR_CPS3)["changes"])
        card.ask("remove")
        changes.append(watching.first_slot(present=False, atr="")["changes"])
    assert changes == sorted(set(changes))


def test_two_readers_are_told_apart(lab: PcscdLab) -> None:
    first, second = lab.card("-"), lab.card("-", second_slot=True)
    watching = Watching(lab)
    watching.first_slot(present=False)
    second.ask("insert blocked")
    report = watching.until(lambda report: (slot_of(report, SECOND_READER) or {}).get("present") is True)
    assert (slot_of(report, FIRST_READER) or {})["present"] is False
    first.ask("insert vitale2")
    watching.first_slot(present=True)
    second.ask("remove")
    report = watching.until(lambda report: (slot_of(report, SECOND_READER) or {}).get("present") is False)
    assert (slot_of(report, FIRST_READER) or {})["present"] is True


def test_a_mute_card_is_present_without_an_answer(lab: PcscdLab) -> None:
    card = lab.card("-")
    watching = Watching(lab)
    watching.first_slot(present=False)
    card.ask("insert mute")
    assert watching.first_slot(present=True)["atr"] == ""
    card.ask("remove")
    watching.first_slot(present=False)


def test_the_service_may_be_absent_at_start_go_away_and_come_back(lab: PcscdLab) -> None:
    lab.stop()
    watching = Watching(lab)
    assert watching.read() == {"service": False, "slots": []}
    lab.start()
    card = lab.card("blocked")
    before = watching.first_slot(present=True)["changes"]
    lab.stop()
    watching.until(lambda report: not report["service"])
    lab.start()
    after = watching.first_slot(present=True, atr=ATR_CPS3)["changes"]
    assert after > before
    card.ask("remove")
    watching.first_slot(present=False)


def test_a_service_that_freezes_while_nothing_happens_is_told_and_heard_again(lab: PcscdLab) -> None:
    card = lab.card("-")
    watching = Watching(lab, "3")
    watching.first_slot(present=False)
    with lab.frozen():
        card.ask("insert blocked")
        assert watching.until(lambda report: not report["service"]) == {"stuck": True, "service": False, "slots": []}
    assert watching.first_slot(present=True)["atr"] == ATR_CPS3


@pytest.mark.parametrize(
    "name", [b"Lecteur \xc3\xa9t\xc3\xa9", b"Lecteur \xe9t\xe9", b"Lecteur \x1b[2J"], ids=["accents", "cut", "escape"]
)
def test_a_reader_of_an_odd_name_is_told_and_the_others_are_watched_on(lab: PcscdLab, name: bytes) -> None:
    card = lab.card("-")
    watching = Watching(lab)
    watching.first_slot(present=False)
    with lab.another_reader(name):
        report = watching.until(lambda report: report.get("unreachable") == 2)
        assert [slot["reader"] for slot in report["slots"]] == [FIRST_READER, SECOND_READER]
        card.ask("insert blocked")
        assert watching.first_slot(present=True)["atr"] == ATR_CPS3
    assert "unreachable" not in watching.until(lambda report: bool(report["service"]))


def test_no_reader_at_all_is_told(lab: PcscdLab) -> None:
    lab.stop()
    (lab.folder / "reader.conf.d" / "vpcd").rename(lab.folder / "vpcd")
    lab.start()
    watching = Watching(lab)
    assert watching.read() == {"service": True, "slots": []}
    lab.stop()
    (lab.folder / "vpcd").rename(lab.folder / "reader.conf.d" / "vpcd")
    lab.start()
    watching.first_slot(present=False)


def test_stopping_ends_the_thread(lab: PcscdLab) -> None:
    watching = Watching(lab)
    watching.first_slot(present=False)
    assert watching.stop() == ["MainThread"]
    assert watching.returncode() == 0


def test_stopping_ends_the_thread_without_a_service_too(lab: PcscdLab) -> None:
    lab.stop()
    watching = Watching(lab)
    assert not watching.read()["service"]
    assert watching.stop() == ["MainThread"]
