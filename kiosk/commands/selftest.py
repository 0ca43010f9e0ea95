"""``guichet-cps selftest``: is this machine ready? Looks at everything and changes nothing, even beside a visit."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from diagnostics.health.check import CheckResult, worst
from diagnostics.health.metrics import MachineFacts, write_metrics
from diagnostics.health.texts import as_json, as_text
from diagnostics.outcomes.status import Status
from kiosk.app.assembly import draw_pdf
from kiosk.card.iso7816.connection import SlotReport
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import config_option, help_option
from kiosk.commands.settings import CheckedSettings, checked_settings, database_of, records_folder
from kiosk.commissioning.records import read_records
from kiosk.config.os_errors import reason_of
from kiosk.config.settings import Config
from kiosk.inspection.find_card import first_report
from kiosk.readiness.paper import brief, readiness_paper
from kiosk.readiness.run import check_all
from kiosk.readiness.station import DISTRIBUTION, installed
from kiosk.readiness.this_machine import Commissioning, machine
from kiosk.readiness.trust import list_ages
from kiosk.runtime.process.running_version import running_version
from kiosk.runtime.process.runtime_folder import RUNTIME_FOLDER, runtime_folder
from reports.layouts.a4 import DoesNotFit
from reports.papers.documents import document
from reports.papers.papers import ReadinessPaper

_STATUS = {
    Status.OK: ExitStatus.OK,
    Status.NOT_CHECKED: ExitStatus.OK,
    Status.WARNING: ExitStatus.WARNING,
    Status.FAULT: ExitStatus.FAULT,
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
        _write(metrics, lambda: write_metrics(metrics, results, _facts(settings.config, version), time.time()))
    sys.exit(_STATUS[worst(results)])


def results_of(checked: CheckedSettings) -> tuple[CheckResult, ...]:
    """Connects to no card and writes nothing; commissioning records that cannot be believed are told on stderr."""
    database = database_of(checked.config)
    records = read_records(records_folder(checked.config, database))
    for sentence in records.refused:
        click.echo(sentence, err=True)
    commissioning = Commissioning(records.commissions, len(records.refused))
    return check_all(machine(checked.config, database, look_once, commissioning, settings=checked.settings))


def look_once() -> SlotReport:
    """The readers now, from a watcher that stops again. pyscard may be missing: that is a fault of these checks."""
    from kiosk.card.pcsc import PcscWatcher

    return first_report(PcscWatcher())


def own_version() -> str:
    return installed(DISTRIBUTION) or "?"


def _facts(config: Config, installed_version: str) -> MachineFacts:
    running = running_version(runtime_folder(os.environ) or RUNTIME_FOLDER)
    return MachineFacts(installed_version, running, list_ages(*config.trust_folders(), datetime.now(UTC)))


def _paper(readiness: ReadinessPaper, config: Config) -> bytes:
    def drawn(says: ReadinessPaper) -> bytes:
        return draw_pdf(config.printing.paper, document(says, config.office_facts(), config.issuer_facts()))

    try:
        return drawn(readiness)
    except DoesNotFit:
        return drawn(brief(readiness))


def _write(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        end(f"{path}\u00a0: le fichier ne peut pas être écrit ({reason_of(error)}).", ExitStatus.IOERR)
