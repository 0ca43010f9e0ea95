"""Text that is as high as it needs and loses no letter: lines break at ordinary spaces, else inside a long word."""

from __future__ import annotations

from bisect import bisect_left
from math import ceil
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as Glyphs
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.ui.look import look
from kiosk.ui.shape import load_shape
from kiosk.view.design.line_breaking import break_lines, widest_word
from kiosk.view.design.sizes import BODY_CAP_MM


class Text(Widget):
    """``cap`` names a size of the type scale. ``grows`` False: the header's scale, not the text's.

    A word wider than the widget makes the whole text smaller, never below the body size at text scale 1.
    """

    text = StringProperty("")
    cap = OptionProperty("body", options=["body", "question", "number", "header", "key", "pad_question"])
    bold = BooleanProperty(False)
    halign = OptionProperty("left", options=["left", "center"])
    colour = ColorProperty((0, 0, 0, 1))
    line_height = NumericProperty(1.08)
    hugs = BooleanProperty(False)
    texture = ObjectProperty(None, allownone=True)
    texture_width = NumericProperty(0)
    texture_height = NumericProperty(0)
    font_px = NumericProperty(0)
    width: float

    def __init__(self, **kwargs: Any) -> None:
        self._refresh = Clock.create_trigger(self._lay_out, -1)
        super().__init__(**{"width": 0, **kwargs})
        self.fbind("width", self._refresh)
        for name in ("text", "cap", "bold", "halign", "line_height"):
            self.fbind(name, self._refresh)
        self._refresh()

    def _lay_out(self, *_: object) -> None:
        width = float("inf") if self.hugs else self.width
        if not self.text or width <= 0:
            self.texture, self.texture_width, self.texture_height, self.height = None, 0, 0, 0
            return
        size = self._fitted(look.font(self.cap), width)
        self._draw("\n".join(break_lines(self.text, width, self._glyphs(size).get_extents_width)), size)

    def _fitted(self, size: float, width: float) -> float:
        """``size``, or as many pixels less as it takes for no word to be cut, down to the floor."""
        floor = min(size, look.sizes.font_of_capital(BODY_CAP_MM))

        def fits(less: int) -> bool:
            measure = self._glyphs(max(size - less, floor)).get_extents_width
            return widest_word(self.text, measure) <= width

        if fits(0):
            return size
        return max(size - bisect_left(range(ceil(size - floor)), True, lo=1, key=fits), floor)

    def _glyphs(self, size: float, text: str = "") -> _Measured:
        return _Measured(
            text=text, font_size=int(size), bold=self.bold, halign=self.halign, line_height=self.line_height
        )

    def _draw(self, lines: str, size: float) -> None:
        self.font_px = int(size)
        glyphs = self._glyphs(size, lines)
        glyphs.refresh()
        self.texture = glyphs.texture
        self.texture_width, self.texture_height = glyphs.texture.size
        self.height = self.texture_height
        if self.hugs:
            self.width = self.texture_width


class _Measured(Glyphs):
    def get_extents_width(self, text: str) -> float:
        width: float = self.get_extents(text)[0]
        return width


class Paragraphs(BoxLayout):
    """Several texts, one under the other."""

    lines = ObjectProperty(())
    colour = ColorProperty((0, 0, 0, 1))
    bold = BooleanProperty(False)
    halign = OptionProperty("left", options=["left", "center"])

    def on_lines(self, *_: object) -> None:
        self.clear_widgets()
        for line in self.lines:
            text = Text(text=line, colour=self.colour, bold=self.bold, halign=self.halign)
            self.fbind("colour", text.setter("colour"))
            self.fbind("halign", text.setter("halign"))
            self.add_widget(text)


load_shape(__file__)
