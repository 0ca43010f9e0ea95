"""What stays on the panel, what is drawn anew, and what is forgotten."""

from __future__ import annotations

import pytest
from kivy.graphics import Canvas

from bench.sentences import screen_in, told_of_the_holder
from kiosk.ui.gallery import still_look
from kiosk.ui.painting.painter import Painter
from kiosk.view.layout.frame import Handling, lay_out
from kiosk.view.layout.items import KeyFace, Layout, TextLine
from kiosk.view.model.appearance import Appearance

LOOK = still_look()


def placed(name: str, handling: Handling | None = None) -> Layout:
    return lay_out(screen_in("fr", name), LOOK, handling or Handling())


def shapes(painter: Painter) -> dict[object, object]:
    return dict(painter._shapes)


def test_what_stands_on_both_screens_is_not_drawn_again() -> None:
    painter = Painter(Canvas())
    painter.paint(placed("puk-half"))
    before = shapes(painter)
    painter.paint(placed("puk-complete"))
    after = shapes(painter)
    both = set(before) & set(after)
    assert all(after[item] is before[item] for item in both)
    assert len(both) > 0.8 * len(after)
    assert len(after) == len(placed("puk-complete").items)


def test_the_canvas_holds_every_item_in_its_order() -> None:
    canvas = Canvas()
    painter = Painter(canvas)
    for name in ("verdict-blocked", "letter_check", "verdict-blocked"):
        painter.paint(placed(name))
        assert [item for item, _ in painter._shapes] == list(placed(name).items)
        assert canvas.children == [shape for _, shape in painter._shapes]


def test_only_a_key_that_is_held_or_focused_changes_its_looks() -> None:
    painter = Painter(Canvas())
    layout = placed("letter_check")
    painter.paint(layout)
    key = layout.key("yes")
    shape = shapes(painter)[key]
    painter.show_keys(["yes"], "no")
    assert tuple(shape._fill.rgba) == pytest.approx(key.pressed.rgba)
    assert shape._ring.a == 0
    assert shapes(painter)[layout.key("no")]._ring.a == 1
    painter.show_keys([], "")
    assert tuple(shape._fill.rgba) == pytest.approx(key.fill.rgba)


def test_a_key_under_an_overlay_never_looks_pressed() -> None:
    painter = Painter(Canvas())
    painter.paint(placed("still_there"))
    under = [item for item in shapes(painter) if isinstance(item, KeyFace) and item not in painter.layout.keys]
    painter.show_keys([item.name for item in under], "")
    assert under
    assert all(tuple(shapes(painter)[item]._fill.rgba) == pytest.approx(item.fill.rgba) for item in under)


@pytest.mark.parametrize("name", ["letter_check", "audit", "situations"])
def test_nothing_of_a_person_is_kept_once_the_card_is_to_be_taken(name: str) -> None:
    painter, look = Painter(Canvas()), still_look()
    painter.paint(lay_out(screen_in("fr", name), look))
    look.setter.forget_unused()
    assert any(told_of_the_holder(text) for text in painter.texts), "the screen shows something of the person"
    assert any(told_of_the_holder(text) for text in look.setter.remembers)
    painter.paint(lay_out(screen_in("fr", "take_card"), look))
    look.setter.forget_unused()
    kept = {*painter.texts, *look.setter.remembers}
    kept |= {item.text for item, _ in painter._shapes if isinstance(item, TextLine)}
    assert not [text for text in kept if told_of_the_holder(text)]
    assert painter.texts == {item.text for item in placed("take_card").items if isinstance(item, TextLine)}


def test_a_long_text_moves_without_being_drawn_again() -> None:
    painter = Painter(Canvas())
    painter.paint(placed("audit"))
    before = shapes(painter)
    assert painter.layout.scrolled is not None
    painter.paint(placed("audit", Handling(read_px=200)))
    assert painter.layout.scrolled.by == 200
    scrolled = [item for item in before if item == painter._shapes[-1][0] or type(item).__name__ == "Scrolled"]
    assert shapes(painter)[scrolled[0]] is before[scrolled[0]]
    assert before[scrolled[0]]._moved.y == 200


def test_what_waits_moves_unless_the_person_wants_calm() -> None:
    painter = Painter(Canvas())
    painter.paint(placed("reading"))
    assert not painter.moves
    assert Appearance().choose("calm_on").calm
