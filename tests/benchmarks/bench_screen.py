"""How soon the screen answers: a card that comes in, and a finger. A real window under Xvfb, without a GPU.

``PYTHONPATH=.:tests/support chrt -f 5 python tests/benchmarks/bench_screen.py [RUNS]``, as root (see ``pcscd_lab``);
figures only. ``chrt`` keeps what else runs on the machine out of the figures. The card's time begins where
SCardGetStatusChange returns: pcscd's polling of the virtual reader comes before. The finger's begins where XTEST sends
the touch, and ends with the frame that shows the key pressed. Processor time is what the program's threads used
together, Mesa's drawing among them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lab.display import ARMED_S, PANEL_PX, Display
from lab.finger import Finger
from lab.pcscd import LabCard, PcscdLab
from lab.timed_kiosk import TimedKiosk, timed_kiosk, told

VERDICT_BUDGET_MS = 150.0
PRESSED_BUDGET_MS = 2 * 1000 / 60
PROFILES = {"blocked": "CPS3", "cps4-blocked": "CPS4"}
CALM_S = 1.5
"""Nobody comes sooner after another: the waiting screen has faded in by then."""

OUTSIDE = (2, 2)
NEXT_SCREEN_BUDGET_MS = 100.0
TAP_S = 0.08
STEPS = (
    ("have_code", ""),
    ("letter_check", ""),
    ("puk", ""),
    ("new_pin", "12345678"),
    ("confirm", "2580"),
    ("unblocking", "2580"),
    ("printing", ""),
    ("take_card", ""),
)
"""The visit of a blocked card: what its primary button leads to, and the digits that are typed before."""

Taken = list[tuple[float, float]]
"""Seconds by the clock and of processor, once a run."""


def verdicts(kiosk: TimedKiosk, card: LabCard, profile: str, runs: int) -> Taken:
    found = []
    for _ in range(runs):
        time.sleep(CALM_S)
        card.ask(f"insert {profile}")
        found.append(between(kiosk.next("card"), kiosk.next("shown", state="verdict")))
        card.ask("remove")
        kiosk.until("shown", state="waiting")
    return found


def touches(kiosk: TimedKiosk, display: Display, runs: int) -> Taken:
    """On the first button of the screen; the finger slides off before it comes up, so nothing is activated.

    By the clock since the finger went down, of processor since the window knew.
    """
    finger = Finger(display.name)
    time.sleep(ARMED_S)
    button = display.button(0)
    found = []
    for _ in range(runs):
        finger.move(*button)
        sent_at = finger.down()
        touched, pressed = kiosk.next("touched"), kiosk.next("pressed")
        found.append((pressed["t"] - sent_at, pressed["cpu"] - touched["cpu"]))
        finger.move(*OUTSIDE)
        finger.up()
        kiosk.until("released")
    finger.close()
    return found


def steps(kiosk: TimedKiosk, card: LabCard, display: Display, visits: int) -> dict[str, Taken]:
    """Whole visits of a blocked card by finger: from the moment it goes up on a step's button to the next screen."""
    finger = Finger(display.name)
    found: dict[str, Taken] = {}
    for _ in range(visits):
        card.ask("insert blocked")
        shown = kiosk.next("shown", state="verdict")
        for then, digits in STEPS:
            before = str(shown["state"])
            time.sleep(ARMED_S)
            if digits:
                pad = display.pad()
                for digit in digits:
                    tap(finger, pad[digit])
            lifted_at = tap(finger, display.primary_button())
            shown = kiosk.next("shown", state=then)
            taken = found.setdefault(f"{before} → {then}", [])
            taken.append((shown["t"] - lifted_at, 0.0))
            if then == "unblocking":
                shown = kiosk.next("shown", state="unblocked")
        card.ask("remove")
        kiosk.until("shown", state="waiting")
    finger.close()
    return found


def tap(finger: Finger, at: tuple[int, int]) -> float:
    """Put the finger down for as long as people do; returns the moment it went up."""
    finger.move(*at)
    finger.down()
    time.sleep(TAP_S)
    lifted_at = finger.up()
    time.sleep(TAP_S)
    return lifted_at


def between(first: dict[str, Any], last: dict[str, Any]) -> tuple[float, float]:
    """Seconds by the clock, and of processor."""
    return last["t"] - first["t"], last["cpu"] - first["cpu"]


def tell(name: str, taken: Taken, budget_ms: float) -> None:
    clock, processor = zip(*taken, strict=True)
    print(told(name, clock, budget_ms))
    print(told("  dont processeur", processor, budget_ms))


def main(runs: int = 40) -> None:
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        (folder / "lab").mkdir()
        config = folder / "borne.toml"
        config.write_text(f'[stockage]\nbase = "{folder}/figures/compteurs.sqlite3"\n', encoding="utf-8")
        words = ["run", "--config", str(config), "--size", "{}x{}".format(*PANEL_PX)]
        with Display(folder) as display, PcscdLab(folder / "lab") as lab:
            card = lab.card("-")
            environment = {"DISPLAY": display.name, "HOME": text}
            with timed_kiosk(words, environment, lab.popen) as kiosk:
                kiosk.until("shown", state="waiting")
                for profile, name in PROFILES.items():
                    taken = verdicts(kiosk, card, profile, runs)
                    tell(f"{name} : SCardGetStatusChange → verdict à l’écran", taken, VERDICT_BUDGET_MS)
                card.ask("insert blocked")
                kiosk.until("shown", state="verdict")
                tell("doigt → touche enfoncée à l’écran", touches(kiosk, display, runs), PRESSED_BUDGET_MS)
                card.ask("remove")
                kiosk.until("shown", state="waiting")
                for pair, taken in steps(kiosk, card, display, max(runs // 4, 1)).items():
                    print(told(pair, [clock for clock, _ in taken], NEXT_SCREEN_BUDGET_MS))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
