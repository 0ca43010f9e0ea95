"""What stands over a screen: "still there?", "help is called", help on demand, and the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kiosk.flow.model.states import Action
from kiosk.view.design.sizes import TOUCH_GAP_MM
from kiosk.view.design.tokens import NORMAL
from kiosk.view.layout.blocks import Block, Picture, Stack, Text, paper, sentences
from kiosk.view.layout.items import Box, Fill, Item, KeyFace, Layout
from kiosk.view.layout.keys import ABOVE_BAR_MM, BAR_MM, GAP_MM, ButtonKey, ChoiceKey
from kiosk.view.layout.look import Look, Type
from kiosk.view.layout.scrolling import scrolled
from kiosk.view.model.screen import Button, ButtonRole, PictureName, Screen, Tone
from kiosk.view.model.sheet import SheetContent, SheetRow

_EDGE_MM = 4.0
_PADDING_MM = 8.0
_VEIL = 0.62
_LYING_SHARE = 0.62
_PICTURE_MM, _LYING_PICTURE_MM = 90.0, 50.0


class Keys(Protocol):
    """A key, whose height depends on its width."""

    def height(self, width: int) -> int: ...

    def items(self, place: Box) -> Iterator[Item]: ...


def standing_over(base: Layout, screen: Screen, look: Look, opened: Action | None, read_px: int) -> Layout:
    """``base`` under what stands over it, if anything does: only that can be pressed then."""
    close = ButtonKey(look, Button(Action.CONTINUE, screen.keys.close, ButtonRole.PRIMARY), centred=True, name="close")
    sheet = sheet_of(screen, opened)
    if screen.overlay is not None:
        over = screen.overlay
        said = _said(look, over.title, over.body, getattr(over.content, "picture", None))
        return _card(base, look, said, [ButtonKey(look, button) for button in reversed(over.buttons)], read_px)
    if opened is Action.WHERE and screen.help is not None:
        said = _said(look, screen.help.title, (screen.help.text,), screen.help.picture)
        return _card(base, look, said, [close], read_px)
    if sheet is not None:
        title: list[Block] = [Text(look, sheet.title, Type.PAD_QUESTION, bold=True)]
        return _card(base, look, title, [*(_Row(look, row) for row in sheet.rows), close], read_px)
    return base


def sheet_of(screen: Screen, opened: Action | None) -> SheetContent | None:
    """The sheet that this tool opens on ``screen``."""
    if opened is Action.DISPLAY:
        return screen.display
    return screen.languages if opened is Action.LANGUAGE else None


def _said(look: Look, title: str, body: Sequence[str], picture: PictureName | None) -> list[Block]:
    """The picture comes first: where there is no room for all of it, it is left out."""
    text: list[Block] = [Text(look, title, Type.QUESTION, bold=True), sentences(look, body)]
    if picture is None:
        return text
    return [Picture(look, picture, look.mm(_PICTURE_MM if look.upright else _LYING_PICTURE_MM), grows=False), *text]


class _Row:
    """Choices side by side under the name of what they set."""

    def __init__(self, look: Look, row: SheetRow) -> None:
        self._look = look
        self._title = Text(look, row.title, Type.SMALL_GROWTH)
        self._keys = [ChoiceKey(look, choice) for choice in row.choices]

    def height(self, width: int) -> int:
        title = self._title.height(width)
        return title + (self._look.mm(2) if title else 0) + self._keys_height(width)

    def _keys_height(self, width: int) -> int:
        each = self._each(width)
        return max(key.height(each) for key in self._keys)

    def _each(self, width: int) -> int:
        gap = self._look.mm(TOUCH_GAP_MM)
        return (width - gap * (len(self._keys) - 1)) // len(self._keys)

    def items(self, place: Box) -> Iterator[Item]:
        yield from self._title.items(place)
        each, height = self._each(place.width), self._keys_height(place.width)
        for number, key in enumerate(self._keys):
            x = place.x + number * (each + self._look.mm(TOUCH_GAP_MM))
            yield from key.items(Box(x, place.y, each, height))


def _card(base: Layout, look: Look, said: list[Block], keys: Sequence[Keys], read_px: int) -> Layout:
    """A card near the bottom of the panel: text that scrolls where it must above ``keys`` that never do.

    The last key is the lowest, and stands where the primary key of a screen does.
    """
    panel, gap = look.sizes.panel, look.mm(GAP_MM)
    whole = Box(0, 0, panel.width_px, panel.height_px)
    width = whole.width - 2 * look.mm(_EDGE_MM) if look.upright else round(whole.width * _LYING_SHARE)
    padding = look.mm(_PADDING_MM)
    inside = Box((whole.width - width) // 2 + padding, look.mm(BAR_MM + ABOVE_BAR_MM), width - 2 * padding, 0)
    y, placed = inside.y, []
    for key in reversed(keys):
        height = key.height(inside.width)
        placed.append(tuple(key.items(Box(inside.x, y, inside.width, height))))
        y += height + gap
    pressed = tuple(item for items in reversed(placed) for item in items if isinstance(item, KeyFace))
    room = whole.height - look.mm(_EDGE_MM) - padding - y
    column = Stack(said, gap)
    if column.height(inside.width) > room and isinstance(said[0], Picture):
        column = Stack(said[1:], gap)
    needed = column.height(inside.width)
    text = Box(inside.x, y, inside.width, min(needed, room))
    card = Box(inside.x - padding, inside.y - padding, width, text.top + 2 * padding - inside.y)
    below = [*base.items, Fill(whole, NORMAL.ink, opacity=_VEIL), *paper(look, card, Tone.NEUTRAL)]
    below.extend(item for items in placed for item in items)
    if needed <= room:
        return Layout((*below, *column.items(text)), pressed)
    window = scrolled(look, column, text, read_px)
    return Layout((*below, window), pressed, window)
