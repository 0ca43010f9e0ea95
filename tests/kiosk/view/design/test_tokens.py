"""The contrasts that the table of colours promises, computed after WCAG 2.2."""

from __future__ import annotations

import pytest

from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL, Colour, Palette
from kiosk.view.model.screen import Tone


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 (black) to 1 (white): WCAG 2.2, definition of "relative luminance"."""
    linear = [_linear(channel / 255) for channel in (colour.red, colour.green, colour.blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21: WCAG 2.2, definition of "contrast ratio"."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


BLACK, WHITE = Colour.from_hex("#000000"), Colour.from_hex("#FFFFFF")


def test_the_ratio_agrees_with_the_two_ends_of_the_scale_and_a_published_value() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21.0)
    assert contrast(WHITE, WHITE) == pytest.approx(1.0)
    assert contrast(Colour.from_hex("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)
    """WebAIM: #767676 is the lightest grey that passes AA on white, 4.54:1."""


PROMISED = [
    (NORMAL.ink, NORMAL.paper, 16.0),
    (NORMAL.ink, NORMAL.canvas, 14.2),
    (NORMAL.on_fill, NORMAL.primary, 8.9),
    (NORMAL.ok.strong, NORMAL.paper, 9.1),
    (NORMAL.ok.strong, NORMAL.ok.tint, 7.8),
    (NORMAL.warning.strong, NORMAL.paper, 8.3),
    (NORMAL.warning.strong, NORMAL.warning.tint, 7.3),
    (NORMAL.danger.strong, NORMAL.paper, 9.2),
    (NORMAL.danger.strong, NORMAL.danger.tint, 7.8),
    (NORMAL.secondary_text, NORMAL.paper, 7.5),
    (HIGH_CONTRAST.ink, HIGH_CONTRAST.canvas, 21.0),
    (HIGH_CONTRAST.primary, HIGH_CONTRAST.canvas, 16.6),
]


@pytest.mark.parametrize(("one", "other", "promised"), PROMISED)
def test_the_table_holds(one: Colour, other: Colour, promised: float) -> None:
    assert contrast(one, other) >= promised - 0.05


@pytest.mark.parametrize("palette", [NORMAL, HIGH_CONTRAST], ids=["normal", "high contrast"])
def test_every_pair_that_is_drawn_reads_at_7_to_1_or_better(palette: Palette) -> None:
    pairs = [(palette.primary, palette.paper), (palette.on_fill, palette.primary_pressed)]
    for tone in Tone:
        family = palette.family(tone)
        pairs += [(palette.ink, family.tint), (family.strong, family.tint), (palette.on_fill, family.strong)]
    pairs += [(palette.ink, palette.shade), (palette.primary, palette.shade)]
    for one, other in pairs:
        assert contrast(one, other) >= 7.0, (one, other)


@pytest.mark.parametrize("palette", [NORMAL, HIGH_CONTRAST], ids=["normal", "high contrast"])
def test_lines_and_disabled_words_are_seen(palette: Palette) -> None:
    """WCAG 1.4.11 asks 3:1 of what identifies a control; disabled words get the 4.5:1 of ordinary text."""
    assert contrast(palette.outline, palette.paper) >= 3.0
    assert contrast(palette.outline, palette.canvas) >= 3.0
    assert contrast(palette.focus, palette.canvas) >= 3.0
    assert contrast(palette.secondary_text, palette.disabled) >= 4.5
