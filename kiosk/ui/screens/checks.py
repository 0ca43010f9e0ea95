"""The audit: one line a check."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets.signs import CheckRow


class CheckList(BoxLayout):
    lines = ObjectProperty(())

    def on_lines(self, *_: object) -> None:
        self.clear_widgets()
        for line in self.lines:
            self.add_widget(CheckRow(line=line))


class ChecksView(ContentView):
    """Draws ``Checks``."""


load_shape(__file__)
