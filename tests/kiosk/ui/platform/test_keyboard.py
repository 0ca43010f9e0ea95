"""The keys of a keypad, of a French keyboard, and nothing else."""

from __future__ import annotations

import pytest

from kiosk.ui.platform.keyboard import Digit, KeyCommand, meaning


@pytest.mark.parametrize("digit", range(10))
def test_keypad_digits(digit: int) -> None:
    assert meaning(256 + digit, 89, shift=False) == Digit(digit)


@pytest.mark.parametrize(
    ("key", "scancode", "digit"), [(38, 30, 1), (233, 31, 2), (49, 30, 1), (224, 39, 0), (48, 39, 0)]
)
@pytest.mark.parametrize("shift", [False, True])
def test_the_top_row_types_digits_on_a_french_keyboard_too(key: int, scancode: int, digit: int, shift: bool) -> None:
    """& é à are the unshifted signs of the keys 1 2 0 of AZERTY; SDL's scancodes 30 to 39 are 1 to 9, then 0."""
    assert meaning(key, scancode, shift=shift) == Digit(digit)


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (13, KeyCommand.ACTIVATE),
        (271, KeyCommand.ACTIVATE),
        (8, KeyCommand.CORRECT),
        (27, KeyCommand.STOP),
        (9, KeyCommand.NEXT),
        (274, KeyCommand.NEXT),
        (273, KeyCommand.PREVIOUS),
        (270, KeyCommand.NEXT),
        (269, KeyCommand.PREVIOUS),
        (268, KeyCommand.STAFF),
        (293, KeyCommand.STAFF),
    ],
)
def test_commands(key: int, command: KeyCommand) -> None:
    assert meaning(key, 0, shift=False) is command


def test_shift_turns_tab_round() -> None:
    assert meaning(9, 43, shift=True) is KeyCommand.PREVIOUS


@pytest.mark.parametrize(("key", "scancode"), [(282, 58), (97, 4), (255, 29), (266, 99), (255, 40)])
def test_f1_letters_and_the_neighbours_of_the_digits_mean_nothing(key: int, scancode: int) -> None:
    assert meaning(key, scancode, shift=False) is None
