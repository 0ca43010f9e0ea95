"""Pictures of screens without a person in front of them: the same widgets, drawn into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.lang import Builder
from kivy.uix.widget import Widget

from kiosk.ui.look import look
from kiosk.ui.screens.frame import Frame
from kiosk.view.design.sizes import PANEL_21_5, Panel
from kiosk.view.design.tokens import NORMAL, Palette
from kiosk.view.model.screen import Screen

SETTLED_AFTER = 3
ROUNDS_MAX = 60


class NeverSettled(RuntimeError):
    """The layout kept moving: two widgets depend on each other's size."""


def settled_frame(
    screen: Screen, panel: Panel = PANEL_21_5, text_scale: float = 1.0, palette: Palette = NORMAL
) -> Frame:
    """``screen`` laid out on ``panel``, standing still. Raises ``NeverSettled``."""
    EventLoop.ensure_window()
    look.apply(panel, text_scale, palette, reduced_motion=True)
    frame = Frame(screen=screen)
    settle(frame)
    return frame


def settle(frame: Widget) -> None:
    """Let the layout run until nothing changes. Raises ``NeverSettled``."""
    last: list[tuple[Any, ...]] = []
    still = 0
    for _ in range(ROUNDS_MAX):
        Clock.tick()
        Builder.sync()
        Clock.tick_draw()
        now = [(*widget.pos, *widget.size) for widget in frame.walk()]
        still = still + 1 if now == last else 0
        if still == SETTLED_AFTER:
            return
        last = now
    raise NeverSettled(type(frame).__name__)


def shoot(
    screen: Screen, path: Path, panel: Panel = PANEL_21_5, text_scale: float = 1.0, palette: Palette = NORMAL
) -> None:
    """Leave a PNG of ``screen`` at ``path``, in the pixels of ``panel``."""
    frame = settled_frame(screen, panel, text_scale, palette)
    frame.export_to_png(str(path))
