"""What is pressed on a screen, from the tools up: its buttons, or the pad with its own keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.flow.model.states import Action
from kiosk.view.design.sizes import PAD_GAP_MM, PAD_KEY_MM, TEXT_SCALES, TOUCH_GAP_MM
from kiosk.view.layout.items import Box, Item
from kiosk.view.layout.keys import GAP_MM, ButtonKey, WordKey, digit_key
from kiosk.view.layout.look import Look, Type
from kiosk.view.model.screen import Button, ButtonRole, Pad, Screen

PAD_MM = (60.0, 28.0)
"""A key of the pad, upright."""
_LOWER_PAD_MM = (56.0, PAD_KEY_MM[1])
"""Where the panel lies, or the words under the pad are at their largest."""
_OWN_KEY_MM = 54.0
"""Width of Corriger and Effacer beside the action."""
_SIZES = (Type.BODY, Type.PAD_ACTION, Type.SMALL_GROWTH)
"""How large the words of the keys are: the first size at which all of them have room."""


class Row(Protocol):
    """Keys that stand side by side, or the digits."""

    def height(self, width: int) -> int: ...

    def items(self, place: Box) -> Iterator[Item]: ...


@dataclass(frozen=True, slots=True)
class SideBySide:
    """``keys`` share the width; with ``first`` pixels all but the last have that width, and the last one the rest."""

    look: Look
    keys: Sequence[ButtonKey | WordKey]
    first: int = 0

    @property
    def _gap(self) -> int:
        return self.look.mm(TOUCH_GAP_MM)

    def _widths(self, width: int) -> list[int]:
        count = len(self.keys)
        each = self.first or (width - self._gap * (count - 1)) // count
        return [each] * (count - 1) + [width - (each + self._gap) * (count - 1)]

    def height(self, width: int) -> int:
        return max(key.height(own) for key, own in zip(self.keys, self._widths(width), strict=True))

    def items(self, place: Box) -> Iterator[Item]:
        x = place.x
        for key, width in zip(self.keys, self._widths(place.width), strict=True):
            yield from key.items(Box(x, place.y, width, place.height))
            x += width + self._gap


@dataclass(frozen=True, slots=True)
class Digits:
    """The ten digits, 123 on top."""

    look: Look

    def _key(self, width: int) -> tuple[int, int]:
        look = self.look
        wide, high = PAD_MM if look.upright and look.scale < TEXT_SCALES[-1] else _LOWER_PAD_MM
        fits = (width - 2 * look.mm(PAD_GAP_MM)) // 3
        return max(min(look.mm(wide), fits), look.mm(PAD_KEY_MM[0])), look.mm(high)

    def height(self, width: int) -> int:
        return 4 * self._key(width)[1] + 3 * self.look.mm(PAD_GAP_MM)

    def items(self, place: Box) -> Iterator[Item]:
        gap, (width, height) = self.look.mm(PAD_GAP_MM), self._key(place.width)
        left = place.x + (place.width - 3 * width - 2 * gap) // 2
        for row, digits in enumerate(((None, 0, None), (7, 8, 9), (4, 5, 6), (1, 2, 3))):
            for column, digit in enumerate(digits):
                if digit is not None:
                    x, y = left + column * (width + gap), place.y + row * (height + gap)
                    yield from digit_key(self.look, digit, Box(x, y, width, height))


def action_rows(look: Look, screen: Screen, width: int, room: int) -> list[Row]:
    """The rows of ``screen`` from the lowest up, in words as large as ``room`` pixels of height allow."""
    rows: list[Row] = []
    for size in _SIZES:
        rows = _pad_rows(look, screen, size) if isinstance(screen.content, Pad) else _button_rows(look, screen, size)
        if height_of(look, rows, width) <= room:
            break
    return rows


def height_of(look: Look, rows: Sequence[Row], width: int) -> int:
    return sum(row.height(width) for row in rows) + gap_of(look) * max(len(rows) - 1, 0)


def gap_of(look: Look) -> int:
    return look.mm(GAP_MM if look.upright else TOUCH_GAP_MM)


def _button_rows(look: Look, screen: Screen, size: Type) -> list[Row]:
    """The primary button lowest; two of them, and the languages, stand side by side."""
    buttons = buttons_of(screen)
    primaries = [button for button in buttons if button.role is ButtonRole.PRIMARY]
    together = [primaries if len(primaries) > 1 else [], [b for b in buttons if b.action is Action.SPEAK]]
    rows: list[Row] = [
        SideBySide(look, [ButtonKey(look, button, centred=True, type=size) for button in group])
        for group in together
        if group
    ]
    alone = [button for button in buttons if not any(button in group for group in together)]
    return [*rows, *(ButtonKey(look, button, type=size) for button in alone)]


def _pad_rows(look: Look, screen: Screen, size: Type) -> list[Row]:
    """Corriger, Effacer and the action under the digits: in one row where there is room for it."""
    words = screen.keys
    own = [WordKey(look, "correct", words.correct, type=size), WordKey(look, "clear", words.clear, type=size)]
    actions = [
        ButtonKey(look, button, steady=button.action in (Action.VALIDATE, Action.SEND), centred=True, type=size)
        for button in buttons_of(screen)
    ]
    if len(actions) == 1 and look.upright and look.scale == 1:
        return [SideBySide(look, [*own, *actions], look.mm(_OWN_KEY_MM)), Digits(look)]
    return [*actions, SideBySide(look, own), Digits(look)]


def buttons_of(screen: Screen) -> list[Button]:
    """Those of the action zone: what is a tool already is not there twice, and a pad has its own keys."""
    tools = {button.action for button in screen.tools}
    own = {Action.CORRECT, Action.CLEAR, Action.WHERE} if isinstance(screen.content, Pad) else set()
    return [
        button
        for button in screen.buttons
        if button.action not in own and (button.role is ButtonRole.PRIMARY or button.action not in tools)
    ]
