"""What must hold of every frame that was laid out: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from kivy.uix.scrollview import ScrollView

from kiosk.ui.look import look
from kiosk.ui.screens.frame import Frame
from kiosk.ui.widgets.key import BigButton, HeaderKey, Key, PadKey
from kiosk.ui.widgets.text import Text


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


def nothing_is_clipped_or_overlaps(frame: Frame) -> None:
    screen = (0, 0, look.sizes.panel.width_px, look.sizes.panel.height_px)
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


def zones_and_texts_keep_apart(frame: Frame) -> None:
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


def what_is_pressed_is_large_enough(frame: Frame) -> None:
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


def buttons_never_scroll_and_text_is_never_below_the_floor(frame: Frame) -> None:
    inside_column = list(frame.ids.column.walk(restrict=True))
    assert not [widget for widget in inside_column if isinstance(widget, Key)]
    shown = {key.button.action for key in frame.keys if isinstance(key, BigButton)}
    top = frame.screen.overlay or frame.screen
    assert shown == {button.action for button in top.buttons}
    if frame.screen.overlay is None:
        assert {key.text for key in frame.keys if isinstance(key, HeaderKey)} >= {b.label for b in frame.screen.header}
    for text in texts(frame):
        assert text.font_px >= int(look.sizes.font_of_capital(7.5)), f"“{text.text}” is too small"
