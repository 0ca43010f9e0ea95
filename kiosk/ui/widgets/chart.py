"""A chart of lying bars: what each is, how long it is, and its number."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.look import look
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import sheet, text  # noqa: F401  (used by the KV file)
from kiosk.view.model.screen import Bar, Chart

SHORT = 20
"""Letters up to which a label stands beside its bar."""


class BarLine(BoxLayout):
    """A bar and its number. The longest leaves room for its number."""

    bar = ObjectProperty(Bar("", "", 0.0), rebind=True)


class BarRow(BoxLayout):
    """``beside``: the label stands before its bar, not above it."""

    bar = ObjectProperty(Bar("", "", 0.0), rebind=True)
    beside = BooleanProperty(False)


class BarList(BoxLayout):
    bars = ObjectProperty(())

    def on_bars(self, *_: object) -> None:
        beside = look.sizes.text_scale == 1 and all(len(bar.label) <= SHORT for bar in self.bars)
        self.clear_widgets()
        for bar in self.bars:
            self.add_widget(BarRow(bar=bar, beside=beside))


class ChartSheet(BoxLayout):
    chart = ObjectProperty(Chart("", ()), rebind=True)


load_shape(__file__)
