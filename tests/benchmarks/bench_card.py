"""Commands and bytes at SCardTransmit on one virtual card, ours beside OpenSC's, through a real pcscd and vpcd.

``PYTHONPATH=.:tests/support python tests/benchmarks/bench_card.py``, as root (see ``pcscd_lab``). Figures only, nothing
is asserted. The card counts what reaches it. Wall time is from connecting to closing for ours, the whole process for
OpenSC's tools, best of RUNS. The issuer's own module needs 61 commands at first sight of a CPS3 and 53 of a CPS4, and
20 and 12 for an unblock without proof (deploy/reference/card.md §8.6); it cannot be run here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkout import ROOT
from kiosk.simulator.chip.habits import ShortRead
from lab.pcscd import FIRST_READER, LabCard, PcscdLab

RUNS = 3
PROGRAMS = Path(__file__).with_name("programs")
OURS = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}"}
NAMES = {
    "verdict": "verdict",
    "audit": "contrôle complet",
    "unblock": "déblocage prouvé",
    "try": "essai du code porteur",
    "change": "changement prouvé",
    "situations": "situations",
}
CURRENT_PIN = {"try": None, "change": None, "situations": None}
BUDGETS: dict[str, dict[str, int | None]] = {
    "blocked": {"verdict": 6, "audit": 45, "unblock": 14},
    "healthy": CURRENT_PIN,
    "cps4-blocked": {"verdict": 6, "audit": 52, "unblock": 12},
    "cps4": CURRENT_PIN,
}
"""Commands at the transport (deploy/reference/card.md §8.7), None without one; the audit's include the verdict's."""

TOOLS = {
    "opensc-tool -n (reconnaître)": "opensc-tool -n",
    "pkcs15-tool --list-pins": "pkcs15-tool --list-pins",
    "pkcs15-tool -D (tout lister)": "pkcs15-tool -D",
    "pkcs15-tool --verify-pin": "pkcs15-tool --verify-pin --pin 1234",
    "pkcs15-tool --unblock-pin": "pkcs15-tool --unblock-pin --puk 12345678 --new-pin 2580",
}
BESIDE = {"verdict": "pkcs15-tool --list-pins", "audit": "pkcs15-tool -D (tout lister)"}
"""What OpenSC does that comes nearest."""


@dataclass(frozen=True, slots=True)
class Figures:
    apdus: int
    sent: int
    received: int
    ms: float
    worked: bool

    def row(self, name: str, remark: str = "") -> str:
        counted = f"{self.apdus:4} APDU  {self.sent:5}/{self.received:5} octets  {self.ms:7.1f} ms"
        return f"  {name:<30} {counted}  {'' if self.worked else 'ÉCHEC '}{remark}"


class Slot:
    """The first slot of the reader, with a fresh card for each measure."""

    def __init__(self, lab: PcscdLab, control: Path, habit: ShortRead) -> None:
        command = [
            sys.executable,
            str(ROOT / "tests/support/lab/programs/simulated_card.py"),
            "-",
            str(control),
            "0",
            habit.name,
        ]
        self._lab, self._control = lab, control
        self._process = lab.popen(command, env=OURS, stdout=subprocess.PIPE, text=True)
        if self._process.stdout.readline() != "ready\n":
            raise SystemExit("the simulated card did not start")
        self._card = LabCard(control)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def insert(self, profile: str) -> str:
        self._card.ask("remove")
        self._lab.wait_for("empty")
        self._card.ask(f"insert {profile}")
        return self._lab.wait_for("card")

    def ours(self, profile: str, operation: str) -> Figures:
        return min((self._ours(profile, operation) for _ in range(RUNS)), key=lambda figures: figures.ms)

    def _ours(self, profile: str, operation: str) -> Figures:
        atr = self.insert(profile)
        program = [sys.executable, str(PROGRAMS / "timed_card.py"), operation, FIRST_READER, atr, str(self._control)]
        done = self._lab.run(program, env=OURS)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return Figures(**json.loads(done.stdout))

    def theirs(self, profile: str, command: str) -> Figures:
        return min((self._theirs(profile, command) for _ in range(RUNS)), key=lambda figures: figures.ms)

    def _theirs(self, profile: str, command: str) -> Figures:
        self.insert(profile)
        self._card.ask("forget")
        began = time.perf_counter()
        done = self._lab.run(command.split())
        ms = (time.perf_counter() - began) * 1000
        seen: dict[str, Any] = self._card.ask("journal")
        return Figures(seen["apdus"], seen["sent"], seen["received"], ms, done.returncode == 0)


def generation(slot: Slot, profile: str, theirs: dict[str, Figures]) -> None:
    for operation, budget in BUDGETS[profile].items():
        figures = slot.ours(profile, operation)
        remark = "" if budget is None else f"budget {budget} : {figures.apdus / budget:.0%}"
        near = theirs.get(BESIDE.get(operation, ""))
        if near is not None:
            ratios = near.apdus / figures.apdus, near.ms / figures.ms
            remark += " ; OpenSC ÷ nous : {:.1f} en APDU, {:.1f} en temps".format(*ratios)
        print(figures.row(NAMES[operation], remark))


def opensc(slot: Slot) -> dict[str, Figures]:
    print("\nOpenSC, CPS3, lectures courtes : 6282")
    found = {}
    for name, command in TOOLS.items():
        found[name] = slot.theirs("healthy" if "verify" in command else "blocked", command)
        print(found[name].row(name))
    return found


def main() -> None:
    theirs: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as folder, PcscdLab(Path(folder)) as lab:
        for habit in ShortRead:
            slot = Slot(lab, Path(folder) / f"{habit.name}.sock", habit)
            theirs = theirs or opensc(slot)
            for profile in BUDGETS:
                print(f"\nguichet-cps, {profile}, lectures courtes : {habit.value}")
                generation(slot, profile, theirs if profile == "blocked" and habit is ShortRead.END_OF_FILE else {})
            slot.close()


if __name__ == "__main__":
    main()
