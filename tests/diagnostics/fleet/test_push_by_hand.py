"""A kiosk's login that calls the function itself, with what the program never sends: only closed weeks get in."""

from __future__ import annotations

import json

import psycopg
import pytest

from lab.postgres import Fleet

EPOCH = "a" * 32
FUTURE = "2099-W01"
OUTCOME = {"site": "brest", "service": "unblock", "outcome": "U01", "generation": "cps3", "n": 1}
VISIT = {"site": "brest", "margin": "visit_language", "value": "fr", "n": 1}


@pytest.fixture
def address(fleet: Fleet) -> str:
    return fleet.enrol("brest-1", "brest", "29")


def call(fleet: Fleet, address: str, before: str | None, outcomes: object, visits: object) -> None:
    values = [None if part is None else json.dumps(part) for part in (outcomes, visits)]
    fleet.ask("SELECT fleet.push(%s, 1, %s, %s::jsonb, %s::jsonb)", EPOCH, before, *values, address=address)


def rows(fleet: Fleet) -> list[tuple]:
    return fleet.ask("SELECT iso_week FROM fleet.outcome UNION ALL SELECT iso_week FROM fleet.visit")


@pytest.mark.parametrize(
    ("before", "outcomes", "visits"),
    [
        (None, [{**OUTCOME, "iso_week": FUTURE}], []),
        (None, [], [{**VISIT, "iso_week": FUTURE}]),
        ("2024-W42", None, [{**VISIT, "iso_week": FUTURE}]),
        ("2024-W42", [{**OUTCOME, "iso_week": FUTURE}], None),
        ("2024-W42", [{**OUTCOME, "iso_week": FUTURE}], []),
    ],
)
def test_what_is_missing_opens_no_way_round_the_week(
    fleet: Fleet, address: str, before: str | None, outcomes: object, visits: object
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        call(fleet, address, before, outcomes, visits)
    assert (refused.value.sqlstate, rows(fleet)) == ("GC004", [])


def test_a_week_that_no_calendar_has_is_refused(fleet: Fleet, address: str) -> None:
    """2023 has 52 weeks: as text the 53rd would be counted in December, as a day in January."""
    with pytest.raises(psycopg.Error):
        call(fleet, address, "2024-W42", [{**OUTCOME, "iso_week": "2023-W53"}], [])
    assert rows(fleet) == []


def test_a_closed_week_goes_in(fleet: Fleet, address: str) -> None:
    call(fleet, address, "2024-W42", [{**OUTCOME, "iso_week": "2024-W41"}], [{**VISIT, "iso_week": "2024-W41"}])
    assert rows(fleet) == [("2024-W41",)] * 2
