"""Small rows that count: steps, tries, typed digits, results of checks, work in progress."""

from __future__ import annotations

from math import sin, tau
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle
from kivy.properties import AliasProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from diagnostics.outcomes.status import Status
from kiosk.ui.look import look
from kiosk.ui.pictures import picture  # noqa: F401  (used by the KV file)
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import text  # noqa: F401  (used by the KV file)
from kiosk.view.model.screen import ShownCheck, Tone

STATUS_TONES = {
    Status.OK: Tone.OK,
    Status.WARNING: Tone.WARNING,
    Status.FAULT: Tone.WARNING,
    Status.NOT_CHECKED: Tone.NEUTRAL,
}
"""A fault is told from a warning by its sign and its word: red is kept for what can destroy the card."""


class Dots(Widget):
    """``filled`` of ``total`` discs in a row. ``linked`` draws a line between them, ``marks_next`` a ring in colour."""

    total = NumericProperty(0)
    filled = NumericProperty(0)
    diameter = NumericProperty(0)
    gap = NumericProperty(0)
    linked = NumericProperty(0)
    marks_next = NumericProperty(0)
    ink = ColorProperty((0, 0, 0, 1))

    def __init__(self, **kwargs: Any) -> None:
        self._redraw = Clock.create_trigger(self._draw, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "total", "filled", "diameter", "gap", "linked", "marks_next", "ink"):
            self.fbind(name, self._redraw)

    def _span(self) -> float:
        return float(self.total * self.diameter + max(self.total - 1, 0) * self.gap)

    span = AliasProperty(_span, None, bind=("total", "diameter", "gap"))

    def place(self, index: int) -> float:
        """Left edge of a disc."""
        return float(self.x + index * (self.diameter + self.gap))

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        with self.canvas:
            for index in range(int(self.total)):
                self._disc(index)

    def _disc(self, index: int) -> None:
        d, y = self.diameter, self.center_y - self.diameter / 2
        x = self.place(index)
        done, next_one = index < self.filled, bool(self.marks_next) and index == self.filled
        Color(*(tuple(self.ink) if done or next_one else look.ink("outline")))
        if self.linked and index + 1 < self.total:
            SmoothLine(points=(x + d, self.center_y, x + d + self.gap, self.center_y), width=look.mm(0.5))
        if done:
            SmoothEllipse(pos=(x, y), size=(d, d))
        else:
            SmoothLine(circle=(x + d / 2, y + d / 2, d / 2 - look.mm(0.5)), width=look.mm(0.8 if next_one else 0.4))


class StepsRow(BoxLayout):
    """Which step of the way the person is at; ``steps`` is a ``StepIndicator`` or None."""

    steps = ObjectProperty(None, allownone=True, rebind=True)


class TriesRow(BoxLayout):
    """``tries`` is ``Tries`` or None; the words are always there, the dots where they are few enough to count."""

    tries = ObjectProperty(None, allownone=True, rebind=True)
    tone = ObjectProperty(Tone.NEUTRAL)


class CheckRow(BoxLayout):
    line = ObjectProperty(ShownCheck(Status.NOT_CHECKED, "", "", ""), rebind=True)

    def tone_of(self, line: ShownCheck) -> Tone:
        return STATUS_TONES[line.status]


class Tag(BoxLayout):
    """A code for the help desk, or the line of validity: a word on a quiet ground."""

    text = StringProperty("")


class Working(Widget):
    """A bar along which a light goes back and forth, slowly; still where movement is reduced."""

    phase = NumericProperty(0.0)

    def __init__(self, **kwargs: Any) -> None:
        self._clock = Clock.create_trigger(self._advance, 1 / 25, interval=True)
        super().__init__(**kwargs)
        self.bind(pos=self._draw, size=self._draw, phase=self._draw)

    def on_parent(self, _widget: object, parent: object) -> None:
        self._clock.cancel()
        if parent is not None and not look.reduced_motion:
            self._clock()

    def _advance(self, seconds: float) -> bool | None:
        if self.get_root_window() is None:
            return False
        self.phase = (self.phase + seconds / 3.2) % 1.0
        return None

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        light = self.width * 0.3
        at = (1 - sin(tau * (self.phase + 0.25))) / 2
        with self.canvas:
            Color(*look.ink("shade"))
            SmoothRoundedRectangle(pos=self.pos, size=self.size, radius=[self.height / 2])
            Color(*look.ink("primary"))
            SmoothRoundedRectangle(
                pos=(self.x + at * (self.width - light), self.y), size=(light, self.height), radius=[self.height / 2]
            )


load_shape(__file__)
