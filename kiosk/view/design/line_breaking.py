"""Breaking text into lines: at ordinary spaces only, so that « » and : stay with their word."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]
"""The width of a piece of text, in pixels."""


def break_lines(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Fill lines no wider than ``width``, word by word.

    Breaks at U+0020 and at newlines, never at U+00A0 or U+202F. A word wider than ``width`` stands alone on its line
    and sticks out: see ``widest_word``.
    """
    return tuple(line for paragraph in text.split("\n") for line in _fill(paragraph, width, measure))


def _fill(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    current = ""
    for word in paragraph.split(" "):
        longer = f"{current} {word}" if current else word
        if current and measure(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


def widest_word(text: str, measure: Measure) -> float:
    """The width that no line of ``text`` can go below."""
    return max(measure(word) for word in text.replace("\n", " ").split(" "))
