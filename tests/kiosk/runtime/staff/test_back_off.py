"""Wrong staff codes cost time: across restarts, killed processes, clocks that jump and files that make no sense."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from kiosk.runtime.staff.back_off import WAITS_S, BackOff, Uptime, this_machine, wait_after

PROGRAM = Path(__file__).parent / "programs" / "types_a_wrong_code.py"
LONGEST = WAITS_S[-1]


@dataclass
class Machine:
    """A start of the machine, and its time."""

    boot: str = "a"
    now: float = 1000.0

    def back_off(self, path: Path) -> BackOff:
        """What a process that starts now knows."""
        return BackOff(path, Uptime(self.boot, lambda: self.now))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "essais-agent"


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 30), (4, 60), (5, 120), (6, 300), (7, 900), (8, 900), (99, 900)],
)
def test_two_are_free_then_it_grows(path: Path, failures: int, seconds: float) -> None:
    machine = Machine()
    kept = machine.back_off(path)
    for _ in range(failures):
        kept.failed()
    assert kept.remaining_s() == seconds == wait_after(failures)


def test_the_wait_ends_at_its_second(path: Path) -> None:
    machine = Machine()
    kept = machine.back_off(path)
    for _ in range(3):
        kept.failed()
    machine.now += 29.5
    assert kept.remaining_s() == 0.5
    machine.now += 0.5
    assert kept.remaining_s() == 0


def test_the_right_code_forgets_the_wrong_ones(path: Path) -> None:
    machine = Machine()
    kept = machine.back_off(path)
    for _ in range(6):
        kept.failed()
    kept.succeeded()
    assert (kept.remaining_s(), path.exists()) == (0, False)
    kept.failed()
    assert machine.back_off(path).remaining_s() == 0


def test_another_process_goes_on_waiting(path: Path) -> None:
    machine = Machine()
    first = machine.back_off(path)
    for _ in range(4):
        first.failed()
    machine.now += 20
    second = machine.back_off(path)
    assert second.remaining_s() == 40
    second.failed()
    assert second.remaining_s() == 120


@pytest.mark.parametrize("now", [0.0, 5.0, 10**9])
def test_after_another_start_of_the_machine_the_wait_begins_anew(path: Path, now: float) -> None:
    kept = Machine().back_off(path)
    for _ in range(5):
        kept.failed()
    later = Machine("b", now)
    assert later.back_off(path).remaining_s() == 120
    later.now += 100
    assert later.back_off(path).remaining_s() == 20


def test_a_machine_that_does_not_know_its_start_waits_each_time(path: Path) -> None:
    nameless = Machine("")
    kept = nameless.back_off(path)
    for _ in range(3):
        kept.failed()
    nameless.now += 1000
    assert nameless.back_off(path).remaining_s() == 30


@given(until=st.floats(allow_nan=False, allow_infinity=False), failures=st.integers(1, 10**9))
def test_no_file_makes_anybody_wait_longer_than_its_failures_say(
    tmp_path_factory: pytest.TempPathFactory, until: float, failures: int
) -> None:
    path = tmp_path_factory.mktemp("kept") / "essais-agent"
    path.write_text(json.dumps({"failures": failures, "until": until, "boot": "a"}))
    assert 0 <= Machine().back_off(path).remaining_s() <= wait_after(failures)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '{"failures": 1}',
        '{"failures": true, "until": 1.0, "boot": "a"}',
        '{"failures": 0, "until": 1.0, "boot": "a"}',
        '{"failures": 1, "until": 1, "boot": "a"}',
        '{"failures": 1, "until": NaN, "boot": "a"}',
        '{"failures": 1, "until": 1.0, "boot": null}',
        '{"failures": 1, "until": 1.0, "boot": "a", "more": 1}',
        "\ud800",
        "[" * 100_000,
    ],
)
def test_a_file_that_makes_no_sense_is_the_longest_wait_and_is_written_anew(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    machine = Machine()
    assert machine.back_off(path).remaining_s() == LONGEST
    machine.now += LONGEST
    again = machine.back_off(path)
    assert again.remaining_s() == 0
    again.succeeded()
    assert machine.back_off(path).remaining_s() == 0


def test_a_link_in_the_place_of_the_file_leads_nowhere(path: Path, tmp_path: Path) -> None:
    another = tmp_path / "compteurs.sqlite3"
    another.write_text("figures")
    for name in (path, path.with_name(path.name + "-new")):
        name.symlink_to(another)
    kept = Machine().back_off(path)
    assert kept.remaining_s() == LONGEST
    kept.failed()
    assert another.read_text() == "figures"
    assert not path.is_symlink()
    assert Machine().back_off(path).remaining_s() == LONGEST


def test_where_nothing_can_be_written_the_process_remembers(tmp_path: Path) -> None:
    kept = Machine().back_off(tmp_path / "missing" / "essais-agent")
    for _ in range(3):
        kept.failed()
    assert kept.remaining_s() == 30


def test_the_file_says_nothing_but_how_many_and_until_when(path: Path) -> None:
    kept = Machine().back_off(path)
    kept.failed()
    assert json.loads(path.read_text()) == {"failures": 1, "until": 1000.0, "boot": "a"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["essais-agent"]


def test_this_machine_knows_its_start_and_its_time_goes_on() -> None:
    here = this_machine()
    assert len(here.boot) == 36
    assert 0 < here.now() <= here.now()


def killed_while_comparing(path: Path, boot: str, seconds: float, count: int) -> list[str]:
    """A real process; what it said of the codes before the one at which it was killed."""
    command = [sys.executable, str(PROGRAM), str(path), boot, str(seconds), str(count)]
    root = ROOT
    process = subprocess.run(
        command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == -9, process.stderr
    return process.stdout.split()


def test_a_process_killed_while_comparing_has_lost_that_try(path: Path) -> None:
    assert killed_while_comparing(path, "a", 1000.0, 3) == ["refused", "refused"]
    machine = Machine("a", 1000.0)
    assert machine.back_off(path).remaining_s() == 30
    machine.now += 30
    assert killed_while_comparing(path, "a", machine.now, 1) == []
    assert machine.back_off(path).remaining_s() == 60
    assert Machine("b", 3.0).back_off(path).remaining_s() == 60
