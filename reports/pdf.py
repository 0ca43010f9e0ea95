"""The one door to reportlab: sheets of marks become PDF bytes, the same bytes for the same document."""

from __future__ import annotations

from enum import Enum
from functools import cache, lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import assert_never

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.blocks import Document
from reports.layouts import a4, roll80
from reports.layouts.marks import Across, Disc, Frame, Line, Mark, QrSquare, Sheet, Style, Text, Weight

# Constant, because a print queue and a file manager show it: it may not tell which paper it is, nor for whom.
TITLE = "Fiche"

# Source Sans Pro (Adobe, SIL OFL 1.1): drawn for legibility at reading sizes, open digits that are hard to confuse,
# French, Greek and Cyrillic letters and the narrow spaces. Its package is a plain wheel with TrueType outlines, which
# reportlab can embed; the Vera bundled with reportlab is a fifth wider, and Roboto's package must be built.
_FILES = {Weight.REGULAR: "SourceSansPro-Regular.ttf", Weight.BOLD: "SourceSansPro-Bold.ttf"}
_NAMES = {Weight.REGULAR: "SourceSansPro", Weight.BOLD: "SourceSansPro-Bold"}

_PALE = 0.87


class PaperSize(Enum):
    A4 = "a4"
    ROLL80 = "roll80"


def render(document: Document, size: PaperSize) -> bytes:
    """Return ``document`` as a PDF of one page. Raises ``a4.DoesNotFit`` if it cannot be legible on one A4 page."""
    _load_fonts()
    return draw(_lay_out(document, size))


def _lay_out(document: Document, size: PaperSize) -> Sheet:
    match size:
        case PaperSize.A4:
            return a4.lay_out(document, measure)
        case PaperSize.ROLL80:
            return roll80.lay_out(document, measure)
        case _:
            assert_never(size)


def measure(text: str, style: Style) -> float:
    """Return the width of ``text`` in points."""
    _load_fonts()
    return float(pdfmetrics.stringWidth(text, _NAMES[style.weight], style.size))


@cache
def _load_fonts() -> None:
    for weight, name in _NAMES.items():
        with as_file(files("font_source_sans_pro") / "files" / _FILES[weight]) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))


def draw(sheet: Sheet) -> bytes:
    """Return ``sheet`` as PDF bytes; its groups are drawn in reading order."""
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(sheet.width, sheet.height),
        invariant=1,
        pageCompression=1,
        initialFontName=_NAMES[Weight.REGULAR],
        lang=sheet.language,
    )
    canvas.setTitle(TITLE)
    canvas.setAuthor("")
    canvas.setCreator("")
    canvas.setSubject("")
    for group in sheet.groups:
        for mark in group.marks:
            _draw(mark, canvas, sheet.height)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(mark: Mark, canvas: Canvas, height: float) -> None:
    match mark:
        case Text():
            canvas.setFont(_NAMES[mark.style.weight], mark.style.size)
            canvas.drawString(mark.x, height - mark.y, mark.text)
        case Line():
            canvas.setLineWidth(mark.thickness)
            canvas.line(mark.x, height - mark.y, mark.x + mark.width, height - mark.y)
        case Frame():
            canvas.setLineWidth(mark.thickness)
            canvas.setDash(3, 3) if mark.dashed else canvas.setDash()
            canvas.roundRect(
                mark.x, height - mark.y - mark.height, mark.width, mark.height, min(2.5, 0.1 * mark.height)
            )
            canvas.setDash()
        case Disc():
            _draw_disc(mark, canvas, height)
        case QrSquare():
            _draw_qr(mark, canvas, height)
        case Across():
            _draw_across(mark, canvas, height)
        case _:
            assert_never(mark)


def _draw_disc(mark: Disc, canvas: Canvas, height: float) -> None:
    canvas.circle(mark.x, height - mark.y, mark.radius, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(_NAMES[mark.style.weight], mark.style.size)
    # Digits of Source Sans stand 0.65 of their size above the baseline.
    canvas.drawCentredString(mark.x, height - mark.y - 0.325 * mark.style.size, mark.text)
    canvas.setFillGray(0)


def _draw_qr(mark: QrSquare, canvas: Canvas, height: float) -> None:
    """Draw runs of dark modules as one rectangle each: no seams between them when printed."""
    rows = _qr_rows(mark.url)
    module = mark.side / len(rows)
    for row_index, runs in enumerate(rows):
        bottom = height - mark.y - (row_index + 1) * module
        for start, length in runs:
            canvas.rect(mark.x + start * module, bottom, length * module, module, stroke=0, fill=1)


@lru_cache(maxsize=4)
def _qr_rows(url: str) -> tuple[list[tuple[int, int]], ...]:
    """Return the runs of each row, error correction M. It takes 10 ms and a kiosk has one or two addresses."""
    widget = QrCodeWidget(url, barLevel="M")
    widget.qr.make()
    return tuple(map(_runs, widget.qr.modules))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return (start, length) of each run of true values."""
    edges = [
        i for i in range(len(row) + 1) if bool(row[i - 1] if i else False) != bool(row[i] if i < len(row) else False)
    ]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _draw_across(mark: Across, canvas: Canvas, height: float) -> None:
    canvas.saveState()
    canvas.translate(mark.x, height - mark.y)
    canvas.rotate(mark.angle)
    canvas.setFillGray(_PALE)
    canvas.setFont(_NAMES[Weight.BOLD], mark.size)
    canvas.drawCentredString(0, -mark.size / 3, mark.text)
    canvas.restoreState()
