"""Pictures with a card in them."""

from __future__ import annotations

from kiosk.ui.pictures.pen import Pen, Rgba


def _chip(pen: Pen, x: float, y: float, w: float, h: float) -> None:
    """Six contacts."""
    pen.box(x, y, w, h, 2.2, pen.inks.accent)
    for row in (1, 2):
        pen.path([(x, y + row * h / 3), (x + w * 0.36, y + row * h / 3)], pen.inks.light, 0.7)
        pen.path([(x + w * 0.64, y + row * h / 3), (x + w, y + row * h / 3)], pen.inks.light, 0.7)
    pen.path([(x + w * 0.36, y + 1), (x + w * 0.36, y + h - 1)], pen.inks.light, 0.7)
    pen.path([(x + w * 0.64, y + 1), (x + w * 0.64, y + h - 1)], pen.inks.light, 0.7)


def _lying_card(pen: Pen, x: float, y: float, fill: Rgba | None = None) -> None:
    """A card of 72 by 46, its face up: chip at the left, portrait at the right, lines of print."""
    pen.box(x, y, 72, 46, 4, fill)
    pen.fill(x + 1.2, y + 35, 69.6, 5, 0.5, pen.inks.mid)
    _chip(pen, x + 8, y + 16, 15, 13)
    _portrait(pen, x + 50, y + 10, 16)
    for line, length in ((22, 16), (16, 12)):
        pen.path([(x + 29, y + line + 4), (x + 29 + length, y + line + 4)], pen.inks.mid, 1.6)


def _portrait(pen: Pen, x: float, y: float, side: float) -> None:
    pen.fill(x, y, side, side * 1.2, 1.5, pen.inks.mid)
    pen.disc(x + side / 2, y + side * 0.78, side * 0.2, pen.inks.line, outline=False)
    pen.fill(x + side * 0.2, y + side * 0.12, side * 0.6, side * 0.4, side * 0.18, pen.inks.line)


def _standing_card(pen: Pen, x: float, y: float) -> None:
    """A card of 40 by 62 on its end, the chip on top."""
    pen.box(x, y, 40, 62, 4)
    pen.fill(x + 1.2, y + 1.2, 5, 59.6, 0.5, pen.inks.mid)
    _chip(pen, x + 14, y + 42, 13, 14)
    _turned_portrait(pen, x + 11, y + 5)
    for line, length in ((33, 15), (27, 10)):
        pen.path([(x + line, y + 36 - length), (x + line, y + 36)], pen.inks.mid, 1.6)


def _turned_portrait(pen: Pen, x: float, y: float) -> None:
    """The portrait of a card that stands on its end: a quarter turn clockwise."""
    pen.fill(x, y, 18, 15, 1.5, pen.inks.mid)
    pen.disc(x + 12.5, y + 7.5, 3.2, pen.inks.line, outline=False)
    pen.fill(x + 2, y + 3, 6, 9, 2.7, pen.inks.line)


def _reader(pen: Pen) -> None:
    """The front of the kiosk, with its slot."""
    pen.box(8, 68, 84, 28, 5, pen.inks.mid)
    pen.fill(24, 72, 52, 7, 3.5, pen.inks.line)


def _arrow(pen: Pen, x: float, from_y: float, to_y: float) -> None:
    head = 7 if to_y > from_y else -7
    pen.path([(x, from_y), (x, to_y)], pen.inks.accent, 2.4)
    pen.path([(x - 7, to_y - head), (x, to_y), (x + 7, to_y - head)], pen.inks.accent, 2.4)


def insert_card(pen: Pen) -> None:
    _reader(pen)
    _standing_card(pen, 30, 13)
    for x in (15, 85):
        _arrow(pen, x, 20, 52)


def take_card(pen: Pen) -> None:
    _reader(pen)
    _standing_card(pen, 30, 13)
    for x in (15, 85):
        _arrow(pen, x, 52, 20)


def card_ok(pen: Pen) -> None:
    _lying_card(pen, 8, 36)
    _badge(pen, pen.inks.accent)
    pen.path([(66, 27), (74, 19), (87, 34)], pen.inks.light, 2.6)


def card_blocked(pen: Pen) -> None:
    _lying_card(pen, 8, 36)
    _badge(pen, pen.inks.accent)
    pen.fill(67, 16, 20, 16, 2.5, pen.inks.light)
    pen.path([(71, 32), (71, 36), (73.5, 40), (77, 41), (80.5, 40), (83, 36), (83, 32)], pen.inks.light, 1.8)
    pen.disc(77, 25, 2.4, pen.inks.accent, outline=False)
    pen.path([(77, 24), (77, 20.5)], pen.inks.accent, 1)


def card_refused(pen: Pen) -> None:
    _lying_card(pen, 8, 36)
    _badge(pen, pen.inks.accent)
    pen.path([(69, 19), (85, 35)], pen.inks.light, 2.8)
    pen.path([(69, 35), (85, 19)], pen.inks.light, 2.8)


def _badge(pen: Pen, fill: Rgba) -> None:
    pen.disc(77, 27, 21, pen.inks.light, outline=False)
    pen.disc(77, 27, 18.5, fill, outline=False)


def card_upside_down(pen: Pen) -> None:
    """A card on its back, and the turn that puts it right."""
    with pen.turned(-8, 50, 62):
        pen.box(14, 42, 72, 46, 4)
        pen.fill(15.2, 70, 69.6, 9, 0.5, pen.inks.line)
        for line in (60, 53):
            pen.path([(22, line), (58, line)], pen.inks.mid, 1.8)
    pen.arc(50, 36, 26, 100, 260, pen.inks.accent)
    pen.path([(16, 27), (24.4, 31.5), (33, 26)], pen.inks.accent, 1.6)


def card_vitale(pen: Pen) -> None:
    """A card without a portrait that carries a heart: not a professional's."""
    pen.box(8, 36, 72, 46, 4, pen.inks.mid)
    _chip(pen, 16, 52, 15, 13)
    pen.disc(54, 65, 6.6, pen.inks.light, outline=False)
    pen.disc(65, 65, 6.6, pen.inks.light, outline=False)
    pen.shape([(59.5, 69), (70, 61), (59.5, 49), (49, 61)], pen.inks.light, outline=False)
    _badge(pen, pen.inks.accent)
    pen.path([(69, 19), (85, 35)], pen.inks.light, 2.8)
    pen.path([(69, 35), (85, 19)], pen.inks.light, 2.8)


def card_contactless(pen: Pen) -> None:
    _lying_card(pen, 14, 8)
    for radius in (12, 22, 32):
        pen.arc(50, 56, radius, -48, 48, pen.inks.line)
    pen.path([(22, 92), (78, 60)], pen.inks.light, 6)
    pen.path([(22, 92), (78, 60)], pen.inks.accent, 2.6)


def _chosen_reader(pen: Pen, towards: int) -> None:
    """A reader with a card in it, and an arrow to the side it stands on: -1 left, 1 right."""
    pen.box(18, 68, 64, 28, 5, pen.inks.mid)
    pen.fill(30, 72, 40, 7, 3.5, pen.inks.line)
    pen.box(35, 28, 30, 48, 3.5)
    _chip(pen, 44.5, 58, 11, 12)
    tip, tail = 50 + 26 * towards, 50 - 26 * towards
    pen.path([(tail, 12), (tip, 12)], pen.inks.accent, 2.4)
    pen.path([(tip - 8 * towards, 20), (tip, 12), (tip - 8 * towards, 4)], pen.inks.accent, 2.4)


def left_reader(pen: Pen) -> None:
    _chosen_reader(pen, -1)


def right_reader(pen: Pen) -> None:
    _chosen_reader(pen, 1)
