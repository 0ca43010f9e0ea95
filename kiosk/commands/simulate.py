"""``guichet-cps simulate``: a simulated card behind a real pcscd, through its virtual reader vpcd or QEMU's USB one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import click

from kiosk.commands.options import PROFILES_HELP, config_option, help_option, profile_option
from kiosk.commands.settings import configuration
from kiosk.config.os_errors import reason_of
from kiosk.simulator.bridge import qemu, vpcd
from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.codes import padded
from kiosk.simulator.profiles import DEFAULT_PIN, DEFAULT_PUK, Order, build


def _code(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        padded(value)
    except ValueError:
        raise click.BadParameter("un code a de 1 à 8 chiffres.") from None
    return value


def _host(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        value.encode("idna")
    except UnicodeError:
        raise click.BadParameter("aucune machine ne peut s’appeler ainsi.") from None
    return value


@click.command(short_help="Une carte simulée derrière un vrai pcscd.", epilog=PROFILES_HELP)
@help_option
@config_option
@profile_option
@click.option("--usb", is_flag=True, help="Dans le lecteur USB d’une machine sous QEMU (ccid-card-passthru).")
@click.option(
    "--host",
    metavar="MACHINE",
    default=vpcd.DEFAULT_HOST,
    show_default=True,
    callback=_host,
    help="Machine où tourne pcscd avec vpcd, ou QEMU.",
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(1, 0xFFFF),
    help=f"Port du lecteur\u00a0: {vpcd.DEFAULT_PORT} pour vpcd (+1 pour le second), {qemu.DEFAULT_PORT} pour QEMU.",
)
@click.option(
    "--control",
    metavar="PRISE",
    type=click.Path(path_type=Path),
    help="Prise de commande, un socket Unix (insert, remove, state…).",
)
@click.option("--empty", is_flag=True, help="Commencer sans carte dans le lecteur.")
@click.option(
    "--pin",
    metavar="CODE",
    default=DEFAULT_PIN,
    show_default=True,
    callback=_code,
    help="Code porteur de la carte simulée.",
)
@click.option(
    "--puk",
    metavar="CODE",
    default=DEFAULT_PUK,
    show_default=True,
    callback=_code,
    help="Code de déblocage de la carte simulée.",
)
def simulate(
    config_path: Path | None,
    profile: str,
    usb: bool,
    host: str,
    port: int | None,
    control: Path | None,
    empty: bool,
    pin: str,
    puk: str,
) -> None:
    """Place une carte simulée dans le lecteur d’un vrai pcscd, jusqu’à Ctrl-C\u00a0: vpcd, ou QEMU avec --usb."""
    configuration(config_path)
    port = port or (qemu.DEFAULT_PORT if usb else vpcd.DEFAULT_PORT)
    order = Order(date.today(), pin=pin, puk=puk)
    if empty:
        click.echo(f"Lecteur vide ({host}:{port}). Carte prête\u00a0: {profile}.", err=True)

    def tell(inserted: SimulatedCard | None) -> None:
        click.echo(link_text(None if inserted is None else inserted.profile, f"{host}:{port}"), err=True)

    try:
        slot = (qemu.QemuSlot if usb else vpcd.VpcdSlot)(host, port, tell)
        serve(slot, build(profile, order), control, Event(), order, empty=empty)
    except OSError as error:
        raise click.ClickException(
            f"la prise de commande {control} ne peut pas être ouverte ({reason_of(error)})."
        ) from None
    except KeyboardInterrupt:
        click.echo("Carte retirée.", err=True)


def link_text(profile: str | None, address: str) -> str:
    """``profile``: of the card that vpcd or QEMU has just accepted; None: nobody listens at ``address``."""
    if profile is None:
        return f"Personne n’écoute sur {address}\u00a0: j’attends."
    return f"Carte «\u00a0{profile}\u00a0» dans le lecteur ({address}). Ctrl-C pour la retirer."
