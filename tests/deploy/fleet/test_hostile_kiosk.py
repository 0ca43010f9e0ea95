"""What the login of one kiosk can do to the others: nothing. Each refusal leaves nothing of the call."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from lab.postgres import Fleet, Postgres

EPOCH = "a" * 32
OTHER_DIGITS = "٢٠٢٠-W01"


def outcome(n: int = 1, **other: str) -> dict[str, Any]:
    row = {"iso_week": "2024-W41", "site": "brest", "service": "unblock", "outcome": "U01", "generation": "cps3"}
    return {**row, **other, "n": n}


def visit(n: int = 1, **other: str) -> dict[str, Any]:
    return {"iso_week": "2024-W41", "site": "brest", "margin": "visit_language", "value": "fr", **other, "n": n}


def push(fleet: Fleet, outcomes: list[Any], visits: list[Any] = [], *, epoch: str = EPOCH) -> int:  # noqa: B006 (unchanged)
    ((changed,),) = fleet.ask(
        "SELECT fleet.push(%s, 1, '2024-W45', %s, %s)",
        epoch,
        Jsonb(outcomes),
        Jsonb(visits),
        address=fleet.address("borne-brest-1"),
    )
    return changed


def refused(fleet: Fleet, outcomes: list[Any], visits: list[Any] = [], *, epoch: str = EPOCH) -> str | None:  # noqa: B006
    """The SQLSTATE; nothing of the call may remain."""
    before = everything(fleet)
    with pytest.raises(psycopg.DatabaseError) as error:
        push(fleet, outcomes, visits, epoch=epoch)
    assert everything(fleet) == before
    return error.value.sqlstate


def everything(fleet: Fleet) -> list[tuple]:
    return [fleet.ask(f"SELECT count(*), sum(n) FROM fleet.{table}") for table in ("outcome", "visit")] + [  # noqa: S608
        fleet.ask("SELECT count(*) FROM fleet.epoch"),
        fleet.ask("SELECT last_contact, complete_before FROM fleet.kiosk"),
    ]


@pytest.fixture
def hostile(fleet: Fleet) -> Fleet:
    fleet.enrol("brest-1", "brest", "29")
    return fleet


@pytest.mark.parametrize("n", [10_001, 9 * 10**18])
def test_more_than_one_a_minute_by_day_and_by_night_is_refused(hostile: Fleet, n: int) -> None:
    assert refused(hostile, [outcome(n), outcome(n, generation="cps4")]) == "GC007"
    assert refused(hostile, [], [visit(n)]) == "GC007"
    assert push(hostile, [outcome(10_000)], [visit(10_000)]) == 2


def test_the_bound_holds_for_a_kiosk_whatever_it_calls_its_figures(hostile: Fleet) -> None:
    assert push(hostile, [outcome(5000), outcome(5000, generation="cps4"), outcome(1, iso_week="2024-W42")]) == 3
    assert refused(hostile, [outcome(1, generation="none")]) == "GC007"
    assert refused(hostile, [outcome(1)], epoch="b" * 32) == "GC007"
    assert push(hostile, [outcome(9999, iso_week="2024-W42")], epoch="b" * 32) == 1


@pytest.mark.parametrize(
    "strange", [{"service": "audit"}, {"service": "unknown"}, {"outcome": "A01"}, {"outcome": "U98"}]
)
def test_an_outcome_that_is_not_in_the_catalogue_is_refused(hostile: Fleet, strange: dict[str, str]) -> None:
    assert refused(hostile, [outcome(), outcome(**strange)]) == "GC007"
    assert push(hostile, [outcome()]) == 1


def test_no_kiosk_sends_so_many_counters_at_once(hostile: Fleet) -> None:
    rows = [visit(value=f"v{number}") for number in range(20_001)]
    assert refused(hostile, [], rows) == "GC007"
    assert push(hostile, [], rows[:-1]) == 20_000


def test_no_kiosk_is_reinstalled_so_often(hostile: Fleet) -> None:
    for number in range(100):
        push(hostile, [], epoch=f"{number:032}")
    assert refused(hostile, [], epoch="b" * 32) == "GC007"
    assert push(hostile, [outcome()], epoch=f"{99:032}") == 1


def test_one_kiosk_cannot_take_the_places_of_the_others(hostile: Fleet) -> None:
    hostile.ask('ALTER ROLE "borne-brest-1" CONNECTION LIMIT -1')  # as it was enrolled before
    hostile.apply_schema()
    with ExitStack() as kept:
        for _ in range(4):
            kept.enter_context(psycopg.connect(hostile.address("borne-brest-1")))
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            psycopg.connect(hostile.address("borne-brest-1"))


class TestDigitsOfEveryScript:
    """PostgreSQL asks the locale of the database what a digit is, and one of ICU takes those of every script."""

    @pytest.fixture
    def hostile(self, postgres: Postgres):
        made = postgres.empty(sql.SQL("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'fr'"))
        made.apply_schema()
        made.enrol("brest-1", "brest", "29")
        yield made
        postgres.drop(made)

    def test_only_those_of_a_week_are_taken(self, hostile: Fleet) -> None:
        assert refused(hostile, [outcome(iso_week=OTHER_DIGITS)]) is not None
        assert refused(hostile, [], [visit(iso_week=OTHER_DIGITS)]) is not None
        assert refused(hostile, [outcome(outcome="U٠١")]) is not None
        assert push(hostile, [outcome()]) == 1
        region = hostile.member("region", "guichet_region")
        assert hostile.ask("SELECT month, n FROM fleet.raw_outcome", address=region) == [("2024-10", 1)]

    def test_what_was_taken_before_is_taken_away(self, hostile: Fleet) -> None:
        push(hostile, [outcome()])
        hostile.ask("""
            DROP VIEW fleet.published;
            ALTER TABLE fleet.publication DROP COLUMN set_aside;
            DROP TABLE fleet.catalogue;
            ALTER DOMAIN fleet.week DROP CONSTRAINT week_check;
            ALTER DOMAIN fleet.week ADD CONSTRAINT week_check CHECK (VALUE ~ '^\\d{4}-W(0[1-9]|[1-4]\\d|5[0-3])$');
            DELETE FROM fleet.version WHERE number = 2;
            UPDATE fleet.kiosk SET complete_before = '٢٠٢٠-W02';
        """)  # as step 1 left it
        hostile.ask(
            "INSERT INTO fleet.outcome"
            " SELECT kiosk, epoch, %s, site, service, outcome, generation, 1, 1 FROM fleet.outcome",
            OTHER_DIGITS,
        )
        hostile.apply_schema()
        region = hostile.member("region", "guichet_region")
        assert hostile.ask("SELECT month, n FROM fleet.raw_outcome", address=region) == [("2024-10", 1)]
        assert hostile.ask("SELECT complete_before FROM fleet.kiosk_state", address=region) == [(None,)]
