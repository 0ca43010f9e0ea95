"""What stands one under the other: blocks that say how high they are in a width, and give their items in a place.

A block is asked for its height first; the place it is given then is as wide and at least as high. What is left over
goes to the blocks that ``grow``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.view.design.tokens import Colour
from kiosk.view.layout.items import Box, Drawing, Fill, Item, Outline, QrCode, TextLine, Working
from kiosk.view.layout.look import Look, Type
from kiosk.view.layout.typesetting import Lines
from kiosk.view.model.screen import PictureName, Tone


class Align(Enum):
    LEFT = "left"
    MIDDLE = "middle"


class Block(Protocol):
    """``grows``: the block makes use of more room than it needs."""

    @property
    def grows(self) -> bool: ...

    def height(self, width: int) -> int:
        """Pixels that it needs at least when it is ``width`` pixels wide."""

    def items(self, place: Box) -> Iterator[Item]:
        """What is drawn in ``place``."""


def set_lines(lines: Lines, place: Box, colour: Colour, *, bold: bool, align: Align = Align.LEFT) -> Iterator[TextLine]:
    """``lines`` from the top of ``place`` down."""
    for at, (text, width) in enumerate(zip(lines.texts, lines.widths, strict=True)):
        x = place.x if align is Align.LEFT else place.x + (place.width - width) // 2
        y = place.top - at * lines.pitch - (lines.pitch + lines.line_px) // 2
        if text:
            yield TextLine(text, Box(x, y, width, lines.line_px), lines.font_px, bold, colour)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, in the middle of the height it is given where ``align`` says so."""

    look: Look
    text: str
    type: Type = Type.BODY
    bold: bool = False
    colour: Colour | None = None
    align: Align = Align.LEFT
    grows: bool = False

    def lines(self, width: int) -> Lines:
        return self.look.lines(self.text, width, self.type, bold=self.bold)

    def height(self, width: int) -> int:
        return self.lines(width).height

    def items(self, place: Box) -> Iterator[Item]:
        lines = self.lines(place.width)
        inside = place.middle(place.width, lines.height) if self.grows else place
        colour = self.colour or self.look.palette.ink
        yield from set_lines(lines, inside, colour, bold=self.bold, align=self.align)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the largest square of its place; ``least`` pixels high."""

    look: Look
    picture: PictureName
    least: int
    tone: Tone = Tone.NEUTRAL
    grows: bool = True

    def height(self, width: int) -> int:
        return self.least

    def items(self, place: Box) -> Iterator[Item]:
        side = min(place.width, place.height)
        yield Drawing(self.picture, place.middle(side, side), self.look.inks(self.look.strong(self.tone)))


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a mark, at its size, in the middle of its place."""

    look: Look
    name: str
    side: int
    colour: Colour | None = None
    grows: bool = False

    def height(self, width: int) -> int:
        return self.side

    def items(self, place: Box) -> Iterator[Item]:
        yield Drawing(self.name, place.middle(self.side, self.side), self.look.sign_inks(self.colour))


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, ``least`` pixels high or more."""

    least: int = 0
    grows: bool = True

    def height(self, width: int) -> int:
        return self.least

    def items(self, place: Box) -> Iterator[Item]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Dots:
    """``filled`` of ``total`` discs in a row. ``linked``: a line between them; ``marks_next``: a ring in colour."""

    look: Look
    total: int
    filled: int
    diameter: int
    gap: int
    colour: Colour
    linked: bool = False
    marks_next: bool = False
    align: Align = Align.LEFT
    grows: bool = False

    @property
    def span(self) -> int:
        return self.total * self.diameter + max(self.total - 1, 0) * self.gap

    def height(self, width: int) -> int:
        return self.diameter if self.total else 0

    def items(self, place: Box) -> Iterator[Item]:
        x = place.x if self.align is Align.LEFT else place.x + (place.width - self.span) // 2
        y = place.y + (place.height - self.diameter) // 2
        for number in range(self.total):
            yield from self._disc(number, x + number * (self.diameter + self.gap), y)

    def _disc(self, number: int, x: int, y: int) -> Iterator[Item]:
        full, is_next = number < self.filled, self.marks_next and number == self.filled
        colour = self.colour if full or is_next else self.look.palette.outline
        weight = self.look.mm(1)
        place, radius = Box(x, y, self.diameter, self.diameter), self.diameter // 2
        if self.linked and number + 1 < self.total:
            yield Fill(Box(x + self.diameter, y + radius - weight // 2, self.gap, weight), colour)
        yield Fill(place, colour, radius) if full else Outline(place, colour, radius, weight)


@dataclass(frozen=True, slots=True)
class Work:
    """Something is going on."""

    look: Look
    grows: bool = False

    def height(self, width: int) -> int:
        return self.look.mm(8)

    def items(self, place: Box) -> Iterator[Item]:
        bar = place.middle(round(place.width * 0.7), self.look.mm(5))
        yield Working(bar, self.look.palette.shade, self.look.palette.primary, self.look.moves)


@dataclass(frozen=True, slots=True)
class QrBlock:
    """A square of ``side`` pixels, at the left."""

    url: str
    side: int
    grows: bool = False

    def height(self, width: int) -> int:
        return self.side

    def items(self, place: Box) -> Iterator[Item]:
        yield QrCode(Box(place.x, place.top - self.side, self.side, self.side), self.url)


@dataclass(frozen=True, slots=True)
class LyingBar:
    """A lying bar of a chart, ``share`` of ``longest`` pixels, and its number at its end."""

    look: Look
    share: float
    number: str
    colour: Colour
    grows: bool = False

    def height(self, width: int) -> int:
        return self._number.height(width)

    @property
    def _number(self) -> Text:
        return Text(self.look, self.number, bold=True)

    def items(self, place: Box) -> Iterator[Item]:
        lines = self._number.lines(place.width)
        gap, thick = self.look.mm(4), self.look.mm(9)
        length = max(round(self.share * (place.width - lines.width - gap)), self.look.mm(1))
        at = Box(place.x, place.y + (place.height - thick) // 2, length, thick)
        yield Fill(at, self.colour, min(self.look.mm(2), length // 2))
        yield from self._number.items(Box(at.right + gap, place.y, lines.width + 1, place.height))


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks one under the other, ``gap`` pixels apart. One without height leaves no gap, unless it may grow."""

    blocks: Sequence[Block]
    gap: int = 0

    @property
    def grows(self) -> bool:
        return any(block.grows for block in self.blocks)

    def height(self, width: int) -> int:
        heights = [block.height(width) for block in self.blocks]
        return sum(heights) + self._gaps(heights)

    def _gaps(self, heights: Sequence[int]) -> int:
        standing = sum(height > 0 or block.grows for block, height in zip(self.blocks, heights, strict=True))
        return self.gap * max(standing - 1, 0)

    def items(self, place: Box) -> Iterator[Item]:
        heights = [block.height(place.width) for block in self.blocks]
        growing = [number for number, block in enumerate(self.blocks) if block.grows]
        spare = max(place.height - sum(heights) - self._gaps(heights), 0)
        for nth, number in enumerate(growing):
            heights[number] += (spare * (nth + 1)) // len(growing) - (spare * nth) // len(growing)
        top, first = place.top, True
        for block, height in zip(self.blocks, heights, strict=True):
            if height > 0 or block.grows:
                top -= 0 if first else self.gap
                first = False
                yield from block.items(Box(place.x, top - height, place.width, height))
                top -= height


@dataclass(frozen=True, slots=True)
class Beside:
    """Two blocks side by side, ``gap`` pixels apart; the left one has ``left`` pixels of the width, or that share."""

    left_block: Block
    right_block: Block
    left: float
    gap: int
    in_the_middle: bool = True

    @property
    def grows(self) -> bool:
        return self.left_block.grows or self.right_block.grows

    def _left(self, width: int) -> int:
        return round(self.left if self.left > 1 else (width - self.gap) * self.left)

    def height(self, width: int) -> int:
        left = self._left(width)
        return max(self.left_block.height(left), self.right_block.height(width - left - self.gap))

    def items(self, place: Box) -> Iterator[Item]:
        left = self._left(place.width)
        yield from self._one(self.left_block, place.left_part(left))
        yield from self._one(self.right_block, place.right_part(place.width - left - self.gap))

    def _one(self, block: Block, place: Box) -> Iterator[Item]:
        if block.grows:
            return block.items(place)
        height = block.height(place.width)
        return block.items(place.middle(place.width, height) if self.in_the_middle else place.top_part(height))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The card of paper that content stands on: tinted, with a bar at its left, where ``tone`` is not neutral."""

    look: Look
    inside: Block
    tone: Tone = Tone.NEUTRAL
    sides_mm: float = 7.0
    ends_mm: float = 5.0
    grows: bool = True

    def height(self, width: int) -> int:
        sides, ends = self.look.mm(self.sides_mm), self.look.mm(self.ends_mm)
        return self.inside.height(width - 2 * sides) + 2 * ends

    def items(self, place: Box) -> Iterator[Item]:
        yield from paper(self.look, place, self.tone)
        yield from self.inside.items(place.inset(self.look.mm(self.sides_mm), self.look.mm(self.ends_mm)))


def paper(look: Look, place: Box, tone: Tone) -> Iterator[Item]:
    """The ground of a sheet, with its edge."""
    radius, bar = look.mm(4), look.mm(3)
    neutral = tone is Tone.NEUTRAL
    if not neutral:
        yield Fill(place.left_part(3 * radius), look.strong(tone), radius)
    yield Fill(place if neutral else place.right_part(place.width - bar), look.tint(tone), radius)
    yield Outline(place, look.palette.shade if neutral else look.strong(tone), radius, look.mm(0.4))


@dataclass(frozen=True, slots=True)
class OnGround:
    """A block on a quiet ground of ``colour``."""

    look: Look
    inside: Block
    colour: Colour
    sides_mm: float = 4.0
    ends_mm: float = 3.0

    @property
    def grows(self) -> bool:
        return self.inside.grows

    def height(self, width: int) -> int:
        return self.inside.height(width - 2 * self.look.mm(self.sides_mm)) + 2 * self.look.mm(self.ends_mm)

    def items(self, place: Box) -> Iterator[Item]:
        yield Fill(place, self.colour, self.look.mm(3))
        yield from self.inside.items(place.inset(self.look.mm(self.sides_mm), self.look.mm(self.ends_mm)))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A block with a thin line under it."""

    look: Look
    inside: Block
    ends_mm: float = 3.0
    grows: bool = False

    def height(self, width: int) -> int:
        return self.inside.height(width) + 2 * self.look.mm(self.ends_mm)

    def items(self, place: Box) -> Iterator[Item]:
        yield from self.inside.items(place.inset(0, self.look.mm(self.ends_mm)))
        yield Fill(place.bottom_part(self.look.mm(0.5)), self.look.palette.shade)


def sentences(look: Look, texts: Sequence[str], align: Align = Align.LEFT) -> Stack:
    """Sentences one under the other."""
    return Stack([Text(look, text, align=align) for text in texts if text], look.mm(4))
