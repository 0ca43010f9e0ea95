"""The demonstration without a screen: two visits played by themselves, a picture of every step.

The first visit unblocks the card and prints its receipt; the second does not know its code and leaves with the
referral.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from kiosk.app.assembly import Parts
from kiosk.flow.model.events import PaperResult
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.runtime import Runtime
from kiosk.ui.platform.environment import WindowSettings, kivy_environment
from kiosk.view.design.sizes import Panel
from kiosk.view.model.screen import Screen
from kiosk.view.screen_of import screen_of

STEP_LIMIT_S = 20.0
NEW_CODE = "2580"
ALMOST = 3


class TourFailed(Exception):
    """The visit did not come where the demonstration expected it; the text says where it stood."""


class Loop:
    """The thread of the tour plays the screen's part: other threads hand it their calls."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def call_soon(self, do: Callable[[], None]) -> None:
        self._calls.put(do)

    def run_until(self, reached: Callable[[], bool], tick: Callable[[], None]) -> bool:
        """False if it is not reached within STEP_LIMIT_S."""
        end = time.monotonic() + STEP_LIMIT_S
        while not reached():
            if time.monotonic() > end:
                return False
            try:
                self._calls.get(timeout=0.05)()
            except Empty:
                tick()
        return True


@dataclass(frozen=True, slots=True)
class Props:
    """What the tour handles besides the screen. ``puk`` is the PUK that the visitor types."""

    insert: Callable[[], None]
    remove: Callable[[], object]
    puk: str


def play_tour(parts: Parts, size: tuple[int, int] | None, folder: Path, props: Props) -> Sequence[Path]:
    """Play both visits off screen; the pictures that were left in ``folder``, in order.

    ``size``: of the pictures, in pixels; None for those of the configured panel. Raises TourFailed and PanelTooSmall.
    """
    configured = parts.config.panel()
    panel = configured if size is None else _sized(configured, size)
    with kivy_environment(WindowSettings(panel.width_px, panel.height_px, offscreen=True)):
        tour = Tour(parts, panel, folder, props)
        tour.play()
    return tour.pictures


def _sized(panel: Panel, size: tuple[int, int]) -> Panel:
    turned = panel if (size[1] >= size[0]) == panel.portrait else panel.turned
    return Panel(size[0], size[1], turned.width_mm, turned.height_mm)


@dataclass(slots=True)
class Tour:
    """Plays on ``panel`` and leaves ``NN-state.png`` files in ``folder``. Raises TourFailed."""

    parts: Parts
    panel: Panel
    folder: Path
    props: Props
    loop: Loop = field(default_factory=Loop)
    pictures: list[Path] = field(default_factory=list)
    runtime: Runtime = field(init=False)
    _last: Screen | None = field(default=None, init=False)
    _moment: tuple[int, bool] = field(default=(0, False), init=False)

    def play(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.runtime = Runtime(self.parts.world, self.parts.rules, self.loop.call_soon)
        self.runtime.subscribe(self._see)
        self.runtime.start(clean=True)
        try:
            self._unblock()
            self._ask_for_a_new_letter()
        finally:
            self.runtime.stop()

    def _unblock(self) -> None:
        self._come()
        self._press(Action.UNBLOCK, State.HAVE_CODE)
        self._press(Action.YES, State.LETTER_CHECK)
        self._press(Action.YES, State.PUK)
        self._type(self.props.puk)
        self._press(Action.VALIDATE, State.NEW_PIN)
        self._type(NEW_CODE)
        self._press(Action.VALIDATE, State.CONFIRM)
        self._type(NEW_CODE)
        self._press(Action.SEND, State.UNBLOCKED)
        self._print()
        self._leave()

    def _ask_for_a_new_letter(self) -> None:
        self._come()
        self._press(Action.UNBLOCK, State.HAVE_CODE)
        self._press(Action.NO, State.REFERRAL)
        self._print()
        self._leave()

    def _come(self) -> None:
        self._wait_for(lambda kiosk: kiosk.state is State.WAITING and kiosk.report is not None, "waiting")
        self.props.insert()
        self._wait_for(lambda kiosk: kiosk.state is State.VERDICT and kiosk.card_ticket == 0, "verdict")

    def _print(self) -> None:
        self._press(Action.PRINT, State.PRINTING)
        self._wait_for(lambda kiosk: kiosk.visit.paper_result is PaperResult.PRINTED, "printing")

    def _leave(self) -> None:
        self._press(Action.FINISH, State.TAKE_CARD)
        self.props.remove()
        self._wait_for(lambda kiosk: kiosk.state is State.WAITING, "waiting")

    def _press(self, action: Action, expected: State) -> None:
        self.runtime.press(action, self.runtime.kiosk.screen)
        self._wait_for(lambda kiosk: kiosk.state is expected, expected.value)

    def _type(self, digits: str) -> None:
        for position, digit in enumerate(digits):
            if position == len(digits) - ALMOST:
                self._take_picture()
            self.runtime.digit(int(digit), self.runtime.kiosk.screen)
        self._take_picture()

    def _wait_for(self, reached: Callable[[Kiosk], bool], name: str) -> None:
        if not self.loop.run_until(lambda: reached(self.runtime.kiosk), self.runtime.tick):
            raise TourFailed(f"{name} attendu, {self.runtime.kiosk.state.value} à l’écran")

    def _see(self, kiosk: Kiosk) -> None:
        """A picture whenever another question stands on the screen, and when the verdict is complete."""
        moment = (kiosk.screen, kiosk.state is State.VERDICT and kiosk.card_ticket == 0)
        if moment != self._moment and kiosk.report is not None:
            self._moment = moment
            self._take_picture()

    def _take_picture(self) -> None:
        """Kivy is imported here, after its environment is set."""
        from kiosk.ui.gallery import shoot

        kiosk = self.runtime.kiosk
        screen = screen_of(kiosk, self.parts.world.clock(), self.parts.words(()))
        if screen == self._last:
            return
        self._last = screen
        path = self.folder / f"{len(self.pictures) + 1:02}-{kiosk.state.value}.png"
        shoot(screen, path, self.panel)
        self.pictures.append(path)
