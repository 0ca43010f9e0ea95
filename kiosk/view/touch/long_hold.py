"""The discreet way into staff mode: a corner of the screen, or a key, held long enough to be meant."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

CORNER_MM = 24.0
"""Side of the square at the top left."""

HELD_S = 1.5


@dataclass(slots=True)
class LongHold:
    """``by`` is a finger or a key; times are monotonic seconds."""

    _since: dict[Hashable, float] = field(default_factory=dict)

    def begins(self, by: Hashable, now: float) -> None:
        self._since.setdefault(by, now)

    def ends(self, by: Hashable, now: float) -> bool:
        """Whether it was held for ``HELD_S``, on one screen."""
        since = self._since.pop(by, None)
        return since is not None and now - since >= HELD_S

    def forget(self) -> None:
        """Drop every hold: another screen stands in front, and nobody meant it."""
        self._since.clear()
