"""One process at a time in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diagnostics.files.alone import enter_alone


def test_the_second_waits_until_the_first_has_left(tmp_path: Path) -> None:
    first = enter_alone(tmp_path)
    held = {path.name for path in Path("/proc/self/fd").iterdir()}
    with pytest.raises(BlockingIOError):
        enter_alone(tmp_path)
    assert {path.name for path in Path("/proc/self/fd").iterdir()} == held
    os.close(first)
    os.close(enter_alone(tmp_path))


def test_only_a_folder_can_be_entered(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        enter_alone(tmp_path / "file")
    with pytest.raises(FileNotFoundError):
        enter_alone(tmp_path / "absent")
