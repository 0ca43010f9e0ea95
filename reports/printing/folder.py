"""Papers written into a folder: for the demo and for simulated cards only, which the caller decides."""

from __future__ import annotations

from pathlib import Path

from diagnostics.files.durable import write_durably


def write_paper(pdf: bytes, folder: Path, name: str) -> Path:
    """Write ``pdf`` as ``folder/name.pdf``, whole or not at all, and return its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.pdf"
    write_durably(target, pdf)
    return target
