"""Every sentence of the screens: those that the stories ask a translator for, and those that the view's code holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

from bench.noting import Noting, plain
from kiosk.view.model.screen import Screen
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import full_day
from kiosk.view.screen_of import screen_of
from stories.every_screen import NAMES, story
from stories.story import CONTENT

TODAY = date(2026, 11, 21)
WORDS = Words(TODAY)
EVERY_WORDS = tuple(
    Words(TODAY, printer=printer, staff_hears=heard) for printer, heard in product((True, False), repeat=2)
)


_TABLES = (files("kiosk.view.phrases") / "nomenclature.tsv").read_text("utf-8")
ISSUERS_LABELS = frozenset(line.split("\t")[2] for line in _TABLES.splitlines())
"""They stay French in every language: they are how the issuer of the card names things."""


@cache
def screen_in(language: str, name: str, words: Words = WORDS) -> Screen:
    told = story(name)
    return screen_of(told.kiosk, told.now, words.said_in(language))


def strings(value: Any) -> Iterator[str]:
    """Every string in a screen, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value) and not isinstance(value, Enum):
        for part in fields(value):
            yield from strings(getattr(value, part.name))


def told_of_the_holder(text: str) -> list[str]:
    """What ``text`` tells of the holder of the stories' card, however its digits are spaced."""
    holder = CONTENT.holder
    assert holder is not None
    private = (CONTENT.number, CONTENT.label, holder.exercise_name, holder.usual_first_name, holder.national_id)
    seen = plain(text).replace("\\xa0", "").replace(" ", "").replace("','", "")
    return [each for each in private if each is not None and each in seen]


def asked_for() -> set[str]:
    """What the stories ask for, whatever the printer and the sound do; and every month."""
    note = Noting()
    for name, words in product(NAMES, EVERY_WORDS):
        told = story(name)
        screen_of(told.kiosk, told.now, replace(words, translate=note))
    for month in range(1, 13):
        full_day(date(2026, month, 1), note)
    return note.asked


def written() -> set[str]:
    """Every message id that is given to ``_`` or ``_.plural`` in the code of the screens of a visit, those that staff
    help with included: the pages of staff mode stay French."""
    view = Path(str(files("kiosk.view")))
    visit = [path for path in view.rglob("*.py") if path.parent.name != "staff" or path.name == "pages.py"]
    return {plain(text) for path in visit for text in _given(path)}


def _given(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    first = [call.args[0] for call in calls if ast.unparse(call.func) in ("_", "_.plural")]
    return {arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
