"""``guichet-cps audit``: the card in a reader, read and judged; nothing is sent to it, nothing is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from kiosk.commands.configuration import configuration
from kiosk.config import Config
from kiosk.inspection import NotInspected, as_json, as_text, inspect
from kiosk.options import config_option, help_option
from kiosk.runtime.card_jobs import Examine
from kiosk.runtime.sane_clock import SaneClock


def audit_command(examine: Callable[[Config], Examine]) -> click.Command:
    """The command; ``examine`` makes what judges the certificates under a configuration."""

    @click.command(short_help="Contrôle la carte du lecteur, en lecture seule.")
    @help_option
    @config_option
    @click.option("--json", "as_json_", is_flag=True, help="Sortie JSON (schéma : deploy/guide/audit.md).")
    @click.option("--reader", help="Nom exact du lecteur ; sinon la première CPS trouvée.")
    def audit(config_path: Path | None, as_json_: bool, reader: str | None) -> None:
        """Contrôle la carte du lecteur : lecture seule, aucun code demandé, rien n’est conservé.

        La sortie contient des données personnelles : ne la transmettez pas sans nécessité.
        Sortie : 0 lue, 3 pas de carte, 4 pas de lecteur, 5 pas de service, 6 pas une CPS, 7 utilisée, 8 illisible.
        """
        judge = examine(configuration(config_path))
        pcsc = import_module("kiosk.card.pcsc")
        try:
            found = inspect(pcsc.PcscDoor(), pcsc.PcscWatcher(), SaneClock(date.today), reader, judge)
        except NotInspected as error:
            click.echo(str(error), err=True)
            sys.exit(error.status)
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2) if as_json_ else as_text(found))

    return audit
