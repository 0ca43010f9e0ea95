"""Room on the disk, on real file systems of the sizes in question."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from checkout import ROOT
from diagnostics.health.disk import check_disk
from diagnostics.outcomes.status import Status
from lab.namespaces import unshare_mounts

PROGRAM = Path(__file__).parent / "programs" / "disks.py"


def test_each_size_at_its_boundary(tmp_path: Path) -> None:
    command = [*unshare_mounts(), sys.executable, str(PROGRAM), str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["last_fault", "fault", "T06"],
        ["first_warning", "warning", "-"],
        ["last_warning", "warning", "-"],
        ["first_ok", "ok", "-"],
        ["few_files", "fault", "T06"],
        ["files_enough", "ok", "-"],
        ["read_only", "fault", "T06"],
    ]


def test_a_folder_that_is_not_there_is_judged_by_the_one_above(tmp_path: Path) -> None:
    asked, there = check_disk(tmp_path / "a" / "b" / "c"), check_disk(tmp_path)
    assert asked.state is there.state


def test_a_place_that_may_not_be_looked_at_is_a_fault(folder: Path, as_nobody) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "base").touch()
    closed.chmod(0o000)
    with as_nobody():
        result = check_disk(closed / "base")
    assert result.state is Status.FAULT
    assert result.remedy
