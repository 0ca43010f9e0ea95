"""``guichet-cps audit``: the card in a reader, read and judged; nothing is sent to it, nothing is kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from kiosk.app.certificate_examiner import examination
from kiosk.card.model import CardContent
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import config_option, help_option, reader_option
from kiosk.commands.settings import configuration, database_of
from kiosk.config.os_errors import reason_of
from kiosk.inspection.export_certificates import export_certificates
from kiosk.inspection.find_card import NotInspected, NotRead
from kiosk.inspection.inspect import as_json, as_text, inspect
from kiosk.runtime.process.clean_end import MARK, kiosk_runs
from kiosk.runtime.process.sane_clock import SaneClock

PERSONAL = (
    "Ces certificats contiennent le nom et l’identifiant du porteur\u00a0: ce sont des données personnelles. "
    "Effacez-les dès qu’ils ont servi."
)


@click.command(short_help="Contrôle la carte du lecteur, en lecture seule.")
@help_option
@config_option
@click.option("--json", "as_json_", is_flag=True, help="Sortie JSON (schéma : deploy/guide/audit.md).")
@reader_option
@click.option(
    "--export",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier où enregistrer les deux certificats (.cer, DER) ; la borne doit être arrêtée.",
)
def audit(config_path: Path | None, as_json_: bool, reader: str | None, folder: Path | None) -> None:
    """Contrôle la carte du lecteur : lecture seule, aucun code demandé, rien n’est conservé.

    La sortie contient des données personnelles : ne la transmettez pas sans nécessité. Avec --export, les deux
    certificats sont enregistrés, et rien d’autre ; un fichier qui existe déjà n’est jamais remplacé.

    Sortie : 0 lue, 3 pas de carte, 4 pas de lecteur, 5 pas de service, 6 pas une CPS, 7 utilisée, 8 illisible,
    9 borne en service (avec --export), 73 fichier impossible à écrire, 78 configuration refusée.
    """
    config = configuration(config_path)
    from kiosk.card.pcsc import PcscDoor, PcscWatcher

    try:
        if folder is not None and kiosk_runs(database_of(config).with_name(MARK)):
            raise NotInspected(NotRead.KIOSK_RUNS)
        clock = SaneClock(date.today)
        found = inspect(PcscDoor(), PcscWatcher(), clock, reader, examination(config))
    except NotInspected as error:
        end(str(error), ExitStatus[error.why.name])
    click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2) if as_json_ else as_text(found))
    if folder is not None:
        _export(folder, found.content)


def _export(folder: Path, content: CardContent) -> None:
    """Says on stderr what was written, or why nothing was, and exits then."""
    try:
        written = export_certificates(folder, content)
    except FileExistsError as error:
        end(f"{error.filename}\u00a0: ce fichier existe déjà. Rien n’a été enregistré.", ExitStatus.CANTCREAT)
    except OSError as error:
        why = f"enregistrement impossible ({reason_of(error)}). Rien n’a été enregistré."
        end(f"{folder}\u00a0: {why}", ExitStatus.CANTCREAT)
    if not written:
        end("La carte n’a donné aucun certificat\u00a0: rien n’a été enregistré.", ExitStatus.UNREADABLE)
    for path in written:
        click.echo(f"Enregistré\u00a0: {path}", err=True)
    click.echo(PERSONAL, err=True)
