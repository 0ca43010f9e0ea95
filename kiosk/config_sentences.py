"""What is wrong with a configuration file, in French: the key, what it holds, what would be right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

SHOWN = 40
"""Characters of a wrong value that are repeated."""


class ConfigError(Exception):
    """The file cannot be used. Its text is for the technician: one line for each problem."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"Configuration {path}\u00a0: {problem}" for problem in problems))
        self.problems = tuple(problems)


def problems_of(errors: Iterable[ErrorDetails], model: type[BaseModel]) -> tuple[str, ...]:
    """One sentence for each key that is wrong, however many rules it breaks."""
    return tuple({_key(error): _sentence(error, model) for error in errors}.values())


def _key(error: ErrorDetails) -> str:
    """``table.key``; the place within a list is of no use to anybody."""
    return ".".join(str(part) for part in error["loc"][:2])


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    key = _key(error)
    if error["type"] == "extra_forbidden":
        return _unknown(key, _keys(model, key))
    if len(error["loc"]) == 1:
        return f"«\u00a0{key}\u00a0» doit être une table, écrite [{key}] sur une ligne à part."
    return f"la clé «\u00a0{key}\u00a0» vaut {_shown(error['input'])}, mais il faut {_expected(model, key)}."


def _unknown(key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = (
        f"Vouliez-vous écrire «\u00a0{near[0]}\u00a0»\u00a0?" if near else f"Clés possibles\u00a0: {', '.join(known)}."
    )
    return f"la clé «\u00a0{key}\u00a0» n’existe pas. {hint}"


def _keys(model: type[BaseModel], key: str) -> list[str]:
    """The keys that may stand where ``key`` stands."""
    table, dot, _ = key.rpartition(".")
    section = _section(model, table) if dot else model
    return [f"{table}{dot}{field.alias or name}" for name, field in section.model_fields.items()]


def _expected(model: type[BaseModel], key: str) -> str:
    table, _, wanted = key.partition(".")
    fields = _section(model, table).model_fields
    return next(field.description or "" for name, field in fields.items() if wanted == (field.alias or name))


def _section(model: type[BaseModel], table: str) -> type[BaseModel]:
    annotations = {field.alias: field.annotation for field in model.model_fields.values()}
    section = annotations[table]
    if not isinstance(section, type) or not issubclass(section, BaseModel):
        raise TypeError(f"{table} is not a table")
    return section


def _shown(value: Any) -> str:
    """The value as the file writes it, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
