"""The question above the pad; the digits and the pad have their own places in the frame."""

from __future__ import annotations

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape


class PadView(ContentView):
    """Draws the sentences, the tries and the error of ``Pad``."""


load_shape(__file__)
