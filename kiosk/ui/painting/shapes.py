"""One item of a layout as instructions for the graphics card."""

from __future__ import annotations

from collections.abc import Iterable
from math import sin, tau
from typing import Any

from kivy.graphics import (
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    Rectangle,
    ScissorPop,
    ScissorPush,
    SmoothLine,
    SmoothRoundedRectangle,
    Translate,
)

from kiosk.ui.painting.glyphs import Glyphs
from kiosk.ui.painting.qr import qr_texture
from kiosk.ui.pictures.drawings import drawing
from kiosk.view.layout.items import Box, Drawing, Fill, KeyFace, Outline, QrCode, Scrolled, TextLine, Working

Rgba = tuple[float, float, float, float]
CLEAR: Rgba = (0, 0, 0, 0)
_RING_GAP_SHARE = 0.45
"""Of the radius of a key: how far the keyboard's ring stands outside it."""
PERIOD_S = 3.2
"""A light goes there and back in this time."""


def _surface(place: Box, radius: int) -> Any:
    if radius <= 0:
        return Rectangle(pos=(place.x, place.y), size=(place.width, place.height))
    return SmoothRoundedRectangle(pos=(place.x, place.y), size=(place.width, place.height), radius=[radius])


def _edge(place: Box, radius: float, weight: int) -> Any:
    """A line inside the edge of ``place``; Kivy's width is half the weight."""
    half = weight / 2
    shape = (place.x + half, place.y + half, place.width - weight, place.height - weight, max(radius - half, 1))
    return SmoothLine(rounded_rectangle=shape, width=half)


class Shape(InstructionGroup):
    """What stands on the panel for one item."""


class FillShape(Shape):
    def __init__(self, item: Fill) -> None:
        super().__init__()
        red, green, blue, _ = item.colour.rgba
        self.add(Color(red, green, blue, item.opacity))
        self.add(_surface(item.place, item.radius))


class OutlineShape(Shape):
    def __init__(self, item: Outline) -> None:
        super().__init__()
        self.add(Color(*item.colour.rgba))
        self.add(_edge(item.place, item.radius, item.weight))


class LineShape(Shape):
    def __init__(self, item: TextLine, glyphs: Glyphs) -> None:
        super().__init__()
        texture = glyphs.texture(item)
        self.add(Color(*item.colour.rgba))
        self.add(Rectangle(texture=texture, pos=(item.place.x, item.place.y), size=texture.size))


class DrawingShape(Shape):
    """One drawing of a size and of colours serves every place where it stands."""

    def __init__(self, item: Drawing) -> None:
        super().__init__()
        self.add(PushMatrix())
        self.add(Translate(item.place.x, item.place.y, 0))
        self.add(drawing(item.what, item.place.width, item.inks))
        self.add(PopMatrix())


class QrShape(Shape):
    def __init__(self, item: QrCode) -> None:
        super().__init__()
        place = item.place
        self.add(Color(1, 1, 1, 1))
        self.add(Rectangle(texture=qr_texture(item.url), pos=(place.x, place.y), size=(place.width, place.height)))


class KeyShape(Shape):
    """``down``: a finger or a key holds it and the press would count. ``ringed``: the keyboard stands on it."""

    def __init__(self, item: KeyFace) -> None:
        super().__init__()
        self._item = item
        self._fill = Color(*item.fill.rgba)
        self._ring = Color(*CLEAR)
        gap = round(item.radius * _RING_GAP_SHARE)
        self.add(self._fill)
        self.add(_surface(item.place, item.radius))
        self.add(Color(*item.edge.rgba))
        self.add(_edge(item.place, item.radius, item.weight))
        self.add(self._ring)
        self.add(_edge(item.place.inset(-gap, -gap), item.radius + gap, 2 * item.weight))

    def look(self, *, down: bool, ringed: bool) -> None:
        self._fill.rgba = (self._item.pressed if down else self._item.fill).rgba
        self._ring.rgba = self._item.ring.rgba if ringed else CLEAR


class WorkingShape(Shape):
    def __init__(self, item: Working) -> None:
        super().__init__()
        self._item = item
        place, radius = item.place, item.place.height // 2
        self._light = _surface(Box(place.x, place.y, self._length, place.height), radius)
        self.add(Color(*item.ground.rgba))
        self.add(_surface(place, radius))
        self.add(Color(*item.light.rgba))
        self.add(self._light)
        self.at(0.0)

    @property
    def _length(self) -> int:
        return round(self._item.place.width * 0.3)

    def at(self, seconds: float) -> None:
        """Put the light where it is ``seconds`` after it began."""
        place = self._item.place
        share = (1 - sin(tau * (seconds / PERIOD_S + 0.25))) / 2 if self._item.moves else 0.5
        self._light.pos = (place.x + share * (place.width - self._length), place.y)


class ScrolledShape(Shape):
    """``inside`` cut to the window, and beside it a bar that says which part of the text is seen."""

    def __init__(self, item: Scrolled, inside: Iterable[Shape]) -> None:
        super().__init__()
        self._window, self._most = item.window, item.most
        self._moved = Translate(0, 0, 0)
        bar = Box(item.window.right + item.bar_width, item.window.y, item.bar_width, self._bar_height)
        self._bar = _surface(bar, item.bar_width // 2)
        window = item.window
        self.add(ScissorPush(x=window.x, y=window.y, width=window.width, height=window.height))
        self.add(PushMatrix())
        self.add(self._moved)
        for shape in inside:
            self.add(shape)
        self.add(PopMatrix())
        self.add(ScissorPop())
        self.add(Color(*item.bar.rgba))
        self.add(self._bar)
        self.scroll(item.by)

    @property
    def _bar_height(self) -> int:
        whole = self._window.height + self._most
        return round(self._window.height**2 / whole)

    def scroll(self, by: int) -> None:
        """Show the text ``by`` pixels further than its beginning."""
        self._moved.y = by
        free = self._window.height - self._bar_height
        self._bar.pos = (self._bar.pos[0], self._window.top - self._bar_height - free * by / self._most)
