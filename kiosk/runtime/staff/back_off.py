"""How long to wait after wrong staff codes, across restarts and whatever happens to the clock.

The clock is the machine's uptime, which nobody can set. A wait that an earlier start of the machine left begins anew
when it is first looked at: restarting the machine makes a wait longer, never shorter.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from diagnostics.files.durable import make_names_durable, write_durably

WAITS_S = (0.0, 0.0, 30.0, 60.0, 120.0, 300.0, 900.0)
"""Seconds after the first wrong code in a row, the second…; the last stands for all that follow."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Linux, random(4): another one at each start of the machine."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """``boot`` names this start of the machine ("" if unknown); ``now`` gives seconds since then."""

    boot: str
    now: Callable[[], float]


def this_machine() -> Uptime:
    boot = ""
    with suppress(OSError):
        boot = _BOOT_ID.read_text(encoding="ascii").strip()
    return Uptime(boot, lambda: time.clock_gettime(time.CLOCK_BOOTTIME))


@dataclass(frozen=True, slots=True)
class _Standing:
    """``failures`` in a row; no code before ``until`` (seconds of ``boot``)."""

    failures: int = 0
    until: float = 0.0
    boot: str = ""


def wait_after(failures: int) -> float:
    """Seconds to wait after that many wrong codes in a row."""
    return 0.0 if failures <= 0 else WAITS_S[min(failures, len(WAITS_S)) - 1]


class BackOff:
    """Kept in the file at ``path``: ``{"failures": 3, "until": 120.5, "boot": "…"}``.

    A file that makes no sense is taken for the longest wait, and written anew. One that cannot be written is
    remembered as long as the process lives.
    """

    def __init__(self, path: Path, uptime: Uptime) -> None:
        self._path = path
        self._uptime = uptime
        self._standing: _Standing | None = None

    def remaining_s(self) -> float:
        """Seconds before another code is taken; 0 if one is."""
        standing = self._known()
        return min(max(standing.until - self._uptime.now(), 0.0), wait_after(standing.failures))

    def failed(self) -> None:
        """One more wrong code."""
        self._remember(self._from_now(self._known().failures + 1))

    def succeeded(self) -> None:
        self._standing = _Standing()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
            make_names_durable(self._path.parent)

    def _known(self) -> _Standing:
        if self._standing is None:
            self._standing = self._found()
        return self._standing

    def _found(self) -> _Standing:
        try:
            found = _read(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return _Standing()
        except (OSError, ValueError, RecursionError):
            found = _Standing(len(WAITS_S))
        if found.boot == self._uptime.boot != "":
            return found
        self._remember(self._from_now(found.failures))
        return self._known()

    def _from_now(self, failures: int) -> _Standing:
        return _Standing(failures, self._uptime.now() + wait_after(failures), self._uptime.boot)

    def _remember(self, standing: _Standing) -> None:
        self._standing = standing
        with suppress(OSError):
            _replace(self._path, standing)


def _read(text: str) -> _Standing:
    """Raises ValueError."""
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != {"failures", "until", "boot"}:
        raise ValueError("not what was written")
    failures, until, boot = found["failures"], found["until"], found["boot"]
    if type(failures) is not int or type(until) is not float or type(boot) is not str:
        raise ValueError("not what was written")
    if not 1 <= failures <= 10**9 or not isfinite(until):
        raise ValueError("out of range")
    return _Standing(failures, until, boot)


def _replace(path: Path, standing: _Standing) -> None:
    content = json.dumps({"failures": standing.failures, "until": standing.until, "boot": standing.boot})
    write_durably(path, content.encode())
