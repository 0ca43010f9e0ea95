"""Everything that can be pressed. A key knows its name and its looks; whether a press counts is not its business."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.flow.model.states import Action
from kiosk.ui.look import look
from kiosk.ui.pictures import picture  # noqa: F401  (used by the KV file)
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import text  # noqa: F401  (used by the KV file)
from kiosk.view.model.screen import Button, ButtonRole

Rgba = tuple[float, float, float, float]


class Key(BoxLayout):
    """``name`` is what traces and tests call it: an action's value, ``digit_5``, ``peek``, ``more`` …

    ``down``: a finger or key holds it and the press would count. ``focused``: the keyboard's ring is on it.
    """

    name = StringProperty("")
    enabled = BooleanProperty(True)
    down = BooleanProperty(False)
    focused = BooleanProperty(False)
    fill = ColorProperty((1, 1, 1, 1))
    edge = ColorProperty((0, 0, 0, 1))
    ring_gap = NumericProperty(0)


class BigButton(Key):
    """A button of the action zone; ``role`` decides its colours."""

    button = ObjectProperty(Button(Action.CONTINUE, ""), rebind=True)
    halign = StringProperty("left")

    def fill_of(self, button: Button, down: bool) -> Rgba:
        if not button.enabled:
            return look.ink("disabled")
        if button.role is ButtonRole.PRIMARY:
            return look.ink("primary_pressed" if down else "primary")
        return look.ink("shade" if down else "paper")

    def edge_of(self, button: Button) -> Rgba:
        if not button.enabled:
            return look.ink("disabled")
        return look.palette.danger.strong.rgba if button.role is ButtonRole.DANGER else look.ink("primary")

    def words_of(self, button: Button) -> Rgba:
        if not button.enabled:
            return look.ink("secondary_text")
        if button.role is ButtonRole.PRIMARY:
            return look.ink("on_fill")
        return look.palette.danger.strong.rgba if button.role is ButtonRole.DANGER else look.ink("primary")


class ButtonBlock(BoxLayout):
    """A button with, beside it, why it cannot be pressed yet."""

    button = ObjectProperty(Button(Action.CONTINUE, ""), rebind=True)
    halign = StringProperty("left")


class WordKey(Key):
    """A secondary key with one or two words: Corriger, Effacer, Afficher, Fermer."""

    text = StringProperty("")
    least = NumericProperty(0)
    collapsed = BooleanProperty(False)


class PadKey(Key):
    digit = NumericProperty(0)


class HeaderKey(Key):
    """An icon with its word under it."""

    text = StringProperty("")
    icon = StringProperty("")


load_shape(__file__)
