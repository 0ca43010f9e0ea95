"""Charts, one under the other."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets.chart import ChartSheet


class ChartList(BoxLayout):
    charts = ObjectProperty(())

    def on_charts(self, *_: object) -> None:
        self.clear_widgets()
        for chart in self.charts:
            self.add_widget(ChartSheet(chart=chart))


class ChartsView(ContentView):
    """Draws ``Charts``."""


load_shape(__file__)
