"""``guichet-cps run``: the kiosk on the readers of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import click

from kiosk.app.assembly import Doors, Places, assemble
from kiosk.app.certificate_examiner import examination
from kiosk.app.opening import run_kiosk, show_out_of_service
from kiosk.commands.exit_status import no_window_ends
from kiosk.commands.options import config_option, help_option, papers_option, size_option
from kiosk.commands.settings import commissioned, configuration, database_of
from kiosk.runtime.journal.journal import Journal, Technical
from kiosk.runtime.process.clean_end import MARK, CleanEnd
from kiosk.runtime.process.hardening import harden_process
from kiosk.runtime.process.running_version import version_left


@click.command(short_help="La borne, sur les lecteurs de la machine.")
@help_option
@config_option
@size_option
@papers_option
@click.option("--trace-states", is_flag=True, help="Une ligne par écran sur stderr ; lecteurs virtuels seulement.")
def run(config_path: Path | None, size: tuple[int, int] | None, papers: Path | None, trace_states: bool) -> None:
    """La borne, sur les lecteurs PC/SC de la machine.

    Sans --size, elle occupe tout l’écran. Sortie : 0 à la fermeture, 69 sans écran, 78 si la configuration est refusée.
    """
    try:
        config = configuration(config_path)
    except SystemExit:
        with suppress(SystemExit), no_window_ends():
            show_out_of_service(size)
        raise
    harden_process()
    database = database_of(config)
    with suppress(OSError):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    from kiosk.card.pcsc import PcscDoor, PcscWatcher

    commissions = commissioned(config, database)
    doors = Doors(PcscDoor(), PcscWatcher(), examine=examination(config), commissions=commissions)
    parts = assemble(config, doors, Places(database, papers), trace=trace_states)
    with _in_service(CleanEnd(database.with_name(MARK)), parts.world.journal) as clean, no_window_ends():
        run_kiosk(parts, size, clean=clean)


@contextmanager
def _in_service(mark: CleanEnd, journal: Journal) -> Iterator[bool]:
    """Whether the last process ended by itself. Only one that breaks, or is killed, leaves the mark and says no end."""
    clean = mark.begin()
    before = {} if clean else {"clean": False}
    own = version("guichet-cps")
    journal.write(Technical.STARTED, version=own, **before)
    ended = False
    try:
        with version_left(os.environ, own):
            yield clean
        ended = True
    except SystemExit:
        ended = True
        raise
    finally:
        if ended:
            mark.end()
            journal.write(Technical.STOPPED)
