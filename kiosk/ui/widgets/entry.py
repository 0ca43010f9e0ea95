"""What is being typed: the discs, how many, and the key that shows the digits while it is held."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import key, sheet, signs, text  # noqa: F401  (used by the KV file)


class EntryStrip(BoxLayout):
    """``pad`` is ``Pad`` or None. ``digits`` is empty but while they may be seen."""

    pad = ObjectProperty(None, allownone=True, rebind=True)
    digits = StringProperty("")


class PeekKey(key.WordKey):
    """Afficher: the digits stand in the strip while it is held. Where words are large the key stands beside the pad."""

    pad = ObjectProperty(None, allownone=True, rebind=True)


class PadKeys(BoxLayout):
    """The ten digits, 123 on top, and Corriger and Effacer under them."""


load_shape(__file__)
