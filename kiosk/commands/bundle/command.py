"""``guichet-cps bundle``: one file for the help desk, in which there is no person, no code, no name, no path."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TextIO

import click

from diagnostics.files.durable import create_private
from kiosk.commands.bundle import contents as parts
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import config_option, help_option
from kiosk.commands.selftest import look_once, own_version, results_of
from kiosk.commands.settings import CheckedSettings, checked_settings, database_of
from kiosk.config.os_errors import reason_of
from kiosk.runtime.journal.recent_events import events_in

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: when it was made is on the file itself."""

_README = """Dossier de diagnostic de guichet-cps, pour l’assistance.

versions.json    les programmes installés
controle.json    le résultat de « guichet-cps selftest », sans la carte du lecteur
reglages.json    les réglages : les nombres et les oui ou non ; de tout texte, s’il est réglé, d’origine ou vide
base.json        le schéma de la base, sans aucun chiffre
lecteurs.json    le nom des lecteurs, jamais ce qu’ils contiennent
evenements.json  les derniers événements techniques, si un journal a été donné

Rien d’autre n’y entre : ni code, ni numéro, ni nom, ni chemin, ni variable d’environnement, ni statistique.
"""


@click.command(short_help="Un dossier de diagnostic pour l’assistance, sans rien de personnel.")
@help_option
@config_option
@click.option(
    "--journal",
    metavar="FICHIER",
    type=click.File(encoding="utf-8", errors="replace"),
    help="Journal de la borne (journalctl -u guichet-cps -o cat), « - » pour l’entrée standard.",
)
@click.argument("fichier", type=click.Path(path_type=Path, dir_okay=False))
def bundle(config_path: Path | None, journal: TextIO | None, fichier: Path) -> None:
    """Écrit FICHIER (.zip) pour l’assistance : versions, contrôles, réglages caviardés, événements techniques.

    N’y entre que ce qui est prévu : ni code, ni numéro, ni nom, ni chemin, ni statistique. Ne gêne pas une visite.

    Une configuration refusée est dite, et le dossier fait quand même. Un fichier qui existe déjà n’est pas remplacé.

    Sortie : 0, 74 si le fichier ne peut pas être écrit.
    """
    if os.path.lexists(fichier):
        end(f"{fichier}\u00a0: ce fichier existe déjà. Rien n’a été écrit.", ExitStatus.IOERR)
    checked = checked_settings(config_path)
    if checked.refusal:
        click.echo(f"{checked.refusal}\nLe dossier est fait avec les réglages d’origine.", err=True)
    contents = {"LISEZ-MOI.txt": _README, **_contents(checked, journal)}
    try:
        create_private(fichier, _zipped(contents))
    except FileExistsError:
        end(f"{fichier}\u00a0: ce fichier existe déjà. Rien n’a été écrit.", ExitStatus.IOERR)
    except OSError as error:
        end(f"{fichier}\u00a0: le fichier ne peut pas être écrit ({reason_of(error)}).", ExitStatus.IOERR)
    click.echo(f"{fichier}\u00a0: {len(contents)} pièces. Ouvrez-les avant de l’envoyer : tout y est lisible.")


def _contents(checked: CheckedSettings, journal: TextIO | None) -> dict[str, str]:
    makers: dict[str, Callable[[], object]] = {
        "versions.json": parts.versions,
        "controle.json": lambda: parts.selftest(results_of(checked), own_version()),
        "reglages.json": lambda: parts.settings(checked),
        "base.json": lambda: parts.database(database_of(checked.config)),
        "lecteurs.json": lambda: parts.readers(look_once()),
        "evenements.json": lambda: parts.events(events_in(journal or ())),
    }
    return {name: json.dumps(_part(make), ensure_ascii=False, indent=2) for name, make in makers.items()}


def _part(make: Callable[[], object]) -> object:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - a report's section: what cannot be told must not keep the rest back
        return {"not_told": type(error).__name__}


def _zipped(contents: Mapping[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()
