"""Small signs for the header and for lists, drawn with the line weight of a picture a sixth of their size."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures.pen import Pen

_WEIGHT = 3.6


def _stop(pen: Pen) -> None:
    pen.disc(50, 50, 44, pen.inks.accent, outline=False)
    pen.path([(34, 34), (66, 66)], pen.inks.light, 4.5)
    pen.path([(34, 66), (66, 34)], pen.inks.light, 4.5)


def _back(pen: Pen) -> None:
    pen.disc(50, 50, 44, pen.inks.accent, outline=False)
    pen.path([(54, 72), (32, 50), (54, 28)], pen.inks.light, 4.5)
    pen.path([(34, 50), (72, 50)], pen.inks.light, 4.5)


def _help(pen: Pen) -> None:
    pen.disc(50, 72, 19, pen.inks.accent, outline=False)
    pen.fill(14, 6, 72, 40, 24, pen.inks.accent)


def _end_of_help(pen: Pen) -> None:
    """The person of the help, crossed out."""
    _help(pen)
    pen.path([(14, 10), (86, 90)], pen.inks.light, 10)
    pen.path([(14, 10), (86, 90)], pen.inks.accent, _WEIGHT)


def _language(pen: Pen) -> None:
    pen.disc(50, 50, 42, pen.inks.accent, outline=False)
    pen.path([(12, 50), (88, 50)], pen.inks.light, 2.6)
    pen.path([(50, 10), (50, 90)], pen.inks.light, 2.6)
    pen.path([(36, 14), (28, 34), (26, 50), (28, 66), (36, 86)], pen.inks.light, 2.6)
    pen.path([(64, 14), (72, 34), (74, 50), (72, 66), (64, 86)], pen.inks.light, 2.6)


def _display(pen: Pen) -> None:
    pen.path([(6, 14), (32, 86), (58, 14)], pen.inks.accent, 5.5)
    pen.path([(16, 38), (48, 38)], pen.inks.accent, 5.5)
    pen.path([(64, 14), (79, 54), (94, 14)], pen.inks.accent, 4)
    pen.path([(70, 28), (88, 28)], pen.inks.accent, 4)


def _eye(pen: Pen) -> None:
    """Two arcs of one circle, from corner to corner."""
    pen.arc(50, 19.3, 52, -54, 54, pen.inks.accent, _WEIGHT)
    pen.arc(50, 80.7, 52, 126, 234, pen.inks.accent, _WEIGHT)
    pen.disc(50, 50, 13, pen.inks.accent, outline=False)


def _eye_closed(pen: Pen) -> None:
    _eye(pen)
    pen.path([(18, 14), (82, 86)], pen.inks.light, 10)
    pen.path([(18, 14), (82, 86)], pen.inks.accent, _WEIGHT)


def _ok(pen: Pen) -> None:
    pen.disc(50, 50, 46, pen.inks.accent, outline=False)
    pen.path([(28, 50), (44, 34), (72, 66)], pen.inks.light, 6)


def _warning(pen: Pen) -> None:
    pen.shape([(50, 88), (92, 14), (8, 14)], pen.inks.accent, outline=False)
    pen.path([(50, 64), (50, 42)], pen.inks.light, 5)
    pen.disc(50, 26, 6, pen.inks.light, outline=False)


def _fault(pen: Pen) -> None:
    pen.fill(6, 6, 88, 88, 14, pen.inks.accent)
    pen.path([(32, 32), (68, 68)], pen.inks.light, 6)
    pen.path([(32, 68), (68, 32)], pen.inks.light, 6)


def _not_checked(pen: Pen) -> None:
    pen.disc(50, 50, 42, pen.inks.light, outline=False)
    pen.arc(50, 50, 42, 0, 360)
    pen.path([(30, 50), (70, 50)], pen.inks.accent, 5)


def _arrow(pen: Pen) -> None:
    pen.path([(8, 50), (92, 50)], pen.inks.accent, 5)
    pen.path([(56, 86), (92, 50), (56, 14)], pen.inks.accent, 5)


def _chosen(pen: Pen) -> None:
    pen.path([(14, 52), (40, 24), (88, 78)], pen.inks.accent, 7)


ICONS: dict[str, Callable[[Pen], None]] = {
    "stop": _stop,
    "back": _back,
    "help": _help,
    "end_assist": _end_of_help,
    "language": _language,
    "display": _display,
    "eye": _eye,
    "privacy": _eye_closed,
    "ok": _ok,
    "warning": _warning,
    "fault": _fault,
    "not_checked": _not_checked,
    "arrow": _arrow,
    "chosen": _chosen,
}
"""By the name of an action, a mark, or a sign of our own."""
