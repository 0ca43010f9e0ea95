"""Millimetres of the panel in front of the person to pixels. Nothing on the screen is measured in pixels by hand."""

from __future__ import annotations

from dataclasses import dataclass

BODY_CAP_MM = 7.5
"""Body text and labels; 7.3 mm at 600 mm is the floor of EN 301 549 v3.2.1, 5.1.4 (0.7 degree)."""
QUESTION_CAP_MM = 11.0
NUMBER_CAP_MM = 14.0
TEXT_SCALES = (1.0, 1.5, 2.0)

TOUCH_MM = 22.0
"""Least height of anything that is pressed, but for the keys of the pad."""
TOUCH_GAP_MM = 5.0
PAD_KEY_MM = (32.0, 26.0)
"""Least width and height of a key of the pad; it is larger where there is room."""
PAD_GAP_MM = 4.0


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel as it is mounted and configured: pixels, and millimetres of the lit surface."""

    width_px: int
    height_px: int
    width_mm: float
    height_mm: float

    @property
    def portrait(self) -> bool:
        return self.height_px >= self.width_px

    @property
    def px_per_mm(self) -> float:
        """The smaller of both directions, so that what has to fit does."""
        return min(self.width_px / self.width_mm, self.height_px / self.height_mm)

    @property
    def turned(self) -> Panel:
        return Panel(self.height_px, self.width_px, self.height_mm, self.width_mm)


PANEL_21_5 = Panel(1080, 1920, 268.0, 476.0)
"""21.5 inches, 1080 x 1920, upright: the smallest panel on which text at 200 % is comfortable."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``cap_ratio``: height of a capital over font size, from ``cap_height_ratio``. ``text_scale``: 1, 1.5 or 2."""

    panel: Panel
    cap_ratio: float
    text_scale: float = 1.0

    def px(self, mm: float) -> int:
        """Whole pixels for ``mm``, never fewer than one for a positive length."""
        return max(round(mm * self.panel.px_per_mm), 1 if mm > 0 else 0)

    def font_of_capital(self, cap_mm: float) -> float:
        return cap_mm * self.panel.px_per_mm / self.cap_ratio
