"""The QR code of an address, for the person's own telephone."""

from __future__ import annotations

from functools import cache

from kivy.graphics.texture import Texture

QUIET = 4
"""Modules of white around it (ISO/IEC 18004, 6.3.8)."""


def qr_texture(url: str) -> Texture:
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
