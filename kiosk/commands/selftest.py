"""``guichet-cps selftest``: is this machine ready? Looks at everything and changes nothing, even beside a visit."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from importlib import import_module
from pathlib import Path

import click

from diagnostics.health.check import worst
from diagnostics.health.metrics import write_metrics
from diagnostics.health.texts import as_json, as_text
from diagnostics.outcomes.status import Status
from kiosk.commands.checked_machine import own_version, results_of
from kiosk.commands.options import config_option, help_option
from kiosk.commands.settings import checked_settings
from kiosk.config.os_errors import reason_of
from kiosk.config.settings import Config
from kiosk.readiness.paper import brief, readiness_paper
from reports.layouts.a4 import DoesNotFit
from reports.papers.documents import document
from reports.papers.papers import ReadinessPaper

EX_IOERR = 74
"""Exit status of a file that cannot be written (sysexits.h)."""


class SelftestExit(IntEnum):
    """Exit statuses, those of a Nagios plugin too."""

    READY = 0
    WARNING = 1
    FAULT = 2


_STATUS = {
    Status.OK: SelftestExit.READY,
    Status.NOT_CHECKED: SelftestExit.READY,
    Status.WARNING: SelftestExit.WARNING,
    Status.FAULT: SelftestExit.FAULT,
}


def _prom(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix != ".prom":
        raise click.BadParameter("le nom doit finir par .prom, sinon le collecteur ne le lit pas.")
    return value


@click.command(short_help="La borne est-elle prête ? Contrôle la machine.")
@help_option
@config_option
@click.option("--json", "as_json_", is_flag=True, help="Sortie JSON (schéma : deploy/guide/pannes.md).")
@click.option(
    "--metrics",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_prom,
    help="Écrit aussi les états pour Prometheus (textfile), dans un fichier .prom remplacé d’un coup.",
)
@click.option(
    "--pdf",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit aussi le papier du contrôle (PDF).",
)
def selftest(config_path: Path | None, as_json_: bool, metrics: Path | None, pdf: Path | None) -> None:
    """Contrôle la machine : lecteurs, imprimante, écran, disque, horloge, base, certificats, réglages.

    Ne change rien et ne gêne personne, même pendant une visite : aucune carte n’est prise, la base est seulement lue.

    Sortie : 0 prête, 1 un point est à vérifier, 2 en panne (ou option inconnue), 74 si un fichier ne peut
    pas être écrit.
    """
    settings = checked_settings(config_path)
    if settings.refusal:
        click.echo(settings.refusal, err=True)
    results = results_of(settings)
    version = own_version()
    told = json.dumps(as_json(results, version), ensure_ascii=False, indent=2) if as_json_ else as_text(results)
    click.echo(told)
    if pdf is not None:
        paper = _paper(readiness_paper(results, settings.config.kiosk.name, datetime.now()), settings.config)
        _write(pdf, lambda: pdf.write_bytes(paper))
    if metrics is not None:
        _write(metrics, lambda: write_metrics(metrics, results, version, time.time()))
    sys.exit(_STATUS[worst(results)])


def _paper(readiness: ReadinessPaper, config: Config) -> bytes:
    """reportlab is imported for this option only."""
    draw = import_module("reports.pdf.render")

    def drawn(says: ReadinessPaper) -> bytes:
        on_paper = document(says, config.office_facts(), config.issuer_facts())
        pdf: bytes = draw.render(on_paper, draw.PaperSize(config.printing.paper))
        return pdf

    try:
        return drawn(readiness)
    except DoesNotFit:
        return drawn(brief(readiness))


def _write(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        click.echo(f"{path}\u00a0: le fichier ne peut pas être écrit ({reason_of(error)}).", err=True)
        sys.exit(EX_IOERR)
