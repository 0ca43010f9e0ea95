"""Plays scenarios on a machine under QEMU and writes down what was seen; ``try.sh`` makes the machine before."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from guest import GuestError
from record import RECORD, write
from scenarios import SCENARIOS, UNCOMMISSIONED
from trial import ROOT, Trial

INTERRUPTED = "interrompu"


def prepare(folder: Path, root: Path, port: int) -> Path:
    """A disk that was commissioned once and switched off, from which the scenarios begin."""
    disk = folder / "en-service.qcow2"
    if not disk.exists():
        click.echo("==> mise en service d’un disque, une fois pour toutes", err=True)
        trial = Trial(folder / "preparation", root, folder / "disque.img", port)
        try:
            trial.boot()
            trial.commission()
            trial.guest.shut_down()
            trial.guest.disk.rename(disk)
        finally:
            trial.close()
    return disk


def play(name: str, folder: Path, root: Path, base: Path, port: int, seed: int) -> bool:
    """One scenario on a new machine; one line is added to the record."""
    trial = Trial(folder / name, root, base, port, seed=seed)
    began, failure = time.monotonic(), ""
    click.echo(f"==> {name}", err=True)
    try:
        SCENARIOS[name](trial)
    except GuestError as error:
        failure = str(error)
    except SystemExit:
        failure = INTERRUPTED
    except Exception:  # noqa: BLE001 a scenario that breaks is a result, and the next one is played
        failure = traceback.format_exc()
    finally:
        if failure:
            trial.keep_journal()
        trial.close()
    line = {
        "scenario": name,
        "when": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "machine": (folder / "suite").read_text().strip(),
        "commit": subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip(),
        "seconds": round(time.monotonic() - began),
        "passed": not failure,
        "failure": failure,
        "facts": trial.facts,
    }
    with (folder / RECORD).open("a", encoding="utf-8") as record:
        record.write(json.dumps(line, ensure_ascii=False) + "\n")
    click.echo(f"    {'passé' if not failure else 'ÉCHEC : ' + failure} ({line['seconds']} s)", err=True)
    if failure == INTERRUPTED:
        sys.exit(143)
    return not failure


@click.command()
@click.argument("names", nargs=-1)
@click.option("--folder", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--resume", is_flag=True, help="Passe les scénarios déjà réussis.")
@click.option("--seed", type=int, default=20261130, show_default=True)
@click.option("--record", is_flag=True, help="Écrit deploy/machine/resultats.md, et ne joue rien.")
@click.option("--window", is_flag=True, help="Ouvre la machine dans une fenêtre, à essayer soi-même.")
def main(names: tuple[str, ...], folder: Path, resume: bool, seed: int, record: bool, window: bool) -> None:
    """Joue des scénarios (tous, sinon) sur la machine de ce dossier."""
    if record:
        write(folder.parent, Path(__file__).with_name("resultats.md"))
        return
    unknown = set(names) - set(SCENARIOS)
    if unknown:
        raise click.UsageError(f"scénario inconnu : {', '.join(unknown)} ; au choix : {', '.join(SCENARIOS)}")
    root, port = folder / "racine", _free_port()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if window:
        by_hand(folder, root, port)
        return
    done = passed(folder) if resume else set()
    wanted = [name for name in names or SCENARIOS if name not in done]
    results = []
    for name in wanted:
        base = folder / "disque.img" if name in UNCOMMISSIONED else prepare(folder, root, port)
        results.append(play(name, folder, root, base, port, seed))
    sys.exit(0 if all(results) else 1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def passed(folder: Path) -> set[str]:
    try:
        lines = [json.loads(line) for line in (folder / RECORD).read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        return set()
    return {line["scenario"] for line in lines if line["passed"]}


def by_hand(folder: Path, root: Path, port: int) -> None:
    """A window with the machine, a blocked card in its reader, until the window is closed."""
    trial = Trial(folder / "fenetre", root, prepare(folder, root, port), port, window=True)
    try:
        trial.guest.start()
        trial.card.insert("blocked")
        click.echo(
            f"Code de déblocage de la carte : 12345678. La carte se retire et se remet par {trial.folder}/card.sock"
            " (remove, insert blocked…)."
        )
        trial.guest.wait_for_end()
    finally:
        trial.close()


if __name__ == "__main__":
    main()
