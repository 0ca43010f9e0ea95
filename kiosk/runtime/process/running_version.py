"""The version that runs, which an update does not change until the kiosk is started again.

The kiosk leaves it in its runtime folder and locks the file. The system gives the lock back when the process ends,
however it ends: what a killed kiosk left behind is not believed.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kiosk.runtime.process.runtime_folder import runtime_folder

NAME = "version"

_VERSION = re.compile(r"[0-9A-Za-z.+!_-]{1,40}")
_PRIVATE = 0o600


@contextmanager
def version_left(environ: Mapping[str, str], version: str) -> Iterator[None]:
    """While the block runs ``running_version`` gives ``version``. Without a runtime folder nothing is left; no OSError.

    Another process that holds the file keeps it.
    """
    folder = runtime_folder(environ)
    descriptor = None if folder is None else _held(folder / NAME, version)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def running_version(folder: Path) -> str | None:
    """The version of the kiosk that runs; None if none does, or if that cannot be known."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _said(descriptor)
    except OSError:
        return None
    else:
        return None
    finally:
        os.close(descriptor)


def _said(descriptor: int) -> str | None:
    try:
        text = os.read(descriptor, 100).decode("ascii", "replace")
    except OSError:
        return None
    return text if _VERSION.fullmatch(text) else None


def _held(path: Path, version: str) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, version.encode("ascii"))
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
