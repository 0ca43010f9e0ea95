"""Changes one token of the safety code at a time, and says which changes no test notices.

cosmic-ray makes the changes, in a clone of the last commit, and keeps what came of them: an interrupted run goes on
where it stopped. Of all changes that it can make in a room a sample is drawn by seed. Each is judged by the tests of
the folder that mirrors the changed file first, then by those of the room.

    .venv/bin/pip install --require-hashes --no-build-isolation --requirement deploy/mutants.lock
    .venv/bin/python tests/benchmarks/mutate.py --folder mutants --sample 120

Ten seconds or so a mutant: twenty minutes a room. After new tests were committed ``--again`` judges once more those
that went unnoticed, in the sources as they were drawn from.
"""

from __future__ import annotations

import ast
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 900.0
"""A mutant that turns in a circle is killed after it, and counts as noticed: far more than all tests of a room take."""

ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "card": (("kiosk/card",), ("tests/kiosk/card", "tests/kiosk/commissioning", "tests/kiosk/runtime")),
    "flow": (("kiosk/flow",), ("tests/kiosk/flow", "tests/kiosk/view", "tests/kiosk/runtime")),
    "runtime": (
        ("kiosk/runtime/vault.py", "kiosk/runtime/lanes.py", "kiosk/runtime/records.py", "kiosk/runtime/card"),
        ("tests/kiosk/runtime", "tests/kiosk/flow"),
    ),
    "database": (
        ("diagnostics/database",),
        ("tests/diagnostics/database", "tests/diagnostics/store", "tests/diagnostics/health"),
    ),
    "store": (("diagnostics/store",), ("tests/diagnostics/store", "tests/diagnostics/database", "tests/kiosk/runtime")),
}
"""What is changed, and the tests that may notice it, after those of ``EVERYWHERE``."""

EVERYWHERE = "tests/house/test_values.py"

_CONFIG = """[cosmic-ray]
module-path = {paths}
timeout = {timeout}
excluded-modules = []
test-command = "{python} {script} judge {room}"

[cosmic-ray.distributor]
name = "local"
"""


@click.group(invoke_without_command=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where the clone and the results are kept.")
@click.option("--room", "rooms", multiple=True, type=click.Choice(list(ROOMS)), help="Only this one; may be repeated.")
@click.option("--sample", default=120, show_default=True, help="Mutants of each room.")
@click.option("--seed", default=1, show_default=True)
@click.option("--again", is_flag=True, help="Judge those that went unnoticed by the tests of the last commit.")
@click.pass_context
def main(
    context: click.Context, folder: Path | None, rooms: tuple[str, ...], sample: int, seed: int, *, again: bool
) -> None:
    """Draw, change, judge and report."""
    if context.invoked_subcommand is not None:
        return
    if folder is None:
        raise click.UsageError("--folder is missing.")
    folder.mkdir(parents=True, exist_ok=True)
    for room in rooms or ROOMS:
        drawn = Room(room, folder.resolve(), sample, seed)
        if again:
            drawn.forget_the_unnoticed()
        drawn.run()


@main.command()
@click.argument("room", type=click.Choice(list(ROOMS)))
def judge(room: str) -> None:
    """In a clone where one file was changed: end with 0 if no test notices."""
    changed = _output("git", "diff", "--name-only").split()
    for tests in _in_order(changed, ROOMS[room][1]):
        if status := _pytest(tests):
            sys.exit(status)


class Room:
    """One room's clone, configuration and session of cosmic-ray, under ``folder``."""

    def __init__(self, name: str, folder: Path, sample: int, seed: int) -> None:
        self._name = name
        self._checkout = folder / f"{name}-checkout"
        self._config = folder / f"{name}.toml"
        self._session = folder / f"{name}-{seed}-{sample}.sqlite"
        self._sample = sample
        self._seed = seed

    def run(self) -> None:
        if not self._checkout.exists():
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(self._checkout)], check=True)
        self._in_checkout("git", "checkout", "--quiet", "--", ".")
        self._config.write_text(
            _CONFIG.format(
                paths=list(ROOMS[self._name][0]),
                timeout=TIMEOUT_S,
                python=sys.executable,
                script=self._checkout / "tests/benchmarks/mutate.py",
                room=self._name,
            )
        )
        if not self._session.exists():
            click.echo(f"{self._name}: the tests as they are")
            self._in_checkout(sys.executable, "tests/benchmarks/mutate.py", "judge", self._name)
            self._cosmic_ray("init", self._config, self._session)
            self._draw()
        self._cosmic_ray("exec", self._config, self._session)
        self._report()

    def forget_the_unnoticed(self) -> None:
        """Take the last commit but for what is changed here, and let what its tests may notice now be judged anew.

        The tests must hold of the sources as they were drawn from: else they would notice everything.
        """
        self._in_checkout("git", "fetch", "--quiet", "origin", "HEAD")
        self._in_checkout("git", "checkout", "--quiet", "FETCH_HEAD", "--", ".")
        self._in_checkout("git", "checkout", "--quiet", "HEAD", "--", *ROOMS[self._name][0])
        self._in_checkout(sys.executable, "tests/benchmarks/mutate.py", "judge", self._name)
        with closing(sqlite3.connect(self._session)) as database, database:
            database.execute("DELETE FROM work_results WHERE test_outcome = 'SURVIVED'")

    def _draw(self) -> None:
        """Of what can be changed and is executed (annotations are not), keep a sample; mark the rest as left out."""
        with use_db(str(self._session)) as database:
            items = sorted(database.work_items, key=lambda item: str(item.mutations))
            executed = [item for item in items if not self._annotates(item.mutations[0])]
            draw = random.Random(self._seed)  # noqa: S311 a sample, not a secret
            kept = {item.job_id for item in draw.sample(executed, min(self._sample, len(executed)))}
            left_out = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)
            database.set_multiple_results([item.job_id for item in items if item.job_id not in kept], left_out)
        click.echo(f"{self._name}: {len(kept)} of {len(executed)} mutants that could be made")

    def _annotates(self, mutation: MutationSpec) -> bool:
        spans = _annotations(self._checkout / mutation.module_path)
        return any(first <= mutation.start_pos < last for first, last in spans)

    def _report(self) -> None:
        with use_db(str(self._session)) as database:
            judged = [result for _, result in database.results if result.worker_outcome != WorkerOutcome.SKIPPED]
        alive = [result for result in judged if not result.is_killed]
        for result in alive:
            click.echo(f"\n{_changed_lines(result.diff)}")
        share = 100 * (1 - len(alive) / max(len(judged), 1))
        click.echo(f"\n{self._name}: {len(judged)} made, {len(judged) - len(alive)} noticed ({share:.1f} %)")

    def _cosmic_ray(self, command: str, *files: Path) -> None:
        self._in_checkout(str(Path(sys.executable).with_name("cosmic-ray")), command, *map(str, files))

    def _in_checkout(self, *command: str) -> None:
        done = subprocess.run(command, cwd=self._checkout, env=_environment(self._checkout), check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}.")


def _in_order(changed: Sequence[str], wider: Sequence[str]) -> Iterator[str]:
    """The folder of tests that mirrors the changed file, then the others."""
    for path in changed:
        nearest = Path("tests") / Path(path).parent
        if nearest.is_dir():
            yield str(nearest)
    yield EVERYWHERE
    yield from wider


def _pytest(tests: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", tests]
    return subprocess.run(command, check=False).returncode


def _environment(checkout: Path) -> dict[str, str]:
    path = f"{checkout}{os.pathsep}{checkout / 'tests/support'}"
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _annotations(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """First and last place (line from 1, column from 0) of each annotation, which nothing executes here."""
    spans = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr) and part.end_lineno is not None and part.end_col_offset is not None:
                spans.append(((part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)))
    return spans


def _changed_lines(diff: str | None) -> str:
    lines = (diff or "").splitlines()
    return "\n".join(line for line in lines if line.startswith(("+", "-", "@@")))


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
