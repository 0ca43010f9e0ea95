"""``guichet-cps lists``: the revocation lists that the kiosk reads, fetched by a user who is not the kiosk's."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kiosk.audit.igc_sante import Authorities
from kiosk.audit.trust import TrustFolders
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.lists.sentences import fetched_text, without_list_text
from kiosk.commands.options import config_option, help_option
from kiosk.commands.settings import configuration
from kiosk.config.os_errors import reason_of
from kiosk.config.settings import WEB_ADDRESS
from kiosk.lists.addresses import list_addresses
from kiosk.lists.fetch import FetchedList, fetch_lists
from kiosk.lists.outcomes import ListOutcome

_FINE = (ListOutcome.NEW, ListOutcome.SAME, ListOutcome.NOT_WEB)
_NO_ANSWER = (ListOutcome.UNREACHABLE, ListOutcome.REFUSED, ListOutcome.SLOW, ListOutcome.CUT)


class WebAddress(click.ParamType[str]):
    """``http://exemple.fr/CRL/AC.crl``."""

    name = "ADRESSE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(WEB_ADDRESS, str(value)):
            self.fail("une adresse commence par http:// ou https://.", param, ctx)
        return str(value)


@click.group(short_help="Les listes de révocation : les télécharger.")
@help_option
def lists() -> None:
    """Les listes de révocation des autorités de l’IGC-Santé.

    À lancer sous un autre utilisateur que celui de la borne : voir deploy/guide/audit.md.
    """


@lists.command("fetch", short_help="Télécharge les listes de révocation.")
@help_option
@config_option
@click.option(
    "--authorities",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier des autorités ; sinon [certificats] autorites.",
)
@click.option(
    "--to",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier des listes ; sinon [certificats] listes.",
)
@click.option(
    "--address",
    "further",
    metavar="ADRESSE",
    type=WebAddress(),
    multiple=True,
    help="Une adresse de plus, autant de fois qu’il faut ; s’ajoute à [certificats] adresses.",
)
def fetch_command(
    config_path: Path | None, authorities: Path | None, folder: Path | None, further: tuple[str, ...]
) -> None:
    """Télécharge les listes de révocation (CRL) là où les autorités les publient, et les met en place d’un coup.

    Une liste n’est prise que si l’une des autorités l’a signée et si elle n’est pas plus ancienne que celle qui est en
    place. Une adresse qui échoue n’arrête pas les autres, et laisse l’ancienne liste.

    \b
    Sortie : 0 ; 1 une liste en place est hors de ses dates ; 65 une liste est refusée ; 74 dossier ou fichier
    inutilisable ; 75 pas de réponse, à réessayer plus tard ; 78 configuration refusée.
    """
    config = configuration(config_path)
    configured = config.trust_folders()
    trusted = _authorities(authorities or configured[0])
    target = folder or configured[1]
    if target is None:
        end("Le dossier des listes manque\u00a0: --to, ou [certificats] listes.", ExitStatus.CONFIG)
    sources = list_addresses(trusted, (*config.trust.addresses, *further))
    now = datetime.now(UTC)
    found = []
    try:
        for each in fetch_lists(sources, trusted, target, now):
            click.echo(fetched_text(each, now))
            found.append(each)
    except BlockingIOError:
        end(f"{target}\u00a0: un autre téléchargement est en cours.", ExitStatus.IOERR)
    except OSError as error:
        end(f"{target}\u00a0: le dossier ne peut pas être ouvert ({reason_of(error)}).", ExitStatus.IOERR)
    missing = without_list_text(trusted, TrustFolders(None, target).trust().lists)
    if missing:
        click.echo(missing)
    sys.exit(_status(found, now))


def _authorities(folder: Path | None) -> Authorities:
    """Those of the folder that this program knows; exits where there are none."""
    if folder is None:
        end("Le dossier des autorités manque\u00a0: --authorities, ou [certificats] autorites.", ExitStatus.CONFIG)
    found = trusted_in(folder)
    if not (found.roots or found.issuing):
        why = "aucun certificat de l’IGC-Santé n’y est lisible. Déposez-y ceux de l’ANS (deploy/guide/audit.md)."
        end(f"{folder}\u00a0: {why}", ExitStatus.CONFIG)
    return found


def trusted_in(folder: Path) -> Authorities:
    return TrustFolders(folder, None).trust().authorities


def _status(found: list[FetchedList], now: datetime) -> ExitStatus:
    """The gravest: the folder, then what was refused, then who did not answer, then age."""
    outcomes = {each.outcome for each in found} - set(_FINE)
    if ListOutcome.NOT_WRITTEN in outcomes:
        return ExitStatus.IOERR
    if outcomes - set(_NO_ANSWER):
        return ExitStatus.DATAERR
    if outcomes:
        return ExitStatus.TEMPFAIL
    stale = any(each.in_place is not None and not each.in_place.fresh(now) for each in found)
    return ExitStatus.WARNING if stale else ExitStatus.OK
