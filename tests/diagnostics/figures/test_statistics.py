from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.figures.statistics import Axis, Rate, closed, grouped, rates, running_total
from diagnostics.outcomes.cells import OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.weeks import iso_week


def cell(code: Code, week: str = "2026-W46", service: Service = Service.UNBLOCK, site: str = "Brest") -> OutcomeCell:
    return OutcomeCell(week, site, service, code, CardGeneration.CPS3)


COUNTS = {
    cell(Code.UNBLOCKED): 6,
    cell(Code.UNBLOCKED, "2026-W47"): 1,
    cell(Code.FORGOTTEN_SET, "2026-W47"): 1,
    cell(Code.PUK_UNKNOWN): 3,
    cell(Code.PUK_UNKNOWN, service=Service.REFERRAL): 50,
    cell(Code.WRONG_PUK): 1,
    cell(Code.TWO_WRONG, site="Quimper"): 2,
    cell(Code.PUK_EXHAUSTED): 1,
    cell(Code.UNBLOCK_INTERRUPTED): 5,
    cell(Code.READ_INTERRUPTED, service=Service.READING): 10,
}

cells = st.builds(
    OutcomeCell,
    st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(iso_week),
    st.sampled_from(["Brest", "Quimper"]),
    st.sampled_from(Service),
    st.sampled_from(Code),
    st.sampled_from(CardGeneration),
)


@given(st.dictionaries(cells, st.integers(1, 1000)), st.lists(st.sampled_from(Axis), unique=True))
def test_nothing_is_lost_along_any_axes(counts: dict[OutcomeCell, int], axes: list[Axis]) -> None:
    assert sum(grouped(counts, axes).values()) == sum(counts.values())


def test_figures_by_period_service_outcome_generation() -> None:
    assert grouped(COUNTS, (Axis.WEEK,)) == {("2026-W46",): 78, ("2026-W47",): 2}
    assert grouped(COUNTS, (Axis.MONTH,)) == {("2026-11",): 80}
    assert grouped(COUNTS, (Axis.SERVICE,)) == {("reading",): 10, ("referral",): 50, ("unblock",): 20}
    assert grouped(COUNTS, (Axis.SERVICE, Axis.OUTCOME))["unblock", "U01"] == 7
    assert grouped(COUNTS, (Axis.SITE,)) == {("Brest",): 78, ("Quimper",): 2}
    assert grouped(COUNTS, (Axis.GENERATION,)) == {("cps3",): 80}


def test_the_rates_of_the_unblockings_leave_other_services_out() -> None:
    found = rates(COUNTS)
    assert found.unblocked == Rate(8, 20)
    assert found.without_puk == Rate(3, 20)
    assert found.wrong_puk == Rate(4, 20)
    assert found.interrupted == Rate(15, 80)
    assert found.unblocked.percent == 40.0


def test_nothing_counted_has_no_rate() -> None:
    assert rates({}).unblocked.percent is None


def test_the_current_week_is_one_number_and_no_detail() -> None:
    assert set(closed(COUNTS, "2026-W47")) == {key for key in COUNTS if key.iso_week == "2026-W46"}
    assert running_total(COUNTS, "2026-W47") == 2
