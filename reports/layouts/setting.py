"""How each block is set in a column: the same on every paper, at that paper's sizes."""

from __future__ import annotations

from typing import assert_never

from reports.blocks import (
    Blank,
    Block,
    CheckLine,
    Checklist,
    Fact,
    Heading,
    HolderName,
    Lead,
    Notice,
    NumberPairs,
    Paragraph,
    Qr,
    StampBox,
    Steps,
)
from reports.layouts.column import Column
from reports.layouts.marks import MM, Disc, Frame, Line, Mark, QrSquare, Role, Style
from reports.papers import CheckState
from reports.typography import NBSP

HAIRLINE = 0.6
FRAME = 1.6

# Labels of checks are longer than those of facts.
_CHECK_LABEL = 1.3
_CALM = (CheckState.GOOD, CheckState.NOT_CHECKED)


def set_block(block: Block, column: Column) -> None:
    """Set ``block`` at the column's place and move below it."""
    match block:
        case Lead():
            _sentences(block.sentences, column)
        case Heading():
            column.space(2.5)
            column.add(Role.HEADING, *column.text(block.text, column.styles.heading))
            column.space(0.5)
        case Paragraph():
            column.add(Role.PARAGRAPH, *column.text(block.text, column.styles.body))
            column.space(1)
        case Steps():
            _steps(block.items, column)
        case Checklist():
            _checklist(block.items, column)
        case Fact():
            _labelled(block.label, block.lines, column.styles.value, column, note=block.note)
        case NumberPairs():
            _labelled(block.label, ((NBSP * 2).join(block.pairs),), column.styles.number, column)
        case HolderName():
            _labelled(block.label, (block.name,), column.styles.value, column)
        case Blank():
            _blank(block, column)
        case CheckLine():
            _check(block, column)
        case Notice():
            _notice(block.text, column)
        case StampBox():
            set_stamp_box(block, column, 30 * MM)
        case Qr():
            set_qr(block, column, 32 * MM)
        case _:
            assert_never(block)


def _sentences(sentences: tuple[str, ...], column: Column) -> None:
    for sentence in sentences:
        column.add(Role.PARAGRAPH, *column.text(sentence, column.styles.lead))
    column.space(2)


def _steps(items: tuple[str, ...], column: Column) -> None:
    style = column.styles.body
    radius = style.leading * 0.5
    for number, item in enumerate(items, 1):
        top = column.y
        marks = column.text(item, style, left=radius * 3.2)
        numeral = Style(style.size * 0.85, style.leading, column.styles.heading.weight)
        centre = top + radius - 0.06 * style.size
        disc = Disc(column.x + radius, centre, radius, str(number), numeral)
        column.add(Role.LIST_ITEM, disc, *marks)
        column.space(0.8)


def _checklist(items: tuple[str, ...], column: Column) -> None:
    style = column.styles.body
    side = style.size * 0.85
    for item in items:
        box = Frame(column.x + 1, column.y + (style.leading - side) / 2, side, side, 1)
        column.add(Role.LIST_ITEM, box, *column.text(item, style, left=style.leading * 1.6))
        column.space(0.5)


def _labelled(label: str, lines: tuple[str, ...], style: Style, column: Column, note: str = "") -> None:
    marks, bottom = _label(label, style, column)
    for line in lines:
        marks.extend(column.text(line, style, left=column.styles.label_width))
    if note:
        marks.extend(column.text(note, column.styles.small, left=column.styles.label_width))
    column.add(Role.TABLE_ROW, *marks)
    column.y = max(column.y, bottom)
    column.space(0.8)


def _label(label: str, beside: Style, column: Column) -> tuple[list[Mark], float]:
    """Set a label above its value, or at its left on the baseline of the value's first line; return its bottom too."""
    style, top = column.styles.small, column.y
    if not column.styles.label_width:
        return [*column.text(label, style)], column.y
    column.y += (beside.leading - style.leading) / 2 + 0.25 * (beside.size - style.size)
    marks = column.text(label, style, width=column.styles.label_width - 2 * MM)
    bottom, column.y = column.y, top
    return [*marks], bottom


def _blank(block: Blank, column: Column) -> None:
    left = column.styles.label_width
    column.space(1)
    if left:
        column.y += column.styles.writing_line - column.styles.small.leading
    marks: list[Mark] = [*column.text(block.label, column.styles.small, width=left - 2 * MM if left else None)]
    if left:
        column.y = column.y - column.styles.small.leading * len(marks)
    for index in range(block.lines):
        column.y += column.styles.small.leading if left and not index else column.styles.writing_line
        marks.append(Line(column.x + left, column.y, column.width - left, HAIRLINE))
    column.add(Role.TABLE_ROW, *marks)
    column.space(1)


def _check(block: CheckLine, column: Column) -> None:
    """Label, sentence and word; side by side where labels are, else below each other."""
    styles, left = column.styles, column.styles.label_width * _CHECK_LABEL
    column.add(Role.ARTIFACT, column.rule(HAIRLINE))
    column.space(0.5)
    word_style = styles.body if block.state in _CALM else styles.value
    word_width = column.measure(block.word, word_style)
    top = column.y
    word = column.text(block.word, word_style, left=column.width - word_width, width=word_width + 1)
    bottom, column.y = column.y, top
    marks = column.text(block.label, styles.value, width=(left or column.width - word_width) - 2 * MM)
    bottom, column.y = max(bottom, column.y), top if left else column.y
    marks += column.text(
        block.sentence, styles.body, left=left, width=column.width - left - (word_width + 4 * MM if left else 0)
    )
    column.add(Role.TABLE_ROW, *marks, *word)
    column.y = max(bottom, column.y)
    column.space(0.7)


def _notice(text: str, column: Column) -> None:
    inset = 2.2 * column.styles.gap
    column.space(1.5)
    top = column.y
    column.y += inset
    marks = column.text(text, column.styles.value, left=inset, width=column.width - 2 * inset)
    column.y += inset
    column.add(Role.PARAGRAPH, Frame(column.x, top, column.width, column.y - top, FRAME), *marks)
    column.space(1)


def set_stamp_box(block: StampBox, column: Column, height: float) -> None:
    """Set an empty dashed frame ``height`` points high, its label inside at the top."""
    column.space(1)
    top, inset = column.y, column.styles.gap
    column.y += inset
    marks = column.text(block.label, column.styles.small, left=inset, width=column.width - 2 * inset)
    column.y = max(top + height, column.y + inset)
    column.add(Role.FIGURE, Frame(column.x, top, column.width, column.y - top, HAIRLINE, dashed=True), *marks)
    column.space(1)


def set_qr(block: Qr, column: Column, side: float) -> None:
    """Set the QR code at the left of the column, its caption and the address in letters below it."""
    column.space(1)
    square = QrSquare(column.x, column.y, side, block.url)
    column.y += side
    column.space(1.2)
    small = column.styles.small
    column.add(Role.FIGURE, square, *column.text(block.caption, small), *column.text(block.url, small))
    column.space(1)
