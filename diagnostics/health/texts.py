"""The checks for people at a terminal, and for programs. The fields are described in deploy/guide/pannes.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from diagnostics.health.check import CheckResult, worst
from diagnostics.outcomes.status import Status

SCHEMA = 1

CONCLUSIONS: Mapping[Status, str] = MappingProxyType(
    {
        Status.OK: "La borne est prête.",
        Status.NOT_CHECKED: "La borne est prête.",
        Status.WARNING: "La borne fonctionne, mais un point est à vérifier.",
        Status.FAULT: "La borne ne peut pas tout faire\u00a0: un point au moins est en panne.",
    }
)


def as_text(results: Iterable[CheckResult]) -> str:
    """One or two lines for each check, the conclusion first."""
    found = tuple(results)
    return "\n".join((CONCLUSIONS[worst(found)], *(line for result in found for line in _lines(result))))


def as_json(results: Iterable[CheckResult], version: str) -> dict[str, Any]:
    """Schema 1 of ``selftest --json``."""
    found = tuple(results)
    return {
        "schema": SCHEMA,
        "version": version,
        "state": worst(found).value,
        "checks": [_object(result) for result in found],
    }


def _lines(result: CheckResult) -> tuple[str, ...]:
    code = f"{result.code.value} – " if result.code else ""
    first = f"{result.state.glyph} {result.check.title} – {result.state.machine_word}. {code}{result.sentence}"
    return (first, f"    → {result.remedy}") if result.remedy else (first,)


def _object(result: CheckResult) -> dict[str, str | None]:
    return {
        "check": result.check.value,
        "state": result.state.value,
        "code": result.code.value if result.code else None,
        "sentence": result.sentence,
        "remedy": result.remedy,
    }
