"""A file is replaced whole or not at all, and created only where there is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from diagnostics.files.durable import PRIVATE, PUBLIC, create_private, take_the_place, unfinished, write_durably


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """What the system is asked to make durable or to rename, in order."""
    found: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        found.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        found.append(f"rename {self.name} to {target.name}")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    return found


def full(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("mode", [PRIVATE, 0o640, PUBLIC])
def test_the_new_content_takes_the_place_of_the_old_with_its_own_mode(tmp_path, mode: int, umask: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    before = os.umask(umask)
    try:
        write_durably(path, b"new", mode)
    finally:
        os.umask(before)
    assert (path.read_bytes(), mode_of(path), names(tmp_path)) == (b"new", mode, ["file"])


def test_content_then_name_reach_the_disk(tmp_path, calls) -> None:
    write_durably(tmp_path / "file", b"new")
    assert calls == ["sync file-new", "rename file-new to file", f"sync {tmp_path.name}"]


def test_a_file_that_is_durable_already_takes_a_name(tmp_path, calls) -> None:
    (tmp_path / "file-new").write_bytes(b"new")
    take_the_place(tmp_path / "file-new", tmp_path / "file")
    assert calls == ["rename file-new to file", f"sync {tmp_path.name}"]


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["file"])


def test_a_name_that_cannot_be_taken_leaves_nothing_beside_it(tmp_path) -> None:
    path = tmp_path / "file"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_durably(path, b"new")
    assert names(tmp_path) == ["file"]


def test_what_a_killed_writer_left_is_not_followed_nor_kept(tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"of somebody else")
    path = tmp_path / "file"
    unfinished(path).symlink_to(elsewhere)
    write_durably(path, b"new")
    assert elsewhere.read_bytes() == b"of somebody else"
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["elsewhere", "file"])


def test_a_link_in_the_place_of_the_file_is_replaced_and_not_written_through(tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"of somebody else")
    path = tmp_path / "file"
    path.symlink_to(elsewhere)
    write_durably(path, b"new")
    assert elsewhere.read_bytes() == b"of somebody else"
    assert not path.is_symlink()


def test_a_created_file_is_private(tmp_path) -> None:
    create_private(tmp_path / "file", b"content")
    assert ((tmp_path / "file").read_bytes(), mode_of(tmp_path / "file")) == (b"content", PRIVATE)


@pytest.mark.parametrize("there", ["file", "link to a file", "link to nothing"])
def test_an_existing_name_is_left_alone(tmp_path, there: str) -> None:
    path, elsewhere = tmp_path / "file", tmp_path / "elsewhere"
    if there != "link to nothing":
        elsewhere.write_bytes(b"old")
    path.hardlink_to(elsewhere) if there == "file" else path.symlink_to(elsewhere)
    with pytest.raises(FileExistsError) as refused:
        create_private(path, b"new")
    assert refused.value.filename == str(path)
    assert elsewhere.exists() == (there != "link to nothing")
    assert not elsewhere.exists() or elsewhere.read_bytes() == b"old"


def test_a_file_that_cannot_be_written_to_its_end_is_removed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        create_private(tmp_path / "file", b"content")
    assert names(tmp_path) == []
