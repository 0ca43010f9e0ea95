"""Kivy draws these tests without a display; its environment lasts only while it is imported."""

from __future__ import annotations

from kiosk.ui.platform.environment import WindowSettings, kivy_environment

with kivy_environment(WindowSettings(64, 64, offscreen=True)):
    import kiosk.ui.app  # the window is made here, and never again
