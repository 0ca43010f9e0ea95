"""A slip shown on the screen."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.ui.look import look
from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.text import Text
from kiosk.view.model.screen import LineStyle, PaperLine

BOLD = frozenset({LineStyle.HEADING, LineStyle.FACT})


class PaperLines(BoxLayout):
    """Headings and facts are bold; an address may also stand there as a square for a telephone."""

    lines = ObjectProperty(())

    def on_lines(self, *_: object) -> None:
        self.clear_widgets()
        for line in self.lines:
            self.add_widget(self._row(line))

    def _row(self, line: PaperLine) -> Widget:
        if line.style is LineStyle.CODE:
            return QrCode(url=line.text)
        colour = look.ink("primary") if line.style is LineStyle.HEADING else look.ink("ink")
        return Text(text=line.text, bold=line.style in BOLD, colour=colour)


class PaperView(ContentView):
    """Draws ``Paper``."""


load_shape(__file__)
