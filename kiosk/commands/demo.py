"""``guichet-cps demo``: the kiosk with a simulated card, in a window or playing two visits by itself."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import click

from kiosk.app.assembly import Doors, Places, assemble
from kiosk.app.certificate_examiner import examination
from kiosk.app.demo_tour import Props, TourFailed, play_tour
from kiosk.app.opening import run_kiosk
from kiosk.commands.exit_status import ExitStatus, end, no_window_ends
from kiosk.commands.options import (
    PROFILES_HELP,
    config_option,
    help_option,
    output_option,
    profile_option,
    size_option,
)
from kiosk.commands.settings import configuration
from kiosk.config.os_errors import reason_of
from kiosk.runtime.process.hardening import harden_process
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import DEFAULT_PUK, Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders
from kiosk.simulator.visitor import Visitor
from kiosk.ui.platform.display import demonstration_window

APDU_S = 0.02
"""What one command to a real card costs, roughly: the demonstration shows the waits that people will see."""

HEADLESS = "Ou essayez demo --headless."


@click.command(short_help="La borne avec une carte simulée.", epilog=PROFILES_HELP)
@help_option
@config_option
@size_option
@profile_option
@click.option("--headless", is_flag=True, help="Joue seule deux visites, sans écran, et laisse une image par étape.")
@output_option
def demo(config_path: Path | None, size: tuple[int, int] | None, profile: str, headless: bool, output: Path) -> None:
    """La borne avec une carte simulée : rien n’est branché, rien n’est conservé.

    Le visiteur simulé apporte sa carte, puis la reprend. Code porteur 1234, code de déblocage 12345678.
    Les papiers vont dans le dossier de --output, demo-output dans le dossier courant si rien n’est dit.
    """
    config = configuration(config_path)
    harden_process()
    readers = SimulatedReaders(delay_s=APDU_S)
    simulated = (DEFAULT_READER,)
    doors = Doors(readers, readers.watcher(), simulated, examination(config, simulated))

    def bring() -> SimulatedCard:
        return build(profile, Order(date.today()))

    with tempfile.TemporaryDirectory(prefix="guichet-cps-") as scratch, no_window_ends(HEADLESS):
        parts = assemble(config, doors, Places(Path(scratch) / "compteurs.sqlite3", output))
        if not headless:
            window = size or config.size_px() or demonstration_window()
            run_kiosk(parts, window, clean=True, on_tick=Visitor(readers, bring).see)
            return
        props = Props(lambda: readers.insert(bring()), readers.remove, DEFAULT_PUK)
        try:
            pictures = play_tour(parts, size, output, props)
        except TourFailed as error:
            raise click.ClickException(f"la démonstration s’est arrêtée : {error}.") from None
        except OSError as error:
            end(f"{output}\u00a0: le dossier ne peut pas être écrit ({reason_of(error)}).", ExitStatus.IOERR)
        click.echo(f"{len(pictures)} images et les papiers sont dans {output}.")
