"""Something is going on."""

from __future__ import annotations

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape


class ProgressView(ContentView):
    """Draws ``Progress``: what it is, that it moves, and after four seconds what takes so long."""


load_shape(__file__)
