"""A window that asks one question after another and tells on stdout, one JSON line each, what it hears.

``{"screen": n, "keys": {name: [x, y]}}`` once when a question is armed (a key's centre, pixels from the top left),
``{"touched": n}``, ``{"press": [action, screen]}``, ``{"digit": [digit, screen]}`` and ``{"focus": name}``. Ends at
the end of stdin.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "support"))

from kiosk.ui.platform.environment import WindowSettings, kivy_environment

SIZE = (540, 960)


def tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


with kivy_environment(WindowSettings(*SIZE)):
    from bench.sentences import screen_in
    from kiosk.flow.model.entry import CodeSlot
    from kiosk.flow.model.states import Action
    from kiosk.ui.app import KioskApp

    LETTER_CHECK, PUK = screen_in("fr", "letter_check"), screen_in("fr", "puk-half")

    class Asking:
        """Every answer brings the next question; the third is the pad."""

        touches = 0
        questions = (
            replace(LETTER_CHECK, number=8),
            replace(LETTER_CHECK, number=80),
            replace(PUK, number=81),
        )

        def __init__(self) -> None:
            self.app = KioskApp(self, on_focus=lambda name: tell(focus=name), on_ready=self.ready)
            self.asked = 0
            self.told = 0

        def ready(self) -> None:
            self.app.show(self.questions[0])
            self.app.every(0.05, self.tell_keys_once)

        def tell_keys_once(self) -> None:
            number = self.questions[self.asked].number
            if number == self.told or not self.app.stage.armed:
                return
            self.told = number
            places = {key.name: key.place for key in self.app.stage.layout.keys}
            centres = {name: [at.x + at.width / 2, SIZE[1] - at.y - at.height / 2] for name, at in places.items()}
            tell(screen=number, keys=centres)

        def press(self, action: Action, screen: int) -> None:
            tell(press=[action.value, screen])
            self.asked = min(self.asked + 1, len(self.questions) - 1)
            self.app.show(self.questions[self.asked])

        def digit(self, digit: int, screen: int) -> None:
            tell(digit=[digit, screen])

        def choose(self, name: str) -> None:
            tell(choose=name)

        def touched(self) -> None:
            self.touches += 1
            tell(touched=self.touches)

        def peek(self, slot: CodeSlot) -> str:
            return "1234"

    asking = Asking()

    def end_with_stdin() -> None:
        sys.stdin.read()
        asking.app.call_soon(asking.app.stop)

    threading.Thread(target=end_with_stdin, daemon=True).start()
    asking.app.run()
