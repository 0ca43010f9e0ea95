"""A whole simulated CPS4: results, budgets, and what the chip says of them."""

from __future__ import annotations

from datetime import date

import pytest

from bench.card import Bench, Codes, a_bench, cps4_counters
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.codes.unblock.policy import Policy, UnblockObstacle, issue_unblock_permit, unblock_obstacle
from kiosk.card.model import (
    CardKind,
    HalfDone,
    ProofRefused,
    PukRefused,
    Sent,
    Unblocked,
    UnblockResult,
    Unexpected,
    UpdateWindow,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content
from kiosk.simulator.chip.habits import Habits, ResetFault, ShortRead
from kiosk.simulator.profiles import Order, build

SHORT_READS = pytest.mark.parametrize("short_read", ShortRead)
BLOCKED = pytest.mark.parametrize("profile", ["cps4-blocked", "cps4-atr-2", "cps4-atr-3"])


def run(bench: Bench, codes: Codes | None = None) -> UnblockResult:
    return unblock(bench.connection, bench.permit(), codes or Codes(), SendRight(), lambda: 1.0)


def test_each_atr_is_a_cps4() -> None:
    benches = [a_bench(profile) for profile in ("cps4", "cps4-atr-2", "cps4-atr-3")]
    assert {bench.kind for bench in benches} == {CardKind.CPS4}
    assert len({bench.card.atr for bench in benches}) == 3
    assert [bench.connection.t0 for bench in benches] == [True, False, False]


@BLOCKED
def test_an_unblocking_leaves_the_new_code_and_nothing_verified(profile: str) -> None:
    bench = a_bench(profile)
    assert run(bench) == Unblocked(cps4_counters(3))
    assert bench.counters() == cps4_counters(3)
    assert bench.card.pin_is("2580")
    state = bench.card.state()
    assert state is not None
    assert not state.pin_verified
    assert not state.puk_verified


@pytest.mark.parametrize(("profile", "left"), [("cps4", 3), ("cps4-blocked", 0)])
def test_the_first_reading_says_what_the_card_is_in(profile: str, left: int) -> None:
    snapshot = a_bench(profile).snapshot()
    assert (snapshot.counters, snapshot.update_window) == (cps4_counters(left), UpdateWindow.ABSENT)


def test_a_card_that_refuses_the_new_code_keeps_the_old_one() -> None:
    bench = a_bench("cps4-half-done")
    assert run(bench) == HalfDone(cps4_counters(3))
    assert bench.counters() == cps4_counters(3)
    assert bench.card.pin_is("1234")


@pytest.mark.parametrize("fault", [ResetFault.STORES_ANOTHER, ResetFault.IGNORES_CODE])
def test_a_card_that_accepts_the_new_code_and_does_not_know_it_is_not_proved(fault: ResetFault) -> None:
    bench = a_bench("cps4-blocked", Habits(reset_fault=fault))
    assert run(bench) == ProofRefused(cps4_counters(2))
    assert bench.counters() == cps4_counters(2)


def test_a_card_that_stops_at_the_reset_is_unexpected() -> None:
    bench = a_bench("cps4-stops")
    assert run(bench) == Unexpected(Sent.RESET, cps4_counters())
    assert bench.card.pin_is("1234")


@pytest.mark.parametrize("exhausting", [0x63C0, 0x6983])
@pytest.mark.parametrize("tries", [1, 2, 10])
def test_a_wrong_code_costs_one_try_and_says_so(tries: int, exhausting: int) -> None:
    bench = a_bench("cps4-blocked", Habits(exhausting=exhausting))
    assert bench.card.codes is not None
    bench.card.codes.puk.tries_left = tries
    assert run(bench, Codes(puk_digits="87654321")) == PukRefused(cps4_counters(0, tries - 1))
    assert bench.counters() == cps4_counters(0, tries - 1)


def test_counters_answered_by_9000_are_unreadable_and_offer_nothing() -> None:
    bench = a_bench("cps4-unreadable")
    snapshot = bench.snapshot()
    assert snapshot.counters is None
    situation = PermitRequest(snapshot, read_content(bench.connection, snapshot), True, revoked=False)
    assert unblock_obstacle(situation, Policy()) is UnblockObstacle.COUNTERS_UNREADABLE
    assert issue_unblock_permit(situation, Policy(), 0.0) is UnblockObstacle.COUNTERS_UNREADABLE


@pytest.mark.parametrize(
    ("tries", "obstacle"), [(3, None), (2, UnblockObstacle.TOO_FEW_TRIES), (0, UnblockObstacle.PUK_DEAD)]
)
def test_an_unknown_maximum_changes_nothing_in_the_policy(tries: int, obstacle: UnblockObstacle | None) -> None:
    bench = a_bench("cps4-blocked")
    assert bench.card.codes is not None
    bench.card.codes.puk.tries_left = tries
    snapshot = bench.snapshot()
    situation = PermitRequest(snapshot, read_content(bench.connection, snapshot), True, revoked=False)
    assert unblock_obstacle(situation, Policy()) is obstacle


def test_no_code_reaches_another_card_of_the_same_kind() -> None:
    bench = a_bench("cps4-blocked")
    permit = bench.permit()
    bench.readers.remove()
    bench.card = build("cps4-blocked", Order(date(2026, 3, 2), serial="12345678"))
    bench.reconnect()
    assert unblock(bench.connection, permit, Codes(), SendRight(), lambda: 1.0) == Voided()
    assert not any(each.header.lc == 8 and each.header.ins == 0x20 for each in bench.card.journal())


def test_another_program_that_resets_the_card_closes_the_channel_and_the_next_reading_opens_it() -> None:
    bench = a_bench("cps4-blocked")
    before = bench.snapshot()
    bench.readers.reset_by_other()
    bench.reconnect()
    assert bench.snapshot() == before


@SHORT_READS
@BLOCKED
@pytest.mark.parametrize("largest", [0x100, 0xE7])
def test_every_habit_of_reading_gives_the_content_of_the_card(
    short_read: ShortRead, profile: str, largest: int
) -> None:
    content = a_bench(profile, Habits(short_read=short_read, largest_read=largest)).content(label_wanted=True)
    cps3 = a_bench("blocked").content()
    assert content.label == "CPS4v1-2999471603"
    assert (content.number, content.formats, content.holder) == (cps3.number, cps3.formats, cps3.holder)
    assert content.authentication_certificate == cps3.authentication_certificate
    assert content.signature_certificate == cps3.signature_certificate
    assert content.signature_certificate is not None


@SHORT_READS
@BLOCKED
def test_an_unblock_stays_within_its_budget(short_read: ShortRead, profile: str) -> None:
    bench = a_bench(profile, Habits(short_read=short_read))
    permit = bench.permit()
    bench.card.forget()
    result = unblock(bench.connection, permit, Codes(), SendRight(), lambda: 1.0)
    assert isinstance(result, Unblocked)
    assert len(bench.card.journal()) <= 12
