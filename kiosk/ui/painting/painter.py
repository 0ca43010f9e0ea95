"""The panel as it stands: what of a new layout stood there before stays, the rest is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, assert_never

from kiosk.ui.painting.glyphs import Glyphs
from kiosk.ui.painting.shapes import (
    DrawingShape,
    FillShape,
    KeyShape,
    LineShape,
    OutlineShape,
    QrShape,
    ScrolledShape,
    Shape,
    WorkingShape,
)
from kiosk.view.layout.items import Drawing, Fill, Item, KeyFace, Layout, Outline, QrCode, Scrolled, TextLine, Working

_NOTHING = Layout((), ())


class Painter:
    """``canvas``: what is drawn on. Nothing of a layout is held but what stands on the panel, and the glyphs."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._glyphs = Glyphs()
        self._shapes: list[tuple[Item, Shape]] = []
        self.layout = _NOTHING

    @property
    def texts(self) -> frozenset[str]:
        """Every text whose pixels are kept."""
        return self._glyphs.texts

    def paint(self, layout: Layout) -> None:
        """Show ``layout``, and keep no pixels of a text that is not in it."""
        if layout.items != self.layout.items:
            self._repaint(layout)
        self.layout = layout

    def _repaint(self, layout: Layout) -> None:
        stood: dict[Item, list[Shape]] = defaultdict(list)
        for item, shape in self._shapes:
            stood[item].append(shape)
        shapes = []
        for item in layout.items:
            known = _unscrolled(item)
            shape = stood[known].pop() if stood[known] else self._shape(known)
            if isinstance(item, Scrolled) and isinstance(shape, ScrolledShape):
                shape.scroll(item.by)
            shapes.append((known, shape))
        self._shapes = shapes
        self._canvas.clear()
        for _, shape in shapes:
            self._canvas.add(shape)
        self._glyphs.keep_only(_lines(layout.items))

    def _shape(self, item: Item) -> Shape:
        match item:
            case Fill():
                return FillShape(item)
            case Outline():
                return OutlineShape(item)
            case TextLine():
                return LineShape(item, self._glyphs)
            case Drawing():
                return DrawingShape(item)
            case QrCode():
                return QrShape(item)
            case KeyFace():
                return KeyShape(item)
            case Working():
                return WorkingShape(item)
            case Scrolled():
                return ScrolledShape(item, map(self._shape, item.items))
            case _:
                assert_never(item)

    def show_keys(self, down: Iterable[str], ringed: str) -> None:
        """Let the keys of these names look pressed, and put the ring around that one."""
        held, pressable = frozenset(down), set(self.layout.keys)
        for item, shape in self._shapes:
            if isinstance(item, KeyFace) and isinstance(shape, KeyShape):
                there = item in pressable
                shape.look(down=there and item.name in held, ringed=there and item.name == ringed)

    @property
    def moves(self) -> bool:
        """Whether something goes on moving on the panel."""
        return any(isinstance(item, Working) and item.moves for item, _ in self._shapes)

    def move(self, seconds: float) -> None:
        """Draw what moves as it is after ``seconds``."""
        for _, shape in self._shapes:
            if isinstance(shape, WorkingShape):
                shape.at(seconds)


def _unscrolled(item: Item) -> Item:
    return replace(item, by=0) if isinstance(item, Scrolled) else item


def _lines(items: Iterable[Item]) -> Iterator[TextLine]:
    for item in items:
        if isinstance(item, TextLine):
            yield item
        elif isinstance(item, Scrolled):
            yield from _lines(item.items)
