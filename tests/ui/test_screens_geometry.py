"""Every kind of screen, both ways up, three sizes of text: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from every_screen import NAMES, story
from kivy.uix.scrollview import ScrollView
from sample_screens import SAMPLES

from kiosk.ui.gallery import settled_frame
from kiosk.ui.look import look
from kiosk.ui.screens.frame import Frame
from kiosk.ui.widgets.key import BigButton, HeaderKey, Key, PadKey
from kiosk.ui.widgets.text import Text
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


def box(widget: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top on the panel."""
    x, y = widget.to_window(*widget.pos, initial=True)
    return x, y, x + widget.width, y + widget.height


def inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    slack = 1.0
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


def texts(widget: Any) -> list[Text]:
    return [child for child in widget.walk(restrict=True) if isinstance(child, Text) and child.text]


@cache
def frame_of(name: str, panel: Any, scale: float) -> Frame:
    return settled_frame(SCREENS[name], panel, scale)


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_nothing_is_clipped_or_overlaps(name: str, panel: Any, scale: float) -> None:
    frame = frame_of(name, panel, scale)
    screen = (0, 0, panel.width_px, panel.height_px)
    scrollers = [widget for widget in frame.walk(restrict=True) if isinstance(widget, ScrollView)]
    scrolled = {id(widget) for scroller in scrollers for widget in scroller.walk(restrict=True)}

    for text in texts(frame):
        assert text.texture_width <= text.width + 1, f"“{text.text}” is wider than its box"
        assert text.texture_height <= text.height + 1, f"“{text.text}” is higher than its box"
        assert id(text) in scrolled or inside(box(text), screen), f"“{text.text}” leaves the panel"
    for key in frame.keys:
        assert inside(box(key), screen), f"{key.name} leaves the panel"
        for text in texts(key):
            assert inside(box(text), box(key)), f"“{text.text}” leaves its key"
    for one, other in combinations(frame.keys, 2):
        assert not overlap(box(one), box(other)), f"{one.name} overlaps {other.name}"


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_zones_and_texts_keep_apart(name: str, panel: Any, scale: float) -> None:
    frame = frame_of(name, panel, scale)
    zones = [frame.ids.header_zone, frame.ids.content_zone, frame.ids.action_zone, frame.ids.banner]
    for one, other in combinations(zones, 2):
        assert not overlap(box(one), box(other))
    for part in (frame.ids.actions, frame.ids.foot):
        assert inside(box(part), box(frame.ids.action_zone))
    assert not overlap(box(frame.ids.actions), box(frame.ids.foot))
    for part in (frame.ids.steps, frame.ids.scroll, frame.ids.more, frame.ids.strip):
        assert inside(box(part), box(frame.ids.content_zone))
    inner = texts(frame.ids.column)
    for one, other in combinations(inner, 2):
        assert not overlap(box(one), box(other)), f"“{one.text}” over “{other.text}”"


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_what_is_pressed_is_large_enough(name: str, panel: Any, scale: float) -> None:
    frame = frame_of(name, panel, scale)
    for key in frame.keys:
        if isinstance(key, PadKey):
            assert (key.width, key.height) == (look.mm(24), look.mm(20))
        else:
            assert key.height >= look.mm(22) - 1, key.name
            assert key.width >= look.mm(24), key.name
    pads = [key for key in frame.keys if isinstance(key, PadKey)]
    if pads:
        gaps = sorted({round(one.x - other.right) for one in pads for other in pads if one.x > other.right})
        assert gaps[0] == look.mm(4)


@pytest.mark.parametrize(("name", "panel", "scale"), EVERY)
def test_buttons_never_scroll_and_text_is_never_below_the_floor(name: str, panel: Any, scale: float) -> None:
    frame = frame_of(name, panel, scale)
    inside_column = list(frame.ids.column.walk(restrict=True))
    assert not [widget for widget in inside_column if isinstance(widget, Key)]
    shown = {key.button.action for key in frame.keys if isinstance(key, BigButton)}
    top = frame.screen.overlay or frame.screen
    assert shown == {button.action for button in top.buttons}
    if frame.screen.overlay is None:
        assert {key.text for key in frame.keys if isinstance(key, HeaderKey)} >= {b.label for b in frame.screen.header}
    for text in texts(frame):
        assert text.font_px >= int(look.sizes.font_of_capital(7.5)), f"“{text.text}” is too small"


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
