from __future__ import annotations

import os

import pytest

from reports.printing.folder import write_paper


def test_a_paper_is_written_whole(tmp_path):
    folder = tmp_path / "new" / "papers"
    path = write_paper(b"%PDF first", folder, "recu")
    assert path == folder / "recu.pdf"
    assert path.read_bytes() == b"%PDF first"
    write_paper(b"%PDF second", folder, "recu")
    assert [p.name for p in folder.iterdir()] == ["recu.pdf"]
    assert path.read_bytes() == b"%PDF second"


def test_a_full_disk_leaves_the_old_paper_and_no_other(tmp_path, monkeypatch):
    path = write_paper(b"old", tmp_path, "recu")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_paper(b"new", tmp_path, "recu")
    assert [p.name for p in tmp_path.iterdir()] == ["recu.pdf"]
    assert path.read_bytes() == b"old"
