"""Which panels are too small for what stands on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.view.design.sizes import PAD_GAP_MM, PAD_KEY_MM, TOUCH_GAP_MM, TOUCH_MM, Panel
from kiosk.view.layout.keys import ABOVE_BAR_MM, BAR_MM, MARGIN_MM, PRIMARY_MM


class PanelTooSmall(ValueError):
    """The panel cannot hold the sizes; the message is French and holds the arithmetic."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    mm: float


_TOOLS = (_Part("les outils", BAR_MM), _Part("la marge au-dessus", ABOVE_BAR_MM))
_ACTION = _Part("le bouton principal", PRIMARY_MM)
_OWN_ROW = _Part("Corriger et Effacer", TOUCH_GAP_MM + TOUCH_MM)
_PAD = _Part("le pavé", TOUCH_GAP_MM + 4 * PAD_KEY_MM[1] + 3 * PAD_GAP_MM)
_PAD_WIDTH = 3 * PAD_KEY_MM[0] + 2 * PAD_GAP_MM

_UPRIGHT_HEIGHT = (
    *_TOOLS,
    _ACTION,
    _PAD,
    _Part("Afficher", TOUCH_GAP_MM + TOUCH_MM),
    _Part("les chiffres tapés", 50.0),
    _Part("l’étape et la question", 60.0),
)
_UPRIGHT_WIDTH = (_Part("Corriger, Effacer et Valider", 176.0), _Part("les marges", 2 * MARGIN_MM))
_LYING_HEIGHT = (*_TOOLS, _ACTION, _OWN_ROW, _PAD)
_LYING_WIDTH = (
    _Part("la question", 130.0),
    _Part("le pavé", _PAD_WIDTH),
    _Part("les marges", 3 * MARGIN_MM),
)


def refuse_too_small(panel: Panel) -> None:
    """Raise ``PanelTooSmall``, with the sum that does not fit, if ``panel`` cannot hold text at 100 %."""
    width, height = (_UPRIGHT_WIDTH, _UPRIGHT_HEIGHT) if panel.portrait else (_LYING_WIDTH, _LYING_HEIGHT)
    faults = [
        _fault(side, parts, has)
        for side, parts, has in (("largeur", width, panel.width_mm), ("hauteur", height, panel.height_mm))
        if sum(part.mm for part in parts) > has
    ]
    if faults:
        raise PanelTooSmall(f"L’écran configuré est trop petit. {' '.join(faults)}")


def _fault(side: str, parts: Iterable[_Part], has: float) -> str:
    parts = tuple(parts)
    terms = " + ".join(f"{part.name} {part.mm:g}" for part in parts)
    total = sum(part.mm for part in parts)
    return f"En {side} il faut {terms} = {total:g}\u00a0mm\u00a0; il a {has:g}\u00a0mm."
