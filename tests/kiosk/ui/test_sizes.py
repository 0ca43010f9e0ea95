"""Millimetres to pixels, held against what the font really draws, and panels that are too small."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from kivy.core.text import Label
from PIL import ImageFont

from kiosk.ui.gallery import still_look
from kiosk.ui.painting.glyphs import CAP_RATIO, FONT_FILE
from kiosk.view.design.cap_height import NotAFont, cap_height_ratio
from kiosk.view.design.line_breaking import break_lines, widest_word
from kiosk.view.design.sizes import BODY_CAP_MM, PANEL_21_5, TEXT_SCALES, Panel
from kiosk.view.layout.look import Type
from kiosk.view.layout.smallest_panel import PanelTooSmall, refuse_too_small


def drawn_height_px(letter: str, font_px: float) -> int:
    """Rows with ink in them, as Kivy draws the letter."""
    label = Label(text=letter, font_size=int(font_px))
    label.refresh()
    texture = label.texture
    alpha = texture.pixels[3::4]
    rows = [alpha[row * texture.width : (row + 1) * texture.width] for row in range(texture.height)]
    return sum(1 for row in rows if max(row) > 100)


@pytest.mark.parametrize("type_", [Type.BODY, Type.QUESTION, Type.NUMBER])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_a_drawn_capital_has_its_millimetres(type_: Type, scale: float) -> None:
    drawn_mm = drawn_height_px("H", still_look(text_scale=scale).font(type_)) / PANEL_21_5.px_per_mm
    assert drawn_mm == pytest.approx(type_.cap_mm * min(scale, type_.grows_to), abs=0.3)


def test_body_text_is_above_the_floor_of_en_301_549() -> None:
    """5.1.4: a capital subtends 0.7 degree or more, here seen from 600 mm."""
    assert 600 * math.tan(math.radians(0.7)) <= BODY_CAP_MM


def test_the_ratio_agrees_with_another_reader_of_fonts() -> None:
    left, top, right, bottom = ImageFont.truetype(str(FONT_FILE), 2000).getbbox("H")
    assert pytest.approx((bottom - top) / 2000, abs=0.002) == CAP_RATIO
    assert right > left


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 11, b"\0\1\0\0\0\0\0\0\0\0\0\0", b"\0\1\0\0\xff\xff", b"not a font at all"]
)
def test_what_is_no_font_is_refused(data: bytes) -> None:
    with pytest.raises(NotAFont):
        cap_height_ratio(data)


@pytest.mark.parametrize("letter", list("œŒæçÇéÉèêëàâùûüîïô’«»–…•€\u00a0\u202f"))
def test_the_font_has_every_french_sign(letter: str) -> None:
    font = ImageFont.truetype(str(FONT_FILE), 60)
    missing = bytes(font.getmask("\uffff"))
    assert bytes(font.getmask(letter)) != missing


@pytest.mark.parametrize("panel", [PANEL_21_5, PANEL_21_5.turned, Panel(1080, 1920, 299, 531).turned])
def test_usual_panels_are_accepted(panel: Panel) -> None:
    refuse_too_small(panel)


@pytest.mark.parametrize(("width", "accepted"), [(199.9, False), (200.0, True), (200.1, True)])
def test_the_narrowest_upright_panel(width: float, accepted: bool) -> None:
    panel = replace(PANEL_21_5, width_mm=width)
    if accepted:
        refuse_too_small(panel)
    else:
        with pytest.raises(PanelTooSmall, match=r"largeur.*176 \+ les marges 24 = 200\u00a0mm.*il a 199\.9\u00a0mm"):
            refuse_too_small(panel)


def test_a_tablet_is_refused_in_both_directions_with_the_sums() -> None:
    with pytest.raises(PanelTooSmall) as refused:
        refuse_too_small(Panel(800, 1280, 136, 217))
    assert "En largeur" in str(refused.value)
    assert "En hauteur" in str(refused.value)


def test_lines_break_at_ordinary_spaces_only() -> None:
    assert break_lines("Validité\u00a0: en cours", 10, len) == ("Validité\u00a0:", "en cours")
    assert break_lines("un deux trois", 7, len) == ("un deux", "trois")
    assert break_lines("un deux trois", 6, len) == ("un", "deux", "trois")
    assert break_lines("a\nb", 99, len) == ("a", "b")
    assert widest_word("un deux\u00a0! trois", len) == 6


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (8, ("DUPONT-", "WOJTYLA", "oui")),
        (7, ("DUPONT-", "WOJTYLA", "oui")),
        (6, ("DUPONT", "-", "WOJTYL", "A oui")),
        (14, ("DUPONT-WOJTYLA", "oui")),
        (1, tuple("DUPONT-WOJTYLAoui")),
        (0, tuple("DUPONT-WOJTYLAoui")),
    ],
)
def test_a_word_wider_than_its_line_is_broken_after_a_hyphen_or_between_letters(
    width: float, lines: tuple[str, ...]
) -> None:
    assert break_lines("DUPONT-WOJTYLA oui", width, len) == lines
