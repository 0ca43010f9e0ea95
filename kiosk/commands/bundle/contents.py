"""What the diagnostic bundle says, part by part: only what is listed here goes in, whatever the machine holds.

Of the configuration: numbers, yes and no, and two closed words; any other text is only said to be there. Of the
figures: the schema, no counter. Of the environment: nothing. Of the card in the reader: nothing.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diagnostics.database.faults import DatabaseUnusable
from diagnostics.health.check import CheckResult, HealthCheck
from diagnostics.health.database import SQLITE_VERSION, schema_of
from diagnostics.health.texts import as_json
from kiosk.card.iso7816.connection import SlotReport
from kiosk.commands.settings import CheckedSettings
from kiosk.config.settings import Told
from kiosk.readiness.station import DISTRIBUTION, installed, requirement_name
from kiosk.runtime.journal.recent_events import RecentEvent

Json = dict[str, Any]

SET, DEFAULT, EMPTY = "réglé", "d’origine", "vide"


def versions() -> Json:
    """Of this program, of what it asks for, of Python, SQLite and the system."""
    names = sorted({DISTRIBUTION, *map(requirement_name, requires(DISTRIBUTION) or ())})
    return {
        "packages": {name: installed(name) for name in names if installed(name)},
        "python": platform.python_version(),
        "sqlite": SQLITE_VERSION,
        "system": platform.system(),
        "kernel": platform.release(),
        "machine": platform.machine(),
        "distribution": _distribution(),
        "virtualenv": sys.prefix != sys.base_prefix,
    }


def settings(checked: CheckedSettings) -> Json:
    """The configuration with every free text, name, path and date redacted."""
    facts = checked.settings
    head = {"file": facts.given, "problems": facts.problems, "to_complete": list(facts.missing)}
    return head | {"tables": {} if facts.problems else _redacted(checked.config)}


def selftest(results: Iterable[CheckResult], version: str) -> Json:
    """As ``selftest --json``, without the card that may be in the reader."""
    return as_json((result for result in results if result.check is not HealthCheck.CARD), version)


def database(path: Path) -> Json:
    """The schema; no counter, and nothing that tells how many there are."""
    try:
        schema = schema_of(path)
    except DatabaseUnusable as error:
        return {"readable": False, "fault": error.fault.value}
    return {"readable": True, "migrations": list(schema.applied), "unknown_migrations": schema.unknown}


def readers(report: SlotReport) -> Json:
    """Names as PC/SC gives them, never what lies in the readers."""
    names = [slot.reader for slot in report.slots]
    return {"service": report.service, "readers": names, "unreachable": report.unreachable}


def events(found: Iterable[RecentEvent]) -> list[Json]:
    return [{"at": each.at.isoformat(), "event": each.event.value, **each.fields} for each in found]


def _redacted(table: BaseModel) -> Json:
    fields = type(table).model_fields
    return {info.alias or name: _shown(getattr(table, name), info) for name, info in fields.items()}


def _shown(value: object, field: FieldInfo) -> object:
    if isinstance(value, BaseModel):
        return _redacted(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return round(value)
    if Told.CLOSED in field.metadata:
        return value
    if not value:
        return EMPTY
    return DEFAULT if value == field.default else SET


def _distribution() -> str:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    return f"{release.get('ID', '')} {release.get('VERSION_ID', '')}".strip()
