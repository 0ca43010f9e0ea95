"""What a layout gives to the printer of ink: marks at places. Units are points (1/72 inch), y grows downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

MM = 72 / 25.4

HAIRLINE = 0.6


class Weight(Enum):
    REGULAR = "regular"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class Style:
    """``size`` and ``leading`` (from one baseline to the next) in points."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR


Measure = Callable[[str, Style], float]


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text; ``x`` is its left end, ``y`` its baseline.

    ``width`` is what ``Measure`` said, without the space that joins it to the next line.
    """

    x: float
    y: float
    width: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line ``thickness`` points thick."""

    x: float
    y: float
    width: float
    thickness: float


@dataclass(frozen=True, slots=True)
class OutlineMark:
    """An empty rounded rectangle; ``x``, ``y`` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    thickness: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled disc around its centre ``x``, ``y``, with ``text`` in white in the middle."""

    x: float
    y: float
    radius: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class QrSquare:
    """A QR code of ``side`` points; ``x``, ``y`` is its upper left corner."""

    x: float
    y: float
    side: float
    url: str


@dataclass(frozen=True, slots=True)
class Across:
    """Large pale text under everything else, centred on ``x``, ``y``; it rises to the right by ``angle`` degrees."""

    x: float
    y: float
    angle: float
    text: str
    size: float


Mark = TextMark | Line | OutlineMark | Disc | QrSquare | Across


class MarkRole(Enum):
    """What marks are to a reader that cannot see them: structure types of ISO 32000-1, 14.8.4.

    ``ARTIFACT`` is decoration. ``LABEL`` and ``BODY`` are parts of a list item, ``HEADER`` and ``CELL`` of a row.
    """

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    LIST_ITEM = "LI"
    TABLE_ROW = "TR"
    FIGURE = "Figure"
    ARTIFACT = "Artifact"
    LABEL = "Lbl"
    BODY = "LBody"
    HEADER = "TH"
    CELL = "TD"


@dataclass(frozen=True, slots=True)
class Part:
    """Marks of one role. ``language``: that of the text beside the French, empty for the sheet's own."""

    role: MarkRole
    marks: tuple[Mark, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """What is one thing to the reader. A sheet's groups stand in reading order.

    Parts have the role of their group, or are its cells, its label and its body. ``alt`` says what a figure shows.
    """

    role: MarkRole
    parts: tuple[Part, ...]
    alt: str = ""

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for part in self.parts for mark in part.marks)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """One page, ``width`` × ``height`` points."""

    width: float
    height: float
    language: str
    groups: tuple[MarkGroup, ...]
