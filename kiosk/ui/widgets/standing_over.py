"""What stands over a screen: "still there?", "help is called", and help on demand."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.flow.model.states import State
from kiosk.ui.look import look
from kiosk.ui.pictures import picture  # noqa: F401  (used by the KV file)
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import sheet, text  # noqa: F401  (used by the KV file)
from kiosk.ui.widgets.actions import Actions
from kiosk.ui.widgets.key import WordKey
from kiosk.view.model.screen import HelpPanel, PictureName, Screen


class StandingCard(FloatLayout):
    """A card near the bottom of the panel: text that scrolls where it must, keys that never do."""

    title = StringProperty("")
    lines = ObjectProperty(())
    picture = ObjectProperty(None, allownone=True)
    picture_mm = NumericProperty(60)
    keys_height = NumericProperty(0)

    def hold_keys(self, keys: Widget) -> None:
        """Put ``keys`` under the text."""
        self.ids.sheet.add_widget(keys)
        keys.bind(height=self.setter("keys_height"))
        self.keys_height = keys.height


class OverlayCard(StandingCard):
    """``screen`` is the overlay: its title, its body and its full-width buttons."""

    screen: Screen = ObjectProperty(Screen(State.WAITING, 0, ""), rebind=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        actions = Actions()
        self.hold_keys(actions)
        actions.screen = self.screen


class HelpCard(StandingCard):
    """Help on demand, closed by its own key."""

    help: HelpPanel = ObjectProperty(HelpPanel("", "", PictureName.PERSON), rebind=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hold_keys(WordKey(name="close", text=look.words.close, least=look.mm(28)))


load_shape(__file__)
