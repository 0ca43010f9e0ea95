"""The published perimeter, from counters to tables."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.catalogue import CATALOGUE
from diagnostics.outcomes.cells import OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.publication.publication import MonthNotOver, PublishedRow, publish

DEPARTMENTS = {"Brest": "29", "Quimper": "29", "Rennes": "35", "Vannes": "56"}
NOVEMBER = ("2026-W45", "2026-W46", "2026-W47", "2026-W48")  # their Thursdays are 5, 12, 19 and 26 November


def counts(**sites: int) -> dict[OutcomeCell, int]:
    return {
        OutcomeCell("2026-W46", site, Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3): n
        for site, n in sites.items()
    }


def shown(
    rows: tuple[PublishedRow, ...], service: Service = Service.UNBLOCK
) -> dict[tuple[str | None, Code | None], int]:
    return {(row.department, row.code): row.n for row in rows if row.service is service and row.n is not None}


@pytest.mark.parametrize(("n", "expected"), [(10, None), (11, 11), (12, 12)])
def test_a_cell_is_shown_from_eleven_on(n: int, expected: int | None) -> None:
    many = {
        OutcomeCell("2026-W46", site, Service.REFERRAL, code, CardGeneration.CPS3): 100
        for site in DEPARTMENTS
        for code, entry in CATALOGUE.items()
        if Service.REFERRAL in entry.services
    }
    changed = {cell: 0 if cell.site == "Vannes" else n for cell, n in many.items()}
    cell = OutcomeCell("2026-W46", "Vannes", Service.REFERRAL, Code.PUK_UNKNOWN, CardGeneration.CPS3)
    rows = publish(many | {cell: n}, DEPARTMENTS, "2026-11", "2026-W50")
    assert shown(rows, Service.REFERRAL).get(("56", Code.PUK_UNKNOWN)) == expected
    assert ("56", Code.PUK_UNKNOWN) not in shown(publish(changed, DEPARTMENTS, "2026-11", "2026-W50"), Service.REFERRAL)


def test_the_sites_of_a_departement_are_one() -> None:
    rows = publish(counts(Brest=400, Quimper=300, Rennes=500, Vannes=600), DEPARTMENTS, "2026-11", "2026-W50")
    assert shown(rows)["29", None] == 700
    assert "Brest" not in repr(rows)


def test_generations_are_one() -> None:
    of_cps4 = {
        OutcomeCell("2026-W46", "Brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS4): 50,
    }
    rows = publish(counts(Brest=400, Rennes=500, Vannes=500) | of_cps4, DEPARTMENTS, "2026-11", "2026-W50")
    assert shown(rows)["29", None] == 450


def test_only_weeks_of_the_month_count() -> None:
    weeks = ("2026-W44", *NOVEMBER, "2026-W49")
    each = {
        OutcomeCell(week, site, Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3): 100
        for week in weeks
        for site in DEPARTMENTS
    }
    rows = publish(each, DEPARTMENTS, "2026-11", "2026-W50")
    assert shown(rows)["35", None] == 100 * len(NOVEMBER)


def test_the_shape_says_nothing_of_the_figures() -> None:
    def shape(rows: tuple[PublishedRow, ...]) -> list[tuple[object, ...]]:
        return [(row.service, row.department, row.code) for row in rows]

    assert shape(publish({}, DEPARTMENTS, "2026-11", "2026-W50")) == shape(
        publish(counts(Brest=400), DEPARTMENTS, "2026-11", "2026-W50")
    )


def test_nothing_is_shown_where_nothing_was_counted() -> None:
    assert all(row.n is None for row in publish({}, DEPARTMENTS, "2026-11", "2026-W50"))


@pytest.mark.parametrize(("current_week", "over"), [("2026-W48", False), ("2026-W49", True)])
def test_a_month_is_published_when_its_last_week_is_over(current_week: str, over: bool) -> None:
    if over:
        assert publish({}, DEPARTMENTS, "2026-11", current_week)
    else:
        with pytest.raises(MonthNotOver):
            publish({}, DEPARTMENTS, "2026-11", current_week)


def test_the_threshold_may_be_raised_and_not_lowered() -> None:
    figures = counts(Brest=15, Rennes=500, Vannes=500)
    assert ("29", None) in shown(publish(figures, DEPARTMENTS, "2026-11", "2026-W50"))
    assert ("29", None) not in shown(publish(figures, DEPARTMENTS, "2026-11", "2026-W50", threshold=20))
    with pytest.raises(ValueError, match="11"):
        publish(figures, DEPARTMENTS, "2026-11", "2026-W50", threshold=10)


def test_a_site_nobody_placed_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="Nantes"):
        publish(counts(Nantes=50), DEPARTMENTS, "2026-11", "2026-W50")
    with pytest.raises(ValueError, match="none"):
        publish({}, {}, "2026-11", "2026-W50")


def test_a_busy_month_keeps_its_large_cells() -> None:
    """Rare ends are hidden and give each other cover: the frequent ones and most totals can stay."""
    each = {
        Code.UNBLOCKED: 220,
        Code.PUK_UNKNOWN: 90,
        Code.WRONG_PUK: 30,
        Code.UNBLOCK_ABANDONED: 8,
        Code.HELP_ASKED: 6,
    }
    busy = {
        OutcomeCell(week, site, Service.UNBLOCK, code, CardGeneration.CPS3): n
        for week in NOVEMBER
        for site in DEPARTMENTS
        for code, n in each.items()
    }
    rows = shown(publish(busy, DEPARTMENTS, "2026-11", "2026-W50"))
    assert {rows.get((department, Code.UNBLOCKED)) for department in DEPARTMENTS.values()} == {880, 1760}
    assert rows[None, Code.UNBLOCKED] == 16 * 220
