"""Opens the window. Kivy reads its environment when it is imported: it is imported here, in that environment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from kiosk.app.assembly import Parts
from kiosk.config.settings import Config
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk, Visit
from kiosk.ui.platform.environment import WindowSettings, kivy_environment, kivy_held_back
from kiosk.view.design.sizes import Panel
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of

OUT_OF_SERVICE_S = 20.0
"""Seconds that a refused configuration is shown before the process ends, to be started again."""


def run_kiosk(
    parts: Parts,
    size: tuple[int, int] | None,
    *,
    clean: bool,
    on_tick: Callable[[Kiosk, float], None] | None = None,
) -> None:
    """Show the kiosk until its window is closed or the process is asked to end.

    ``size``: of the window in pixels; None for the configured one, else the whole screen. ``clean`` is False if the
    last process did not end by itself. Raises NoWindow and PanelTooSmall.
    """
    panel = parts.config.panel()
    with _in_kivy(panel, size or parts.config.size_px()):
        with kivy_held_back():
            from kiosk.app.window import KioskWindow
        KioskWindow(parts, panel, on_tick).run(clean=clean)


def show_out_of_service(size: tuple[int, int] | None) -> None:
    """Say on the screen that the kiosk is closed: people must not stand before a dark panel because a file is wrong.

    Raises NoWindow and PanelTooSmall.
    """
    panel = Config().panel()
    kiosk = Kiosk(state=State.OUT_OF_SERVICE, visit=Visit(face=Face.CONFIGURATION))
    screen = replace(screen_of(kiosk, 0.0, Words(date.today())), tools=())
    with _in_kivy(panel, size):
        with kivy_held_back():
            from kiosk.app.window import ClosedWindow
        ClosedWindow(panel, screen, OUT_OF_SERVICE_S).run()


def _in_kivy(panel: Panel, size: tuple[int, int] | None) -> AbstractContextManager[None]:
    """The environment of a window of ``size``, or of one that fills the screen."""
    width, height = size or (panel.width_px, panel.height_px)
    whole = size is None
    return kivy_environment(WindowSettings(width, height, fullscreen=whole, show_cursor=not whole))
