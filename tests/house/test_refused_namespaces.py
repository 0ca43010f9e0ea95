"""On a machine that refuses namespaces the tests end with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.namespaces import NoNamespaces

LABORATORIES = ("tests/stack/test_pcsc_door.py", "tests/reports/printing/test_nothing_kept.py")


@pytest.mark.parametrize("processes", [(), ("--numprocesses", "1")], ids=["one-process", "beside-others"])
def test_the_first_laboratory_says_so_and_is_the_last(root: Path, tmp_path: Path, processes: tuple[str, ...]) -> None:
    unshare = tmp_path / "unshare"
    unshare.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    unshare.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *processes, *LABORATORIES]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"{NoNamespaces()}" in done.stdout
    assert "1 error in" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
