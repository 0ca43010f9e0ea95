"""The action zone: the pad where there is something to type, then the buttons, the primary one first."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.flow.model.states import Action
from kiosk.ui.look import look
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets.entry import PadKeys, PeekKey
from kiosk.ui.widgets.key import ButtonBlock
from kiosk.view.model.screen import Button, Pad, Screen


class Actions(BoxLayout):
    """Built anew only when its buttons are others; exchanged in place while digits are typed."""

    screen: Screen = ObjectProperty(None, allownone=True, rebind=True)

    def on_screen(self, _widget: object, screen: Screen) -> None:
        blocks = [child for child in self.walk(restrict=True) if isinstance(child, ButtonBlock)]
        if [block.button.name for block in blocks] == [button.name for button in _shown(screen)] and blocks:
            for block, button in zip(blocks, _shown(screen), strict=True):
                block.button = button
            self._pass_on(screen.content)
            return
        self._build(screen)

    def _pass_on(self, content: object) -> None:
        for child in self.walk(restrict=True):
            if isinstance(child, PeekKey):
                child.pad = content

    def _build(self, screen: Screen) -> None:
        self.clear_widgets()
        buttons = list(_shown(screen))
        if isinstance(screen.content, Pad):
            self._build_pad(buttons[:1])
            buttons = buttons[1:]
        for button in buttons:
            self.add_widget(ButtonBlock(button=button))

    def _build_pad(self, primary: list[Button]) -> None:
        """One row under the pad when upright, two when lying; beside the pad where words are large."""
        large, upright = look.sizes.text_scale > 1, look.sizes.panel.portrait
        blocks = [ButtonBlock(button=button, pos_hint={"top": 1}, halign="center") for button in primary]
        if upright and not large:
            self._add(PadKeys(), UnderPad(children_of=(CorrectAndClear(size_hint_x=None), *blocks)))
        elif not large:
            self._add(PadKeys(), CorrectAndClear(), *blocks)
        else:
            beside = CorrectAndClear(orientation="vertical", pos_hint={"center_y": 0.5})
            if isinstance(self.screen.content, Pad) and self.screen.content.peekable:
                beside.add_widget(PeekKey(pad=self.screen.content))
            self._add(UnderPad(children_of=(PadKeys(size_hint_x=None), beside)), *blocks)

    def _add(self, *widgets: BoxLayout) -> None:
        for widget in widgets:
            self.add_widget(widget)


class CorrectAndClear(BoxLayout):
    """Corriger takes one digit away, Effacer all of them."""


class UnderPad(BoxLayout):
    """A row of the pad's own keys and the screen's action."""

    def __init__(self, children_of: tuple[BoxLayout, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for child in children_of:
            self.add_widget(child)


def _shown(screen: Screen) -> tuple[Button, ...]:
    """Corriger and Effacer stand under the pad whether a screen lists them or not."""
    return tuple(button for button in screen.buttons if button.action not in (Action.CORRECT, Action.CLEAR))


load_shape(__file__)
