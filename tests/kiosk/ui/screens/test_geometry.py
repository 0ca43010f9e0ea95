"""Every kind of screen, both ways up, three sizes of text: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bench.frames import (
    buttons_never_scroll_and_text_is_never_below_the_floor,
    nothing_is_clipped_or_overlaps,
    what_is_pressed_is_large_enough,
    zones_and_texts_keep_apart,
)
from kiosk.ui.gallery import settled_frame
from kiosk.ui.screens.frame import Frame
from kiosk.view.design.sizes import PANEL_21_5
from kiosk.view.model.screen import ButtonRole, Charts, Checks, Groups, Paper, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from stories.edge_screens import EDGES
from stories.every_screen import NAMES, story

WORDS = Words(
    date(2026, 11, 21),
    notice="Votre carte est lue pour vous aider. Rien de vous n’est gardé. Responsable\u00a0: CPAM d’Exemple.",
    printer=True,
)


def real_screen(name: str) -> Screen:
    told = story(name)
    return screen_of(told.kiosk, told.now, WORDS)


SCREENS = {**EDGES} | {name: real_screen(name) for name in NAMES}
EVERY = [
    pytest.param((name, panel, scale), id=f"{name}-{way}-{scale}")
    for name in SCREENS
    for way, panel in (("upright", PANEL_21_5), ("lying", PANEL_21_5.turned))
    for scale in ((1.0, 1.5, 2.0) if name in EDGES else (1.0, 2.0))
]


@dataclass(frozen=True)
class Drawn:
    """What is remembered of a screen once it is drawn: the screens themselves would fill the memory."""

    scrolls: bool
    action_top: int


_DRAWN: dict[tuple[str, Any, float], Drawn] = {}


def draw(name: str, panel: Any, scale: float) -> Frame:
    frame = settled_frame(SCREENS[name], panel, scale)
    scrolls = "more" in {key.name for key in frame.keys}
    _DRAWN[name, panel, scale] = Drawn(scrolls, round(frame.ids.action_zone.top))
    return frame


def drawn(name: str, panel: Any) -> Drawn:
    if (name, panel, 1.0) not in _DRAWN:
        draw(name, panel, 1.0)
    return _DRAWN[name, panel, 1.0]


@pytest.fixture(scope="module", params=EVERY)
def frame(request: pytest.FixtureRequest) -> Frame:
    """Each screen is drawn once for all that is asked of it, and forgotten before the next."""
    return draw(*request.param)


def test_nothing_is_clipped_or_overlaps(frame: Frame) -> None:
    nothing_is_clipped_or_overlaps(frame)


def test_zones_and_texts_keep_apart(frame: Frame) -> None:
    zones_and_texts_keep_apart(frame)


def test_what_is_pressed_is_large_enough(frame: Frame) -> None:
    what_is_pressed_is_large_enough(frame)


def test_buttons_never_scroll_and_text_is_never_below_the_floor(frame: Frame) -> None:
    buttons_never_scroll_and_text_is_never_below_the_floor(frame)


@pytest.mark.parametrize("panel", [PANEL_21_5, PANEL_21_5.turned], ids=["upright", "lying"])
def test_at_text_scale_one_only_lists_scroll(panel: Any) -> None:
    scrolling = {name for name in SCREENS if drawn(name, panel).scrolls}
    lists = {name for name in scrolling if isinstance(SCREENS[name].content, Charts | Checks | Groups | Paper)}
    assert scrolling - lists <= {"full_pad"}


def test_the_primary_button_stands_at_one_place_on_every_question() -> None:
    places = {
        name: drawn(name, PANEL_21_5).action_top
        for name, screen in SCREENS.items()
        if any(button.role is ButtonRole.PRIMARY for button in screen.buttons)
        if not isinstance(screen.content, Charts | Checks | Groups | Paper) and name != "full_pad"
    }
    assert len(set(places.values())) == 1, places
