"""The table of assumptions: complete, and true about where each is used."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

import pytest

from checkout import ROOT
from kiosk.commissioning.assumptions import ASSUMPTIONS, Assumption
from kiosk.commissioning.findings import _CPS3_ONLY, _LOOKS

KEYS = [each.key for each in ASSUMPTIONS]
CARD = ROOT / "kiosk" / "card"
SAYS_SO = re.compile(r"\b(?:assumed|inferred)\b")


def modules(assumption: Assumption) -> list[str]:
    return [name.strip() for name in assumption.used_in.split(",")]


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=KEYS)
def test_each_says_where_it_is_used_and_what_happens_if_it_is_wrong(assumption: Assumption) -> None:
    for name in modules(assumption):
        assert find_spec(name) is not None, name
        assert import_module(name).__file__ is not None, "a package says nothing"
    assert assumption.fact.endswith(".")
    assert assumption.if_wrong.endswith(".")


def test_whatever_a_module_calls_assumed_is_in_the_table() -> None:
    used = {name for each in ASSUMPTIONS for name in modules(each)}
    said = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted(CARD.rglob("*.py"))
        if SAYS_SO.search(path.read_text(encoding="utf-8"))
    }
    assert said
    assert said <= used


def test_each_has_one_french_sentence() -> None:
    assert len(set(KEYS)) == len(KEYS)
    assert all(each.french.endswith(".") for each in ASSUMPTIONS)


def test_nothing_is_looked_for_that_is_not_in_the_table() -> None:
    assert set(_LOOKS) | _CPS3_ONLY <= set(KEYS)
