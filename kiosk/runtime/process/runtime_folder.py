"""The folder in memory that systemd gives to the kiosk's service and takes away with it (RuntimeDirectory=)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

RUNTIME_FOLDER = Path("/run/guichet-cps")
"""Where it is, for whoever looks at the service from outside."""


def runtime_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder of this process; None if systemd gave it none."""
    first = environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return Path(first) if first else None
