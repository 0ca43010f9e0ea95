"""Where frames appear, and where touches and keys are judged: nothing else answers a finger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from kivy.uix.floatlayout import FloatLayout

from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action
from kiosk.ui.look import look
from kiosk.ui.platform.keyboard import Digit, KeyCommand, meaning
from kiosk.ui.screens.frame import Frame
from kiosk.ui.widgets.key import Key
from kiosk.view.model.screen import Pad, Screen
from kiosk.view.touch import CORNER_MM, Arming, LongHold


class Controller(Protocol):
    """What the interface tells the rest of the kiosk. ``screen`` is the number of the screen that was pressed."""

    def press(self, action: Action, screen: int) -> None: ...

    def digit(self, digit: int, screen: int) -> None: ...

    def speak(self, language: str) -> None:
        """A key of the language with this tag was pressed."""

    def touched(self) -> None:
        """Somebody touched the panel or a key, whether it counts or not."""

    def peek(self, slot: CodeSlot) -> str:
        """The digits typed so far, to be shown while "Afficher" is held."""


class Stage(FloatLayout):
    """``clock``: monotonic seconds. ``on_focus`` is told the name of the key the keyboard stands on."""

    def __init__(
        self,
        controller: Controller,
        clock: Callable[[], float],
        on_focus: Callable[[str], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.frame: Frame | None = None
        self._controller = controller
        self._clock = clock
        self._on_focus = on_focus
        self._arming = Arming()
        self._focus = ""
        self._ring = False
        self._down: dict[int | str, Key] = {}
        self._corner = LongHold()

    # what is shown

    def show(self, screen: Screen) -> None:
        """Draw ``screen``: in place if it is the same question, else as a new one."""
        if self.frame is not None and self.frame.fits(screen):
            self.frame.exchange(screen)
            self._mark_focus()
            return
        self._release_all()
        self.clear_widgets()
        self.frame = Frame(screen=screen)
        self.add_widget(self.frame)
        self._another_question()

    def draw_anew(self) -> None:
        """The same screen in another look."""
        self._release_all()
        if self.frame is not None:
            screen, self.frame = self.frame.screen, None
            self.show(screen)

    def painted(self) -> None:
        """A frame went to the panel."""
        self._arming.painted(self._clock())

    @property
    def armed(self) -> bool:
        """Whether a touch or a key that began now would count."""
        return self._arming.armed(self._clock())

    @property
    def focused_action(self) -> str:
        """Name of the key that Enter would press; empty where there is none."""
        return self._focus

    def _another_question(self) -> None:
        self._arming.replaced()
        self._corner.forget()
        self._release_all()
        names = self._focus_order()
        self._move_focus_to(names[0] if names else "")
        self.canvas.ask_update()

    def _keys(self) -> list[Key]:
        return self.frame.keys if self.frame is not None else []

    def _key(self, name: str) -> Key | None:
        return next((key for key in self._keys() if key.name == name), None)

    # touch

    def on_touch_down(self, touch: Any) -> bool:
        self._controller.touched()
        self._show_ring(False)
        if touch.is_mouse_scrolling:
            return True
        if self.armed and self._in_corner(touch.pos):
            self._corner.begins(touch.uid, self._clock())
        key = self._key_at(touch.pos)
        if key is None:
            return bool(super().on_touch_down(touch))
        if key.enabled and self._arming.touch_begins(touch.uid, key.name, self._clock()):
            self._hold(touch.uid, key)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        key = self._down.get(touch.uid)
        if key is None:
            return bool(super().on_touch_move(touch))
        key.down = key.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        self._let_go(touch.uid)
        key = self._key_at(touch.pos)
        name = key.name if key is not None and key.enabled else None
        if self._corner.ends(touch.uid, self._clock()) and self._in_corner(touch.pos):
            self._arming.touch_ends(touch.uid, None)
            self._to_staff()
            return True
        if self._arming.touch_ends(touch.uid, name) and name is not None:
            self._activate(name)
            return True
        return bool(super().on_touch_up(touch))

    def _key_at(self, pos: tuple[float, float]) -> Key | None:
        return next((key for key in self._keys() if key.collide_point(*pos)), None)

    def _in_corner(self, pos: tuple[float, float]) -> bool:
        """The square at the top left that leads to staff mode when it is held."""
        side = look.mm(CORNER_MM)
        return bool(pos[0] <= side and pos[1] >= look.sizes.panel.height_px - side)

    def _to_staff(self) -> None:
        if self.frame is not None:
            self._controller.press(Action.STAFF, self.frame.number)

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
        """Escape: close the help, or press whatever ends the visit here."""
        names = {key.name for key in self._keys()}
        for name in ("close", Action.STOP.value):
            if name in names:
                self._press_named(name, scancode)
                return

    def _press_named(self, name: str, scancode: int) -> None:
        key = self._key(name)
        if key is not None and key.enabled:
            self._hold(f"key {scancode}", key)
            self._activate(name)

    # focus

    def _focus_order(self) -> list[str]:
        """Each name once: "Arrêter" may stand in the header and among the buttons."""
        return list(dict.fromkeys(key.name for key in self._keys()))

    def _step_focus(self, step: int) -> None:
        names = self._focus_order()
        if not names:
            return
        at = names.index(self._focus) if self._focus in names else -step
        self._move_focus_to(names[(at + step) % len(names)])

    def _move_focus_to(self, name: str) -> None:
        changed = name != self._focus
        self._focus = name
        self._mark_focus()
        if changed and self._on_focus is not None:
            self._on_focus(name)

    def _show_ring(self, shown: bool) -> None:
        """The ring is for whoever uses the keyboard; a finger needs none."""
        self._ring = shown
        self._mark_focus()

    def _mark_focus(self) -> None:
        standing_on = self._key(self._focus)
        for key in self._keys():
            key.focused = self._ring and key is standing_on

    # presses

    def _hold(self, by: int | str, key: Key) -> None:
        self._down[by] = key
        key.down = True
        if key.name == "peek" and self.frame is not None and isinstance(self.frame.screen.content, Pad):
            self.frame.digits = self._controller.peek(self.frame.screen.content.slot)

    def _let_go(self, by: int | str) -> None:
        key = self._down.pop(by, None)
        if key is not None:
            key.down = False
            if key.name == "peek" and self.frame is not None:
                self.frame.digits = ""

    def _release_all(self) -> None:
        for by in list(self._down):
            self._let_go(by)

    def _activate(self, name: str) -> None:
        frame = self.frame
        if frame is None or name == "peek":
            return
        if name.startswith("digit_"):
            self._controller.digit(int(name.removeprefix("digit_")), frame.number)
        elif name.startswith("speak_"):
            self._controller.speak(name.removeprefix("speak_"))
        elif name == "more":
            frame.scroll_on()
        elif name == Action.PRIVACY.value:
            frame.toggle_curtain()
        elif name == "close" or (name == Action.WHERE.value and frame.screen.help is not None):
            frame.helping = name != "close"
            self._another_question()
        else:
            self._controller.press(Action(name), frame.number)
