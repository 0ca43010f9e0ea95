"""A card that is only its transcript: it answers the recorded commands in their order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.card import ScriptedConnection, a_bench
from kiosk.card.cps.generations import dialect_of
from kiosk.card.model import CardContent, CardSnapshot
from kiosk.card.session import read_content, read_snapshot
from kiosk.commissioning.transcript.read_only_connection import ReadsOnly, Step
from kiosk.simulator.chip.habits import Habits


@dataclass
class Reading:
    """Both readings of a card, and every command they took."""

    snapshot: CardSnapshot
    content: CardContent
    steps: list[Step] = field(default_factory=list)


def read_recorded(profile: str, habits: Habits | None = None) -> Reading:
    """Read a simulated card as the commissioning does."""
    bench = a_bench(profile, habits)
    dialect = dialect_of(bench.kind)
    recorder = ReadsOnly(bench.connection, dialect is not None and dialect.counts_by_empty_verify)
    snapshot = read_snapshot(recorder, "R 00 00", bench.kind)
    return Reading(snapshot, read_content(recorder, snapshot, label_wanted=True), recorder.steps)


def played_back(steps: Iterable[Step], *, t0: bool = True) -> ScriptedConnection:
    return ScriptedConnection([(step.command.hex(), f"{step.data.hex()}{step.sw:04x}") for step in steps], t0)


def read_again(reading: Reading, steps: list[Step]) -> Reading:
    """The same readings, of a card that answers as in ``steps``; all of them must be used up."""
    connection = played_back(steps)
    snapshot = read_snapshot(connection, reading.snapshot.reader, reading.snapshot.kind)
    content = read_content(connection, snapshot, label_wanted=True)
    assert connection.used_up
    return Reading(snapshot, content)
