"""The title and the small lines at the foot, in one language or two; the words across a page about a simulated card."""

from __future__ import annotations

from math import atan2, degrees, hypot

from reports.layouts.column import Column
from reports.layouts.marks import Across, MarkGroup, MarkRole, Measure, Part, Style, Weight
from reports.papers.bilingual import footer_of, title_translation
from reports.papers.blocks import Document

# Of the diagonal of its panel; the rest keeps the corners of the letters on the paper.
_SHARE = 0.78
_LIKE = Style(1, 1, Weight.BOLD)


def set_title(document: Document, column: Column) -> None:
    """The title, and in the holder's language below it, larger than what else stands beside."""
    french = Part(MarkRole.TITLE, column.text(document.title, column.styles.title))
    other = title_translation(document)
    if other:
        twin = Part(MarkRole.TITLE, column.text(other, column.styles.lead), column.language)
        column.group(MarkRole.TITLE, french, twin)
    else:
        column.group(MarkRole.TITLE, french)


def set_footer(document: Document, column: Column) -> None:
    for line, other in footer_of(document):
        column.group(MarkRole.PARAGRAPH, *column.said_on_the_line(MarkRole.PARAGRAPH, line, column.styles.small, other))


def across_groups(text: str, width: float, height: float, panels: int, measure: Measure) -> tuple[MarkGroup, ...]:
    """Return ``text`` along the rising diagonal of each of ``panels`` equal parts of the page; none if it is empty.

    Nobody may take a paper about a simulated card for a real one.
    """
    if not text:
        return ()
    panel = height / panels
    size = _SHARE * hypot(width, panel) / measure(text, _LIKE)
    angle = degrees(atan2(panel, width))
    marks = tuple(Across(width / 2, panel * (i + 0.5), angle, text, size) for i in range(panels))
    return (MarkGroup(MarkRole.ARTIFACT, (Part(MarkRole.ARTIFACT, marks),)),)
