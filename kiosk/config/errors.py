"""What is wrong with a configuration file, in French: the key, what it holds, what would be right."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

SHOWN = 40
"""Characters of a wrong value that are repeated."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
"""TOML 1.0, Keys."""

_FRENCH_SPACES = "\u00a0\u202f"


class ConfigError(Exception):
    """The file cannot be used. Its text is for the technician: one line for each problem."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"Configuration {path}\u00a0: {problem}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """``key``: the table and the key in it, or only the table; the place within a list is of no use to anybody."""

    key: tuple[str, ...]
    unknown: bool
    value: Any

    def sentence(self, model: type[BaseModel]) -> str:
        name = _written(self.key)
        if self.unknown:
            return _unknown(name, _keys(model, self.key))
        if len(self.key) == 1:
            return f"«\u00a0{name}\u00a0» doit être une table, écrite [{name}] sur une ligne à part."
        return f"la clé «\u00a0{name}\u00a0» vaut {_shown(self.value)}, mais il faut {_expected(model, *self.key)}."


def problems_of(error: ValidationError, model: type[BaseModel]) -> tuple[str, ...]:
    """One sentence for each key that is wrong, however many rules it breaks."""
    problems = [
        Problem(tuple(map(str, found["loc"][:2])), found["type"] == "extra_forbidden", found["input"])
        for found in error.errors()
    ]
    return tuple({problem.key: problem.sentence(model) for problem in problems}.values())


def _unknown(key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = (
        f"Vouliez-vous écrire «\u00a0{near[0]}\u00a0»\u00a0?" if near else f"Clés possibles\u00a0: {', '.join(known)}."
    )
    return f"la clé «\u00a0{key}\u00a0» n’existe pas. {hint}"


def _keys(model: type[BaseModel], key: tuple[str, ...]) -> list[str]:
    """The keys that may stand where ``key`` stands."""
    table = key[:-1]
    section = _section(model, *table) if table else model
    return [_written((*table, field.alias or name)) for name, field in section.model_fields.items()]


def _expected(model: type[BaseModel], table: str, wanted: str) -> str:
    fields = _section(model, table).model_fields
    return next(field.description or "" for name, field in fields.items() if wanted == (field.alias or name))


def _section(model: type[BaseModel], table: str) -> type[BaseModel]:
    annotations = {field.alias: field.annotation for field in model.model_fields.values()}
    section = annotations[table]
    if not isinstance(section, type) or not issubclass(section, BaseModel):
        raise TypeError(f"{table} is not a table")
    return section


def _written(key: tuple[str, ...]) -> str:
    """As TOML writes it: a part that is no bare key stands between quotation marks."""
    return ".".join(part if _BARE.fullmatch(part) else _shown(part) for part in key)


def _shown(value: Any) -> str:
    """The value as the file writes it, cut short, and with nothing in it that a terminal would obey."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # Python writes no longer integer, and no deeper nesting
        return "une valeur trop longue"
    text = "".join(
        each if each.isprintable() or each in _FRENCH_SPACES else ascii(each)[1:-1] for each in text[: SHOWN + 1]
    )
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
