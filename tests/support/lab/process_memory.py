"""What another process holds in memory, read from outside as an attacker with all rights would: /proc/PID/mem, as root.

The process is stopped meanwhile, so that nothing moves from a place not yet read to one that was.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PIECE_BYTES = 1 << 20
_WRITABLE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")
_NOT_MEMORY_ERRNO = 5
"""EIO: a device is mapped there (proc_pid_mem(5))."""


def copies(process: int, forms: Mapping[str, bytes]) -> dict[str, int]:
    """How often each of ``forms``, by name, stands in the writable memory of ``process``; none of those that do not."""
    found = dict.fromkeys(forms, 0)
    overlap = max(map(len, forms.values())) - 1
    with _stopped(process):
        for piece, fresh_from in _pieces(process, overlap):
            for name, form in forms.items():
                found[name] += sum(at.end() > fresh_from for at in re.finditer(re.escape(form), piece))
    return {name: count for name, count in found.items() if count}


def _pieces(process: int, overlap: int) -> Iterator[tuple[bytes, int]]:
    """All memory piece by piece, and where what the piece before did not hold begins in each."""
    maps = Path(f"/proc/{process}/maps").read_text(encoding="utf-8", errors="replace")
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for begin, end in ((int(low, 16), int(high, 16)) for low, high in _WRITABLE.findall(maps)):
            tail = b""
            for at in range(begin, end, _PIECE_BYTES):
                piece = tail + _read(memory.fileno(), at, min(_PIECE_BYTES, end - at))
                yield piece, len(tail)
                tail = piece[-overlap:]


def _read(memory: int, at: int, size: int) -> bytes:
    try:
        return os.pread(memory, size, at)
    except OSError as error:
        if error.errno != _NOT_MEMORY_ERRNO:
            raise
        return b""


@contextmanager
def _stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)
