"""The machine and what stands around it: the card in somebody's hand, the eyes on the screen, the fingers."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from eyes import Eyes
from guest import DIES_WITH_US, Guest, GuestError, overlay

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "/var/lib/guichet-cps/compteurs.sqlite3"
PUK, NEW_PIN = "12345678", "2580"
WAITING = "Insérez votre carte"
UNBLOCKED = "Votre carte est débloquée"
RESTARTED = "La borne a redémarré"


_COUNTS = """
import json, sqlite3, sys
rows = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute("select service, outcome, n from counts")
total = {}
for service, outcome, n in rows:
    total[service + "/" + outcome] = total.get(service + "/" + outcome, 0) + n
print(json.dumps(total))
"""


class Card:
    """The hand with the simulated cards: a process that outlives every cut of the machine's current."""

    def __init__(self, folder: Path, port: int) -> None:
        self._path = folder / "card.sock"
        command = [*DIES_WITH_US, sys.executable, "-m", "kiosk", "simulate", "--usb", "--empty", "--profile", "blocked"]
        with (folder / "card.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(port), "--control", str(self._path)],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        end = time.monotonic() + 30
        while not self._path.exists():
            if time.monotonic() > end or self._process.poll() is not None:
                raise GuestError((folder / "card.log").read_text())
            time.sleep(0.1)

    def __call__(self, line: str) -> Any:
        """One line of ``guichet-cps simulate --control``; its answer. Raises GuestError for one that is refused."""
        with socket.socket(socket.AF_UNIX) as link, link.makefile("r") as answers:
            link.settimeout(30)
            link.connect(str(self._path))
            link.sendall(line.encode() + b"\n")
            answer = json.loads(answers.readline())
        if isinstance(answer, dict) and "error" in answer:
            raise GuestError(answer["error"])
        return answer

    def insert(self, words: str = "") -> None:
        self(f"insert {words}".strip())

    def take_out(self) -> None:
        self("remove")

    def journal(self) -> list[str]:
        """Headers, lengths and status words of what the card was sent."""
        lines: list[str] = self("journal")["lines"]
        return lines

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


class Trial:
    """One scenario's machine. ``facts`` is what is worth a line in the record."""

    def __init__(self, folder: Path, root: Path, base: Path, port: int, *, seed: int = 0, window: bool = False) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        self._judgements = folder.with_name(f"{folder.name}-{seed}.txt")
        self.seed = seed
        self.facts: dict[str, object] = {}
        self.guest = Guest(folder, root, overlay(base, folder / "disk.qcow2"), port, window=window)
        self.eyes = Eyes(self.guest, folder / "pictures")
        self.card = Card(folder, port)

    def boot(self) -> float:
        """Switch on and wait for the root shell and a started kiosk. Seconds from power to the started kiosk."""
        self.guest.start()
        self.guest.wait_for_root()
        self.until("systemctl --quiet is-active guichet-cps")
        return time.monotonic() - self.guest.started_at

    def keep_journal(self) -> None:
        """What the machine said, for whoever looks for the reason of a failure."""
        with suppress(GuestError, OSError, AttributeError):
            text = self.guest.output("journalctl --boot --no-pager --output=short-monotonic | tail -400", 60)
            (self.folder / "journal.txt").write_text(text, encoding="utf-8")

    def close(self) -> None:
        self.guest.cut()
        self.card.close()
        with suppress(OSError):
            (self.folder / "disk.qcow2").unlink()

    # -- what a person does -------------------------------------------------------------------------------------------

    def type(self, digits: str) -> None:
        """On the keypad, then its Enter key."""
        for digit in digits:
            self.guest.key(f"kp_{digit}")
        self.guest.key("kp_enter")

    def go_to(self, step: str) -> None:
        """A visit with a blocked card that is in, from its verdict to ``step``, one of STEPS, where it then stands."""
        for name, sentence, act in STEPS:
            self.eyes.wait(sentence)
            if name == step:
                return
            act(self)
        raise ValueError(step)

    def unblock(self) -> None:
        """The whole visit up to the green screen."""
        self.go_to("result")

    # -- what a technician does ---------------------------------------------------------------------------------------

    def commission(self, profile: str = "healthy") -> None:
        """Put the reader into service with a card that is not blocked, with the kiosk stopped."""
        self.guest.output("systemctl stop guichet-cps", 120)
        self.card.insert(profile)
        self.wait_for_card()
        status, text = self.guest.run(
            "cd /var/lib/guichet-cps && runuser -u borne -- guichet-cps card commission"
            " --config /etc/guichet-cps/guichet-cps.toml && rm transcription.json",
            300,
        )
        self.card.take_out()
        if status != 0:
            raise GuestError(f"commission ended with {status}: {text}")
        self.guest.output("systemctl start guichet-cps", 400)

    def until(self, condition: str, patience_s: float = 600.0) -> None:
        """Wait in the machine until a shell condition holds. Raises GuestError."""
        self.guest.output(f"until {condition}; do sleep 1; done", patience_s)

    def wait_outside(self, condition: Callable[[], bool], patience_s: float = 120.0) -> None:
        """Wait until a condition holds that the machine need not be asked for. Raises GuestError."""
        end = time.monotonic() + patience_s
        while not condition():
            if time.monotonic() > end:
                raise GuestError(f"it did not come about within {patience_s:.0f} s")
            time.sleep(0.02)

    def wait_for_card(self) -> None:
        self.guest.output("for i in $(seq 60); do opensc-tool -l 2>/dev/null | grep -q Yes && break; sleep 1; done")

    def counted(self) -> dict[str, int]:
        """``service/outcome`` → n, read in the machine without writing to the database."""
        answer: dict[str, int] = json.loads(self.guest.output(f"python3 -c {shlex.quote(_COUNTS)} {DATABASE}"))
        return answer

    def judged(self) -> list[str]:
        """What is on record of a scenario that may be begun again."""
        try:
            return self._judgements.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def judge(self, line: str) -> None:
        with self._judgements.open("a", encoding="utf-8") as record:
            record.write(f"{line}\n")

    def began(self) -> str:
        """Identifies the run of the kiosk: changes at each start."""
        return self.guest.output("systemctl show -p InvocationID --value guichet-cps")


def _press(sentence: str) -> Any:
    return lambda trial: trial.eyes.touch(sentence)


STEPS: tuple[tuple[str, str, Any], ...] = (
    ("verdict", "Débloquer mon code porteur", _press("Débloquer mon code porteur")),
    ("letter", "Avez-vous votre code de", _press("Oui, je l’ai")),
    ("letter_check", "Oui, c’est ce numéro", _press("Oui, c’est ce numéro")),
    ("puk", "0 chiffre sur 8", lambda trial: trial.type(PUK)),
    ("new_pin", "Choisissez votre nouveau code porteur", lambda trial: trial.type(NEW_PIN)),
    ("confirm", "Retapez votre nouveau code porteur", lambda trial: trial.type(NEW_PIN)),
    ("result", UNBLOCKED, lambda trial: None),
)
"""Name, what is read on its screen, and what the person then does."""
