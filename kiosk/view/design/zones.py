"""The frame: where header, content and actions stand on a panel, and which panels are too small for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.view.design.sizes import PAD_GAP_MM, PAD_KEY_MM, TOUCH_GAP_MM, TOUCH_MM, Panel, Sizes

HEADER_SHARE = 0.07
CONTENT_SHARE = 0.42
LANDSCAPE_HEADER_MM = 54.0
LANDSCAPE_ACTION_SHARE = 0.42
MARGIN_MM = 12.0
CONTENT_MIN_MM = 60.0


class PanelTooSmall(ValueError):
    """The panel cannot hold the sizes; the message is French and holds the arithmetic."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Pixels, the origin at the bottom left of the panel."""

    x: int
    y: int
    width: int
    height: int

    @property
    def top(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Zones:
    header: Zone
    content: Zone
    action: Zone


def zones(sizes: Sizes, action_needs_px: int = 0, content_needs_px: int = 0, foot_px: int = 0) -> Zones:
    """Share the panel out, above a foot of ``foot_px`` (the banner of a simulation).

    Upright: header 7 %, content 42 %, actions the rest. The actions always get what they need; the content gets what
    the actions leave where 42 % is not enough for it, and scrolls beyond that. Lying: the same three zones side by
    side, left to right.
    """
    if sizes.panel.portrait:
        return _upright(sizes, action_needs_px, content_needs_px, foot_px)
    return _lying(sizes, foot_px)


def _upright(sizes: Sizes, action_needs: int, content_needs: int, foot: int) -> Zones:
    width, height = sizes.panel.width_px, sizes.panel.height_px
    header = max(round(height * HEADER_SHARE * sizes.header_scale), sizes.px(TOUCH_MM + 2))
    usable = height - header - foot
    content = max(height - header - round(height * (1 - HEADER_SHARE - CONTENT_SHARE)), content_needs)
    content = max(min(content, usable - action_needs), min(sizes.px(CONTENT_MIN_MM), usable))
    return Zones(
        header=Zone(0, height - header, width, header),
        content=Zone(0, height - header - content, width, content),
        action=Zone(0, foot, width, usable - content),
    )


def _lying(sizes: Sizes, foot: int) -> Zones:
    width, height = sizes.panel.width_px, sizes.panel.height_px - foot
    header = sizes.px(LANDSCAPE_HEADER_MM * sizes.header_scale)
    action = round(width * LANDSCAPE_ACTION_SHARE)
    return Zones(
        header=Zone(0, foot, header, height),
        content=Zone(header, foot, width - header - action, height),
        action=Zone(width - action, foot, action, height),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    mm: float


_PAD_HEIGHT = 4 * PAD_KEY_MM[1] + 3 * PAD_GAP_MM
_ROW_UNDER = (_Part("la rangée sous le pavé", TOUCH_GAP_MM + TOUCH_MM), _Part("un bouton", TOUCH_GAP_MM + TOUCH_MM))

_UPRIGHT_HEIGHT = (
    _Part("l’en-tête", TOUCH_MM + 2),
    _Part("l’étape et la question", 60.0),
    _Part("les chiffres tapés", 44.0),
    _Part("le pavé", _PAD_HEIGHT),
    *_ROW_UNDER,
    _Part("les marges", 2 * MARGIN_MM),
)
_UPRIGHT_WIDTH = (_Part("Corriger, Effacer et Valider", 176.0), _Part("les marges", 2 * MARGIN_MM))
_LYING_HEIGHT = (_Part("le pavé", _PAD_HEIGHT), *_ROW_UNDER, _Part("les marges", 2 * MARGIN_MM))
_LYING_WIDTH = (
    _Part("l’en-tête", LANDSCAPE_HEADER_MM),
    _Part("la question", 130.0),
    _Part("Corriger et Effacer", 120.0),
    _Part("les marges", 2 * MARGIN_MM),
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
