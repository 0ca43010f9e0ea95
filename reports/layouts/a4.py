"""A4, portrait: the text in a wide column, what is looked at (QR code, stamp) in a narrow one beside it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from reports.layouts.column import Column, Styles
from reports.layouts.framing import across_groups, set_footer, set_title
from reports.layouts.marks import HAIRLINE, MM, MarkedPage, MarkGroup, MarkRole, Measure, Style, Weight
from reports.layouts.setting import set_block, set_qr, set_stamp_box
from reports.papers.bilingual import Blocks, Translations, blocks_of, translation_language
from reports.papers.blocks import Block, Document, Heading, Qr, StampBox

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN_X, MARGIN_Y = 19 * MM, 14 * MM
GUTTER, SIDE = 8 * MM, 48 * MM
MAIN = WIDTH - 2 * MARGIN_X - GUTTER - SIDE

STYLES = Styles(
    title=Style(29, 33, Weight.BOLD),
    lead=Style(16, 21),
    heading=Style(16, 21, Weight.BOLD),
    body=Style(14, 18),
    value=Style(14, 18, Weight.BOLD),
    number=Style(26, 31, Weight.BOLD),
    small=Style(12, 15),
    translation=Style(11.5, 13.5),
    gap=4.6,
    label_width=38 * MM,
    writing_line=10 * MM,
)

# A short paper is set larger; long addresses shrink the whole page, down to a body of 9.8 points, never one text alone.
FACTORS = (1.2, 1.15, 1.1, 1.05, 1.0, 0.975, 0.95, 0.925, 0.9, 0.875, 0.85, 0.825, 0.8, 0.775, 0.75, 0.725, 0.7)


class DoesNotFit(ValueError):
    """The document is too long for one legible page."""


def lay_out(document: Document, measure: Measure) -> MarkedPage:
    """Return ``document`` on one page. Raises DoesNotFit if even the smallest sizes are too large."""
    found: dict[float, tuple[MarkGroup, ...] | None] = {}

    def fits(factor: float) -> bool:
        found[factor] = _page(document, STYLES.scaled(factor), measure)
        return found[factor] is not None

    first = bisect_left(FACTORS, True, key=fits)
    groups = found.get(FACTORS[first]) if first < len(FACTORS) else None
    if groups is None:
        raise DoesNotFit(f"{len(document.blocks)} blocks")
    return MarkedPage(WIDTH, HEIGHT, document.language, groups)


def _page(document: Document, styles: Styles, measure: Measure) -> tuple[MarkGroup, ...] | None:
    language = translation_language(document)
    full = Column(MARGIN_X, WIDTH - 2 * MARGIN_X, MARGIN_Y, styles, measure, language=language)
    full.groups.extend(across_groups(document.across, WIDTH, HEIGHT, 1, measure))
    _head(document, full)
    _body(blocks_of(document), full)
    foot_height = _foot(document, replace(full, y=0, groups=[]))
    foot_top = HEIGHT - MARGIN_Y - foot_height
    full.space(3)
    if full.y > foot_top:
        return None
    _foot(document, replace(full, y=foot_top))
    return tuple(full.groups)


def _head(document: Document, full: Column) -> None:
    """The office at the left, the day and the outcome code at the right, the title below."""
    lines = [(line, _dateline_style(line, document, full.styles)) for line in document.dateline]
    leftmost = full.width - max((full.measure(line, style) for line, style in lines), default=0)
    top = full.y
    for index, line in enumerate(document.letterhead):
        style = full.styles.value if index == 0 else full.styles.small
        full.add(MarkRole.PARAGRAPH, *full.text(line, style, width=leftmost - GUTTER))
    bottom, full.y = full.y, top
    for line, style in lines:
        left = full.width - full.measure(line, style)
        full.add(MarkRole.PARAGRAPH, *full.text(line, style, left=left, width=full.width))
    full.y = max(full.y, bottom)
    full.space(2)
    full.add(MarkRole.ARTIFACT, full.rule(2))
    full.space(4)
    set_title(document, full)
    full.space(2)


def _dateline_style(line: str, document: Document, styles: Styles) -> Style:
    return styles.value if line == document.across else styles.small


def _body(blocks: Blocks, full: Column) -> None:
    """The text takes the whole width, up to the section of the first thing that stands beside it."""
    split = _first_with_side(blocks)
    for block, translations in blocks[:split]:
        set_block(block, translations, full)
    main = replace(full, width=MAIN)
    side = replace(full, x=full.x + full.width - SIDE, width=SIDE)
    for block, translations in blocks[split:]:
        _place(block, translations, main, side)
    full.y = max(main.y, side.y)


def _first_with_side(blocks: Blocks) -> int:
    """Return the index of the heading of the first section with a QR code or a stamp box, else of the end."""
    heading = 0
    for index, (block, _) in enumerate(blocks):
        match block:
            case Heading():
                heading = index
            case Qr() | StampBox():
                return heading
            case _:
                pass
    return len(blocks)


def _place(block: Block, translations: Translations, main: Column, side: Column) -> None:
    """What is looked at goes beside the heading it belongs to, or below what is there already."""
    match block:
        case Qr():
            set_qr(block, translations[0], side, 32 * MM)
        case StampBox():
            set_stamp_box(block, side, 34 * MM)
        case Heading():
            set_block(block, translations, main)
            side.y = max(side.y, main.y)
        case _:
            set_block(block, translations, main)


def _foot(document: Document, column: Column) -> float:
    top = column.y
    if document.footer:
        column.add(MarkRole.ARTIFACT, column.rule(HAIRLINE))
        column.space(1)
        set_footer(document, column)
    return column.y - top
