"""Pictures of screens without a person in front of them: the same layout and the same painter, into a file."""

from __future__ import annotations

from pathlib import Path

from kivy.base import EventLoop
from kivy.graphics import Canvas, ClearBuffers, ClearColor, Fbo

from kiosk.ui.painting.glyphs import CAP_RATIO, KivyMetrics
from kiosk.ui.painting.painter import Painter
from kiosk.view.design.sizes import PANEL_21_5, Panel, Sizes
from kiosk.view.design.tokens import NORMAL, Palette
from kiosk.view.layout.frame import AT_FIRST, Handling, lay_out
from kiosk.view.layout.look import Look
from kiosk.view.layout.typesetting import Typesetter
from kiosk.view.model.screen import Screen

METRICS = KivyMetrics()


def still_look(panel: Panel = PANEL_21_5, text_scale: float = 1.0, palette: Palette = NORMAL) -> Look:
    """How a screen looks in a picture: nothing moves."""
    return Look(Sizes(panel, CAP_RATIO, text_scale), Typesetter(METRICS), palette, moves=False)


def shoot(
    screen: Screen,
    path: Path,
    panel: Panel = PANEL_21_5,
    text_scale: float = 1.0,
    palette: Palette = NORMAL,
    handling: Handling = AT_FIRST,
) -> None:
    """Leave a PNG of ``screen`` at ``path``, in the pixels of ``panel``."""
    EventLoop.ensure_window()
    board, canvas = Fbo(size=(panel.width_px, panel.height_px)), Canvas()
    for part in (ClearColor(*palette.canvas.rgba), ClearBuffers(), canvas):
        board.add(part)
    Painter(canvas).paint(lay_out(screen, still_look(panel, text_scale, palette), handling))
    board.draw()
    board.texture.save(str(path), flipped=True)
