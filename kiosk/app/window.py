"""The kiosk in a window: what is pressed goes to the runtime, what the runtime knows is shown.

Imports Kivy through ``kiosk.ui``: enter ``kiosk.ui.platform.environment.kivy_environment`` first.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.app.assembly import Parts
from kiosk.card.iso7816.connection import SlotReport
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.readiness.run import check_all
from kiosk.readiness.this_machine import Commissioning, Machine, machine
from kiosk.runtime.journal.journal import Technical
from kiosk.runtime.process.watchdog import Watchdog
from kiosk.runtime.runtime import Runtime
from kiosk.ui.app import KioskApp
from kiosk.ui.chime import Chime
from kiosk.view.design.sizes import Panel
from kiosk.view.model.appearance import USUAL, Appearance
from kiosk.view.model.for_one_visit import ForOneVisit
from kiosk.view.model.screen import Screen
from kiosk.view.screen_of import screen_of

TICK_S = 0.25
CALM_AFTER_S = 10.0
SPEAK = "speak_"
"""What the name of each choice of a language begins with."""

OnTick = Callable[[Kiosk, float], None]


class ClosedWindow:
    """A kiosk that cannot serve: one screen for ``seconds``, then the end, so that its service starts it again."""

    def __init__(self, panel: Panel, screen: Screen, seconds: float) -> None:
        self._app = KioskApp(self, panel, on_ready=lambda: self._app.show(screen))
        self._app.every(seconds, self._app.stop)

    def run(self) -> None:
        _end_on_signals(self._app, self._app.stop)
        signal.signal(signal.SIGUSR1, lambda *_: self._app.call_soon(self._app.stop))
        self._app.run()

    def press(self, action: Action, screen: int) -> None:
        """Nothing can be pressed here."""

    def digit(self, digit: int, screen: int) -> None:
        """Nothing can be typed here."""

    def choose(self, name: str) -> None:
        """There is nothing to set here."""

    def touched(self) -> None:
        """Nobody waits for an answer here."""

    def peek(self, slot: CodeSlot) -> str:
        return ""


def _end_on_signals(app: KioskApp, end: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.call_soon(end))


class KioskWindow:
    """``on_tick`` is called with the kiosk and the time, four times a second (the visitor of the demonstration)."""

    def __init__(self, parts: Parts, panel: Panel, on_tick: OnTick | None = None) -> None:
        self._parts = parts
        self._clock = parts.world.clock
        self._on_tick = on_tick
        self._shown: Screen | None = None
        self._app = KioskApp(self, panel, on_focus=lambda _: self._trace(), on_ready=self._ready)
        self._appearance = ForOneVisit(USUAL)
        self._chime = Chime(Path(os.environ["KIVY_HOME"]))
        if not self._chime.available:
            parts.world.journal.write(Technical.SOUND, available=False)
        staff = replace(parts.world.staff, readiness=lambda: check_all(self._machine()))
        world = replace(parts.world, call_staff=self._chime.call, staff=staff)
        self._runtime = Runtime(
            world, parts.rules, self._app.call_soon, trace=parts.trace, on_restart_wanted=self._app.stop
        )
        self._runtime.subscribe(lambda _: self._show())
        self._watchdog = Watchdog(os.environ)
        self._clean = True

    def run(self, *, clean: bool) -> None:
        """Show the window until it is closed or the process is asked to end, and leave nothing of the visit behind.

        A signal waits until a card that codes were sent to has answered; a second signal does not wait. SIGUSR1 waits
        until nobody is here.
        """
        self._clean = clean
        _end_on_signals(self._app, lambda: self._runtime.ask_to_end(self._app.stop))
        signal.signal(signal.SIGUSR1, lambda *_: self._app.call_soon(self._runtime.end_when_idle))
        try:
            self._app.run()
        finally:
            self._runtime.stop()

    def _machine(self) -> Machine:
        """What the checks look at, for any thread: the readers, the chime and the faults as this kiosk knows them."""
        parts = self._parts
        return machine(
            parts.config,
            parts.places.database,
            lambda: self._runtime.kiosk.report or SlotReport(service=False, slots=()),
            Commissioning(parts.rules.commissions),
            is_simulated=parts.rules.is_simulated,
            sound=lambda: self._chime.available,
            noticed=lambda: self._runtime.faults,
        )

    def press(self, action: Action, screen: int) -> None:
        self._runtime.press(action, screen)

    def digit(self, digit: int, screen: int) -> None:
        self._runtime.digit(digit, screen)

    def choose(self, name: str) -> None:
        """What was chosen on a sheet is seen at once."""
        if name.startswith(SPEAK):
            self._parts.language.speak(name.removeprefix(SPEAK))
            self._show()
        else:
            self._set_appearance(self._appearance.current.choose(name))

    def touched(self) -> None:
        self._app.pace(calm=False)
        self._runtime.touched()

    def peek(self, slot: CodeSlot) -> str:
        return self._runtime.peek(slot)

    def _ready(self) -> None:
        self._show()
        self._runtime.start(clean=self._clean)
        self._app.every(TICK_S, self._tick)

    def _tick(self) -> None:
        self._runtime.tick()
        self._show()
        self._watchdog.beat(self._clock())
        kiosk = self._runtime.kiosk
        idle_s = self._clock() - kiosk.touched_at
        self._app.pace(calm=kiosk.state.traits.idle and idle_s > CALM_AFTER_S)
        if self._appearance.end_with_the_visit(kiosk.state, idle_s):
            self._set_appearance(self._appearance.current)
        if self._parts.language.end_with_the_visit(kiosk.state, idle_s):
            self._show()
        if self._on_tick is not None:
            self._on_tick(self._runtime.kiosk, self._clock())

    def _set_appearance(self, appearance: Appearance) -> None:
        self._appearance.choose(appearance)
        self._app.set_appearance(appearance)
        self._show()

    def _show(self) -> None:
        words = replace(
            self._parts.words(self._runtime.faults),
            staff_hears=self._chime.available,
            appearance=self._appearance.current,
        )
        screen = screen_of(self._runtime.kiosk, self._clock(), words)
        if screen != self._shown:
            self._shown = screen
            self._app.show(screen)
        self._trace()

    def _trace(self) -> None:
        if self._parts.trace is not None and self._shown is not None:
            self._parts.trace.state(self._shown.state.value, self._app.focused_action)
