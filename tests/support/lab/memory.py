"""A folder in memory, for what writes to the disk so often that its tests would wait for nothing else.

SQLite waits for the disk at every commit. The wait proves nothing here: what a killed process leaves, and the order of
what it wrote, are the same on a tmpfs.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_TMPFS = Path("/dev/shm")
_ROOM_BYTES = 2**30

MEMORY = _TMPFS if _TMPFS.is_dir() and shutil.disk_usage(_TMPFS).free > _ROOM_BYTES else None
"""For ``tempfile``'s ``dir``; None, its own choice, on a machine that has no such place."""
