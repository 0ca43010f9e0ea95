"""Every screen, as it may stand on a panel: nothing clipped, nothing overlapping, all within reach.

Each is drawn once for all that is asked of it, and forgotten before the next. All products of screen, panel, size of
text, language and contrast are drawn with ``--every-product``; without it every screen stands in each of the six
settings of panel and size, and in French in the one that most people see; all other pairs meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import TypeAlias

import pytest

from bench.frames import (
    buttons_never_scroll_and_text_is_never_below_the_floor,
    nothing_is_clipped_or_overlaps,
    texts,
    what_is_pressed_is_large_enough,
    zones_and_texts_keep_apart,
)
from bench.pairs import all_pairs
from bench.sentences import TODAY, screen_in
from kiosk.ui.gallery import settled_frame
from kiosk.ui.look import look
from kiosk.ui.screens.frame import Frame
from kiosk.view.design.sizes import PANEL_21_5, TEXT_SCALES
from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL
from kiosk.view.model.screen import ButtonRole, Charts, Checks, Groups, Paper, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from reports.papers.languages import FRENCH, LANGUAGES
from stories.edge_screens import EDGES
from stories.every_screen import NAMES, story

NOTICE = "Votre carte est lue pour vous aider. Rien de vous n’est gardé. Responsable\u00a0: CPAM d’Exemple."
WORDS = {tag: Words(TODAY, notice=NOTICE, printer=True).said_in(tag) for tag in (each.tag for each in LANGUAGES)}
PANELS = {"upright": PANEL_21_5, "lying": PANEL_21_5.turned}
PALETTES = {"normal": NORMAL, "contrast": HIGH_CONTRAST}
SETTINGS = tuple(product(PANELS, TEXT_SCALES))
USUAL = ("upright", 1.0)
VISITS = [name for name in NAMES if not name.startswith("staff")]

Row: TypeAlias = tuple[str, tuple[str, float], str, str]
"""A story or an edge, the panel and the size of the text, the language, the contrast."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "row" in metafunc.fixturenames:
        together = product if metafunc.config.getoption("every_product") else all_pairs
        metafunc.parametrize("row", rows(together), ids=name_of)


def rows(together: Callable[..., Iterable[Row]]) -> list[Row]:
    """Those that meet, and every screen as most people see it, whatever else it meets."""
    in_french = [*EDGES, *(name for name in NAMES if name not in VISITS)]
    met = [*together(VISITS, SETTINGS, WORDS, PALETTES), *together(in_french, SETTINGS, [FRENCH.tag], PALETTES)]
    known = {row[:3] for row in met}
    usual = [(name, USUAL, FRENCH.tag, "normal") for name in VISITS]
    return met + [row for row in usual if row[:3] not in known]


def name_of(row: Row) -> str:
    name, (way, scale), language, contrast = row
    return f"{name}-{way}-{scale}-{language}-{contrast}"


def screen_of_row(row: Row) -> Screen:
    name, _, language, _ = row
    if name in EDGES:
        return EDGES[name]
    told = story(name)
    return screen_of(told.kiosk, told.now, WORDS[language])


def drawn(row: Row) -> Frame:
    _, (way, scale), _, contrast = row
    return settled_frame(screen_of_row(row), PANELS[way], scale, PALETTES[contrast])


@cache
def place_of_the_actions() -> float:
    """Where the actions begin below a question, upright and in the size of text that most people see."""
    return float(drawn(("letter_check", USUAL, FRENCH.tag, "normal")).ids.action_zone.top)


def test_it_fits(row: Row) -> None:
    frame = drawn(row)
    nothing_is_clipped_or_overlaps(frame)
    zones_and_texts_keep_apart(frame)
    what_is_pressed_is_large_enough(frame)
    buttons_never_scroll_and_text_is_never_below_the_floor(frame)
    name, setting, _, _ = row
    if name != "full_pad" and not isinstance(frame.screen.content, Charts | Checks | Groups | Paper):
        stands_still_without_scrolling(frame, setting)


def stands_still_without_scrolling(frame: Frame, setting: tuple[str, float]) -> None:
    """In text of size 1 only what is long scrolls, and upright the primary button is at one place on every question.

    Another language may need a line more, which moves it by 6 mm at most.
    """
    if setting[1] == 1.0:
        assert "more" not in {key.name for key in frame.keys}
    if setting == USUAL and any(button.role is ButtonRole.PRIMARY for button in frame.screen.buttons):
        slack = 0.5 if frame.screen.language == FRENCH.tag else look.mm(6)
        assert frame.ids.action_zone.top == pytest.approx(place_of_the_actions(), abs=slack)


@pytest.mark.parametrize(("language", "said"), [("fr", "Corriger"), ("en", "Delete"), ("es", "Corregir")])
def test_the_words_of_the_drawing_come_with_the_screen(language: str, said: str) -> None:
    screen = screen_in(language, "puk")
    frame = settled_frame(screen)
    assert said in {text.text for text in texts(frame)}
    assert frame.fits(screen)
    assert not any(frame.fits(screen_in(other, "puk")) for other in set(WORDS) - {language})
