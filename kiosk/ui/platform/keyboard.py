"""What the keys of a USB keypad or keyboard mean. Numbers are those of Kivy's SDL window and of SDL's scancodes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Command(Enum):
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
    13: Command.ACTIVATE,
    271: Command.ACTIVATE,
    32: Command.ACTIVATE,
    8: Command.CORRECT,
    127: Command.CORRECT,
    27: Command.STOP,
    9: Command.NEXT,
    274: Command.NEXT,
    275: Command.NEXT,
    270: Command.NEXT,
    273: Command.PREVIOUS,
    276: Command.PREVIOUS,
    269: Command.PREVIOUS,
    268: Command.STAFF,
    293: Command.STAFF,
}
"""Enter twice, space, Backspace, Delete, Escape, Tab, the arrows, and + and - of a keypad that has no Tab.

* of the keypad, or F12, held, opens staff mode."""

_KEYPAD_ZERO = 256
_ROW_ONE_SCANCODE, _ROW_ZERO_SCANCODE = 30, 39


def meaning(key: int, scancode: int, *, shift: bool) -> Digit | Command | None:
    """The sense of one key: ``key`` as ``kivy.core.window`` numbers it, ``scancode`` as SDL does.

    The top row is read by place, so that a French keyboard types digits with or without shift. Shift turns Tab round.
    """
    if _KEYPAD_ZERO <= key <= _KEYPAD_ZERO + 9:
        return Digit(key - _KEYPAD_ZERO)
    if _ROW_ONE_SCANCODE <= scancode <= _ROW_ZERO_SCANCODE:
        return Digit((scancode - _ROW_ONE_SCANCODE + 1) % 10)
    command = _COMMANDS.get(key)
    if command is Command.NEXT and shift:
        return Command.PREVIOUS
    return command
