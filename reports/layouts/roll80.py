"""The 80 mm roll: one column, as long as its content. Thermal heads print 72 mm of the 80 (576 dots at 203 dpi)."""

from __future__ import annotations

from reports.layouts.column import Column, Styles
from reports.layouts.framing import across_groups, set_footer, set_title
from reports.layouts.marks import HAIRLINE, MM, MarkedPage, MarkRole, Measure, Style, Weight
from reports.layouts.setting import set_block
from reports.papers.bilingual import blocks_of, translation_language
from reports.papers.blocks import Document

WIDTH = 80 * MM
MARGIN_X, MARGIN_Y = 5 * MM, 5 * MM

STYLES = Styles(
    title=Style(21, 24, Weight.BOLD),
    lead=Style(13, 17),
    heading=Style(13.5, 17, Weight.BOLD),
    body=Style(12, 15.5),
    value=Style(12.5, 16, Weight.BOLD),
    number=Style(22, 26, Weight.BOLD),
    small=Style(10, 13),
    translation=Style(10, 12.5),
    gap=4,
    label_width=0,
    writing_line=10 * MM,
)

_ACROSS_EVERY = 110 * MM


def lay_out(document: Document, measure: Measure) -> MarkedPage:
    """Return ``document`` on one page as long as it needs."""
    column = Column(MARGIN_X, WIDTH - 2 * MARGIN_X, MARGIN_Y, STYLES, measure, language=translation_language(document))
    _head(document, column)
    for block, translations in blocks_of(document):
        set_block(block, translations, column)
    _foot(document, column)
    height = column.y + MARGIN_Y
    panels = max(1, round(height / _ACROSS_EVERY))
    across = across_groups(document.across, WIDTH, height, panels, measure)
    return MarkedPage(WIDTH, height, document.language, (*across, *column.groups))


def _head(document: Document, column: Column) -> None:
    for index, line in enumerate(document.letterhead):
        style = column.styles.value if index == 0 else column.styles.small
        column.add(MarkRole.PARAGRAPH, *column.text(line, style))
    column.space(1)
    for line in document.dateline:
        style = column.styles.value if line == document.across else column.styles.small
        column.add(MarkRole.PARAGRAPH, *column.text(line, style))
    column.space(1)
    column.add(MarkRole.ARTIFACT, column.rule(2))
    column.space(3)
    set_title(document, column)
    column.space(1.5)


def _foot(document: Document, column: Column) -> None:
    if document.footer:
        column.space(2)
        column.add(MarkRole.ARTIFACT, column.rule(HAIRLINE))
        column.space(1.5)
        set_footer(document, column)
