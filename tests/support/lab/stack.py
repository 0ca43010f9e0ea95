"""A whole counter: a real pcscd, a simulated card in its virtual reader, an X server, and kiosks on request."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from checkout import ROOT
from diagnostics.figures.reading import totals_since
from diagnostics.files.read_only import open_read_only
from diagnostics.outcomes.weeks import iso_week
from lab.display import PANEL_PX, Display
from lab.kiosk_process import COMMAND, PATIENCE_S, Kiosk
from lab.pcscd import FIRST_READER, LabCard, PcscdLab

PIN, PUK, NEW_PIN, WRONG_PUK = "5816", "83920174", "7302", "83920147"
"""The codes of these stories: found anywhere else, they were given away."""

THIS_CHECKOUT = {"PYTHONPATH": str(ROOT)}
"""Inside the namespaces the working directory is /: what is installed would be started, whichever it is."""

SECOND_PORT = "35964"  # 0x8C7C, the second slot of vpcd


@dataclass
class Card:
    """The card of ``guichet-cps simulate``, steered by its control socket (``kiosk.simulator.bridge.control``)."""

    process: subprocess.Popen[str]
    control: LabCard

    def insert(self, *profile: str) -> None:
        """A fresh card of that profile, or without one the card that was there last."""
        self.control.ask(" ".join(("insert", *profile)))

    def remove(self) -> None:
        self.control.ask("remove")

    @property
    def exchanges(self) -> int:
        """Commands that reached it since it was made."""
        return int(self.control.ask("journal")["apdus"])

    def tear(self, moment: str, instruction: str) -> None:
        """Pull the card out at the next command of that INS."""
        self.control.ask(f"tear {moment} {instruction}")

    def answers_to(self, pin: str) -> bool:
        """Whether this is its PIN, without spending a try."""
        return bool(self.control.ask(f"check-pin {pin}"))

    def left(self) -> tuple[int, int, int]:
        """Tries of the PIN, tries and uses of the PUK."""
        state = self.control.ask("state")
        return state["pin_tries_left"], state["puk_tries_left"], state["puk_uses_left"]

    def answered(self, instruction: str) -> list[str]:
        """P2 and answer of every command with that INS, in order: ``02 SW=63C9``."""
        lines = [line.split() for line in self.control.ask("journal")["lines"]]
        return [f"{line[3]} {line[-1]}" for line in lines if line[1] == instruction]


def simulate(lab: PcscdLab, folder: Path, *options: str, reader: str = FIRST_READER, **process: Any) -> Card:
    """Start ``guichet-cps simulate``; its card is in the reader then. ``process``: options of Popen."""
    path = folder / "simulate.sock"
    command = [*COMMAND, "simulate", "--control", str(path), *options]
    started = lab.popen(command, env=THIS_CHECKOUT, stderr=subprocess.PIPE, text=True, **process)
    lab.wait_for("card", reader)
    return Card(started, LabCard(path))


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
        self.scratch.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        for kiosk in self._kiosks:
            kiosk.close()

    @property
    def database(self) -> Path:
        return self.folder / "figures" / "compteurs.sqlite3"

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def scratch(self) -> Path:
        """Where temporary files go."""
        return self.folder / "tmp"

    def exchange(self, profile: str, reader: str = FIRST_READER) -> None:
        """Another card in place of the one that is in: pcscd has seen the reader empty, and then the card."""
        self.card.remove()
        self.lab.wait_for("empty", reader)
        self.card.insert(profile)
        self.lab.wait_for("mute" if profile == "mute" else "card", reader)

    def environment(self) -> dict[str, str]:
        """SDL's silent driver: no story depends on the sound card of its machine, whose absence the journal tells."""
        own = {"DISPLAY": self.display.name, "HOME": str(self.home), "TMPDIR": str(self.scratch)}
        return own | THIS_CHECKOUT | {"SDL_AUDIODRIVER": "dummy"}

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
        totals = totals_since(self.database, iso_week(date.today()))
        found: Counter[str] = Counter()
        for cell, n in totals.outcomes.items():
            found[cell.code.value] += n
        return dict(found)

    def under_way(self) -> list[str]:
        """Services that were begun and not ended."""
        with closing(open_read_only(self.database, PATIENCE_S)) as connection:
            return [service for (service,) in connection.execute("SELECT service FROM pending ORDER BY service")]

    def text_of(self, paper: str) -> str:
        """The words of a paper, as another program reads them, with their spaces made plain."""
        command = ["pdftotext", str(self.papers / paper), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
        return " ".join(done.stdout.split())
