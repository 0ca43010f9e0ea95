"""The letter that came with the card, with what to look for marked on it."""

from __future__ import annotations

from kiosk.ui.pictures.pen import Pen

_NUMBER = (45, 75, 33, 8)
_CODE = (22, 24, 56, 11)


def _letter(pen: Pen) -> None:
    pen.box(14, 3, 72, 94, 3)
    pen.fill(22, 84, 14, 7, 1.5, pen.inks.mid)
    for y, length in ((68, 56), (61, 56), (54, 40), (44, 56), (16, 44), (10, 28)):
        pen.path([(22, y - 3), (22 + length, y - 3)], pen.inks.mid, 1.8)


def _digits(pen: Pen, x: float, y: float, count: int, gap: float, ink: tuple[float, float, float, float]) -> None:
    for place in range(count):
        pen.disc(x + place * gap, y, 1.7, ink, outline=False)


def _plain(pen: Pen, place: tuple[float, float, float, float], count: int) -> None:
    x, y, w, h = place
    _digits(pen, x + w * 0.1, y + h / 2, count, w * 0.8 / (count - 1), pen.inks.mid)


def _marked(pen: Pen, place: tuple[float, float, float, float], count: int) -> None:
    x, y, w, h = place
    pen.fill(x - 3, y - 2, w + 6, h + 4, 4, pen.inks.accent)
    _digits(pen, x + w * 0.08, y + h / 2, count, w * 0.84 / (count - 1), pen.inks.light)


def letter_number(pen: Pen) -> None:
    _letter(pen)
    _plain(pen, _CODE, 8)
    _marked(pen, _NUMBER, 10)


def letter_code(pen: Pen) -> None:
    _letter(pen)
    _plain(pen, _NUMBER, 10)
    _marked(pen, _CODE, 8)


def letter_both(pen: Pen) -> None:
    _letter(pen)
    _marked(pen, _NUMBER, 10)
    _marked(pen, _CODE, 8)
