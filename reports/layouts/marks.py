"""What a layout gives to the printer of ink: marks at places. Units are points (1/72 inch), y grows downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

MM = 72 / 25.4


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
class Text:
    """One line of text; ``x`` is its left end, ``y`` its baseline, ``width`` what ``Measure`` said."""

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
class Frame:
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


Mark = Text | Line | Frame | Disc | QrSquare | Across


class Role(Enum):
    """What a group of marks is to a reader that cannot see it; ``ARTIFACT`` is decoration."""

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    LIST_ITEM = "LI"
    TABLE_ROW = "TR"
    FIGURE = "Figure"
    ARTIFACT = "Artifact"


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that are one thing to the reader. A sheet's groups stand in reading order."""

    role: Role
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, ``width`` × ``height`` points."""

    width: float
    height: float
    language: str
    groups: tuple[Group, ...]
