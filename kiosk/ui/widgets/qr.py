"""The QR code of an address, for the person's own telephone."""

from __future__ import annotations

from functools import cache
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from kiosk.ui.look import look

SIDE_MM = 40.0
"""With its quiet zone; at most 41 modules of an address of 60 letters, so 0.8 mm each, read from an arm away."""

QUIET = 4
"""Modules of white around it (ISO/IEC 18004, 6.3.8)."""


class QrCode(Widget):
    """``url`` as a square at the left, dark on white under every palette."""

    url = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, height=look.mm(SIDE_MM), **kwargs)
        with self.canvas:
            Color(1, 1, 1, 1)
            self._square = Rectangle(texture=_texture(self.url), size=(self.height, self.height))
        self.bind(pos=self._place, url=self._draw)

    def _place(self, *_: object) -> None:
        self._square.pos = self.pos

    def _draw(self, *_: object) -> None:
        self._square.texture = _texture(self.url)


def _texture(url: str) -> Texture:
    """One pixel a module, enlarged without blur."""
    rows = _modules(url)
    side = len(rows) + 2 * QUIET
    margin, blank = b"\xff" * QUIET, b"\xff" * side
    inside = [margin + bytes(0x00 if dark else 0xFF for dark in row) + margin for row in rows]
    lines = [blank] * QUIET + inside + [blank] * QUIET
    texture = Texture.create(size=(side, side), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(b"".join(lines), colorfmt="luminance", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


@cache
def _modules(url: str) -> tuple[tuple[bool, ...], ...]:
    """Import what knows QR codes at the first one: it takes longer than the first screen to show."""
    from reports.pdf.draw_marks import qr_matrix

    return qr_matrix(url)
