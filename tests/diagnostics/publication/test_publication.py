"""The published perimeter, from the sums of a month to its tables."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code, Service
from diagnostics.publication.publication import SMALLEST_THRESHOLD, Address, PublishedRow, protected

DEPARTMENTS = ("29", "35", "56")
REFERRAL_CODES = [code for code in Code if Service.REFERRAL in code.services]


def published(sums: dict[Address, int], threshold: int = SMALLEST_THRESHOLD) -> tuple[PublishedRow, ...]:
    return protected(sums, DEPARTMENTS, "2026-11", threshold)


def unblocked(*each: int) -> dict[Address, int]:
    return {(department, Service.UNBLOCK, Code.UNBLOCKED): n for department, n in zip(DEPARTMENTS, each, strict=True)}


def shown(
    rows: tuple[PublishedRow, ...], service: Service = Service.UNBLOCK
) -> dict[tuple[str | None, Code | None], int]:
    return {(row.department, row.code): row.n for row in rows if row.service is service and row.n is not None}


@pytest.mark.parametrize(("n", "expected"), [(0, None), (10, None), (11, 11), (12, 12)])
def test_a_cell_is_shown_from_eleven_on(n: int, expected: int | None) -> None:
    small = ("56", Service.REFERRAL, Code.PUK_UNKNOWN)
    many: dict[Address, int] = {
        (place, Service.REFERRAL, code): 100 for place in DEPARTMENTS for code in REFERRAL_CODES
    }
    assert shown(published(many | {small: n}), Service.REFERRAL).get(("56", Code.PUK_UNKNOWN)) == expected


def test_the_shape_says_nothing_of_the_figures() -> None:
    def shape(rows: tuple[PublishedRow, ...]) -> list[tuple[object, ...]]:
        return [(row.month, row.service, row.department, row.code) for row in rows]

    nothing = published({})
    assert shape(nothing) == shape(published(unblocked(400, 0, 0)))
    assert all(row.n is None for row in nothing)


def test_the_threshold_may_be_raised_and_not_lowered() -> None:
    sums = unblocked(15, 500, 500)
    assert ("29", None) in shown(published(sums))
    assert ("29", None) not in shown(published(sums, threshold=20))
    with pytest.raises(ValueError, match="11"):
        published(sums, threshold=10)


@pytest.mark.parametrize(
    "outsider",
    [("44", Service.UNBLOCK, Code.UNBLOCKED), ("29", Service.REFERRAL, Code.UNBLOCKED)],
    ids=["a département where no kiosk is", "an end that the service cannot have"],
)
def test_a_sum_without_a_place_is_not_left_out_in_silence(outsider: Address) -> None:
    with pytest.raises(ValueError, match="no table"):
        published({outsider: 50})


def test_a_busy_month_keeps_its_large_cells() -> None:
    """Rare ends are hidden and give each other cover: the frequent ones and most totals can stay."""
    each = {
        Code.UNBLOCKED: 220,
        Code.PUK_UNKNOWN: 90,
        Code.WRONG_PUK: 30,
        Code.UNBLOCK_ABANDONED: 8,
        Code.HELP_ASKED: 6,
    }
    kiosks_and_weeks = {"29": 8, "35": 4, "56": 4}
    rows = shown(
        published(
            {
                (department, Service.UNBLOCK, code): n * times
                for department, times in kiosks_and_weeks.items()
                for code, n in each.items()
            }
        )
    )
    assert [rows.get((department, Code.UNBLOCKED)) for department in DEPARTMENTS] == [1760, 880, 880]
    assert rows[None, Code.UNBLOCKED] == 16 * 220
