"""The situations: one sheet each, name and value side by side where there is room."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.screens.content import ContentView
from kiosk.ui.shape import load_shape
from kiosk.view.model.screen import CardFact, FactGroup


class FactRow(BoxLayout):
    """``above``: the name stands over its value instead of beside it."""

    fact = ObjectProperty(CardFact("", ""), rebind=True)
    above = BooleanProperty(False)


class GroupSheet(BoxLayout):
    group = ObjectProperty(FactGroup(""), rebind=True)
    above = BooleanProperty(False)


class FactList(BoxLayout):
    facts = ObjectProperty(())
    above = BooleanProperty(False)

    def on_facts(self, *_: object) -> None:
        self.clear_widgets()
        for fact in self.facts:
            row = FactRow(fact=fact, above=self.above)
            self.fbind("above", row.setter("above"))
            self.add_widget(row)


class GroupList(BoxLayout):
    groups = ObjectProperty(())
    above = BooleanProperty(False)

    def on_groups(self, *_: object) -> None:
        self.clear_widgets()
        for group in self.groups:
            sheet = GroupSheet(group=group, above=self.above)
            self.fbind("above", sheet.setter("above"))
            self.add_widget(sheet)


class GroupsView(ContentView):
    """Draws ``Groups``."""


load_shape(__file__)
