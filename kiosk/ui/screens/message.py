"""A picture beside a few sentences."""

from __future__ import annotations

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape


class MessageView(ContentView):
    """Draws ``Message``."""


load_shape(__file__)
