"""Rows of two or three cells: a label and its value, a line to write on, a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diagnostics.outcomes.status import Status
from reports.layouts.column import Column
from reports.layouts.marks import HAIRLINE, MM, Line, MarkRole, Part, Style, TextMark
from reports.papers.blocks import Blank, CheckBlock

# Labels of checks are longer than those of facts.
_CHECK_LABEL = 1.3
_CALM = (Status.OK, Status.NOT_CHECKED)


def set_row(
    label: str, translation: str, lines: tuple[str, ...], style: Style, column: Column, note: tuple[str, str] = ("", "")
) -> None:
    """Set a label above its value, or at its left on the baseline of the value's first line."""
    left, top = column.styles.label_width, column.y
    if left:
        column.y += (style.leading - column.styles.small.leading) / 2 + 0.25 * (style.size - column.styles.small.size)
    head = _label(label, translation, column)
    bottom, column.y = column.y, top if left else column.y
    value = [column.text(line, style, left=left) for line in lines]
    value.extend([column.text(note[0], column.styles.small, left=left)] if note[0] else [])
    column.group(
        MarkRole.TABLE_ROW, *head, Part(MarkRole.CELL, _spaced(value)), *column.other(MarkRole.CELL, note[1], left)
    )
    column.y = max(column.y, bottom)
    column.space(0.8)


def _spaced(texts: Sequence[tuple[TextMark, ...]]) -> tuple[TextMark, ...]:
    """The texts of one cell, with a space between them for a reader of the file."""
    marks: list[TextMark] = []
    for text in filter(None, texts):
        if marks:
            marks[-1] = replace(marks[-1], text=marks[-1].text + " ")
        marks.extend(text)
    return tuple(marks)


def _label(label: str, translation: str, column: Column) -> tuple[Part, ...]:
    left = column.styles.label_width
    return column.said(MarkRole.HEADER, label, column.styles.small, translation, width=left - 2 * MM if left else None)


def set_blank(block: Blank, translation: str, column: Column) -> None:
    """Set a label and the lines to write on; the first line is level with the label's last where it is at the left."""
    left = column.styles.label_width
    column.space(1)
    top = column.y
    head = _label(block.label, translation, column)
    height = column.y - top
    if left and height < column.styles.writing_line:
        column.y = top
        column.y += column.styles.writing_line - height
        head = _label(block.label, translation, column)
    lines = []
    for index in range(block.lines):
        column.y += 0 if left and not index else column.styles.writing_line
        lines.append(Line(column.x + left, column.y, column.width - left, HAIRLINE))
    column.group(MarkRole.TABLE_ROW, *head, Part(MarkRole.CELL, tuple(lines)))
    column.space(1)


def set_check(block: CheckBlock, column: Column) -> None:
    """Label, sentence and word; side by side where labels are, else below each other."""
    styles, left = column.styles, column.styles.label_width * _CHECK_LABEL
    column.add(MarkRole.ARTIFACT, column.rule(HAIRLINE))
    column.space(0.5)
    word_style = styles.body if block.state in _CALM else styles.value
    word_width = column.measure(block.word, word_style)
    top = column.y
    word = column.text(block.word, word_style, left=column.width - word_width, width=word_width + 1)
    bottom, column.y = column.y, top
    label = column.text(block.label, styles.value, width=(left or column.width - word_width) - 2 * MM)
    bottom, column.y = max(bottom, column.y), top if left else column.y
    room = column.width - left - (word_width + 4 * MM if left else 0)
    said = column.text(block.sentence, styles.body, left=left, width=room)
    remedy = column.text(block.remedy, styles.value, left=left, width=room) if block.remedy else ()
    cells = (Part(MarkRole.HEADER, label), Part(MarkRole.CELL, _spaced((said, remedy))), Part(MarkRole.CELL, word))
    column.group(MarkRole.TABLE_ROW, *cells)
    column.y = max(bottom, column.y)
    column.space(0.7)
