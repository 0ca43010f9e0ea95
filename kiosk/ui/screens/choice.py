"""Two cards, left and right."""

from __future__ import annotations

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape


class ChoiceView(ContentView):
    """Draws ``Choice``: the two pictures stand as the two readers do."""


load_shape(__file__)
