"""Text in lines: the font size at which no word is cut, and where the lines break."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.view.design.line_breaking import break_lines, widest_word


class Metrics(Protocol):
    """How large text of a font of whole pixels is."""

    def width(self, text: str, font_px: int, *, bold: bool) -> float:
        """Pixels from the first letter to the last."""

    def height(self, font_px: int, *, bold: bool) -> int:
        """Pixels of a line without spacing."""


@dataclass(frozen=True, slots=True)
class Lines:
    """``widths`` of the lines in pixels, ``pitch`` from one to the next."""

    texts: tuple[str, ...] = field(repr=False)
    widths: tuple[int, ...]
    font_px: int
    line_px: int
    pitch: int

    @property
    def height(self) -> int:
        return self.pitch * len(self.texts)

    @property
    def width(self) -> int:
        return max(self.widths, default=0)


class Typesetter:
    """Remembers what it has set, until ``forget_unused``: the words of a person do not stay after their visit."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._set: dict[tuple[str, int, float, float, bool, float], Lines] = {}
        self._used: dict[tuple[str, int, float, float, bool, float], Lines] = {}

    @property
    def remembers(self) -> frozenset[str]:
        """Every text it could set again without measuring."""
        return frozenset(key[0] for key in (*self._set, *self._used))

    def forget_unused(self) -> None:
        """Remember only what was set since the last time."""
        self._set, self._used = self._used, {}

    def lines(self, text: str, width: int, font: float, floor: float, *, bold: bool, spacing: float) -> Lines:
        """``text`` in lines no wider than ``width``, at ``font`` pixels or as many fewer as let no word be cut.

        The size never goes below ``floor``; a word that is wider even then is broken after a hyphen, or inside.
        """
        key = (text, width, font, floor, bold, spacing)
        lines = self._used.get(key) or self._set.get(key)
        if lines is None:
            lines = self._lines(text, width, font, floor, bold=bold, spacing=spacing)
        self._used[key] = lines
        return lines

    def _lines(self, text: str, width: int, font: float, floor: float, *, bold: bool, spacing: float) -> Lines:
        size = self._fitted(text, width, int(font), int(min(font, floor)), bold=bold)

        def measure(piece: str) -> float:
            return self._metrics.width(piece, size, bold=bold)

        texts = break_lines(text, width, measure) if text else ()
        height = self._metrics.height(size, bold=bold)
        widths = tuple(round(measure(line)) for line in texts)
        return Lines(texts, widths, size, height, round(height * spacing))

    def _fitted(self, text: str, width: int, size: int, floor: int, *, bold: bool) -> int:
        def fits(less: int) -> bool:
            return widest_word(text, lambda word: self._metrics.width(word, size - less, bold=bold)) <= width

        if fits(0):
            return size
        return size - bisect_left(range(size - floor), True, lo=min(1, size - floor), key=fits)
