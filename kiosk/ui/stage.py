"""Where screens appear, and where touches and keys are judged: nothing else answers a finger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action, State
from kiosk.ui.painting.painter import Painter
from kiosk.ui.platform.keyboard import Digit, KeyCommand, meaning
from kiosk.view.layout.frame import AT_FIRST, Handling, lay_out
from kiosk.view.layout.items import KeyFace, Layout
from kiosk.view.layout.look import Look
from kiosk.view.layout.scrolling import page_further
from kiosk.view.layout.standing_over import sheet_of
from kiosk.view.model.screen import Pad, Screen
from kiosk.view.touch import CORNER_MM, Arming, LongHold

READING_AFTER_S = 0.15
"""A reading that takes less is not shown: the verdict comes at once."""
_MOVES_EVERY_S = 1 / 25
_OPENING = {action.value: action for action in (Action.WHERE, Action.DISPLAY, Action.LANGUAGE)}


class Controller(Protocol):
    """What the interface tells the rest of the kiosk. ``screen`` is the number of the screen that was pressed."""

    def press(self, action: Action, screen: int) -> None: ...

    def digit(self, digit: int, screen: int) -> None: ...

    def choose(self, name: str) -> None:
        """A choice of a sheet, or a language of the waiting screen (``speak_en`` …)."""

    def touched(self) -> None:
        """Somebody touched the panel or a key, whether it counts or not."""

    def peek(self, slot: CodeSlot) -> str:
        """The digits typed so far, to be shown while "Afficher" is held."""


class Stage(Widget):
    """``clock``: monotonic seconds. ``on_focus`` is told the name of the key the keyboard stands on."""

    def __init__(
        self,
        controller: Controller,
        look: Look,
        clock: Callable[[], float],
        on_focus: Callable[[str], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.screen: Screen | None = None
        self.handling = AT_FIRST
        self.painter = Painter(self.canvas)
        self._look = look
        self._controller = controller
        self._clock = clock
        self._on_focus = on_focus
        self._arming = Arming()
        self._focus = ""
        self._ring = False
        self._down: dict[int | str, str] = {}
        self._drags: dict[int, tuple[float, int]] = {}
        self._corner = LongHold()
        self._waits: Screen | None = None
        self._show_waiting = Clock.create_trigger(lambda _seconds: self.show_now(), READING_AFTER_S)
        self._move = Clock.create_trigger(self._moved, _MOVES_EVERY_S, interval=True)

    # what is shown

    def show(self, screen: Screen) -> None:
        """Draw ``screen``: in place if it is the same question, else as a new one; a reading only if it lasts."""
        self._show_waiting.cancel()
        self._waits = screen
        if screen.state is State.READING and self._another(screen) and self.screen is not None:
            self._show_waiting()
            return
        self.show_now()

    def show_now(self) -> None:
        """Draw the screen that waits."""
        screen, self._waits = self._waits, None
        if screen is None:
            return
        another, before = self._another(screen), self.screen
        if another:
            self._release_all()
            self.handling = _handling_of(before, screen, self.handling)
        self.screen = screen
        self._draw()
        if another:
            self._another_question()

    def look_like(self, look: Look) -> None:
        """The same screen in another look."""
        self._look = look
        self._release_all()
        self._draw()
        self._another_question()

    def painted(self) -> None:
        """A frame went to the panel."""
        self._arming.painted(self._clock())

    @property
    def layout(self) -> Layout:
        return self.painter.layout

    @property
    def armed(self) -> bool:
        """Whether a touch or a key that began now would count."""
        return self._arming.armed(self._clock())

    @property
    def focused_action(self) -> str:
        """Name of the key that Enter would press; empty where there is none."""
        return self._focus

    @property
    def ringed(self) -> str:
        """Name of the key that the keyboard's ring is around."""
        return self._focus if self._ring else ""

    @property
    def pressed(self) -> frozenset[str]:
        """Names of the keys that look pressed."""
        return frozenset(self._down.values())

    def _another(self, screen: Screen) -> bool:
        return self.screen is None or _question_of(screen) != _question_of(self.screen)

    def _draw(self) -> None:
        if self.screen is None:
            return
        self.painter.paint(lay_out(self.screen, self._look, self.handling))
        self._look.setter.forget_unused()
        self._mark_keys()
        if self.painter.moves:
            self._move()
        else:
            self._move.cancel()

    def _change(self, **changes: Any) -> None:
        """Something that is no event of the visit."""
        self.handling = replace(self.handling, **changes)
        self._draw()

    def _another_question(self) -> None:
        self._arming.replaced()
        self._corner.forget()
        self._release_all()
        names = self._names()
        self._move_focus_to(names[0] if names else "")
        self.canvas.ask_update()

    def _moved(self, _seconds: float) -> None:
        self.painter.move(self._clock())

    # touch

    def on_touch_down(self, touch: Any) -> bool:
        self._controller.touched()
        self._show_ring(False)
        if touch.is_mouse_scrolling:
            return True
        if self.armed and self._in_corner(touch.pos):
            self._corner.begins(touch.uid, self._clock())
        key = self.layout.key_at(*touch.pos)
        if key is None:
            self._begin_drag(touch)
        elif key.enabled and self._arming.touch_begins(touch.uid, key.name, self._clock()):
            self._hold(touch.uid, key)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.uid in self._drags:
            began_at, read_px = self._drags[touch.uid]
            self._read(read_px + round(touch.y - began_at))
        held = self._down.get(touch.uid)
        key = None if held is None else self.layout.key(held)
        if key is not None and not key.place.contains(*touch.pos):
            self._let_go(touch.uid)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        self._drags.pop(touch.uid, None)
        self._let_go(touch.uid)
        key = self.layout.key_at(*touch.pos)
        name = key.name if key is not None and key.enabled else None
        if self._corner.ends(touch.uid, self._clock()) and self._in_corner(touch.pos):
            self._arming.touch_ends(touch.uid, None)
            self._to_staff()
        elif self._arming.touch_ends(touch.uid, name) and name is not None:
            self._activate(name)
        return True

    def _in_corner(self, pos: tuple[float, float]) -> bool:
        """The square at the top left that leads to staff mode when it is held."""
        side = self._look.mm(CORNER_MM)
        return bool(pos[0] <= side and pos[1] >= self._look.sizes.panel.height_px - side)

    def _to_staff(self) -> None:
        if self.screen is not None:
            self._controller.press(Action.STAFF, _number_of(self.screen))

    def _begin_drag(self, touch: Any) -> None:
        text = self.layout.scrolled
        if text is not None and text.window.contains(*touch.pos):
            self._drags[touch.uid] = (touch.y, text.by)

    def _read(self, read_px: int) -> None:
        text = self.layout.scrolled
        if text is not None:
            self._change(read_px=min(max(read_px, 0), text.most))

    # keyboard

    def key_down(self, key: int, scancode: int, *, shift: bool) -> None:
        self._controller.touched()
        sense = meaning(key, scancode, shift=shift)
        if not self._arming.key_begins(scancode, self._clock()) or sense is None:
            return
        self._show_ring(True)
        if isinstance(sense, Digit):
            self._press_named(f"digit_{sense.value}", scancode)
        else:
            self._command(sense, scancode)

    def key_up(self, scancode: int) -> None:
        self._arming.key_ends(scancode)
        if self._corner.ends(f"key {scancode}", self._clock()):
            self._to_staff()
        self._let_go(f"key {scancode}")

    def _command(self, command: KeyCommand, scancode: int) -> None:
        match command:
            case KeyCommand.ACTIVATE:
                self._press_named(self._focus, scancode)
            case KeyCommand.CORRECT:
                self._press_named("correct", scancode)
            case KeyCommand.STOP:
                self._stop(scancode)
            case KeyCommand.NEXT:
                self._step_focus(1)
            case KeyCommand.PREVIOUS:
                self._step_focus(-1)
            case KeyCommand.STAFF:
                self._corner.begins(f"key {scancode}", self._clock())

    def _stop(self, scancode: int) -> None:
        """Escape: close what stands over the screen, or press whatever ends the visit here."""
        for name in ("close", Action.STOP.value):
            if self.layout.key(name) is not None:
                self._press_named(name, scancode)
                return

    def _press_named(self, name: str, scancode: int) -> None:
        key = self.layout.key(name)
        if key is not None and key.enabled:
            self._hold(f"key {scancode}", key)
            self._activate(name)

    # focus

    def _names(self) -> list[str]:
        return [key.name for key in self.layout.keys]

    def _step_focus(self, step: int) -> None:
        names = self._names()
        if not names:
            return
        at = names.index(self._focus) if self._focus in names else -step
        self._move_focus_to(names[(at + step) % len(names)])

    def _move_focus_to(self, name: str) -> None:
        changed = name != self._focus
        self._focus = name
        self._mark_keys()
        if changed and self._on_focus is not None:
            self._on_focus(name)

    def _show_ring(self, shown: bool) -> None:
        """The ring is for whoever uses the keyboard; a finger needs none."""
        self._ring = shown
        self._mark_keys()

    def _mark_keys(self) -> None:
        self.painter.show_keys(self.pressed, self.ringed)

    # presses

    def _hold(self, by: int | str, key: KeyFace) -> None:
        self._down[by] = key.name
        self._mark_keys()
        if key.name == "peek" and self.screen is not None and isinstance(self.screen.content, Pad):
            self._change(digits=self._controller.peek(self.screen.content.slot))

    def _let_go(self, by: int | str) -> None:
        name = self._down.pop(by, None)
        if name is not None:
            self._mark_keys()
        if name == "peek":
            self._change(digits="")

    def _release_all(self) -> None:
        self._drags.clear()
        for by in list(self._down):
            self._let_go(by)

    def _activate(self, name: str) -> None:
        screen = self.screen
        if screen is None or name == "peek":
            return
        if name.startswith("digit_"):
            self._controller.digit(int(name.removeprefix("digit_")), _number_of(screen))
        elif name == "more":
            self._read(page_further(self.layout))
        elif name == Action.PRIVACY.value:
            self._change(curtain=not self.handling.curtain)
        elif name == "close" or _opens(screen, name):
            self._change(opened=_OPENING.get(name), read_px=0)
            self._another_question()
        elif name.startswith("speak_") or self._is_choice(name):
            self._controller.choose(name)
        else:
            self._controller.press(Action(name), _number_of(screen))

    def _is_choice(self, name: str) -> bool:
        sheet = None if self.screen is None else sheet_of(self.screen, self.handling.opened)
        return sheet is not None and name in {choice.name for choice in sheet.choices}


def _opens(screen: Screen, name: str) -> bool:
    """Whether the key opens something that stands on the screen itself."""
    opened = _OPENING.get(name)
    return (opened is Action.WHERE and screen.help is not None) or sheet_of(screen, opened) is not None


def _question_of(screen: Screen) -> tuple[object, ...]:
    over = screen.overlay and screen.overlay.title
    return screen.state, screen.number, type(screen.content), over, screen.language


def _number_of(screen: Screen) -> int:
    return screen.overlay.number if screen.overlay else screen.number


def _handling_of(before: Screen | None, screen: Screen, handling: Handling) -> Handling:
    """Another question begins as it is; the same one in another language keeps its sheet open."""
    if before is not None and _question_of(replace(before, language=screen.language)) == _question_of(screen):
        return replace(handling, read_px=0)
    return AT_FIRST
