"""The title and the small lines at the foot, in one language or two."""

from __future__ import annotations

from reports.layouts.column import Column
from reports.layouts.marks import MarkRole, Part
from reports.papers.bilingual import footer_of, title_beside
from reports.papers.blocks import Document


def set_title(document: Document, column: Column) -> None:
    """The title, and in the holder's language below it, larger than what else stands beside."""
    french = Part(MarkRole.TITLE, column.text(document.title, column.styles.title))
    other = title_beside(document)
    if other:
        twin = Part(MarkRole.TITLE, column.text(other, column.styles.lead), column.language)
        column.group(MarkRole.TITLE, french, twin)
    else:
        column.group(MarkRole.TITLE, french)


def set_footer(document: Document, column: Column) -> None:
    for line, other in footer_of(document):
        column.group(MarkRole.PARAGRAPH, *column.said_on_the_line(MarkRole.PARAGRAPH, line, column.styles.small, other))
