"""The card of paper that content stands on."""

from __future__ import annotations

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.shape import load_shape
from kiosk.view.model.screen import Tone


class Sheet(BoxLayout):
    """Tinted, with a bar at its left, where ``tone`` is not neutral."""

    tone = ObjectProperty(Tone.NEUTRAL)


load_shape(__file__)
