"""The version that runs: of a real process, while it lives, whatever was installed since."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checkout import ROOT
from kiosk.runtime.process.running_version import NAME, running_version, version_left
from kiosk.runtime.process.runtime_folder import RUNTIME_FOLDER, runtime_folder

RUNS = """
import os, sys
from kiosk.runtime.process.running_version import version_left
with version_left(os.environ, sys.argv[1]):
    print("up", flush=True)
    sys.stdin.read()
"""


@contextmanager
def kiosk(folder: Path, version: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"RUNTIME_DIRECTORY": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUNS, version]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()


def test_a_kiosk_tells_its_version_while_it_runs(tmp_path: Path) -> None:
    assert running_version(tmp_path) is None
    with kiosk(tmp_path, "0.1.0") as process:
        assert running_version(tmp_path) == "0.1.0"
        assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)
        assert running_version(tmp_path) is None


def test_what_a_killed_kiosk_left_is_not_believed_and_the_next_one_is(tmp_path: Path) -> None:
    with kiosk(tmp_path, "0.10.0"):
        pass
    assert (tmp_path / NAME).read_text() == "0.10.0"
    assert running_version(tmp_path) is None
    with kiosk(tmp_path, "0.2.0"):
        assert running_version(tmp_path) == "0.2.0"


def test_the_first_of_two_keeps_its_place(tmp_path: Path) -> None:
    with kiosk(tmp_path, "0.1.0"), kiosk(tmp_path, "0.2.0"):
        assert running_version(tmp_path) == "0.1.0"


@pytest.mark.parametrize("said", ["", "0.1.0\n", "a b", "9" * 41, "é"])
def test_what_is_no_version_is_not_repeated(tmp_path: Path, said: str) -> None:
    with kiosk(tmp_path, "0.1.0"):
        (tmp_path / NAME).write_text(said, encoding="utf-8")
        assert running_version(tmp_path) is None


def test_without_a_folder_nothing_is_left_and_nothing_breaks(tmp_path: Path) -> None:
    for environ in ({}, {"RUNTIME_DIRECTORY": ""}, {"RUNTIME_DIRECTORY": str(tmp_path / "absent")}):
        with version_left(environ, "0.1.0"):
            assert list(tmp_path.iterdir()) == []
    assert running_version(tmp_path / "absent") is None
    os.mkfifo(tmp_path / NAME)
    assert running_version(tmp_path) is None


def test_the_folder_is_that_of_the_service() -> None:
    unit = (ROOT / "deploy" / "systemd" / "guichet-cps.service").read_text(encoding="utf-8")
    (name,) = re.findall(r"^RuntimeDirectory=(.*)$", unit, re.MULTILINE)
    assert Path("/run") / name == RUNTIME_FOLDER
    assert runtime_folder({"RUNTIME_DIRECTORY": "/run/a:/run/b"}) == Path("/run/a")
