"""A picture beside a few sentences."""

from __future__ import annotations

from kivy.properties import NumericProperty

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape

LONG_TEXT = 140
"""Letters from which the text needs the width more than the picture does."""


class MessageView(ContentView):
    """Draws ``Message``. ``picture_share`` of the width goes to the picture where it stands beside the text."""

    picture_share = NumericProperty(0.42)

    def on_screen(self, *_: object) -> None:
        long = sum(map(len, self.screen.body)) > LONG_TEXT
        self.picture_share = 0.32 if long else 0.42


load_shape(__file__)
