"""What Kivy reads from the environment, set before anything of Kivy is imported, and nothing of it left behind.

This module imports no Kivy: enter ``kivy_environment`` first, then import ``kiosk.ui.app``.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from logging.handlers import MemoryHandler


class NoWindow(RuntimeError):
    """No window can be opened: there is no display, or it is not ours."""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """``offscreen``: draw without any display (SDL's own driver), for pictures of screens."""

    width_px: int
    height_px: int
    fullscreen: bool = False
    offscreen: bool = False
    show_cursor: bool = False


def kivy_variables(settings: WindowSettings, home: str) -> dict[str, str]:
    """The variables for Kivy 2.3: ``KCFG_<SECTION>_<KEY>`` stand for its configuration file.

    SDL by name, because Kivy falls back to an older provider silently; X by name, unless the environment names another
    driver, because SDL without a display draws a kiosk that nobody sees. Logs go through Python's logging, unhandled:
    in Kivy's own mode it would replace ``sys.stderr``.
    """
    variables = {
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONFIG": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "KIVY_LOG_MODE": "PYTHON",
        "KIVY_WINDOW": "sdl2",
        "KIVY_HOME": home,
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",
        "KCFG_KIVY_LOG_ENABLE": "0",
        "KCFG_GRAPHICS_WIDTH": str(settings.width_px),
        "KCFG_GRAPHICS_HEIGHT": str(settings.height_px),
        "KCFG_GRAPHICS_FULLSCREEN": "auto" if settings.fullscreen else "0",
        "KCFG_GRAPHICS_BORDERLESS": "1" if settings.fullscreen else "0",
        "KCFG_GRAPHICS_RESIZABLE": "0",
        "KCFG_GRAPHICS_SHOW_CURSOR": "1" if settings.show_cursor else "0",
        "KCFG_GRAPHICS_ALLOW_SCREENSAVER": "0",
        "KCFG_GRAPHICS_MULTISAMPLES": "0",
    }
    if settings.offscreen:
        return variables | {"SDL_VIDEODRIVER": "offscreen", "KCFG_GRAPHICS_MAXFPS": "0"}
    return variables | {"SDL_VIDEODRIVER": os.environ.get("SDL_VIDEODRIVER", "x11")}


@contextmanager
def kivy_environment(settings: WindowSettings) -> Iterator[None]:
    """Kivy's home is a temporary folder, removed at the end; the environment is as before afterwards."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="guichet-cps-") as home:
        os.environ.update(kivy_variables(settings, home))
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def stderr_shut() -> Iterator[None]:
    """Nothing reaches this process's stderr in the block, not even from C: for a moment at which no thread writes."""
    if sys.__stderr__ is None:  # its number may be that of any other file
        yield
        return
    before, nowhere = os.dup(_STDERR), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    try:
        yield
    finally:
        os.dup2(before, _STDERR)
        os.close(nowhere)
        os.close(before)


_STDERR = 2
_MOST_HELD = 1000


@contextmanager
def kivy_held_back() -> Iterator[None]:
    """What Kivy logs in the block, at length when there is no display, is told only if the block raises."""
    held = MemoryHandler(_MOST_HELD, flushLevel=logging.CRITICAL + 1)
    held.setLevel(logging.WARNING)
    log = logging.getLogger("kivy")
    log.addHandler(held)
    done = False
    try:
        yield
        done = True
    finally:
        log.removeHandler(held)
        held.setTarget(None if done else logging.lastResort)
        held.close()
