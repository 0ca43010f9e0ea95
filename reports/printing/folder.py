"""Papers written into a folder: for the demo and for simulated cards only, which the caller decides."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_paper(pdf: bytes, folder: Path, name: str) -> Path:
    """Write ``pdf`` as ``folder/name.pdf``, whole or not at all, and return its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.pdf"
    with NamedTemporaryFile(dir=folder, prefix=f".{name}-", delete=False) as unfinished:
        try:
            unfinished.write(pdf)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(target)
        except BaseException:
            Path(unfinished.name).unlink()
            raise
    return target
