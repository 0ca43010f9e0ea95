"""``guichet-cps stats``: the figures of this machine, read while the kiosk runs, changed by nothing here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.figures.exports import as_csv, as_json
from diagnostics.figures.reading import totals_since
from diagnostics.figures.staff_perimeter import StaffFigures, staff_figures
from diagnostics.figures.tables import as_text
from diagnostics.outcomes.weeks import iso_week, weeks_before
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import config_option, help_option
from kiosk.commands.settings import configuration, database_of

_WHY = {
    Fault.LOCKED: "un autre programme la retient",
    Fault.READ_ONLY: "l’accès est refusé",
    Fault.UNREACHABLE: "le fichier est absent, ou son dossier est fermé à cet utilisateur",
    Fault.FULL: "le disque est plein",
    Fault.UNEXPECTED: "ce n’est pas une base que cette version connaît",
    Fault.CORRUPT: "elle est abîmée\u00a0; la borne la remplacera par sa sauvegarde à son prochain démarrage",
}


@click.command(short_help="Les chiffres anonymes de cette borne.")
@help_option
@config_option
@click.option(
    "--database",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Base des chiffres ; sinon celle de la configuration.",
)
@click.option("--weeks", metavar="N", type=click.IntRange(1, 1000), help="Les N dernières semaines seulement.")
@click.option("--current", is_flag=True, help="Ajoute le nombre de services de la semaine en cours, sans détail.")
@click.option("--csv", "form", flag_value="csv", help="Une ligne par compteur, pour un tableur.")
@click.option("--json", "form", flag_value="json", help="Sortie JSON (schéma : deploy/guide/donnees.md).")
def stats(config_path: Path | None, database: Path | None, weeks: int | None, current: bool, form: str | None) -> None:
    """Les chiffres anonymes de cette borne, semaines closes seulement.

    Lit la base sans rien y changer, même pendant que la borne sert. Les chiffres d’une semaine et d’un site ne se
    publient pas : voir deploy/guide/donnees.md.

    Sortie : 0, 74 si la base ne peut pas être lue, 78 si la configuration est refusée.
    """
    path = database or database_of(configuration(config_path))
    figures = _figures(path, iso_week(date.today()), weeks)
    if form == "csv":
        click.echo(as_csv(figures), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_json(figures, with_current=current), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(figures, with_current=current))


def _figures(path: Path, current_week: str, weeks: int | None) -> StaffFigures:
    first_week = "" if weeks is None else weeks_before(current_week, weeks)
    try:
        return staff_figures(totals_since(path, first_week), current_week)
    except DatabaseUnusable as error:
        why = f"la base ne peut pas être lue ({_WHY.get(error.fault, error.fault.value)})."
        if error.fault is Fault.UNREACHABLE and _never_made(path):
            why = "il n’y a pas encore de base des chiffres. Démarrez la borne une fois."
        end(f"{path}\u00a0: {why}", ExitStatus.IOERR)


def _never_made(path: Path) -> bool:
    """Not for a folder that is closed to this user: then nobody here knows."""
    try:
        return not path.exists()
    except OSError:
        return False
