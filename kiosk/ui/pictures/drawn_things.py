"""Pictures of what stands around the kiosk: the printer, the desk, the time."""

from __future__ import annotations

from kiosk.ui.pictures.pen import Pen


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
