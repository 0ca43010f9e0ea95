"""French spacing in every word of a screen that is in French."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from kiosk.view.model.screen import Screen
from reports.papers.french import french
from reports.papers.languages import FRENCH


def typeset(screen: Screen) -> Screen:
    """The same screen with non-breaking spaces where French wants them; other languages want none."""
    if screen.language != FRENCH.tag:
        return screen
    typeset_screen: Screen = _value(screen)
    return typeset_screen


def _value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return french(value)
    if isinstance(value, tuple):
        return tuple(map(_value, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _value(getattr(value, f.name)) for f in fields(value)})
    return value
