"""What every layout of content shares: the screen it draws, and how much room it has."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.pictures import picture  # noqa: F401  (used by the KV file)
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import sheet, signs, text  # noqa: F401  (used by the KV file)
from kiosk.view.model.screen import Screen


class ContentView(BoxLayout):
    """``stacked``: picture above text instead of beside it, where the text is large or the zone narrow.

    ``screen`` is exchanged in place while the question stays the same.
    """

    screen: Screen = ObjectProperty(None, rebind=True)
    stacked = BooleanProperty(False)


load_shape(__file__)
