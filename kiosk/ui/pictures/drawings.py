"""The pictures of the view: letters and what stands around the kiosk here, cards in ``drawn_cards``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from kivy.graphics import Canvas

from kiosk.ui.pictures import drawn_cards
from kiosk.ui.pictures.icons import ICONS
from kiosk.ui.pictures.pen import Pen, PenInks
from kiosk.view.layout import items
from kiosk.view.model.screen import PictureName

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


def printer(pen: Pen) -> None:
    pen.box(26, 62, 48, 32, 2)
    pen.box(8, 30, 84, 38, 6, pen.inks.mid)
    pen.disc(80, 58, 3, pen.inks.accent, outline=False)
    pen.fill(20, 41, 60, 5, 2.5, pen.inks.line)
    pen.box(26, 5, 48, 39, 2)
    for y, length in ((33, 32), (25, 32), (17, 20)):
        pen.path([(34, y), (34 + length, y)], pen.inks.mid, 1.8)
    pen.path([(34, 33), (54, 33)], pen.inks.accent, 1.8)


def clock(pen: Pen) -> None:
    pen.disc(50, 50, 42, pen.inks.mid)
    pen.disc(50, 50, 33)
    for x, y in ((50, 78), (78, 50), (50, 22), (22, 50)):
        pen.disc(x, y, 2, pen.inks.line, outline=False)
    pen.path([(50, 72), (50, 50), (66, 41)], pen.inks.accent, 2.6)


def person(pen: Pen) -> None:
    """Somebody behind a desk."""
    pen.fill(26, 24, 48, 40, 20, pen.inks.accent)
    pen.shape([(44, 64), (56, 64), (50, 52)], pen.inks.light, outline=False)
    pen.disc(50, 76, 15)
    pen.box(6, 26, 88, 9, 3, pen.inks.mid)
    pen.box(12, 4, 76, 22, 2)


def out_of_service(pen: Pen) -> None:
    """The kiosk's front, its slot barred."""
    pen.box(16, 10, 68, 84, 6, pen.inks.mid)
    pen.box(25, 50, 50, 35, 3)
    pen.path([(42, 60), (58, 76)], pen.inks.accent, 2.6)
    pen.path([(42, 76), (58, 60)], pen.inks.accent, 2.6)
    pen.fill(30, 32, 40, 6, 3, pen.inks.line)
    pen.path([(30, 22), (70, 22)], pen.inks.light, 1.8)


def shield(pen: Pen) -> None:
    outline = [(50, 96), (86, 84), (86, 52), (80, 34), (68, 18), (50, 5), (32, 18), (20, 34), (14, 52), (14, 84)]
    pen.shape(outline, pen.inks.mid)
    pen.path([(50, 74), (50, 46)], pen.inks.accent, 4.4)
    pen.disc(50, 31, 4.4, pen.inks.accent, outline=False)


DRAWINGS: dict[PictureName, Callable[[Pen], None]] = {
    PictureName.INSERT_CARD: drawn_cards.insert_card,
    PictureName.TAKE_CARD: drawn_cards.take_card,
    PictureName.CARD_OK: drawn_cards.card_ok,
    PictureName.CARD_BLOCKED: drawn_cards.card_blocked,
    PictureName.CARD_UPSIDE_DOWN: drawn_cards.card_upside_down,
    PictureName.CARD_REFUSED: drawn_cards.card_refused,
    PictureName.CARD_VITALE: drawn_cards.card_vitale,
    PictureName.CARD_CONTACTLESS: drawn_cards.card_contactless,
    PictureName.LETTER_NUMBER: letter_number,
    PictureName.LETTER_CODE: letter_code,
    PictureName.LETTER_BOTH: letter_both,
    PictureName.PRINTER: printer,
    PictureName.CLOCK: clock,
    PictureName.PERSON: person,
    PictureName.LEFT: drawn_cards.left_reader,
    PictureName.RIGHT: drawn_cards.right_reader,
    PictureName.OUT_OF_SERVICE: out_of_service,
    PictureName.SHIELD: shield,
}


@cache
def drawing(what: PictureName | str, side: int, inks: items.Inks) -> Any:
    """A picture, or a sign by its name, in a square of ``side`` pixels whose lower left corner is the origin.

    What is drawn once is kept: there are few of them, and none shows anything of a person.
    """
    paint = DRAWINGS[what] if isinstance(what, PictureName) else ICONS[what]
    rgba = PenInks(inks.line.rgba, inks.light.rgba, inks.mid.rgba, inks.accent.rgba)
    canvas = Canvas()
    with canvas:
        paint(Pen(0, 0, side, rgba))
    return canvas
