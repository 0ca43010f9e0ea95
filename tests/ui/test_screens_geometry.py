"""Every kind of screen, both ways up, three sizes of text: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from every_screen import NAMES, story
from frame_checks import (
    buttons_never_scroll_and_text_is_never_below_the_floor,
    nothing_is_clipped_or_overlaps,
    what_is_pressed_is_large_enough,
    zones_and_texts_keep_apart,
)
from sample_screens import SAMPLES

from kiosk.ui.gallery import settled_frame
from kiosk.ui.screens.frame import Frame
from kiosk.view.present import present
from kiosk.view.screen import Charts, Checks, Groups, Paper, Role, Screen
from kiosk.view.sizes import PANEL_21_5
from kiosk.view.words import Words

WORDS = Words(
    date(2026, 11, 21),
    notice="Votre carte est lue pour vous aider. Rien de vous n’est gardé. Responsable\u00a0: CPAM d’Exemple.",
    printer=True,
)


def real_screen(name: str) -> Screen:
    told = story(name)
    return present(told.kiosk, told.now, WORDS)


SCREENS = SAMPLES | {name: real_screen(name) for name in NAMES}
EVERY = [
    pytest.param(name, panel, scale, id=f"{name}-{way}-{scale}")
    for name in SCREENS
    for way, panel in (("upright", PANEL_21_5), ("lying", PANEL_21_5.turned))
    for scale in ((1.0, 1.5, 2.0) if name in SAMPLES else (1.0, 2.0))
]


@cache
def frame_of(name: str, panel: Any, scale: float) -> Frame:
    return settled_frame(SCREENS[name], panel, scale)


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_nothing_is_clipped_or_overlaps(name: str, panel: Any, scale: float) -> None:
    nothing_is_clipped_or_overlaps(frame_of(name, panel, scale))


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_zones_and_texts_keep_apart(name: str, panel: Any, scale: float) -> None:
    zones_and_texts_keep_apart(frame_of(name, panel, scale))


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_what_is_pressed_is_large_enough(name: str, panel: Any, scale: float) -> None:
    what_is_pressed_is_large_enough(frame_of(name, panel, scale))


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_buttons_never_scroll_and_text_is_never_below_the_floor(name: str, panel: Any, scale: float) -> None:
    buttons_never_scroll_and_text_is_never_below_the_floor(frame_of(name, panel, scale))


@pytest.mark.parametrize("panel", [PANEL_21_5, PANEL_21_5.turned], ids=["upright", "lying"])
def test_at_text_scale_one_only_lists_scroll(panel: Any) -> None:
    scrolling = {name for name in SCREENS if "more" in {key.name for key in frame_of(name, panel, 1.0).keys}}
    lists = {name for name in scrolling if isinstance(SCREENS[name].content, Charts | Checks | Groups | Paper)}
    assert scrolling - lists <= {"puk_again"}


def test_the_primary_button_stands_at_one_place_on_every_question() -> None:
    places = {
        name: round(frame_of(name, PANEL_21_5, 1.0).ids.action_zone.top)
        for name, screen in SCREENS.items()
        if any(button.role is Role.PRIMARY for button in screen.buttons)
        if not isinstance(screen.content, Charts | Checks | Groups | Paper) and name != "puk_again"
    }
    assert len(set(places.values())) == 1, places
