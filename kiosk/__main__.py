"""The command line: the one place that chooses real or simulated, and that imports Kivy after its environment."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Event
from types import ModuleType

import click

from kiosk.app.assembly import Doors, Parts, Places, assemble
from kiosk.app.certificate_examiner import examination
from kiosk.card.commission import SIMULATED_READERS
from kiosk.commands.audit import audit_command
from kiosk.commands.bundle.command import bundle
from kiosk.commands.card import card
from kiosk.commands.fleet.command import fleet
from kiosk.commands.french import speak_french
from kiosk.commands.options import ProfileChoice, config_option, help_option, output_option, papers_option, size_option
from kiosk.commands.selftest import selftest
from kiosk.commands.settings import EX_CONFIG, commissioned, configuration, database_of
from kiosk.commands.simulate import vpcd_told
from kiosk.commands.staff import staff
from kiosk.commands.stats import stats
from kiosk.config.os_errors import reason_of
from kiosk.config.settings import Config
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk, Visit
from kiosk.runtime.card.jobs import Examine
from kiosk.runtime.process.clean_end import MARK, CleanEnd
from kiosk.runtime.process.hardening import harden_process
from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.bridge.vpcd import DEFAULT_HOST, DEFAULT_PORT
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.pki.trust import vouching_for_simulated_cards
from kiosk.simulator.profiles import DEFAULT_PIN, DEFAULT_PUK, PROFILES, Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders
from kiosk.simulator.visitor import Visitor
from kiosk.ui.platform.display import demonstration_window
from kiosk.ui.platform.environment import WindowSettings, kivy_environment, kivy_held_back
from kiosk.view.design.sizes import Panel
from kiosk.view.design.zones import PanelTooSmall
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from reports.papers.blocks import Document

EX_UNAVAILABLE = 69
"""Exit status of a window that cannot be opened (sysexits.h)."""

NO_WINDOW = "Aucun écran : la fenêtre ne peut pas s’ouvrir. Vérifiez DISPLAY."
HEADLESS = "Ou essayez demo --headless."

CLOSED_S = 20.0
"""Seconds that a refused configuration is shown before the process ends, to be started again."""

DEMO_APDU_S = 0.02
"""What one command to a real card costs, roughly: the demonstration shows the waits that people will see."""


def _profiles_help() -> str:
    names = "\n".join(f"  {name:<20} {profile.description}" for name, profile in PROFILES.items())
    return f"\b\nLes cartes (--profile) :\n{names}"


profile_option = click.option(
    "--profile",
    metavar="CARTE",
    type=ProfileChoice(list(PROFILES)),
    default="blocked",
    show_default=True,
    help="Carte simulée.",
)


@click.group()
@help_option
@click.version_option(version("guichet-cps"), message="%(version)s", help="Affiche la version.")
def main() -> None:
    """Borne de diagnostic et de déblocage des cartes CPS."""


@main.command(short_help="La borne, sur les lecteurs de la machine.")
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
        _show_closed(size)
        raise
    harden_process()
    database = database_of(config)
    with suppress(OSError):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pcsc = import_module("kiosk.card.pcsc")
    commissions = commissioned(config, database)
    doors = Doors(pcsc.PcscDoor(), pcsc.PcscWatcher(), examine=_examine(config), commissions=commissions)
    parts = assemble(config, doors, Places(database, papers), _render, trace=trace_states)
    mark = CleanEnd(database.with_name(MARK))
    clean = mark.begin()
    try:
        _open_window(parts, config, size, clean=clean)
    except SystemExit:
        mark.end()
        raise
    mark.end()


@main.command(short_help="La borne avec une carte simulée.", epilog=_profiles_help())
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
    readers = SimulatedReaders(delay_s=DEMO_APDU_S)
    doors = Doors(readers, readers.watcher(), (DEFAULT_READER,), _examine(config, (DEFAULT_READER,)))

    def bring() -> SimulatedCard:
        return build(profile, Order(date.today()))

    with tempfile.TemporaryDirectory(prefix="guichet-cps-") as scratch:
        parts = assemble(config, doors, Places(Path(scratch) / "compteurs.sqlite3", output), _render)
        if headless:
            _play(parts, config, size, output, readers, bring)
        else:
            visitor = Visitor(readers, bring)
            _open_window(
                parts, config, size or config.size_px() or demonstration_window(), clean=True, on_tick=visitor.see
            )


@main.command(short_help="Une carte simulée derrière un vrai pcscd.", epilog=_profiles_help())
@help_option
@config_option
@profile_option
@click.option(
    "--host", metavar="MACHINE", default=DEFAULT_HOST, show_default=True, help="Machine où tourne pcscd avec vpcd."
)
@click.option(
    "--port", metavar="N", default=DEFAULT_PORT, show_default=True, help="Port du lecteur virtuel ; +1 pour le second."
)
@click.option(
    "--control",
    metavar="PRISE",
    type=click.Path(path_type=Path),
    help="Prise de commande, un socket Unix (insert, remove, state…).",
)
@click.option("--empty", is_flag=True, help="Commencer sans carte dans le lecteur.")
@click.option("--pin", metavar="CODE", default=DEFAULT_PIN, show_default=True, help="Code porteur de la carte simulée.")
@click.option(
    "--puk", metavar="CODE", default=DEFAULT_PUK, show_default=True, help="Code de déblocage de la carte simulée."
)
def simulate(
    config_path: Path | None, profile: str, host: str, port: int, control: Path | None, empty: bool, pin: str, puk: str
) -> None:
    """Place une carte simulée dans le lecteur virtuel vpcd d’un vrai pcscd, jusqu’à Ctrl-C."""
    configuration(config_path)
    order = Order(date.today(), pin=pin, puk=puk)
    if empty:
        click.echo(f"Lecteur vide ({host}:{port}). Carte prête\u00a0: {profile}.", err=True)

    def tell(inserted: SimulatedCard | None) -> None:
        click.echo(vpcd_told(None if inserted is None else inserted.profile, f"{host}:{port}"), err=True)

    try:
        serve(build(profile, order), host, port, control, Event(), order, on_link=tell, empty=empty)
    except OSError as error:
        raise click.ClickException(
            f"la prise de commande {control} ne peut pas être ouverte ({reason_of(error)})."
        ) from None
    except KeyboardInterrupt:
        click.echo("Carte retirée.", err=True)


def _render(size: str, document: Document) -> bytes:
    """reportlab takes longer to import than the first screen to show, and only a paper needs it."""
    pdf = import_module("reports.pdf.render")
    drawn: bytes = pdf.render(document, pdf.PaperSize(size))
    return drawn


def _examine(config: Config, simulated_readers: tuple[str, ...] = SIMULATED_READERS) -> Examine:
    return examination(config, vouching_for_simulated_cards, simulated_readers)


def _open_window(
    parts: Parts,
    config: Config,
    size: tuple[int, int] | None,
    *,
    clean: bool,
    on_tick: Callable[..., None] | None = None,
) -> None:
    with _window(config, size or config.size_px()) as window:
        window.KioskWindow(parts, config.panel(), on_tick).run(clean=clean)


def _show_closed(size: tuple[int, int] | None) -> None:
    """People must not stand before a dark panel because a file is wrong."""
    config = Config()
    kiosk = Kiosk(state=State.OUT_OF_SERVICE, visit=Visit(face=Face.CONFIGURATION))
    screen = replace(screen_of(kiosk, 0.0, Words(date.today())), header=())
    with suppress(SystemExit), _window(config, size) as window:
        window.ClosedWindow(config.panel(), screen, CLOSED_S).run()


@contextmanager
def _window(config: Config, size: tuple[int, int] | None) -> Iterator[ModuleType]:
    """The module of the window, imported in Kivy's environment; what cannot be opened is a sentence and a status."""
    panel = config.panel()
    width, height = size or (panel.width_px, panel.height_px)
    whole = size is None
    with kivy_environment(WindowSettings(width, height, fullscreen=whole, show_cursor=not whole)), _refusals():
        with kivy_held_back():
            window = import_module("kiosk.app.window")
        try:
            yield window
        except window.NoWindow:
            demo_runs = click.get_current_context().info_name == demo.name
            click.echo(f"{NO_WINDOW} {HEADLESS}" if demo_runs else NO_WINDOW, err=True)
            sys.exit(EX_UNAVAILABLE)


def _play(
    parts: Parts,
    config: Config,
    size: tuple[int, int] | None,
    output: Path,
    readers: SimulatedReaders,
    bring: Callable[[], SimulatedCard],
) -> None:
    panel = config.panel() if size is None else _sized(config.panel(), size)
    with kivy_environment(WindowSettings(panel.width_px, panel.height_px, offscreen=True)), _refusals():
        tour = import_module("kiosk.app.demo_tour")
        props = tour.Props(lambda: readers.insert(bring()), readers.remove, DEFAULT_PUK)
        played = tour.Tour(parts, panel, output, props)
        try:
            played.play()
        except tour.TourFailed as error:
            raise click.ClickException(f"la démonstration s’est arrêtée : {error}.") from None
    click.echo(f"{len(played.pictures)} images et les papiers sont dans {output}.")


def _sized(panel: Panel, size: tuple[int, int]) -> Panel:
    turned = panel if (size[1] >= size[0]) == panel.portrait else panel.turned
    return Panel(size[0], size[1], turned.width_mm, turned.height_mm)


@contextmanager
def _refusals() -> Iterator[None]:
    """What the window cannot be opened for, as a sentence and a status."""
    try:
        yield
    except PanelTooSmall as error:
        click.echo(str(error), err=True)
        sys.exit(EX_CONFIG)


for command in (stats, audit_command(_examine), card, selftest, staff, bundle, fleet):
    main.add_command(command)


def start() -> None:
    """What the installed command runs."""
    speak_french()
    main()


if __name__ == "__main__":
    start()
