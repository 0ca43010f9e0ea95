"""Every screen, on every panel, in every size and language: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from bench.placed import (
    every_button_is_there,
    no_text_is_below_the_floor,
    nothing_is_clipped_or_overlaps,
    seen_without_reading_on,
    the_primary_key_is_the_lowest_above_the_tools,
    tools_have_their_places,
    what_is_pressed_is_large_enough_and_within_reach,
)
from bench.sentences import TODAY
from kiosk.flow.model.states import Action
from kiosk.ui.gallery import still_look
from kiosk.view.design.sizes import PANEL_21_5, TEXT_SCALES
from kiosk.view.layout.frame import Handling, lay_out
from kiosk.view.layout.heights import heights
from kiosk.view.layout.items import Layout
from kiosk.view.layout.look import Look
from kiosk.view.model.screen import Charts, Checks, Groups, Paper, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from reports.papers.languages import FRENCH, LANGUAGES
from stories.edge_screens import EDGES
from stories.every_screen import NAMES, story

NOTICE = "Votre carte est lue pour vous aider. Rien de vous n’est gardé. Responsable\u00a0: CPAM d’Exemple."
WORDS = {tag: Words(TODAY, notice=NOTICE, printer=True).said_in(tag) for tag in (each.tag for each in LANGUAGES)}
PANELS = {"upright": PANEL_21_5, "lying": PANEL_21_5.turned}
SETTINGS = tuple(product(PANELS, TEXT_SCALES))
LONG = Charts | Checks | Groups | Paper
"""Contents that are read on even in text of size 1."""

each_setting = pytest.mark.parametrize(("way", "scale"), SETTINGS)


@cache
def screens(name: str) -> tuple[Screen, ...]:
    """In each language; what staff read is French."""
    if name in EDGES:
        return (EDGES[name],)
    told = story(name)
    tags = (FRENCH.tag,) if name.startswith("staff") else tuple(WORDS)
    return tuple(screen_of(told.kiosk, told.now, WORDS[tag]) for tag in tags)


@cache
def look_of(way: str, scale: float) -> Look:
    return still_look(PANELS[way], scale)


def holds(layout: Layout, look: Look) -> None:
    nothing_is_clipped_or_overlaps(layout, look)
    what_is_pressed_is_large_enough_and_within_reach(layout, look)
    no_text_is_below_the_floor(layout, look)


@each_setting
@pytest.mark.parametrize("name", [*NAMES, *EDGES])
def test_it_fits(name: str, way: str, scale: float) -> None:
    look = look_of(way, scale)
    for screen in screens(name):
        layout = lay_out(screen, look)
        holds(layout, look)
        tools_have_their_places(layout, screen, look)
        the_primary_key_is_the_lowest_above_the_tools(layout, screen, look)
        every_button_is_there(layout, screen)
        tries = getattr(screen.content, "tries", None)
        if tries is not None and tries.words and screen.overlay is None and name not in EDGES:
            assert seen_without_reading_on(layout, tries.words)
        if scale == 1.0 and way == "upright" and not isinstance(screen.content, LONG) and name not in EDGES:
            assert layout.scrolled is None


@each_setting
@pytest.mark.parametrize("opened", [Action.WHERE, Action.DISPLAY, Action.LANGUAGE])
def test_what_is_opened_over_a_screen_fits(opened: Action, way: str, scale: float) -> None:
    look = look_of(way, scale)
    for screen in screens("puk"):
        layout = lay_out(screen, look, Handling(opened=opened))
        holds(layout, look)
        assert layout.key("close") is not None


@each_setting
@pytest.mark.parametrize("name", ["audit", "situations", "printing-shown"])
def test_all_of_a_long_text_is_read_page_by_page(name: str, way: str, scale: float) -> None:
    look, screen = look_of(way, scale), screens(name)[0]
    first = lay_out(screen, look)
    if first.scrolled is None:
        return
    last = lay_out(screen, look, Handling(read_px=first.scrolled.most))
    assert last.scrolled is not None
    assert last.scrolled.at_end
    ends = min(line.place.y for line in last.scrolled.items if hasattr(line, "text")) + last.scrolled.by
    assert ends >= last.scrolled.window.y
    holds(last, look)


def test_the_heights_that_readiness_tells_are_those_on_the_panel() -> None:
    look = look_of("upright", 1.0)
    layout = lay_out(screens("puk")[0], look)
    told = {span.name: (span.low_mm, span.high_mm) for span in heights(PANEL_21_5, 0.0)}
    kinds = {"outils": ("back", "stop"), "bouton principal": ("validate", "validate"), "pavé": ("digit_0", "digit_2")}
    for name, (lowest, highest) in kinds.items():
        low, high = layout.key(lowest), layout.key(highest)
        assert low is not None
        assert high is not None
        placed = (low.place.y / look.mm(1), high.place.top / look.mm(1))
        assert placed == pytest.approx(told[name], abs=2)
