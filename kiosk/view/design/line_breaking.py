"""Breaking text into lines: at ordinary spaces, so that « » and : stay with their word, else inside a long word."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]
"""The width of a piece of text, in pixels."""


def break_lines(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Fill lines no wider than ``width``, word by word.

    Breaks at U+0020 and at newlines, never at U+00A0 or U+202F. A word wider than ``width`` is broken after a hyphen,
    and where it has none that helps, between letters: see ``widest_word``.
    """
    return tuple(line for paragraph in text.split("\n") for line in _fill(paragraph, width, measure))


def _fill(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    current = ""
    for word in (piece for whole in paragraph.split(" ") for piece in _pieces(whole, width, measure)):
        longer = f"{current} {word}" if current else word
        if current and measure(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


def _pieces(word: str, width: float, measure: Measure) -> list[str]:
    """``word``, or what it is broken into: no piece is wider than ``width`` unless one letter is."""
    pieces: list[str] = []
    while len(word) > 1 and measure(word) > width:
        fits = next((end for end in range(len(word) - 1, 1, -1) if measure(word[:end]) <= width), 1)
        after_hyphen = word.rfind("-", 0, fits) + 1
        pieces.append(word[: after_hyphen or fits])
        word = word[after_hyphen or fits :]
    return [*pieces, word]


def widest_word(text: str, measure: Measure) -> float:
    """The width that no line of ``text`` can go below."""
    return max(measure(word) for word in text.replace("\n", " ").split(" "))
