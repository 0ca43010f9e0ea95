"""The checks as a text file for a Prometheus node exporter (its textfile collector): no outcome, no card, no person.

=========================================  ==========================================================
metric                                     value
=========================================  ==========================================================
``guichet_cps_check{check, state}``        1 for the state that the check is in, 0 for the three others
``guichet_cps_ready``                      1 if no check is a fault
``guichet_cps_checked_timestamp_seconds``  when that was, in Unix time
``guichet_cps_info{version}``              1
=========================================  ==========================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from diagnostics.health.check import CheckResult, HealthCheck, worst
from diagnostics.outcomes.status import Status

UNPUBLISHED = frozenset({HealthCheck.CARD})
"""A card in the reader at a known second is somebody's visit."""

FLEETING = frozenset({(HealthCheck.PRINTER, Status.WARNING)})
"""A paper that is in the printer at a known second is too: it is published as OK."""


def write_metrics(path: Path, results: Iterable[CheckResult], version: str, at_s: float) -> None:
    """Replace ``path`` at once: a reader sees the old file or the new one. Raises OSError.

    The collector reads only names that end in ``.prom``. ``at_s``: Unix time.
    """
    registry = CollectorRegistry()
    shown = [result for result in results if result.check not in UNPUBLISHED]
    _checks(registry, shown)
    _gauge(registry, "ready", "1 if no check is a fault.").set(worst(shown) is not Status.FAULT)
    _gauge(registry, "checked_timestamp_seconds", "Unix time of these checks.").set(at_s)
    _gauge(registry, "info", "Installed version.", "version").labels(version).set(1)
    write_to_textfile(str(path), registry)


def _checks(registry: CollectorRegistry, results: Iterable[CheckResult]) -> None:
    states = _gauge(registry, "check", "1 for the state that a check is in.", "check", "state")
    for result in results:
        shown = Status.OK if (result.check, result.state) in FLEETING else result.state
        for state in Status:
            states.labels(result.check.value, state.value).set(shown is state)


def _gauge(registry: CollectorRegistry, name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"guichet_cps_{name}", meaning, labels, registry=registry)
