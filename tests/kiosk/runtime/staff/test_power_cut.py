"""The current is cut at any moment: no wait is forgotten or made up, and a closed kiosk stays closed."""

from __future__ import annotations

from pathlib import Path

from kiosk.runtime.staff.back_off import BackOff, Uptime, wait_after
from kiosk.runtime.staff.closed_mark import ClosedMark
from lab.power import laid_out, recorded

PROGRAM = Path(__file__).parent / "programs" / "power_staff.py"


def failures(said: str) -> set[int]:
    """How many wrong codes in a row may be remembered: those that were, and what was being done."""
    done = 0
    for letter in said:
        done = done + 1 if letter == "F" else 0 if letter == "S" else done
    return {done, *([done + 1] if said.endswith("f") else [0] if said.endswith("s") else [])}


def closed(said: str) -> set[bool]:
    marks = [letter for letter in said if letter in "CO"]
    return {marks[-1:] == ["C"], *([said[-1] == "c"] if said[-1:] in ("c", "o") else [])}


def test_waits_and_the_mark_are_what_they_were(tmp_path: Path) -> None:
    evening = recorded(PROGRAM, tmp_path / "kiosk")
    for number, (cut, disk) in enumerate(evening.disks(per_cut=4)):
        folder, said = laid_out(disk, tmp_path / str(number)), evening.said(cut).decode()
        wait_s = BackOff(folder / "back-off.json", Uptime("second", lambda: 0.0)).remaining_s()
        assert wait_s in {wait_after(each) for each in failures(said)}, (said, wait_s)
        assert ClosedMark(folder / "closed").stands() in closed(said), said
