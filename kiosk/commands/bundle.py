"""``guichet-cps bundle``: one file for the help desk, in which there is no person, no code, no name, no path."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

import click

from kiosk.commands import bundle_parts as parts
from kiosk.commands.checked_machine import look_once, own_version, results_of
from kiosk.commands.checked_settings import CheckedSettings, checked_settings
from kiosk.options import config_option, help_option
from kiosk.runtime.recent_events import events_in

EX_IOERR = 74
"""Exit status of a file that cannot be written (sysexits.h)."""

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: when it was made is on the file itself."""

_README = """Dossier de diagnostic de guichet-cps, pour l’assistance.

versions.json    les programmes installés
controle.json    le résultat de « guichet-cps selftest », sans la carte du lecteur
reglages.json    les réglages : les nombres et les oui ou non ; de tout texte, seulement s’il est réglé ou vide
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
    type=click.File(encoding="utf-8", errors="replace"),
    help="Journal de la borne (journalctl -u guichet-cps -o cat), « - » pour l’entrée standard.",
)
@click.argument("fichier", type=click.Path(path_type=Path, dir_okay=False))
def bundle(config_path: Path | None, journal: TextIO | None, fichier: Path) -> None:
    """Écrit FICHIER (.zip) pour l’assistance : versions, contrôles, réglages caviardés, événements techniques.

    N’y entre que ce qui est prévu : ni code, ni numéro, ni nom, ni chemin, ni statistique. Ne gêne pas une visite.

    Sortie : 0, 74 si le fichier ne peut pas être écrit.
    """
    contents = {"LISEZ-MOI.txt": _README, **_contents(checked_settings(config_path), journal)}
    try:
        _replace(fichier, _zipped(contents))
    except OSError as error:
        click.echo(f"{fichier}\u00a0: le fichier ne peut pas être écrit ({error.strerror}).", err=True)
        sys.exit(EX_IOERR)
    click.echo(f"{fichier}\u00a0: {len(contents)} pièces. Ouvrez-les avant de l’envoyer : tout y est lisible.")


def _contents(checked: CheckedSettings, journal: TextIO | None) -> dict[str, str]:
    makers: dict[str, Callable[[], object]] = {
        "versions.json": parts.versions,
        "controle.json": lambda: parts.selftest(results_of(checked), own_version()),
        "reglages.json": lambda: parts.settings(checked),
        "base.json": lambda: parts.database(checked.database),
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


def _replace(path: Path, content: bytes) -> None:
    """At once, readable by this account only until somebody decides otherwise. Raises OSError."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            unfinished.replace(path)
        except OSError:
            unfinished.unlink()
            raise
