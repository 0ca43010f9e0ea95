"""``guichet-cps fleet``: what a machine sends to the central database, and what a region publishes of it.

Run by a user of its own, never by the kiosk's: deploy/guide/parc.md. The driver of PostgreSQL is imported when it is
used: the window must not wait for it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diagnostics.fleet.doors import CentralRefused, CentralUnreachable, Refusal
from diagnostics.fleet.folders import FleetFileUnusable
from diagnostics.fleet.push import Pushed, push, status
from diagnostics.health.metrics import PublishedFacts, read_facts
from diagnostics.outcomes.weeks import iso_week
from diagnostics.publication.publication import SMALLEST_THRESHOLD
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.fleet.sentences import machine_fields, machine_text, pushed_text, refusal_text, status_text
from kiosk.commands.options import config_option, help_option
from kiosk.commands.settings import configuration
from kiosk.config.settings import Config

if TYPE_CHECKING:
    from diagnostics.fleet.postgres import Central

METRICS = Path("/var/lib/guichet-cps-mesures/guichet_cps.prom")
"""Where the service of the selftest leaves its metrics, for everybody to read."""

_LIBPQ = ("PGHOST", "PGSERVICE", "PGDATABASE")
"""Variables of libpq that say which database is meant."""


class Month(click.ParamType[str]):
    """``2026-10``."""

    name = "AAAA-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return f"{date.fromisoformat(f'{value}-01'):%Y-%m}"
        except ValueError:
            self.fail("un mois s’écrit comme 2026-10.", param, ctx)


@click.group(short_help="Le parc : envoyer les semaines closes, publier un mois.")
@help_option
def fleet() -> None:
    """Le parc de bornes : envoyer les semaines closes à la base centrale, et publier un mois.

    À lancer sous un autre utilisateur que celui de la borne : voir deploy/guide/parc.md.
    """


@fleet.command("push", short_help="Envoie les semaines closes de cette borne.")
@help_option
@config_option
def push_command(config_path: Path | None) -> None:
    """Envoie les semaines closes de cette borne à la base centrale, et rapporte ce qu’elle confirme.

    Peut être relancée à tout moment : rien n’est compté deux fois. L’adresse vient de [parc] base, ou de
    l’environnement de PostgreSQL (PGHOST, PGSERVICE…) ; le mot de passe, s’il en faut un, de ~/.pgpass ou PGPASSFILE.

    \b
    Sortie : 0 ; 65 la base centrale a d’autres chiffres ; 74 un dossier est inutilisable ;
    75 pas de réponse, à réessayer plus tard ; 77 refus ; 78 configuration refusée.
    """
    config = configuration(config_path)
    folder = _folder(config)
    with _refusals(), _central(_address(config, os.environ)) as central:
        done = push(folder, central, iso_week(date.today()))
    click.echo(pushed_text(done))
    if isinstance(done, Pushed) and done.refused:
        sys.exit(ExitStatus.DATAERR)


@fleet.command("status", short_help="Ce qui est envoyé, ce qui attend.")
@help_option
@config_option
@click.option("--json", "as_json_", is_flag=True, help="Sortie JSON (schéma : deploy/guide/parc.md).")
@click.option(
    "--metrics",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    default=METRICS,
    show_default=True,
    help="Les mesures que laisse le contrôle de la machine (selftest --metrics).",
)
def status_command(config_path: Path | None, as_json_: bool, metrics: Path) -> None:
    """Ce que la borne a déposé, ce que la base centrale a confirmé, ce qui attend. N’appelle personne.

    Dit aussi, d’après le dernier contrôle de la machine, la version en marche et l’âge des listes de révocation.

    Sortie : 0, 1 si la borne ou la base centrale se tait depuis trop longtemps, 74 si un dossier est inutilisable, 78.
    """
    config = configuration(config_path)
    with _refusals():
        found = status(_folder(config), iso_week(date.today()), config.fleet.late_after_weeks)
    late = found.kiosk_is_late or found.central_is_late
    published = _published(metrics)
    if as_json_:
        click.echo(json.dumps({"schema": 1, **asdict(found), "machine": machine_fields(published)}, indent=2))
    else:
        click.echo(status_text(found, config.fleet.late_after_weeks))
        click.echo(machine_text(published))
    sys.exit(ExitStatus.WARNING if late else ExitStatus.OK)


@fleet.command("publish", short_help="Publie un mois, une fois pour toutes.")
@help_option
@config_option
@click.option("--month", required=True, type=Month(), help="Le mois à publier, par exemple 2026-10.")
@click.option(
    "--output",
    metavar="DOSSIER",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier des fichiers de tous les mois publiés.",
)
@click.option(
    "--threshold",
    metavar="N",
    type=click.IntRange(min=SMALLEST_THRESHOLD),
    default=SMALLEST_THRESHOLD,
    show_default=True,
    help="Rien n’est montré en dessous.",
)
@click.option("--incomplete", is_flag=True, help="Publier sans les bornes qui n’ont pas encore tout envoyé.")
def publish_command(config_path: Path | None, month: str, output: Path, threshold: int, incomplete: bool) -> None:
    """Publie un mois : département par département, petites cases masquées, une fois pour toutes.

    Un mois publié ne change plus : relancer la commande rend les mêmes fichiers (CSV, JSON, et parc.sqlite3 pour
    Datasette). Ce qui arrive après ne sera jamais publié.

    \b
    Sortie : 0 ; 65 mois pas fini, bornes attendues ou version trop ancienne ; 74 fichiers ;
    75 pas de réponse ; 77 refus ; 78 configuration refusée.
    """
    config = configuration(config_path)
    from kiosk.commands.fleet.publish import NotPublished, publish

    with _refusals(), _central(_address(config, os.environ)) as central:
        try:
            click.echo(publish(central, month, output, threshold, incomplete=incomplete))
        except NotPublished as error:
            end(str(error), ExitStatus.DATAERR)


@contextmanager
def _central(address: str) -> Iterator[Central]:
    from diagnostics.fleet.postgres import central_database, holds_password

    try:
        if holds_password(address):
            why = "pas de mot de passe dans la configuration, mettez-le dans ~/.pgpass"
            end(f"[parc] base\u00a0: {why}.", ExitStatus.CONFIG)
    except ValueError as error:
        end(f"[parc] base\u00a0: l’adresse est mal écrite ({error}).", ExitStatus.CONFIG)
    with central_database(address) as central:
        yield central


def _published(metrics: Path) -> PublishedFacts | None:
    """None where no selftest has left anything that can be read."""
    try:
        return read_facts(metrics)
    except OSError:
        return None


def _folder(config: Config) -> Path:
    folder = config.fleet_folder()
    if folder is None:
        end("[parc] dossier manque dans la configuration\u00a0: cette borne n’envoie rien.", ExitStatus.CONFIG)
    return folder


def _address(config: Config, environ: Mapping[str, str]) -> str:
    """Empty: libpq finds everything in its environment."""
    if config.fleet.database is None and not any(name in environ for name in _LIBPQ):
        end("[parc] base manque dans la configuration, et PGHOST ou PGSERVICE dans l’environnement.", ExitStatus.CONFIG)
    return config.fleet.database or ""


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except CentralUnreachable as error:
        end(f"La base centrale ne répond pas, à réessayer plus tard ({error}).", ExitStatus.TEMPFAIL)
    except CentralRefused as error:
        end(refusal_text(error), ExitStatus.DATAERR if error.refusal is Refusal.MONTH_NOT_OVER else ExitStatus.NOPERM)
    except FleetFileUnusable as error:
        end(f"{error.path}\u00a0: inutilisable ({error.reason}).", ExitStatus.IOERR)
    except OSError as error:
        end(f"{error.filename}\u00a0: ne peut pas être écrit ({error.strerror}).", ExitStatus.IOERR)
