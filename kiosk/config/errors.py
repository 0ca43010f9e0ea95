"""What is wrong with a configuration file, in French: the key, what it holds, what would be right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

SHOWN = 40
"""Characters of a wrong value that are repeated."""


class ConfigError(Exception):
    """The file cannot be used. Its text is for the technician: one line for each problem."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"Configuration {path}\u00a0: {problem}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """``key`` is ``table.key`` (or only the table): the place within a list is of no use to anybody."""

    key: str
    unknown: bool
    value: Any

    def sentence(self, model: type[BaseModel]) -> str:
        if self.unknown:
            return _unknown(self.key, _keys(model, self.key))
        if "." not in self.key:
            return f"«\u00a0{self.key}\u00a0» doit être une table, écrite [{self.key}] sur une ligne à part."
        expected = _expected(model, self.key)
        return f"la clé «\u00a0{self.key}\u00a0» vaut {_shown(self.value)}, mais il faut {expected}."


def problems_of(error: ValidationError, model: type[BaseModel]) -> tuple[str, ...]:
    """One sentence for each key that is wrong, however many rules it breaks."""
    problems = [
        Problem(".".join(map(str, found["loc"][:2])), found["type"] == "extra_forbidden", found["input"])
        for found in error.errors()
    ]
    return tuple({problem.key: problem.sentence(model) for problem in problems}.values())


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
