"""How large the screen is, asked of the X server before any window is made. Imports no Kivy."""

from __future__ import annotations

import ctypes

ROOM = 0.88
"""Share of the screen's height that a window may take, under title bars and panels."""


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
