"""How each block is set in a column: the same on every paper, at that paper's sizes.

``translations`` holds the block's words in the holder's language: see ``reports.papers.bilingual``.
"""

from __future__ import annotations

from typing import assert_never

from reports.layouts.column import Column
from reports.layouts.marks import HAIRLINE, MM, Disc, MarkRole, OutlineMark, Part, QrSquare, Style
from reports.layouts.rows import set_blank, set_check, set_row
from reports.papers.bilingual import Translations
from reports.papers.blocks import (
    Blank,
    Block,
    CheckBlock,
    Checklist,
    Heading,
    HolderName,
    LabelledValue,
    Lead,
    Notice,
    NumberedSteps,
    NumberPairs,
    Paragraph,
    Qr,
    StampBox,
)
from reports.papers.french import NBSP

FRAME = 1.6


def set_block(block: Block, translations: Translations, column: Column) -> None:
    """Set ``block`` at the column's place and move below it."""
    match block:
        case Lead():
            _sentences(block.sentences, translations, column)
        case Heading():
            _heading(block.text, translations[0], column)
        case Paragraph():
            column.group(
                MarkRole.PARAGRAPH, *column.said(MarkRole.PARAGRAPH, block.text, column.styles.body, translations[0])
            )
            column.space(1)
        case NumberedSteps():
            _steps(block.items, translations, column)
        case Checklist():
            _checklist(block.items, translations, column)
        case LabelledValue():
            set_row(
                block.label, translations[0], block.lines, column.styles.value, column, (block.note, translations[1])
            )
        case NumberPairs():
            set_row(block.label, translations[0], ((NBSP * 2).join(block.pairs),), column.styles.number, column)
        case HolderName():
            set_row(block.label, translations[0], (block.name,), column.styles.value, column)
        case Blank():
            set_blank(block, translations[0], column)
        case CheckBlock():
            set_check(block, column)
        case Notice():
            _notice(block.text, translations[0], column)
        case StampBox():
            set_stamp_box(block, column, 30 * MM)
        case Qr():
            set_qr(block, translations[0], column, 32 * MM)
        case _:
            assert_never(block)


def _sentences(sentences: tuple[str, ...], translations: Translations, column: Column) -> None:
    for sentence, other in zip(sentences, translations, strict=True):
        column.group(MarkRole.PARAGRAPH, *column.said(MarkRole.PARAGRAPH, sentence, column.styles.lead, other))
        column.space(0.8 if other else 0)
    column.space(2)


def _heading(text: str, translation: str, column: Column) -> None:
    column.space(2.5)
    column.group(MarkRole.HEADING, *column.said_on_the_line(MarkRole.HEADING, text, column.styles.heading, translation))
    column.space(0.5)


def _steps(items: tuple[str, ...], translations: Translations, column: Column) -> None:
    style = column.styles.body
    radius = style.leading * 0.5
    for number, (item, other) in enumerate(zip(items, translations, strict=True), 1):
        top = column.y
        body = column.said(MarkRole.BODY, item, style, other, left=radius * 3.2)
        numeral = Style(style.size * 0.85, style.leading, column.styles.heading.weight)
        centre = top + radius - 0.06 * style.size
        disc = Disc(column.x + radius, centre, radius, str(number), numeral)
        column.group(MarkRole.LIST_ITEM, Part(MarkRole.LABEL, (disc,)), *body)
        column.space(0.8)


def _checklist(items: tuple[str, ...], translations: Translations, column: Column) -> None:
    style = column.styles.body
    side = style.size * 0.85
    for item, other in zip(items, translations, strict=True):
        box = OutlineMark(column.x + 1, column.y + (style.leading - side) / 2, side, side, 1)
        body = column.said_on_the_line(MarkRole.BODY, item, style, other, left=style.leading * 1.6)
        column.group(MarkRole.LIST_ITEM, Part(MarkRole.ARTIFACT, (box,)), *body)
        column.space(0.5)


def _notice(text: str, translation: str, column: Column) -> None:
    inset = 2.2 * column.styles.gap
    column.space(1.5)
    top = column.y
    column.y += inset
    said = column.said(MarkRole.PARAGRAPH, text, column.styles.value, translation, inset, column.width - 2 * inset)
    column.y += inset
    frame = OutlineMark(column.x, top, column.width, column.y - top, FRAME)
    column.group(MarkRole.PARAGRAPH, Part(MarkRole.ARTIFACT, (frame,)), *said)
    column.space(1)


def set_stamp_box(block: StampBox, column: Column, height: float) -> None:
    """Set an empty dashed frame ``height`` points high, its label inside at the top; it is for the office."""
    column.space(1)
    top, inset = column.y, column.styles.gap
    column.y += inset
    marks = column.text(block.label, column.styles.small, left=inset, width=column.width - 2 * inset)
    column.y = max(top + height, column.y + inset)
    column.add(
        MarkRole.PARAGRAPH, OutlineMark(column.x, top, column.width, column.y - top, HAIRLINE, dashed=True), *marks
    )
    column.space(1)


def set_qr(block: Qr, translation: str, column: Column, side: float) -> None:
    """Set the QR code at the left of the column, its caption and the address in letters below it."""
    column.space(1)
    square = QrSquare(column.x, column.y, side, block.url)
    column.group(MarkRole.FIGURE, Part(MarkRole.FIGURE, (square,)), alt=f"{block.caption}{NBSP}: {block.url}")
    column.y += side
    column.space(1.2)
    column.group(MarkRole.PARAGRAPH, *column.said(MarkRole.PARAGRAPH, block.caption, column.styles.small, translation))
    column.add(MarkRole.PARAGRAPH, *column.text(block.url, column.styles.small))
    column.space(1)
