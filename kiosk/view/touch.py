"""Which touches and keys count, and which are held long enough to open staff mode."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

ARMED_AFTER_S = 0.4
"""A touch or a key counts only if it begins this long after its screen was painted (screen rule 10)."""


@dataclass(slots=True)
class Arming:
    """Keeps a double tap or a held Enter from answering two questions; follows one screen after another.

    Times are monotonic seconds. Call ``replaced`` when another screen is to be shown and ``painted`` after its first
    frame; between the two nothing counts. ``touch`` identifies a finger, ``target`` what it is on, ``key`` a key of
    the keyboard; a target of None is no target at all.
    """

    _armed_at: float | None = None
    _touches: dict[Hashable, Hashable] = field(default_factory=dict)
    _held: set[Hashable] = field(default_factory=set)

    def replaced(self) -> None:
        """Drop every touch and key that began before: another screen stands in front of the person."""
        self._armed_at = None
        self._touches.clear()

    def painted(self, now: float) -> None:
        """The first frame of the screen is on the panel. Later frames change nothing."""
        if self._armed_at is None:
            self._armed_at = now + ARMED_AFTER_S

    def touch_begins(self, touch: Hashable, target: Hashable, now: float) -> bool:
        """Whether this touch may become a press, so that its key may look pressed."""
        armed = target is not None and self.armed(now)
        if armed:
            self._touches[touch] = target
        return armed

    def touch_ends(self, touch: Hashable, target: Hashable) -> bool:
        """Whether the touch counts: it began armed, on this screen, on this very target."""
        return self._touches.pop(touch, None) == target and target is not None

    def key_begins(self, key: Hashable, now: float) -> bool:
        """Whether the key counts: armed, and up until now. A repeat of a held key never does."""
        if key in self._held:
            return False
        self._held.add(key)
        return self.armed(now)

    def key_ends(self, key: Hashable) -> None:
        self._held.discard(key)

    def armed(self, now: float) -> bool:
        """Whether a touch or a key that began now would count."""
        return self._armed_at is not None and now >= self._armed_at


CORNER_MM = 24.0
"""Side of the square at the top left."""

HELD_S = 1.5


@dataclass(slots=True)
class LongHold:
    """The discreet way into staff mode: the corner of the screen, or a key, held long enough to be meant.

    ``by`` is a finger or a key; times are monotonic seconds.
    """

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
