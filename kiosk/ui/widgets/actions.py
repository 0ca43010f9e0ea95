"""The action zone: the pad where there is something to type, then the buttons, the primary one first."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.flow.states import Action
from kiosk.ui.look import look
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets.entry import PadKeys
from kiosk.ui.widgets.key import ButtonBlock
from kiosk.view.screen import Button, Pad, Screen


class Actions(BoxLayout):
    """Built anew only when its buttons are others; exchanged in place while digits are typed."""

    screen: Screen = ObjectProperty(None, allownone=True, rebind=True)

    def on_screen(self, _widget: object, screen: Screen) -> None:
        blocks = [child for child in self.walk(restrict=True) if isinstance(child, ButtonBlock)]
        if [block.button.action for block in blocks] == [button.action for button in _shown(screen)] and blocks:
            for block, button in zip(blocks, _shown(screen), strict=True):
                block.button = button
            return
        self._build(screen)

    def _build(self, screen: Screen) -> None:
        self.clear_widgets()
        buttons = list(_shown(screen))
        if isinstance(screen.content, Pad):
            self.add_widget(PadKeys())
            self.add_widget(self._row_under(buttons[:1]))
            buttons = buttons[1:]
        for button in buttons:
            self.add_widget(ButtonBlock(button=button))

    def _row_under(self, primary: list[Button]) -> BoxLayout:
        """Corriger, Effacer and the screen's action; the action under the others where the words are large."""
        row = UnderPad(orientation="horizontal" if self._one_row() else "vertical")
        row.ids.pair.size_hint_x = None if self._one_row() else 1
        for button in primary:
            row.add_widget(ButtonBlock(button=button, pos_hint={"top": 1}, halign="center"))
        return row

    def _one_row(self) -> bool:
        return look.sizes.panel.portrait and look.sizes.text_scale == 1


class UnderPad(BoxLayout):
    """The row under the pad."""


def _shown(screen: Screen) -> tuple[Button, ...]:
    """Corriger and Effacer stand under the pad whether a screen lists them or not."""
    return tuple(button for button in screen.buttons if button.action not in (Action.CORRECT, Action.CLEAR))


load_shape(__file__)
