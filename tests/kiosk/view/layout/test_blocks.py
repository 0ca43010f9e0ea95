"""How blocks share a place, and how text is set in lines, with a font whose every letter is half as wide as high."""

from __future__ import annotations

import pytest

from kiosk.view.design.sizes import PANEL_21_5, Sizes
from kiosk.view.design.tokens import NORMAL
from kiosk.view.layout.blocks import Align, Beside, Dots, Gap, Stack, Text
from kiosk.view.layout.items import Box, Fill, Layout, Outline, TextLine
from kiosk.view.layout.look import Look, Type
from kiosk.view.layout.scrolling import page_further, scrolled
from kiosk.view.layout.typesetting import Typesetter


class SquareFont:
    asked = 0

    def width(self, text: str, font_px: int, *, bold: bool) -> float:
        self.asked += 1
        return len(text) * font_px / 2

    def height(self, font_px: int, *, bold: bool) -> int:
        return font_px


@pytest.fixture
def look() -> Look:
    return Look(Sizes(PANEL_21_5, 0.5), Typesetter(SquareFont()))


def set_text(text: str, width: int, font: float = 20, floor: float = 10) -> tuple[tuple[str, ...], int]:
    lines = Typesetter(SquareFont()).lines(text, width, font, floor, bold=False, spacing=1.0)
    return lines.texts, lines.font_px


def test_a_word_too_wide_makes_the_text_smaller_as_little_as_it_takes_and_never_below_the_floor() -> None:
    assert set_text("dix lettres", 70) == (("dix", "lettres"), 20)
    assert set_text("dix lettres", 69) == (("dix", "lettres"), 19)
    assert set_text("dix lettres", 35) == (("dix", "lettres"), 10)
    assert set_text("dix lettres", 34) == (("dix", "lettre", "s"), 10)
    assert set_text("lettres", 34, font=20, floor=30) == (("let", "tre", "s"), 20)
    assert set_text("", 100)[0] == ()


def test_what_was_set_is_remembered_as_long_as_it_is_used() -> None:
    font = SquareFont()
    setter = Typesetter(font)

    def again(text: str) -> None:
        setter.lines(text, 100, 20, 10, bold=False, spacing=1.0)

    again("DURAND")
    asked = font.asked
    again("DURAND")
    setter.forget_unused()
    again("DURAND")
    assert font.asked == asked
    setter.forget_unused()
    again("Merci")
    setter.forget_unused()
    assert setter.remembers == {"Merci"}
    asked = font.asked
    again("DURAND")
    assert font.asked > asked


def fill(items: object) -> list[Box]:
    return [item.place for item in items if isinstance(item, Fill | Outline | TextLine)]  # type: ignore[attr-defined]


def test_a_stack_gives_what_is_left_to_the_blocks_that_grow(look: Look) -> None:
    fixed = Dots(look, 1, 1, 10, 0, NORMAL.ink)
    stack = Stack([fixed, Gap(), fixed, Gap(5), fixed], gap=2)
    needed = stack.height(100)
    assert needed == 10 + 10 + 5 + 10 + 4 * 2
    tops = [place.top for place in fill(stack.items(Box(0, 0, 100, needed + 20)))]
    assert tops == [needed + 20, needed + 20 - 10 - 2 - 10 - 2, 10]


def test_blocks_without_height_leave_no_gap(look: Look) -> None:
    fixed, empty = Dots(look, 1, 1, 10, 0, NORMAL.ink), Text(look, "")
    assert Stack([empty, fixed, empty, fixed], gap=7).height(100) == 27
    places = fill(Stack([empty, fixed, empty, fixed], gap=7).items(Box(0, 0, 100, 27)))
    assert [place.y for place in places] == [17, 0]


@pytest.mark.parametrize(("left", "width"), [(0.5, 45), (30, 30)])
def test_two_blocks_share_the_width(look: Look, left: float, width: int) -> None:
    one = Text(look, "a", Type.FIXED)
    left_at, right_at = fill(Beside(one, one, left, 10).items(Box(0, 0, 100, 300)))
    assert left_at.x == 0
    assert right_at.x == width + 10
    assert left_at.y == right_at.y == (300 - left_at.height) // 2


def test_text_stands_from_the_top_and_in_the_middle_where_it_is_asked_to(look: Look) -> None:
    width = 400
    text = Text(look, "un deux", Type.FIXED, align=Align.MIDDLE)
    places = fill(text.items(Box(0, 0, width, text.height(width) + 50)))
    assert places[0].top == pytest.approx(text.height(width) + 50, abs=1)
    assert all(place.x * 2 + place.width == pytest.approx(width, abs=1) for place in places)


def test_discs_are_full_then_marked_then_empty(look: Look) -> None:
    discs = list(Dots(look, 4, 2, 10, 5, NORMAL.primary, marks_next=True).items(Box(0, 0, 100, 10)))
    assert [type(disc) for disc in discs] == [Fill, Fill, Outline, Outline]
    assert [disc.colour for disc in discs] == [NORMAL.primary] * 3 + [NORMAL.outline]
    assert [disc.place.x for disc in discs] == [0, 15, 30, 45]


def test_reading_on_goes_by_pages_to_the_very_end_and_back(look: Look) -> None:
    column = Stack([Dots(look, 1, 1, 1000, 0, NORMAL.ink)])
    window = Box(0, 0, 100, 400)
    reached, at = [], 0
    for _ in range(4):
        at = page_further(Layout((), (), scrolled(look, column, window, at)))
        reached.append(at)
    assert reached == [340, 600, 0, 340]
    assert scrolled(look, column, window, 9999).by == 600
    assert scrolled(look, column, window, -5).by == 0
    assert page_further(Layout((), ())) == 0
