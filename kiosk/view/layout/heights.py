"""How high above the floor what is pressed stands, from where the panel's lower edge hangs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.view.design.sizes import PAD_GAP_MM, Panel
from kiosk.view.layout.actions import PAD_MM
from kiosk.view.layout.keys import ABOVE_BAR_MM, BAR_MM, GAP_MM, PRIMARY_MM

REACH_MM = 320.0
"""Highest upper edge of a key above the lower edge of the panel, which hangs at 900 mm (EN 301 549 v3.2.1, 8.3.2)."""
LOWEST_MM, HIGHEST_MM = 900.0, 1220.0
"""What is pressed stands between: arrêtés du 8 décembre 2014 et du 20 avril 2017 (900 to 1300 mm), and EN 301 549
v3.2.1, 8.3.2 (1220 mm at most)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Kind of key, and the heights of its lower and its upper edge above the floor, in millimetres."""

    name: str
    low_mm: float
    high_mm: float

    @property
    def within_reach(self) -> bool:
        return self.low_mm >= LOWEST_MM and self.high_mm <= HIGHEST_MM


def heights(panel: Panel, lower_edge_mm: float) -> tuple[Span, ...]:
    """Of each kind of key on ``panel``, upright at text scale 1; of all keys at every scale the last one."""
    return tuple(Span(name, lower_edge_mm + low, lower_edge_mm + high) for name, low, high in _kinds(panel))


def _kinds(panel: Panel) -> Iterator[tuple[str, float, float]]:
    primary = BAR_MM + ABOVE_BAR_MM
    pad = primary + PRIMARY_MM + GAP_MM
    yield "outils", 0.0, BAR_MM
    yield "bouton principal", primary, primary + PRIMARY_MM
    if panel.portrait:
        yield "pavé", pad, pad + 4 * PAD_MM[1] + 3 * PAD_GAP_MM
    yield "touches les plus hautes", primary, min(REACH_MM, panel.height_mm)
