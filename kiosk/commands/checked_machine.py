"""This machine's checks, run once from the command line."""

from __future__ import annotations

from importlib import import_module

from diagnostics.health import CheckResult
from kiosk.card.channel import SlotReport
from kiosk.card.model import CardKind
from kiosk.card_search import first_report
from kiosk.checking import machine
from kiosk.commands.checked_settings import CheckedSettings
from kiosk.readiness import check_all
from kiosk.readiness_station import DISTRIBUTION, installed


def results_of(settings: CheckedSettings) -> tuple[CheckResult, ...]:
    """Connects to no card and writes nothing."""
    return check_all(
        machine(settings.config, settings.database, look_once, _not_commissioned, settings=settings.settings)
    )


def look_once() -> SlotReport:
    """The readers now, from a watcher that stops again. pyscard may be missing: that is a fault of these checks."""
    return first_report(import_module("kiosk.card.pcsc").PcscWatcher())


def own_version() -> str:
    return installed(DISTRIBUTION) or "?"


def _not_commissioned(reader: str) -> frozenset[CardKind]:
    return frozenset()
