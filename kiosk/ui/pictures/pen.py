"""Drawing on a square of 100 by 100: one line weight, two tones, one accent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from kivy.graphics import (
    Color,
    Mesh,
    PopMatrix,
    PushMatrix,
    Rotate,
    SmoothEllipse,
    SmoothLine,
    SmoothRoundedRectangle,
)

Rgba = tuple[float, float, float, float]
Points = Sequence[tuple[float, float]]

LINE_WEIGHT = 1.1


class PenInks(NamedTuple):
    """``line`` for outlines, ``light`` and ``mid`` the two tones, ``accent`` for what matters."""

    line: Rgba
    light: Rgba
    mid: Rgba
    accent: Rgba


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws into the open canvas. ``x``, ``y``: the bottom left corner in pixels; ``size``: the side in pixels."""

    x: float
    y: float
    size: float
    inks: PenInks

    def box(self, x: float, y: float, w: float, h: float, r: float = 3, fill: Rgba | None = None) -> None:
        """A rounded rectangle with its outline."""
        self.fill(x, y, w, h, r, fill or self.inks.light)
        self._line_colour(self.inks.line)
        SmoothLine(rounded_rectangle=(*self._at(x, y), self._by(w), self._by(h), self._by(r)), width=self._weight)

    def fill(self, x: float, y: float, w: float, h: float, r: float, fill: Rgba) -> None:
        """A rounded rectangle without an outline."""
        Color(*fill)
        SmoothRoundedRectangle(pos=self._at(x, y), size=(self._by(w), self._by(h)), radius=[self._by(r)])

    def disc(self, cx: float, cy: float, r: float, fill: Rgba | None = None, *, outline: bool = True) -> None:
        Color(*(fill or self.inks.light))
        SmoothEllipse(pos=self._at(cx - r, cy - r), size=(self._by(2 * r), self._by(2 * r)))
        if outline:
            self._line_colour(self.inks.line)
            SmoothLine(circle=(*self._at(cx, cy), self._by(r)), width=self._weight)

    def arc(
        self, cx: float, cy: float, r: float, start: float, end: float, ink: Rgba | None = None, weight: float = 1.0
    ) -> None:
        """Part of a circle, degrees clockwise from the top."""
        self._line_colour(ink or self.inks.line)
        SmoothLine(circle=(*self._at(cx, cy), self._by(r), start, end), width=self._weight * weight)

    def path(self, points: Points, ink: Rgba | None = None, weight: float = 1.0, *, close: bool = False) -> None:
        """A line through ``points``, its ends and corners rounded."""
        ink = ink or self.inks.line
        self._line_colour(ink)
        flat = [value for point in points for value in self._at(*point)]
        SmoothLine(points=flat, width=self._weight * weight, close=close)
        for px, py in points:
            self.disc(px, py, LINE_WEIGHT * weight, ink, outline=False)

    def shape(self, points: Points, fill: Rgba | None = None, *, outline: bool = True) -> None:
        """A convex polygon."""
        Color(*(fill or self.inks.light))
        vertices = [value for point in points for value in (*self._at(*point), 0.0, 0.0)]
        Mesh(vertices=vertices, indices=list(range(len(points))), mode="triangle_fan")
        self.path(points, self.inks.line if outline else fill, close=True)

    @contextmanager
    def turned(self, angle: float, cx: float, cy: float) -> Iterator[None]:
        """Everything inside is turned by ``angle`` degrees anticlockwise about (``cx``, ``cy``)."""
        PushMatrix()
        Rotate(angle=angle, origin=self._at(cx, cy))
        yield
        PopMatrix()

    def _line_colour(self, ink: Rgba) -> None:
        Color(*ink)

    @property
    def _weight(self) -> float:
        return self._by(LINE_WEIGHT)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + self._by(x), self.y + self._by(y)

    def _by(self, length: float) -> float:
        return length * self.size / 100
