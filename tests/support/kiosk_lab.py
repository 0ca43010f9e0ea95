"""``guichet-cps run`` and ``guichet-cps simulate`` as processes on a real pcscd, used from outside like a visitor does.

What the kiosk shows is followed by the lines of ``--trace-states`` on its stderr.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from display_lab import PANEL_PX, Display
from pcscd_lab import LabCard, PcscdLab, end

from diagnostics.figures import services_under_way, week_totals
from diagnostics.weeks import iso_week

COMMAND = (sys.executable, "-m", "kiosk")
PATIENCE_S = 30.0
NO_ANSWER_S = 6.0
"""After this long without another screen a person presses again."""
ATTEMPTS = 3

PIN, PUK, NEW_PIN = "5816", "83920174", "7302"
"""The codes of these stories: found anywhere else, they were given away."""

KEY_OF_DIGIT = {str(digit): f"KP_{digit}" for digit in range(10)}


class NotShown(AssertionError):
    """The kiosk did not come to a state; the text holds what it traced."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of ``--trace-states``."""

    state: str
    focus: str


@dataclass
class Kiosk:
    """One process of ``guichet-cps run``. ``stderr`` holds every line it wrote so far."""

    process: subprocess.Popen[str]
    display: Display
    stderr: list[str] = field(default_factory=list)
    shown: Shown = field(default=Shown("", ""))
    history: list[str] = field(default_factory=list)
    _lines: SimpleQueue[str | None] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        self._reader = Thread(target=self._read, name="kiosk-stderr", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    # what it says

    def next_event(self, patience_s: float) -> dict[str, Any] | None:
        """The next line as JSON, or None if none comes in time. Raises NotShown at the end of the process."""
        try:
            line = self._lines.get(timeout=patience_s)
        except Empty:
            return None
        if line is None:
            self._lines.put(None)
            raise NotShown(f"the kiosk ended; it wrote {self.stderr}")
        self.stderr.append(line)
        event = _as_json(line)
        if event.get("event") == "state":
            self._show(Shown(event["state"], event["focus"]))
        return event

    def _show(self, shown: Shown) -> None:
        if shown.state != self.shown.state:
            self.history.append(shown.state)
        self.shown = shown

    def wait_for(self, *states: str, patience_s: float = PATIENCE_S) -> str:
        """Follow the kiosk to one of ``states``, passing over others, and tell which."""
        if not self._follow(lambda _: self.shown.state in states, patience_s):
            raise NotShown(f"{states} wanted; {self.history} shown")
        return self.shown.state

    def wait_for_event(self, name: str, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """The next technical event of that name."""
        found: list[dict[str, Any]] = []

        def is_it(event: dict[str, Any]) -> bool:
            found[:] = [event]
            return event.get("event") == name

        if not self._follow(is_it, patience_s, first={}):
            raise NotShown(f"event {name} wanted; {self.stderr}")
        return found[0]

    def _follow(
        self, reached: Callable[[dict[str, Any]], bool], patience_s: float, first: dict[str, Any] | None = None
    ) -> bool:
        """Read lines until one is wanted; each has ``patience_s`` to come."""
        if reached(first or {}):
            return True
        while (event := self.next_event(patience_s)) is not None:
            if reached(event):
                return True
        return False

    # what a visitor does with keys

    def press(self, action: str, *becomes: str) -> None:
        """Tab to the button of that name and Enter."""

        def attempt() -> None:
            self._focus_on(action)
            self.display.keys("KP_Enter")

        self._insist(attempt, becomes)

    def type_code(self, digits: str, action: str, *becomes: str) -> None:
        """Type on the keypad, correcting what may stand there already, then Enter on ``action``."""

        def attempt() -> None:
            self.display.keys(*["BackSpace"] * len(digits), *(KEY_OF_DIGIT[digit] for digit in digits))
            self._focus_on(action)
            self.display.keys("KP_Enter")

        self._insist(attempt, becomes)

    def _focus_on(self, action: str) -> None:
        for _ in range(16):
            if self.shown.focus == action:
                return
            self.display.keys("Tab")
            self._follow(lambda event: event.get("event") == "state", NO_ANSWER_S)
        raise NotShown(f"no button {action} on {self.shown.state}")

    # what a visitor does with a finger

    def touch(self, nth: int, *becomes: str) -> None:
        """Touch the n-th big button from the top, where the picture shows it."""
        self._insist(lambda: self.display.tap(self.display.button(nth)), becomes)

    def touch_code(self, digits: str, *becomes: str) -> None:
        """Touch the digits on the pad, then the button that is enabled by them."""

        def attempt() -> None:
            pad = self.display.pad()
            for digit in digits:
                self.display.tap(pad[digit])
            self.display.tap(self.display.button(0))

        self._insist(attempt, becomes)

    def _insist(self, attempt: Callable[[], None], becomes: tuple[str, ...]) -> None:
        """Do as a person does: wait for the screen, act, and act again if nothing happens at all."""
        before = self.shown.state
        for _ in range(ATTEMPTS):
            self.display.until_armed()
            attempt()
            if self._follow(lambda _: self.shown.state != before, NO_ANSWER_S):
                break
        self.wait_for(*becomes)

    # its end

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.terminate()
        return self.ended()

    def kill(self) -> None:
        """SIGKILL: no chance to say anything."""
        self.process.kill()
        self.ended()

    def ended(self) -> int:
        """Wait for the end by itself."""
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        while (line := self._lines.get()) is not None:
            self.stderr.append(line)
        self._lines.put(None)
        return status


def _as_json(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@dataclass
class Card:
    """The card of ``guichet-cps simulate``, steered by its control socket (``kiosk.simulator.control``)."""

    process: subprocess.Popen[str]
    control: LabCard

    def insert(self, *profile: str) -> None:
        """A fresh card of that profile, or without one the card that was there last."""
        self.control.ask(" ".join(("insert", *profile)))

    def remove(self) -> None:
        self.control.ask("remove")

    def tear(self, moment: str, instruction: str) -> None:
        """Pull the card out at the next command of that INS."""
        self.control.ask(f"tear {moment} {instruction}")

    def answers_to(self, pin: str) -> bool:
        """Whether this is its code porteur, without spending a try."""
        return bool(self.control.ask(f"check-pin {pin}"))

    def left(self) -> tuple[int, int, int]:
        """Tries of the code porteur, tries and uses of the code de déblocage."""
        state = self.control.ask("state")
        return state["pin_tries_left"], state["puk_tries_left"], state["puk_uses_left"]

    def answered(self, instruction: str) -> list[str]:
        """P2 and answer of every command with that INS, in order: ``02 SW=63C9``."""
        lines = [line.split() for line in self.control.ask("journal")["lines"]]
        return [f"{line[3]} {line[-1]}" for line in lines if line[1] == instruction]


def simulate(lab: PcscdLab, folder: Path, *options: str) -> Card:
    """Start ``guichet-cps simulate``; its card is in the reader then."""
    path = folder / "simulate.sock"
    process = lab.popen([*COMMAND, "simulate", "--control", str(path), *options], stderr=subprocess.PIPE, text=True)
    lab.wait_for("card")
    return Card(process, LabCard(path))


@dataclass
class Stack:
    """Everything real: pcscd, the virtual reader, a simulated card in it, an X server, and kiosks on request.

    ``folder`` is where one test keeps its files; ``home`` in it is the HOME of what it starts.
    """

    lab: PcscdLab
    display: Display
    folder: Path
    card: Card
    _kiosks: list[Kiosk] = field(default_factory=list)

    def __enter__(self) -> Stack:
        self.home.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        for kiosk in self._kiosks:
            end(kiosk.process)

    @property
    def database(self) -> Path:
        return self.folder / "figures" / "compteurs.sqlite3"

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def environment(self) -> dict[str, str]:
        """No sound card, so that ALSA does not say so on stderr."""
        return {"DISPLAY": self.display.name, "HOME": str(self.home), "SDL_AUDIODRIVER": "dummy"}

    def config(self, extra: str = "") -> Path:
        """A configuration with the database of this test; ``extra`` are more tables."""
        path = self.folder / "borne.toml"
        path.write_text(f'[stockage]\nbase = "{self.database}"\n{extra}', encoding="utf-8")
        return path

    def launch(self, *options: str, config: str = "") -> Kiosk:
        """Start ``guichet-cps run``."""
        command = [*COMMAND, "run", "--config", str(self.config(config)), "--size", "{}x{}".format(*PANEL_PX), *options]
        process = self.lab.popen(command, env=self.environment(), stderr=subprocess.PIPE, text=True)
        kiosk = Kiosk(process, self.display)
        self._kiosks.append(kiosk)
        return kiosk

    def kiosk(self, *options: str, config: str = "") -> Kiosk:
        """Start it with a folder for papers and its trace, and wait until it knows the readers."""
        kiosk = self.launch("--papers", str(self.papers), "--trace-states", *options, config=config)
        kiosk.wait_for_event("readers")
        return kiosk

    def command(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run ``guichet-cps`` to its end."""
        return self.lab.run([*COMMAND, *words], env={**self.environment(), **(env or {})})

    def counted(self) -> dict[str, int]:
        """Outcome codes in the database and how often; of everything only after the kiosk ended."""
        totals = week_totals(self.database, iso_week(date.today()))
        found: Counter[str] = Counter()
        for cell, n in totals.outcomes.items():
            found[cell.code.value] += n
        return dict(found)

    def under_way(self) -> list[str]:
        """Services that were begun and not ended."""
        return sorted(service.value for service, _ in services_under_way(self.database))

    def text_of(self, paper: str) -> str:
        """The words of a paper, as another program reads them, with their spaces made plain."""
        command = ["pdftotext", str(self.papers / paper), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
        return " ".join(done.stdout.split())
