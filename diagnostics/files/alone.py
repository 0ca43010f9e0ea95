"""One process at a time in a folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def enter_alone(folder: Path) -> int:
    """A descriptor that keeps other callers out until it is closed, or its process ends, however it ends.

    Raises BlockingIOError if another one is in, OSError.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
