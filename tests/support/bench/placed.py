"""What must hold of every screen that was laid out: nothing clipped, nothing overlapping, all within reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kiosk.flow.model.states import Action
from kiosk.view.design.sizes import BODY_CAP_MM, PAD_GAP_MM, PAD_KEY_MM, TOUCH_MM
from kiosk.view.layout.heights import REACH_MM
from kiosk.view.layout.items import Box, Drawing, Fill, Item, KeyFace, Layout, TextLine
from kiosk.view.layout.keys import ABOVE_BAR_MM, BAR_MM
from kiosk.view.layout.look import Look
from kiosk.view.model.screen import ButtonRole, Screen

PICTURE_MM = 15.0
"""From this size on a drawing is a picture; smaller ones are signs on keys and in lists."""
TOOLS = (Action.BACK, Action.HELP, Action.LANGUAGE, Action.DISPLAY, Action.STOP)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    return across > 1 and min(one.top, other.top) - max(one.y, other.y) > 1


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.right <= outer.right + 1
        and inner.top <= outer.top + 1
    )


def in_front(layout: Layout) -> tuple[Item, ...]:
    """What the veil of an overlay does not cover."""
    veils = [number for number, item in enumerate(layout.items) if isinstance(item, Fill) and item.opacity < 1]
    return layout.items[veils[-1] + 1 :] if veils else layout.items


def within(items: tuple[Item, ...], kind: type[Item]) -> list[Item]:
    return [item for item in items if isinstance(item, kind)]


def panel_of(look: Look) -> Box:
    return Box(0, 0, look.sizes.panel.width_px, look.sizes.panel.height_px)


def nothing_is_clipped_or_overlaps(layout: Layout, look: Look) -> None:
    front, text = in_front(layout), layout.scrolled
    lines, keys = within(front, TextLine), within(front, KeyFace)
    large = [item for item in within(front, Drawing) if item.place.width >= look.mm(PICTURE_MM)]
    pictures = [item for item in large if not any(inside(item.place, key.place) for key in keys)]
    for item in (*lines, *keys, *within(front, Drawing)):
        assert inside(item.place, panel_of(look)), f"{item} leaves the panel"
    for line in lines:
        under = [key for key in keys if overlap(line.place, key.place)]
        assert all(inside(line.place, key.place) for key in under), f"“{line.text}” leaves its key"
        assert len(under) <= 1, f"“{line.text}” stands on two keys"
    apart(lines)
    apart([*keys, *pictures])
    apart([*pictures, *[line for line in lines if not any(overlap(line.place, key.place) for key in keys)]])
    if text is not None:
        assert not [key for key in keys if overlap(key.place, text.window)], "a key over what is read"
        scrolled = within(text.items, TextLine)
        apart(scrolled)
        for line in scrolled:
            assert text.window.x - 1 <= line.place.x, f"“{line.text}” leaves its window"
            assert line.place.right <= text.window.right + 1, f"“{line.text}” leaves its window"


def apart(items: list[Item]) -> None:
    for one, other in combinations(items, 2):
        assert not overlap(one.place, other.place), f"{one} over {other}"


def what_is_pressed_is_large_enough_and_within_reach(layout: Layout, look: Look) -> None:
    pad = [key for key in layout.keys if key.name.startswith("digit")]
    for key in layout.keys:
        assert key.place.top <= look.mm(REACH_MM), f"{key.name} is {key.place.top / look.mm(1):.0f} mm high"
        assert key.place.height >= look.mm(TOUCH_MM) - 1, key.name
        assert key.place.width >= look.mm(24), key.name
    for key in pad:
        assert key.place.width >= look.mm(PAD_KEY_MM[0]), key.name
        assert key.place.height >= look.mm(PAD_KEY_MM[1]), key.name
    gaps = {one.place.x - other.place.right for one in pad for other in pad if one.place.x > other.place.right}
    assert not pad or min(gaps) == look.mm(PAD_GAP_MM)


def tools_have_their_places(layout: Layout, screen: Screen, look: Look) -> None:
    """A fifth of the lower edge each, whichever there are; the end of help where help was."""
    fifth = panel_of(look).width / len(TOOLS)
    for key in within(layout.items, KeyFace):
        if key.place.top <= look.mm(BAR_MM):
            action = Action.HELP if key.name == Action.END_ASSIST.value else Action(key.name)
            assert int((key.place.x + key.place.width / 2) / fifth) == TOOLS.index(action)
    drawn = {key.name for key in within(layout.items, KeyFace)}
    assert {button.action.value for button in screen.tools} <= drawn


def the_primary_key_is_the_lowest_above_the_tools(layout: Layout, screen: Screen, look: Look) -> None:
    top = screen.overlay or screen
    primaries = [button.name for button in top.buttons if button.role is ButtonRole.PRIMARY]
    for name in primaries:
        key = layout.key(name)
        assert key is not None, name
        assert key.place.y == look.mm(BAR_MM) + look.mm(ABOVE_BAR_MM), name


def every_button_is_there(layout: Layout, screen: Screen) -> None:
    top = screen.overlay or screen
    assert {button.name for button in top.buttons} <= {key.name for key in layout.keys}


def lines_of(layout: Layout) -> Iterator[TextLine]:
    yield from within(layout.items, TextLine)
    yield from within(layout.scrolled.items, TextLine) if layout.scrolled is not None else ()


def no_text_is_below_the_floor(layout: Layout, look: Look) -> None:
    floor = int(look.sizes.font_of_capital(BODY_CAP_MM))
    for line in lines_of(layout):
        assert line.font_px >= floor, f"“{line.text}” is too small"


def seen_without_reading_on(layout: Layout, words: str) -> bool:
    """Whether the beginning of ``words`` stands where it is seen before anything is scrolled."""
    first = words.split(" ")[0].split("\u00a0")[0]
    if any(line.text.startswith(first) for line in within(layout.items, TextLine)):
        return True
    text = layout.scrolled
    assert text is not None, words
    return any(line.text.startswith(first) and inside(line.place, text.window) for line in within(text.items, TextLine))
