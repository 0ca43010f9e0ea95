"""The checks as a text file for a Prometheus node exporter (its textfile collector): no outcome, no card, no person.

=========================================  ==========================================================
metric                                     value
=========================================  ==========================================================
``guichet_cps_check{check, state}``        1 for the state that the check is in, 0 for the three others
``guichet_cps_ready``                      1 if no check is a fault
``guichet_cps_checked_timestamp_seconds``  when that was, in Unix time
``guichet_cps_info{version}``              1, for the version that is installed
``guichet_cps_running_info{version}``      1, for the version that runs; absent if no kiosk does
``guichet_cps_list_age_seconds{issuer}``   since the issue of the newest revocation list of an authority
``guichet_cps_list_expired{issuer}``       1 if that list is not in force any more, 0 if it is
=========================================  ==========================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from prometheus_client.parser import text_string_to_metric_families

from diagnostics.health.check import CheckResult, HealthCheck, worst
from diagnostics.outcomes.status import Status

_PREFIX = "guichet_cps_"

UNPUBLISHED = frozenset({HealthCheck.CARD})
"""A card in the reader at a known second is somebody's visit."""

FLEETING = frozenset({(HealthCheck.PRINTER, Status.WARNING)})
"""A paper that is in the printer at a known second is too: it is published as OK."""


@dataclass(frozen=True, slots=True)
class ListAge:
    """The newest revocation list of an authority. ``age_s``: since its issue, negative if that is yet to come."""

    issuer: str
    age_s: float
    expired: bool


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What is told beside the checks. ``running_version``: None if no kiosk runs."""

    installed_version: str
    running_version: str | None = None
    lists: tuple[ListAge, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFacts:
    """``facts`` as they were at ``at_s`` (Unix time)."""

    at_s: float
    facts: MachineFacts


def write_metrics(path: Path, results: Iterable[CheckResult], facts: MachineFacts, at_s: float) -> None:
    """Replace ``path`` at once: a reader sees the old file or the new one. Raises OSError.

    The collector reads only names that end in ``.prom``. ``at_s``: Unix time.
    """
    registry = CollectorRegistry()
    shown = [result for result in results if result.check not in UNPUBLISHED]
    _checks(registry, shown)
    _gauge(registry, "ready", "1 if no check is a fault.").set(worst(shown) is not Status.FAULT)
    _gauge(registry, "checked_timestamp_seconds", "Unix time of these checks.").set(at_s)
    _facts(registry, facts)
    write_to_textfile(str(path), registry)


def read_facts(path: Path) -> PublishedFacts | None:
    """What ``write_metrics`` wrote there last; None if it is something else. Raises OSError."""
    if not path.is_file():
        return None
    try:
        families = text_string_to_metric_families(path.read_text(encoding="utf-8"))
        found = {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}
    except (ValueError, LookupError):
        return None
    if not all(isfinite(value) for value in found.values()):
        return None
    at_s, installed = found.get((f"{_PREFIX}checked_timestamp_seconds",)), _labels(found, "info")
    if at_s is None or len(installed) != 1:
        return None
    ages = {issuer: found[f"{_PREFIX}list_age_seconds", issuer] for issuer in _labels(found, "list_age_seconds")}
    lists = tuple(
        ListAge(issuer, age_s, bool(found.get((f"{_PREFIX}list_expired", issuer)))) for issuer, age_s in ages.items()
    )
    return PublishedFacts(at_s, MachineFacts(installed[0], next(iter(_labels(found, "running_info")), None), lists))


def _labels(found: Mapping[tuple[str, ...], float], name: str) -> list[str]:
    return [label for each, *labels in found if each == f"{_PREFIX}{name}" for label in labels]


def _facts(registry: CollectorRegistry, facts: MachineFacts) -> None:
    _gauge(registry, "info", "Installed version.", "version").labels(facts.installed_version).set(1)
    running = _gauge(registry, "running_info", "Version of the kiosk that runs.", "version")
    if facts.running_version is not None:
        running.labels(facts.running_version).set(1)
    ages = _gauge(registry, "list_age_seconds", "Since the issue of an authority's newest list.", "issuer")
    expired = _gauge(registry, "list_expired", "1 if that list is not in force any more.", "issuer")
    for each in facts.lists:
        ages.labels(each.issuer).set(each.age_s)
        expired.labels(each.issuer).set(each.expired)


def _checks(registry: CollectorRegistry, results: Iterable[CheckResult]) -> None:
    states = _gauge(registry, "check", "1 for the state that a check is in.", "check", "state")
    for result in results:
        shown = Status.OK if (result.check, result.state) in FLEETING else result.state
        for state in Status:
            states.labels(result.check.value, state.value).set(shown is state)


def _gauge(registry: CollectorRegistry, name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"{_PREFIX}{name}", meaning, labels, registry=registry)
