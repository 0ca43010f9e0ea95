"""The checks as the paper that staff print and technicians file."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from diagnostics.health.check import CheckResult
from kiosk.readiness.station import DISTRIBUTION, installed
from reports.papers.papers import ReadinessPaper, ReadinessRow


def readiness_paper(results: Iterable[CheckResult], kiosk: str, when: datetime) -> ReadinessPaper:
    """``kiosk``: the machine's name. ``when``: local time."""
    return ReadinessPaper(kiosk=kiosk, when=when, checks=tuple(map(_line, results)), versions=_versions())


def brief(paper: ReadinessPaper) -> ReadinessPaper:
    """The same without what to do: nine faults with their remedies fill a page of A4 (``a4.DoesNotFit``)."""
    return replace(paper, checks=tuple(replace(check, remedy="") for check in paper.checks))


def _line(result: CheckResult) -> ReadinessRow:
    code = f"{result.code.value} – " if result.code else ""
    return ReadinessRow(result.check.title, result.state, f"{code}{result.sentence}", result.remedy)


def _versions() -> tuple[tuple[str, str], ...]:
    pairs = ((name, installed(name)) for name in (DISTRIBUTION, "kivy", "pyscard"))
    return (*((name, version) for name, version in pairs if version), ("python", platform.python_version()))
