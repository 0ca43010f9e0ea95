"""What a screen is made of once it is laid out: plain values in pixels, the origin at the bottom left of the panel.

``kiosk/ui/painting`` draws them in the order in which they stand; two equal items look the same and are painted once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk.view.design.tokens import Colour
from kiosk.view.model.screen import PictureName


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the panel, in whole pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def top(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width

    def inset(self, sides: int, ends: int) -> Box:
        """The same box without ``sides`` at its left and right and ``ends`` at its top and bottom."""
        return Box(self.x + sides, self.y + ends, max(self.width - 2 * sides, 0), max(self.height - 2 * ends, 0))

    def left_part(self, width: int) -> Box:
        return Box(self.x, self.y, width, self.height)

    def right_part(self, width: int) -> Box:
        return Box(self.right - width, self.y, width, self.height)

    def top_part(self, height: int) -> Box:
        return Box(self.x, self.top - height, self.width, height)

    def bottom_part(self, height: int) -> Box:
        return Box(self.x, self.y, self.width, height)

    def middle(self, width: int, height: int) -> Box:
        """A box of this size in the middle of this one."""
        return Box(self.x + (self.width - width) // 2, self.y + (self.height - height) // 2, width, height)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x <= self.right and self.y <= y <= self.top


@dataclass(frozen=True, slots=True)
class Fill:
    """A surface; ``radius`` of its corners in pixels, ``opacity`` from 0 to 1."""

    place: Box
    colour: Colour
    radius: int = 0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of ``weight`` pixels inside the edge of ``place``."""

    place: Box
    colour: Colour
    radius: int
    weight: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; ``place`` is as wide as its letters and as high as a line of its font."""

    text: str = field(repr=False)
    place: Box
    font_px: int
    bold: bool
    colour: Colour


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a drawing: ``line`` for outlines, ``light`` and ``mid`` the two tones, ``accent`` what matters."""

    line: Colour
    light: Colour
    mid: Colour
    accent: Colour


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, or the sign of an action or a mark by its name, in the square ``place``."""

    what: PictureName | str
    place: Box
    inks: Inks


@dataclass(frozen=True, slots=True)
class Working:
    """A bar along which a light goes back and forth; it stands still where movement is reduced."""

    place: Box
    ground: Colour
    light: Colour
    moves: bool


@dataclass(frozen=True, slots=True)
class QrCode:
    """The address ``url`` as a square, dark on white under every palette."""

    place: Box
    url: str


@dataclass(frozen=True, slots=True)
class KeyFace:
    """Something to press: ``name`` is what traces and tests call it. Held it is filled with ``pressed``."""

    name: str
    place: Box
    fill: Colour
    pressed: Colour
    edge: Colour
    ring: Colour
    radius: int
    weight: int
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Scrolled:
    """Text longer than ``window``: ``items`` as they stand unscrolled, moved up by ``by`` pixels of ``most``."""

    window: Box
    items: tuple[Item, ...] = field(repr=False)
    by: int
    most: int
    bar: Colour
    bar_width: int

    @property
    def at_end(self) -> bool:
        return self.by >= self.most


Item: TypeAlias = Fill | Outline | TextLine | Drawing | Working | QrCode | KeyFace | Scrolled


@dataclass(frozen=True, slots=True)
class Layout:
    """A screen in place. ``keys`` are those of the topmost layer that can be pressed, in the order of the keyboard."""

    items: tuple[Item, ...]
    keys: tuple[KeyFace, ...]
    scrolled: Scrolled | None = None

    def key(self, name: str) -> KeyFace | None:
        return next((key for key in self.keys if key.name == name), None)

    def key_at(self, x: float, y: float) -> KeyFace | None:
        return next((key for key in self.keys if key.place.contains(x, y)), None)
