"""Text that is longer than its place: how it is read on."""

from __future__ import annotations

from kiosk.view.layout.blocks import Stack
from kiosk.view.layout.items import Box, Layout, Scrolled
from kiosk.view.layout.look import Look

_PAGE = 0.85
"""Of a window that one press reads on: a line or two are seen twice."""


def scrolled(look: Look, column: Stack, window: Box, read_px: int) -> Scrolled:
    """``column`` in a window that is too low for it, moved up by ``read_px`` pixels at most."""
    needed = column.height(window.width)
    whole = Box(window.x, window.top - needed, window.width, needed)
    most = needed - window.height
    by = min(max(read_px, 0), most)
    return Scrolled(window, tuple(column.items(whole)), by, most, look.palette.primary, look.mm(2))


def page_further(layout: Layout) -> int:
    """How far « Lire la suite » goes from here, in pixels from the beginning; from the end back to it."""
    text = layout.scrolled
    if text is None or text.at_end:
        return 0
    return min(text.by + round(_PAGE * text.window.height), text.most)
