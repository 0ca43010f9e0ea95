"""How large the screen is, asked of the X server before any window is made. Imports no Kivy."""

from __future__ import annotations

import ctypes

ROOM = 0.88
"""Share of the screen's height that a window may take, under title bars and panels."""

UNKNOWN_SCREEN = (540, 960)
"""A window for a screen of unknown size: half of a 1080 x 1920 panel, in pixels."""


def demonstration_window() -> tuple[int, int]:
    """Width and height in pixels of a window where nothing else is asked for."""
    screen = screen_size()
    return UNKNOWN_SCREEN if screen is None else upright_window(screen)


def screen_size() -> tuple[int, int] | None:
    """Width and height in pixels of the X screen; None without one (Xlib: XDisplayWidth, XDisplayHeight)."""
    try:
        xlib = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    display = xlib.XOpenDisplay(None)
    if not display:
        return None
    handle = ctypes.c_void_p(display)
    try:
        screen = xlib.XDefaultScreen(handle)
        return xlib.XDisplayWidth(handle, screen), xlib.XDisplayHeight(handle, screen)
    finally:
        xlib.XCloseDisplay(handle)


def upright_window(screen: tuple[int, int]) -> tuple[int, int]:
    """The largest 9 by 16 window that leaves room on ``screen``; the whole of it if it stands upright itself."""
    width, height = screen
    if height > width:
        return screen
    tall = round(height * ROOM)
    return round(tall * 9 / 16), tall
