"""How large, in which colours and how calmly the screens are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Appearance:
    """``text_scale``: 1, 1.5 or 2. ``contrast``: white and yellow on black. ``calm``: nothing moves."""

    text_scale: float = 1.0
    contrast: bool = False
    calm: bool = False

    def choose(self, name: str) -> Appearance:
        """The same, but for the choice called ``name``. Raises KeyError for one that does not exist."""
        return replace(self, **_CHOICES[name])

    def holds(self, name: str) -> bool:
        """Whether the choice called ``name`` is the present one."""
        return self.choose(name) == self


USUAL = Appearance()
"""What each person finds."""

_CHOICES: Mapping[str, dict[str, Any]] = {
    "text_1": {"text_scale": 1.0},
    "text_1.5": {"text_scale": 1.5},
    "text_2": {"text_scale": 2.0},
    "contrast_off": {"contrast": False},
    "contrast_on": {"contrast": True},
    "calm_off": {"calm": False},
    "calm_on": {"calm": True},
}
"""What each choice of the sheet sets."""
