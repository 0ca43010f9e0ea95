"""``guichet-cps simulate``: a simulated card behind a real pcscd, through its virtual reader vpcd."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import click

from kiosk.commands.options import PROFILES_HELP, config_option, help_option, profile_option
from kiosk.commands.settings import configuration
from kiosk.config.os_errors import reason_of
from kiosk.simulator.bridge.serve import serve
from kiosk.simulator.bridge.vpcd import DEFAULT_HOST, DEFAULT_PORT
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import DEFAULT_PIN, DEFAULT_PUK, Order, build


@click.command(short_help="Une carte simulée derrière un vrai pcscd.", epilog=PROFILES_HELP)
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
        click.echo(link_text(None if inserted is None else inserted.profile, f"{host}:{port}"), err=True)

    try:
        serve(build(profile, order), host, port, control, Event(), order, on_link=tell, empty=empty)
    except OSError as error:
        raise click.ClickException(
            f"la prise de commande {control} ne peut pas être ouverte ({reason_of(error)})."
        ) from None
    except KeyboardInterrupt:
        click.echo("Carte retirée.", err=True)


def link_text(profile: str | None, address: str) -> str:
    """``profile``: of the card that vpcd has just accepted; None: nobody listens at ``address``."""
    if profile is None:
        return f"pcscd n’écoute pas sur {address}\u00a0: j’attends."
    return f"Carte «\u00a0{profile}\u00a0» dans le lecteur virtuel ({address}). Ctrl-C pour la retirer."
