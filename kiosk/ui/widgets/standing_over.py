"""What stands over a screen: "still there?", "help is called", and help on demand."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import actions, key, picture, sheet, text  # noqa: F401  (used by the KV file)
from kiosk.view.screen import HelpPanel, Picture, Screen


class OverlayCard(FloatLayout):
    """``screen`` is the overlay: its title, its body and its full-width buttons."""

    screen: Screen = ObjectProperty(None, rebind=True)


class HelpCard(FloatLayout):
    help: HelpPanel = ObjectProperty(HelpPanel("", "", Picture.PERSON))


load_shape(__file__)
