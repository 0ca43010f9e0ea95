"""How long a paper may take, which another thread can make shorter."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from time import monotonic


class Deadline:
    """``seconds`` from now. ``clock`` gives monotonic seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._changed = Condition()
        self._stopped = False

    @property
    def left_s(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._end - self._clock())

    @property
    def stopped(self) -> bool:
        """Somebody ended it, not time."""
        return self._stopped

    def shorten(self, seconds: float) -> None:
        """Let it end ``seconds`` from now at the latest."""
        with self._changed:
            self._end = min(self._end, self._clock() + seconds)
            self._changed.notify_all()

    def stop(self) -> None:
        """End it now."""
        with self._changed:
            self._stopped = True
        self.shorten(0)

    def lasts(self, pause_s: float, reserve_s: float) -> bool:
        """Wait ``pause_s`` or until less than ``reserve_s`` are left; False in the latter case."""
        with self._changed:
            self._changed.wait_for(lambda: self.left_s <= reserve_s, min(pause_s, max(0.0, self.left_s - reserve_s)))
            return self.left_s > reserve_s
