"""The window. Enter ``kiosk.ui.platform.environment.kivy_environment`` before importing this module."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.config import Config
from kivy.core.window import Window

from kiosk.ui.painting.glyphs import CAP_RATIO, KivyMetrics
from kiosk.ui.platform.environment import NoWindow
from kiosk.ui.stage import Controller, Stage
from kiosk.view.design.sizes import PANEL_21_5, Panel, Sizes
from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL
from kiosk.view.layout.look import Look
from kiosk.view.layout.smallest_panel import refuse_too_small
from kiosk.view.layout.typesetting import Typesetter
from kiosk.view.model.appearance import USUAL, Appearance
from kiosk.view.model.screen import Screen

QUICK_FPS, CALM_FPS = 120.0, 45.0
"""A finger sees its key go down within 33 ms; a kiosk that nobody touches uses 3 % of a core at most (bench_screen)."""


def one_input_provider() -> None:
    """Leave SDL's mouse only, without the red dots of simulated multitouch.

    On Linux Kivy's SDL window turns a finger into a mouse press already; its default provider reads /dev/input as
    well and would press twice (kivy issues 3801 and 1903).
    """
    for name, _value in list(Config.items("input")):
        Config.remove_option("input", name)
    Config.set("input", "mouse", "mouse,disable_multitouch")


def fitted(panel: Panel, size: tuple[int, int]) -> Panel:
    """``panel`` with the pixels the window really has, turned if the window lies the other way."""
    width, height = size
    if (height >= width) != panel.portrait:
        panel = panel.turned
    return replace(panel, width_px=width, height_px=height)


class KioskApp(App):
    """Shows screens and tells ``controller`` what was pressed.

    ``show`` belongs to the thread that runs the window; other threads go through ``call_soon``. ``panel`` gives the
    millimetres; its pixels are replaced by those of the window. Raises ``PanelTooSmall`` when it starts.
    """

    use_kivy_settings = False

    def __init__(
        self,
        controller: Controller,
        panel: Panel = PANEL_21_5,
        *,
        appearance: Appearance = USUAL,
        clock: Callable[[], float] = time.monotonic,
        on_focus: Callable[[str], None] | None = None,
        on_ready: Callable[[], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if Window is None:
            raise NoWindow
        one_input_provider()
        self._panel = fitted(panel, tuple(Window.size))
        refuse_too_small(self._panel)
        self._setter = Typesetter(KivyMetrics())
        self._look = self._look_of(appearance)
        self.title = "Guichet CPS"
        self._on_ready = on_ready
        self.stage = Stage(controller, self._look, clock, on_focus)

    def build(self) -> Stage:
        Window.clearcolor = self._look.palette.canvas.rgba
        Window.bind(on_key_down=self._key_down, on_key_up=self._key_up, on_flip=self._painted)
        return self.stage

    def on_start(self) -> None:
        if self._on_ready is not None:
            self._on_ready()

    def open_settings(self, *_: object) -> bool:
        """Kivy's own settings panel (F1) does not exist here."""
        return True

    def show(self, screen: Screen) -> None:
        self.stage.show(screen)

    def set_appearance(self, appearance: Appearance) -> None:
        """Draw everything like this from now on."""
        self._look = self._look_of(appearance)
        Window.clearcolor = self._look.palette.canvas.rgba
        self.stage.look_like(self._look)

    def _look_of(self, appearance: Appearance) -> Look:
        sizes = Sizes(self._panel, CAP_RATIO, appearance.text_scale)
        palette = HIGH_CONTRAST if appearance.contrast else NORMAL
        return Look(sizes, self._setter, palette, moves=not appearance.calm)

    @property
    def focused_action(self) -> str:
        """Name of the key that Enter would press."""
        return self.stage.focused_action

    def call_soon(self, do: Callable[[], None]) -> None:
        """Run ``do`` on the window's thread, before its next frame. May be called from any thread."""
        Clock.schedule_once(lambda _seconds: do(), 0)

    def pace(self, *, calm: bool) -> None:
        """How often the window looks for touches and draws what changed: at leisure where nobody is."""
        Clock._max_fps = CALM_FPS if calm else QUICK_FPS

    def every(self, seconds: float, do: Callable[[], None]) -> None:
        """Run ``do`` on the window's thread, again and again."""
        Clock.schedule_interval(lambda _seconds: do(), seconds)

    def _key_down(self, _window: object, key: int, scancode: int, _text: object, modifiers: list[str]) -> bool:
        self.stage.key_down(key, scancode, shift="shift" in modifiers)
        return True

    def _key_up(self, _window: object, _key: int, scancode: int) -> bool:
        self.stage.key_up(scancode)
        return True

    def _painted(self, _window: object) -> None:
        self.stage.painted()
