"""Sentences cut into lines."""

from __future__ import annotations

from reports.layouts.marks import Measure, Style


def wrap(text: str, width: float, style: Style, measure: Measure) -> tuple[str, ...]:
    """Cut ``text`` at its ordinary spaces into lines no wider than ``width`` points.

    Non-breaking spaces hold. A word wider than the line is cut where it must be, so that nothing is ever lost.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, style) <= width:
            lines[-1] = longer
        elif measure(word, style) <= width:
            lines.append(word)
        else:
            lines.extend(_pieces(word, width, style, measure))
    return tuple(lines)


def _pieces(word: str, width: float, style: Style, measure: Measure) -> list[str]:
    pieces = [""]
    for letter in word:
        piece = pieces[-1]
        if piece and measure(piece + letter, style) > width:
            cut = 1 + max(piece.rfind(sign) for sign in "/-@") or len(piece)
            if measure(piece[cut:] + letter, style) > width:
                cut = len(piece)
            pieces[-1:] = [piece[:cut], piece[cut:] + letter]
        else:
            pieces[-1] += letter
    return pieces
