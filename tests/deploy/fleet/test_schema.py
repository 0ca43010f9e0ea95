"""One SQL file: run as often as one likes, and each role reaches what is its own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import psycopg
import pytest

from diagnostics.fleet.doors import Refusal
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.weeks import iso_week, month_of
from lab.postgres import SCHEMA, Fleet, Postgres

OWN = {
    "guichet_kiosk": set(),
    "guichet_region": {"raw_outcome", "raw_visit", "kiosk_state", "published"},
    "guichet_publisher": {"published"},
    "guichet_public": {"published"},
}
FUNCTIONS = {
    "guichet_kiosk": {"push", "received", "kept_since"},
    "guichet_region": {"monday", "month_of", "current_week"},
    "guichet_publisher": {"departments", "sums_of", "awaited", "set_aside", "publish", "current_week"},
    "guichet_public": {"monday", "month_of", "current_week"},
}
DAYS = [date(2025, 12, 25) + timedelta(days=7 * n) for n in range(120)]


def shape(fleet: Fleet) -> list[tuple]:
    return fleet.ask("""
        SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
        WHERE table_schema = 'fleet' ORDER BY 1, 2
    """)


def test_running_it_again_changes_nothing_and_loses_nothing(fleet: Fleet) -> None:
    fleet.enrol("brest-1", "brest", "29")
    before = shape(fleet)
    fleet.apply_schema()
    assert shape(fleet) == before
    assert fleet.ask("SELECT name, login FROM fleet.kiosk") == [("brest-1", "borne-brest-1")]
    assert fleet.ask("SELECT number FROM fleet.version") == [(1,), (2,)]
    assert fleet.ask("SELECT kept_since FROM fleet.retention") == [("0001-W01",)]


def test_a_file_that_fails_leaves_nothing(postgres: Postgres) -> None:
    empty = postgres.empty()
    with psycopg.connect(empty.address(), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute(SCHEMA.read_text().replace("COMMIT;", "SELECT 1 / 0; COMMIT;"))
        connection.execute("ROLLBACK")
    assert shape(empty) == []
    empty.apply_schema()
    assert shape(empty) != []


@pytest.mark.parametrize("role", OWN)
def test_each_role_reads_its_own_views_and_writes_nothing(settled: Fleet, role: str) -> None:
    rights = settled.ask(
        """
        SELECT relname, right_name FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
            AS right_name
        WHERE relnamespace = 'fleet'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
          AND has_table_privilege(%s, oid, right_name)
        """,
        role,
    )
    assert set(rights) == {(view, "SELECT") for view in OWN[role]}


@pytest.mark.parametrize("role", FUNCTIONS)
def test_each_role_calls_its_own_functions(settled: Fleet, role: str) -> None:
    rights = settled.ask(
        """
        SELECT proname FROM pg_proc
        WHERE pronamespace = 'fleet'::regnamespace AND has_function_privilege(%s, oid, 'EXECUTE')
        """,
        role,
    )
    assert {name for (name,) in rights} == FUNCTIONS[role]


def test_nobody_else_comes_in(settled: Fleet) -> None:
    settled.member("quidam-sans-droit", "guichet_public")
    settled.ask('REVOKE guichet_public FROM "quidam-sans-droit"')
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        settled.ask("SELECT 1", address=settled.address("quidam-sans-droit"))


def test_functions_that_lend_their_rights_belong_to_no_superuser_and_name_their_path(settled: Fleet) -> None:
    lent = settled.ask("""
        SELECT proname, rolname, rolsuper, rolcanlogin, proconfig
        FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner
        WHERE pronamespace = 'fleet'::regnamespace AND prosecdef
    """)
    assert {name for name, *_ in lent} >= {"push", "received", "publish", "my_kiosk"}
    for _, owner, is_super, may_log_in, settings in lent:
        assert (owner, is_super, may_log_in) == ("guichet_owner", False, False)
        assert settings == ["search_path=pg_catalog, pg_temp"]


def test_weeks_and_months_are_those_of_the_kiosk(settled: Fleet) -> None:
    found = settled.ask(
        """
        SELECT to_char(day, 'IYYY-"W"IW'), fleet.month_of(to_char(day, 'IYYY-"W"IW')),
               fleet.monday(to_char(day, 'IYYY-"W"IW'))
        FROM unnest(%s::date[]) AS day ORDER BY day
        """,
        DAYS,
    )
    assert found == [(iso_week(day), month_of(iso_week(day)), day - timedelta(days=day.weekday())) for day in DAYS]


def test_the_week_after_a_month_is_the_first_of_the_next_one(settled: Fleet) -> None:
    weeks = [iso_week(day) for day in DAYS]
    months = [month_of(week) for week in weeks]
    found = settled.ask(
        "SELECT fleet.week_after(month) FROM unnest(%s::text[]) WITH ORDINALITY AS m (month, place) ORDER BY place",
        months,
    )
    for (week, following), (after,) in zip(pairwise(weeks), found, strict=False):
        assert (following == after) == (month_of(following) != month_of(week))


def test_the_first_week_of_a_month(settled: Fleet) -> None:
    firsts = {month_of(week): week for week in reversed([iso_week(day) for day in DAYS])}
    months = sorted(firsts)[1:]
    found = settled.ask("SELECT month, fleet.first_week(month) FROM unnest(%s::text[]) AS month", months)
    assert dict(found) == {month: firsts[month] for month in months}


def test_the_region_reads_raw_figures_with_their_departement(fleet: Fleet) -> None:
    fleet.enrol("brest-1", "brest", "29")
    fleet.ask("INSERT INTO fleet.epoch VALUES (repeat('a', 32), 'brest-1'), (repeat('b', 32), 'brest-1')")
    for epoch, n in (("a", 3), ("b", 4)):
        fleet.ask(
            "INSERT INTO fleet.outcome VALUES"
            " ('brest-1', repeat(%s, 32), '2024-W42', 'brest', 'unblock', 'U01', 'cps3', %s, 1)",
            epoch,
            n,
        )
    region = fleet.member("region", "guichet_region")
    assert fleet.ask("SELECT * FROM fleet.raw_outcome ORDER BY n", address=region) == [
        ("brest-1", "2024-W42", date(2024, 10, 14), "2024-10", "brest", "29", "unblock", "U01", "cps3", n)
        for n in (3, 4)
    ]
    assert fleet.ask("SELECT count(*) FROM fleet.kiosk_state", address=region) == [(1,)]


@pytest.mark.parametrize(
    ("site", "department", "taken"),
    [("brest", "29", True), ("ajaccio", "2A", True), ("saint-denis", "974", True)]
    + [("brest", wrong, False) for wrong in ("", "2", "2C", "299", "970x", "29 ")]
    + [("Brest", "29", False), ("b|rest", "29", False), ("x" * 41, "29", False), ("x" * 40, "29", True)],
)
def test_who_may_be_enrolled(fleet: Fleet, site: str, department: str, taken: bool) -> None:
    if taken:
        fleet.enrol("kiosk-1", site, department)
        assert fleet.ask("SELECT name, department FROM fleet.site") == [(site, department)]
        return
    with pytest.raises(psycopg.errors.CheckViolation):
        fleet.enrol("kiosk-1", site, department)


def test_a_site_stays_in_its_departement(fleet: Fleet) -> None:
    fleet.enrol("brest-1", "brest", "29")
    fleet.enrol("brest-1", "brest", "29")
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        fleet.enrol("brest-2", "brest", "35")


def test_the_tables_of_one_dimension_are_those_of_the_kiosk() -> None:
    """Generations are words of the kiosk that the schema does not list."""
    (listed,) = re.findall(r"margin text CHECK \(margin IN \(([^)]*)\)\)", SCHEMA.read_text())
    assert re.findall(r"'(\w+)'", listed) == [margin.value for margin in Margin]


def test_the_catalogue_is_that_of_the_kiosk(settled: Fleet) -> None:
    known = settled.ask("SELECT service, outcome FROM fleet.catalogue")
    assert set(known) == {(service.value, code.value) for code in Code for service in code.services}


def test_every_refusal_of_ours_has_its_word() -> None:
    text = SCHEMA.read_text()
    raised = {code for code in (f"GC{n:03}" for n in range(1, 20)) if f"ERRCODE = '{code}'" in text}
    assert raised == {refusal.value for refusal in Refusal if refusal.value.startswith("GC")}
