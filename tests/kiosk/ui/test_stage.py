"""What the rest of the kiosk is told, and when, by fingers and keys on the stage."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent

from bench.sentences import screen_in
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action
from kiosk.ui.app import KioskApp, fitted
from kiosk.ui.gallery import still_look
from kiosk.ui.stage import Stage
from kiosk.view.design.sizes import PANEL_21_5, Panel
from kiosk.view.layout.items import KeyFace, Layout, TextLine
from kiosk.view.model.screen import Pad, Screen
from reports.papers.languages import LANGUAGES
from stories.edge_screens import EDGES
from stories.every_screen import NAMES

LETTER_CHECK = screen_in("fr", "letter_check")
PUK = screen_in("fr", "puk-half")
CONFIRM_READY = screen_in("fr", "confirm-match")
LAST_TRY = screen_in("fr", "last_try")
UNBLOCKED = screen_in("fr", "unblocked")
STILL_THERE = EDGES["asked_above_a_pad"]


def kind(name: str) -> tuple[object, ...]:
    """What decides which keys a screen has, and in which order."""
    screen = screen_in("fr", name)
    return type(screen.content), screen.overlay is None, len(screen.buttons), len(screen.tools)


ONE_OF_EACH = tuple({kind(name): name for name in NAMES}.values())

SEEN = "1\u00a0\u00a02\u00a0\u00a03\u00a0\u00a04"
"""The digits that ``Heard.peek`` gives, as they stand on the panel."""

ENTER, KEYPAD_ENTER, TAB, ESCAPE, BACKSPACE, F1 = (13, 40), (271, 88), (9, 43), (27, 41), (8, 42), (282, 58)


@dataclass
class Heard:
    """A controller that only listens."""

    presses: list[tuple[Action, int]] = field(default_factory=list)
    digits: list[tuple[int, int]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    touches: int = 0
    peeks: list[CodeSlot] = field(default_factory=list)

    def press(self, action: Action, screen: int) -> None:
        self.presses.append((action, screen))

    def digit(self, digit: int, screen: int) -> None:
        self.digits.append((digit, screen))

    def choose(self, name: str) -> None:
        self.choices.append(name)

    def touched(self) -> None:
        self.touches += 1

    def peek(self, slot: CodeSlot) -> str:
        self.peeks.append(slot)
        return "1234"


class Finger(MotionEvent):
    """A touch of Kivy's, at a place in pixels of the panel."""

    def __init__(self, uid: int, pos: tuple[float, float], panel: Panel = PANEL_21_5) -> None:
        super().__init__("test", uid, {})
        self.is_touch = True
        self.profile = ["pos"]
        self.panel = panel
        self.move_to(pos)

    def move_to(self, pos: tuple[float, float]) -> None:
        width, height = self.panel.width_px, self.panel.height_px
        self.sx, self.sy = pos[0] / width, pos[1] / height
        self.scale_for_screen(width, height)
        self.time_update = self.time_start


class Person:
    """Somebody in front of a stage, with a clock of their own."""

    def __init__(self, screen: Screen, panel: Panel = PANEL_21_5) -> None:
        self.now = 100.0
        self.heard = Heard()
        self.focus: list[str] = []
        self.panel = panel
        self.stage = Stage(self.heard, still_look(panel), lambda: self.now, self.focus.append)
        self.see(screen)
        self.now += 1

    def see(self, screen: Screen) -> None:
        self.stage.show(screen)
        self.stage.painted()

    @property
    def keys(self) -> tuple[KeyFace, ...]:
        return self.stage.layout.keys

    def key(self, name: str) -> KeyFace:
        key = self.stage.layout.key(name)
        assert key is not None, name
        return key

    def finger(self, name: str, uid: int = 1) -> Finger:
        place = self.key(name).place
        return Finger(uid, (place.x + place.width / 2, place.y + place.height / 2), self.panel)

    @property
    def words(self) -> set[str]:
        """Every line that stands on the panel, scrolled or not."""
        return {line.text for line in lines_of(self.stage.layout)}

    def tap(self, name: str) -> None:
        finger = self.finger(name)
        self.stage.on_touch_down(finger)
        self.stage.on_touch_up(finger)

    def type(self, *keys: tuple[int, int]) -> None:
        for key in keys:
            self.stage.key_down(*key, shift=False)
            self.stage.key_up(key[1])


def lines_of(layout: Layout) -> list[TextLine]:
    inside = layout.scrolled.items if layout.scrolled is not None else ()
    return [item for item in (*layout.items, *inside) if isinstance(item, TextLine)]


def test_the_words_of_a_question_stand_in_the_same_frame_as_its_keys() -> None:
    person = Person(LETTER_CHECK)
    person.stage.show(LAST_TRY)
    assert {"Dernier essai", "Je préfère arrêter"} <= person.words
    assert {"Dernier essai", "Je préfère arrêter"} <= person.stage.painter.texts


def test_a_tap_on_a_button_is_one_press_with_its_screen() -> None:
    person = Person(LETTER_CHECK)
    person.tap("no")
    assert person.heard.presses == [(Action.NO, LETTER_CHECK.number)]
    assert person.heard.touches == 1


def test_pressed_state_is_there_at_once_and_gone_when_the_finger_slides_off() -> None:
    person = Person(LETTER_CHECK)
    finger = person.finger("yes")
    person.stage.on_touch_down(finger)
    assert person.stage.pressed == {"yes"}
    finger.move_to((1.0, 1.0))
    person.stage.on_touch_move(finger)
    assert not person.stage.pressed
    person.stage.on_touch_up(finger)
    assert person.heard.presses == []


def test_a_double_tap_answers_one_question() -> None:
    person = Person(LETTER_CHECK)
    person.tap("yes")
    person.see(replace(LETTER_CHECK, number=90))
    person.now += 0.399
    person.tap("yes")
    assert person.heard.presses == [(Action.YES, LETTER_CHECK.number)]
    person.now += 0.001
    person.tap("yes")
    assert person.heard.presses[1:] == [(Action.YES, 90)]


def test_a_disabled_button_hears_nothing() -> None:
    person = Person(PUK)
    person.tap("validate")
    person.type(ENTER)
    assert person.heard.presses == []


def test_digits_by_finger_and_by_both_rows_of_keys() -> None:
    person = Person(PUK)
    person.tap("digit_5")
    person.type((256, 98), (224, 39), (263, 95))
    assert person.heard.digits == [(n, PUK.number) for n in (5, 0, 0, 7)]


def test_typing_does_not_rearm_the_pad_and_moves_nothing() -> None:
    person = Person(PUK)
    before = {key.name: key.place for key in person.keys}
    for typed in (5, 6, 7, 8):
        person.tap("digit_5")
        person.see(replace(PUK, content=replace(PUK.content, typed=typed)))
    assert len(person.heard.digits) == 4
    assert {key.name: key.place for key in person.keys} == before


def test_a_button_that_becomes_enabled_can_be_pressed_at_once() -> None:
    person = Person(PUK)
    ready = tuple(replace(button, enabled=True, why_not="") for button in PUK.buttons)
    assert isinstance(PUK.content, Pad)
    person.see(replace(PUK, content=replace(PUK.content, typed=8), buttons=ready))
    person.type(KEYPAD_ENTER)
    assert person.heard.presses == [(Action.VALIDATE, PUK.number)]


def test_corriger_effacer_and_backspace() -> None:
    person = Person(PUK)
    person.tap("correct")
    person.tap("clear")
    person.type(BACKSPACE)
    assert [action for action, _ in person.heard.presses] == [Action.CORRECT, Action.CLEAR, Action.CORRECT]


def test_digits_show_only_while_afficher_is_held() -> None:
    person = Person(PUK)
    finger = person.finger("peek")
    person.stage.on_touch_down(finger)
    assert SEEN in person.words
    finger.move_to((1.0, 1.0))
    person.stage.on_touch_up(finger)
    assert SEEN not in person.words | person.stage.painter.texts
    assert person.heard.peeks == [CodeSlot.PUK]
    assert person.heard.presses == []


def test_digits_vanish_with_their_screen_under_a_finger_that_stays() -> None:
    person = Person(PUK)
    person.stage.on_touch_down(person.finger("peek"))
    assert SEEN in person.words
    person.see(UNBLOCKED)
    assert SEEN not in person.words | person.stage.painter.texts
    assert person.stage.handling.digits == ""


def test_enter_presses_the_primary_button_and_a_held_one_only_once() -> None:
    person = Person(CONFIRM_READY)
    for _ in range(50):
        person.stage.key_down(*ENTER, shift=False)
    person.see(UNBLOCKED)
    person.now += 5
    for _ in range(50):
        person.stage.key_down(*ENTER, shift=False)
    assert person.heard.presses == [(Action.SEND, CONFIRM_READY.number)]


def test_enter_on_the_last_try_stops() -> None:
    person = Person(LAST_TRY)
    person.type(ENTER)
    assert person.heard.presses == [(Action.PREFER_TO_STOP, LAST_TRY.number)]


def test_each_language_has_its_own_key() -> None:
    person = Person(screen_in("fr", "waiting"))
    for language in LANGUAGES[1:]:
        person.tap(f"speak_{language.tag}")
    assert person.heard.choices == [f"speak_{language.tag}" for language in LANGUAGES[1:]]
    assert person.heard.presses == []


def test_escape_stops() -> None:
    person = Person(PUK)
    person.type(ESCAPE)
    assert person.heard.presses == [(Action.STOP, PUK.number)]


@pytest.mark.parametrize("name", ["unblocking", "take_card"])
def test_where_there_is_no_way_out_keys_do_nothing(name: str) -> None:
    person = Person(screen_in("fr", name))
    person.type(ESCAPE, ENTER, TAB, BACKSPACE, (256, 98), F1)
    assert person.heard.presses == []
    assert person.heard.digits == []


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_key_of_a_screen_is_reached_by_tab_and_the_ring_is_seen(name: str) -> None:
    person = Person(screen_in("fr", name))
    names = [key.name for key in person.keys]
    reached = []
    for _ in set(names):
        reached.append(person.stage.focused_action)
        person.type(TAB)
        assert person.stage.ringed == person.stage.focused_action != ""
    order = list(dict.fromkeys(names))
    first = order.index(reached[0]) if reached else 0
    assert reached == order[first:] + order[:first]
    assert person.focus[: len(reached)] == reached


def test_a_finger_hides_the_ring() -> None:
    person = Person(LETTER_CHECK)
    person.type(TAB)
    person.stage.on_touch_down(Finger(7, (5.0, 5.0)))
    assert person.stage.ringed == ""


def test_over_a_screen_only_the_overlay_is_pressed() -> None:
    person = Person(STILL_THERE)
    assert [key.name for key in person.keys] == ["still_here"]
    person.type((256, 98))
    person.tap("still_here")
    assert person.heard.digits == []
    assert person.heard.presses == [(Action.STILL_HERE, STILL_THERE.overlay.number)]


def test_help_on_demand_opens_and_closes_without_an_event() -> None:
    person = Person(PUK)
    person.tap("where")
    assert [key.name for key in person.keys] == ["close"]
    person.tap("close")
    assert person.stage.handling.opened is Action.WHERE, "a double tap must not close what it opened"
    person.stage.painted()
    person.now += 1
    person.type(ESCAPE)
    assert person.stage.handling.opened is None
    assert person.heard.presses == []


def test_the_privacy_key_blanks_the_middle_and_shows_it_again() -> None:
    person = Person(LETTER_CHECK)
    person.tap("privacy")
    assert {"Écran masqué", "Montrer"} <= person.words
    person.tap("privacy")
    assert "Masquer" in person.words
    assert "Écran masqué" not in person.words
    assert person.heard.presses == []


def test_kivys_settings_do_not_open() -> None:
    app = KioskApp(Heard())
    assert app.open_settings() is True
    assert app.use_kivy_settings is False


def test_the_panel_takes_the_pixels_and_the_way_of_the_window() -> None:
    assert fitted(PANEL_21_5, (540, 960)) == Panel(540, 960, 268.0, 476.0)
    assert fitted(PANEL_21_5, (1920, 1080)) == Panel(1920, 1080, 476.0, 268.0)


# the way to staff mode

KEYPAD_STAR = (268, 85)


def corner(panel: Panel = PANEL_21_5) -> tuple[float, float]:
    """A place in the square at the top left."""
    return 20.0, panel.height_px - 20.0


@pytest.mark.parametrize(("held_s", "opens"), [(0.1, False), (1.49, False), (1.5, True), (9.0, True)])
@pytest.mark.parametrize("panel", [PANEL_21_5, PANEL_21_5.turned], ids=["upright", "lying"])
def test_the_corner_held_leads_to_staff_mode(panel: Panel, held_s: float, *, opens: bool) -> None:
    person = Person(PUK, panel)
    finger = Finger(1, corner(panel), panel)
    person.stage.on_touch_down(finger)
    person.now += held_s
    person.stage.on_touch_up(finger)
    assert (person.heard.presses == [(Action.STAFF, PUK.number)]) is opens


@pytest.mark.parametrize("to", [(400.0, 400.0), (20.0, 1000.0)])
def test_a_finger_that_leaves_the_corner_opens_nothing(to: tuple[float, float]) -> None:
    person = Person(LETTER_CHECK)
    finger = Finger(1, corner())
    person.stage.on_touch_down(finger)
    person.now += 2
    finger.move_to(to)
    person.stage.on_touch_up(finger)
    assert person.heard.presses == []


def test_what_is_held_while_the_screen_changes_opens_nothing() -> None:
    person = Person(LETTER_CHECK)
    finger = Finger(1, corner())
    person.stage.on_touch_down(finger)
    person.stage.key_down(*KEYPAD_STAR, shift=False)
    person.see(replace(LETTER_CHECK, number=90))
    person.now += 2
    person.stage.on_touch_up(finger)
    person.stage.key_up(KEYPAD_STAR[1])
    assert person.heard.presses == []


@pytest.mark.parametrize(("held_s", "opens"), [(1.49, False), (1.5, True)])
def test_a_held_star_leads_to_staff_mode_once(held_s: float, *, opens: bool) -> None:
    person = Person(PUK)
    person.stage.key_down(*KEYPAD_STAR, shift=False)
    person.now += held_s
    person.stage.key_down(*KEYPAD_STAR, shift=False)
    person.stage.key_up(KEYPAD_STAR[1])
    assert (person.heard.presses == [(Action.STAFF, PUK.number)]) is opens


def test_the_pad_of_staff_has_no_key_that_shows_its_digits() -> None:
    assert isinstance(PUK.content, Pad)
    hidden = replace(PUK, content=replace(PUK.content, peekable=False))
    assert "peek" in {key.name for key in Person(PUK).keys}
    assert "peek" not in {key.name for key in Person(hidden).keys}


# sheets, reading on, and what is not shown


def test_a_sheet_opens_on_the_screen_and_tells_what_was_chosen() -> None:
    person = Person(LETTER_CHECK)
    person.tap("display")
    assert {"Affichage", "Très grand", "Contrastées"} <= person.words
    assert "yes" not in {key.name for key in person.keys}
    person.stage.painted()
    person.now += 1
    person.tap("text_2")
    person.tap("close")
    assert person.heard.choices == ["text_2"]
    assert person.heard.presses == []
    assert person.stage.handling.opened is None


def test_a_language_changes_the_words_of_the_sheet_that_stays_open() -> None:
    person = Person(LETTER_CHECK)
    person.tap("language")
    person.stage.painted()
    person.now += 1
    person.tap("speak_es")
    assert person.heard.choices == ["speak_es"]
    person.see(screen_in("es", "letter_check"))
    assert {"Idioma", "Français"} <= person.words
    assert not person.stage.armed


def test_larger_text_keeps_what_is_open_and_arms_anew() -> None:
    person = Person(LETTER_CHECK)
    person.tap("display")
    person.stage.painted()
    person.now += 1
    person.stage.look_like(still_look(text_scale=2.0))
    assert person.stage.handling.opened is Action.DISPLAY
    assert not person.stage.armed
    person.stage.painted()
    person.now += 1
    person.type(ESCAPE)
    assert person.stage.handling.opened is None
    assert person.heard.presses == []


def test_a_warning_stands_over_whatever_was_opened() -> None:
    person = Person(PUK)
    person.tap("where")
    person.see(replace(PUK, overlay=STILL_THERE.overlay))
    assert [key.name for key in person.keys] == ["still_here"]


def test_long_text_is_read_on_with_its_key_and_with_a_finger() -> None:
    person = Person(screen_in("fr", "audit"))
    assert person.stage.layout.scrolled.by == 0
    person.tap("more")
    page = person.stage.layout.scrolled.by
    assert page > 0
    window = person.stage.layout.scrolled.window
    finger = Finger(1, (window.x + window.width / 2, window.y + window.height / 2))
    person.stage.on_touch_down(finger)
    finger.move_to((finger.x, finger.y - 60))
    person.stage.on_touch_move(finger)
    person.stage.on_touch_up(finger)
    assert person.stage.layout.scrolled.by == pytest.approx(page - 60, abs=1)
    for _ in range(20):
        person.tap("more")
        if person.stage.layout.scrolled.by == 0:
            break
    assert person.stage.layout.scrolled.by == 0, "from the end back to the beginning"
    assert person.heard.presses == []


def test_a_reading_that_takes_no_time_is_not_shown() -> None:
    waiting, reading = screen_in("fr", "waiting"), screen_in("fr", "reading")
    person = Person(waiting)
    person.stage.show(reading)
    assert person.stage.screen is waiting
    person.stage.show(LETTER_CHECK)
    assert person.stage.screen is LETTER_CHECK
    person.stage.show_now()
    assert person.stage.screen is LETTER_CHECK


def test_a_reading_that_lasts_is_shown() -> None:
    waiting, reading = screen_in("fr", "waiting"), screen_in("fr", "reading")
    person = Person(waiting)
    person.stage.show(reading)
    person.stage.show_now()
    assert person.stage.screen is reading


def test_a_press_meant_for_a_screen_that_is_over_carries_its_number() -> None:
    """While a reading is not shown yet, the old keys still stand there; the flow ignores what carries their number."""
    waiting, reading = screen_in("fr", "waiting"), replace(screen_in("fr", "reading"), number=99)
    person = Person(waiting)
    person.stage.show(reading)
    person.tap("no_code")
    assert person.heard.presses == [(Action.NO_CODE, waiting.number)]


def test_the_window_looks_more_often_where_somebody_is() -> None:
    """Kivy's clock has no public way to that: its own field must still be there."""
    app, usual = KioskApp(Heard()), Clock._max_fps
    try:
        app.pace(calm=True)
        calm = Clock._max_fps
        app.pace(calm=False)
        assert Clock._max_fps > calm > 0
    finally:
        Clock._max_fps = usual
