"""The number of the card in pairs, and the letter it is compared with."""

from __future__ import annotations

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape


class CardNumberView(ContentView):
    """Draws ``CardNumber``."""


load_shape(__file__)
