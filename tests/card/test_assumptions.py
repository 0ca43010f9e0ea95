"""The table of what is leaned on without proof: one row a fact, each about code that exists."""

from __future__ import annotations

import importlib.util

import pytest

from kiosk.card.assumptions import ASSUMPTIONS, Assumption


def test_each_fact_stands_once() -> None:
    assert len({row.key for row in ASSUMPTIONS}) == len({row.fact for row in ASSUMPTIONS}) == len(ASSUMPTIONS)


@pytest.mark.parametrize("row", ASSUMPTIONS, ids=lambda row: row.key)
def test_each_is_about_code_that_exists(row: Assumption) -> None:
    assert all(importlib.util.find_spec(module) is not None for module in row.used_in.split(", "))
    assert row.fact.endswith(".")
    assert row.if_wrong.endswith(".")
