"""Each kind of mark drawn on reportlab's canvas."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.pdfgen.canvas import Canvas

from reports.layouts.marks import Across, Disc, Line, Mark, OutlineMark, QrSquare, TextMark, Weight

NAMES = {Weight.REGULAR: "SourceSansPro", Weight.BOLD: "SourceSansPro-Bold"}

_PALE = 0.87


def draw_mark(mark: Mark, canvas: Canvas, height: float) -> None:
    match mark:
        case TextMark():
            canvas.setFont(NAMES[mark.style.weight], mark.style.size)
            canvas.drawString(mark.x, height - mark.y, mark.text)
        case Line():
            canvas.setLineWidth(mark.thickness)
            canvas.line(mark.x, height - mark.y, mark.x + mark.width, height - mark.y)
        case OutlineMark():
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
    canvas.setFont(NAMES[mark.style.weight], mark.style.size)
    # Digits of Source Sans stand 0.65 of their size above the baseline.
    canvas.drawCentredString(mark.x, height - mark.y - 0.325 * mark.style.size, mark.text)
    canvas.setFillGray(0)


def _draw_qr(mark: QrSquare, canvas: Canvas, height: float) -> None:
    """Draw runs of dark modules as one rectangle each: no seams between them when printed."""
    rows = _qr_runs(mark.url)
    module = mark.side / len(rows)
    for row_index, runs in enumerate(rows):
        bottom = height - mark.y - (row_index + 1) * module
        for start, length in runs:
            canvas.rect(mark.x + start * module, bottom, length * module, module, stroke=0, fill=1)


@lru_cache(maxsize=4)
def _qr_runs(url: str) -> tuple[list[tuple[int, int]], ...]:
    return tuple(map(_runs, qr_matrix(url)))


@lru_cache(maxsize=4)
def qr_matrix(url: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of modules, True where dark, without the quiet zone of 4; error correction M.

    It takes 10 ms and a kiosk has one or two addresses.
    """
    widget = QrCodeWidget(url, barLevel="M")
    widget.qr.make()
    return tuple(tuple(bool(dark) for dark in row) for row in widget.qr.modules)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return (start, length) of each run of true values."""
    edges = [i for i, (before, after) in enumerate(pairwise((False, *row, False))) if before != after]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _draw_across(mark: Across, canvas: Canvas, height: float) -> None:
    canvas.saveState()
    canvas.translate(mark.x, height - mark.y)
    canvas.rotate(mark.angle)
    canvas.setFillGray(_PALE)
    canvas.setFont(NAMES[Weight.BOLD], mark.size)
    canvas.drawCentredString(0, -mark.size / 3, mark.text)
    canvas.restoreState()
