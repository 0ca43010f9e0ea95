"""« CARTE DE TEST – SIMULATION » across a page: nobody may take a paper about a simulated card for a real one."""

from __future__ import annotations

from math import atan2, degrees, hypot

from reports.layouts.marks import Across, MarkGroup, MarkRole, Measure, Part, Style, Weight

# Of the diagonal of its panel; the rest keeps the corners of the letters on the paper.
_SHARE = 0.78
_LIKE = Style(1, 1, Weight.BOLD)


def across_groups(text: str, width: float, height: float, panels: int, measure: Measure) -> tuple[MarkGroup, ...]:
    """Return ``text`` along the rising diagonal of each of ``panels`` equal parts of the page; none if it is empty."""
    if not text:
        return ()
    panel = height / panels
    size = _SHARE * hypot(width, panel) / measure(text, _LIKE)
    angle = degrees(atan2(panel, width))
    marks = tuple(Across(width / 2, panel * (i + 0.5), angle, text, size) for i in range(panels))
    return (MarkGroup(MarkRole.ARTIFACT, (Part(MarkRole.ARTIFACT, marks),)),)
