"""This machine's checks, run once from the command line."""

from __future__ import annotations

from importlib import import_module

import click

from diagnostics.health.check import CheckResult
from kiosk.card.iso7816.connection import SlotReport
from kiosk.commands.settings import CheckedSettings, records_folder
from kiosk.commissioning.records import read_records
from kiosk.inspection.find_card import first_report
from kiosk.readiness.cards import Commissioning
from kiosk.readiness.run import check_all
from kiosk.readiness.station import DISTRIBUTION, installed
from kiosk.readiness.this_machine import machine


def results_of(settings: CheckedSettings) -> tuple[CheckResult, ...]:
    """Connects to no card and writes nothing; commissioning records that cannot be believed are told on stderr."""
    records = read_records(records_folder(settings.config, settings.database))
    for sentence in records.refused:
        click.echo(sentence, err=True)
    commissioning = Commissioning(records.commissions, len(records.refused))
    return check_all(machine(settings.config, settings.database, look_once, commissioning, settings=settings.settings))


def look_once() -> SlotReport:
    """The readers now, from a watcher that stops again. pyscard may be missing: that is a fault of these checks."""
    return first_report(import_module("kiosk.card.pcsc").PcscWatcher())


def own_version() -> str:
    return installed(DISTRIBUTION) or "?"
