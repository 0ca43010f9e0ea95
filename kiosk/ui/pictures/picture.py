"""Pictures and icons as widgets: drawn again whenever their place or their tone changes."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import ColorProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.ui.look import look
from kiosk.ui.pictures.drawings import DRAWINGS
from kiosk.ui.pictures.icons import ICONS
from kiosk.ui.pictures.pen import Inks, Pen
from kiosk.view.model.screen import Tone


class _Drawn(Widget):
    """Draws ``paint(pen)`` in the largest centred square."""

    def __init__(self, **kwargs: Any) -> None:
        self._redraw = Clock.create_trigger(self._draw, -1)
        super().__init__(**kwargs)
        self.fbind("pos", self._redraw)
        self.fbind("size", self._redraw)
        self._redraw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        side = min(self.width, self.height)
        if side < 1:
            return
        with self.canvas:
            self.paint(Pen(self.center_x - side / 2, self.center_y - side / 2, side, self.inks()))

    def inks(self) -> Inks:
        return Inks(look.ink("ink"), look.ink("paper"), look.ink("shade"), look.ink("primary"))

    def paint(self, pen: Pen) -> None:
        raise NotImplementedError


class Picture(_Drawn):
    """``picture`` of the screen's enum, its accent in the colour of ``tone``."""

    picture = ObjectProperty(None, allownone=True)
    tone = ObjectProperty(Tone.NEUTRAL)

    def on_picture(self, *_: object) -> None:
        self._redraw()

    def on_tone(self, *_: object) -> None:
        self._redraw()

    def inks(self) -> Inks:
        return Inks(look.ink("ink"), look.ink("paper"), look.ink("shade"), look.strong(self.tone))

    def paint(self, pen: Pen) -> None:
        if self.picture is not None:
            DRAWINGS[self.picture](pen)


class Icon(_Drawn):
    """A small sign by name; never without its word beside it."""

    name = StringProperty("")
    colour = ColorProperty(None, allownone=True)

    def on_name(self, *_: object) -> None:
        self._redraw()

    def on_colour(self, *_: object) -> None:
        self._redraw()

    def inks(self) -> Inks:
        ink = tuple(self.colour) if self.colour else look.ink("primary")
        return Inks(ink, look.ink("paper"), look.ink("shade"), ink)

    def paint(self, pen: Pen) -> None:
        if self.name:
            ICONS[self.name](pen)


class Arrow(_Drawn):
    """An arrow to the right, on a primary button."""

    colour = ColorProperty((1, 1, 1, 1))

    def on_colour(self, *_: object) -> None:
        self._redraw()

    def paint(self, pen: Pen) -> None:
        ink = tuple(self.colour)
        pen.path([(8, 50), (92, 50)], ink, 5)
        pen.path([(56, 86), (92, 50), (56, 14)], ink, 5)
