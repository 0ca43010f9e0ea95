"""Every screen of a visit in the other languages: each language in one size, the longer one at twice the size."""

from __future__ import annotations

from typing import Any

import pytest

from bench.frames import (
    buttons_never_scroll_and_text_is_never_below_the_floor,
    nothing_is_clipped_or_overlaps,
    texts,
    what_is_pressed_is_large_enough,
    zones_and_texts_keep_apart,
)
from bench.sentences import TODAY, screen_in
from kiosk.ui.gallery import settled_frame
from kiosk.view.design.sizes import PANEL_21_5
from kiosk.view.model.words import Words
from stories.every_screen import NAMES

WORDS = Words(TODAY, printer=True, notice="Responsable\u00a0: CPAM d’Exemple. Vos droits\u00a0: dpo@exemple.fr.")
VISITS = [name for name in NAMES if not name.startswith("staff")]


@pytest.mark.parametrize("name", VISITS)
@pytest.mark.parametrize(
    ("language", "panel", "scale"), [("es", PANEL_21_5, 2.0), ("en", PANEL_21_5.turned, 1.0)], ids=["es", "en"]
)
def test_it_fits(language: str, panel: Any, scale: float, name: str) -> None:
    frame = settled_frame(screen_in(language, name, WORDS), panel, scale)
    nothing_is_clipped_or_overlaps(frame)
    zones_and_texts_keep_apart(frame)
    what_is_pressed_is_large_enough(frame)
    buttons_never_scroll_and_text_is_never_below_the_floor(frame)


@pytest.mark.parametrize(("language", "said"), [("fr", "Corriger"), ("en", "Delete"), ("es", "Corregir")])
def test_the_words_of_the_drawing_come_with_the_screen(language: str, said: str) -> None:
    screen = screen_in(language, "puk", WORDS)
    frame = settled_frame(screen)
    assert said in {text.text for text in texts(frame)}
    assert frame.fits(screen)
    assert not any(frame.fits(screen_in(other, "puk", WORDS)) for other in {"fr", "en", "es"} - {language})
