"""Sheets of marks become PDF bytes, the same bytes for the same document. With ``pdf_…``, the one door to reportlab."""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import assert_never

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.layouts import a4, roll80
from reports.layouts.marks import MarkedPage, Style, Weight
from reports.papers.blocks import Document
from reports.pdf.draw_marks import NAMES, draw_mark
from reports.pdf.structure_tree import structure
from reports.pdf.tags import begin, end, tag_page

# Constant, because a print queue and a file manager show it: it may not tell which paper it is, nor for whom.
TITLE = "Fiche"

# Source Sans Pro (Adobe, SIL OFL 1.1): drawn for legibility at reading sizes, open digits that are hard to confuse,
# French, Greek and Cyrillic letters and the narrow spaces. Its package is a plain wheel with TrueType outlines, which
# reportlab can embed; the Vera bundled with reportlab is a fifth wider, and Roboto's package must be built.
_FILES = {Weight.REGULAR: "SourceSansPro-Regular.ttf", Weight.BOLD: "SourceSansPro-Bold.ttf"}


class PaperSize(Enum):
    A4 = "a4"
    ROLL80 = "roll80"


def render(document: Document, size: PaperSize) -> bytes:
    """Return ``document`` as a PDF of one page. Raises ``a4.DoesNotFit`` if it cannot be legible on one A4 page."""
    _load_fonts()
    return draw(_lay_out(document, size))


def _lay_out(document: Document, size: PaperSize) -> MarkedPage:
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
    return float(pdfmetrics.stringWidth(text, NAMES[style.weight], style.size))


@cache
def _load_fonts() -> None:
    for weight, name in NAMES.items():
        with as_file(files("font_source_sans_pro") / "files" / _FILES[weight]) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))


def draw(sheet: MarkedPage) -> bytes:
    """Return ``sheet`` as PDF bytes, tagged, drawn in reading order."""
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(sheet.width, sheet.height),
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        initialFontName=NAMES[Weight.REGULAR],
        lang=sheet.language,
    )
    canvas.setTitle(TITLE)
    canvas.setAuthor("")
    canvas.setCreator("")
    canvas.setSubject("")
    found = structure(sheet)
    for run in found.runs:
        begin(run, canvas)
        for mark in run.marks:
            draw_mark(mark, canvas, sheet.height)
        end(canvas)
    canvas.showPage()
    tag_page(found, canvas)
    canvas.save()
    return buffer.getvalue()
