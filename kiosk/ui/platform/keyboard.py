"""What the keys of a USB keypad or keyboard mean. Numbers are those of Kivy's SDL window and of SDL's scancodes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class KeyCommand(Enum):
    ACTIVATE = "activate"
    CORRECT = "correct"
    STOP = "stop"
    NEXT = "next"
    PREVIOUS = "previous"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Digit:
    """0 to 9."""

    value: int


_COMMANDS = {
    13: KeyCommand.ACTIVATE,
    271: KeyCommand.ACTIVATE,
    32: KeyCommand.ACTIVATE,
    8: KeyCommand.CORRECT,
    127: KeyCommand.CORRECT,
    27: KeyCommand.STOP,
    9: KeyCommand.NEXT,
    274: KeyCommand.NEXT,
    275: KeyCommand.NEXT,
    270: KeyCommand.NEXT,
    273: KeyCommand.PREVIOUS,
    276: KeyCommand.PREVIOUS,
    269: KeyCommand.PREVIOUS,
    268: KeyCommand.STAFF,
    293: KeyCommand.STAFF,
}
"""Enter twice, space, Backspace, Delete, Escape, Tab, the arrows, and + and - of a keypad that has no Tab.

* of the keypad, or F12, held, opens staff mode."""

_KEYPAD_ZERO = 256
_ROW_ONE_SCANCODE, _ROW_ZERO_SCANCODE = 30, 39


def meaning(key: int, scancode: int, *, shift: bool) -> Digit | KeyCommand | None:
    """The sense of one key: ``key`` as ``kivy.core.window`` numbers it, ``scancode`` as SDL does.

    The top row is read by place, so that a French keyboard types digits with or without shift. Shift turns Tab round.
    """
    if _KEYPAD_ZERO <= key <= _KEYPAD_ZERO + 9:
        return Digit(key - _KEYPAD_ZERO)
    if _ROW_ONE_SCANCODE <= scancode <= _ROW_ZERO_SCANCODE:
        return Digit((scancode - _ROW_ONE_SCANCODE + 1) % 10)
    command = _COMMANDS.get(key)
    if command is KeyCommand.NEXT and shift:
        return KeyCommand.PREVIOUS
    return command
