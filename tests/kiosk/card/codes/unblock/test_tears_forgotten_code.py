"""An unblocking of a card that is not blocked, torn at every command: its old code is usable, so a wrong word costs."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import Bench, Codes, a_bench
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import CardKind, Counters, HalfDone, PukRefused, Sent, Torn, Unblocked, UnblockResult
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_snapshot, unblock
from kiosk.simulator.chip.habits import Habits, ResetFault, UseSpentBy
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.reader.readers import DEFAULT_READER

OLD, NEW = "1234", "2580"
PUK, WRONG_PUK = "12345678", "87654321"
COMMANDS = 14
CPS3 = [("healthy", Habits(use_spent_by=spent_by)) for spent_by in UseSpentBy]
CPS4 = [
    (profile, Habits(reset_fault=fault))
    for profile, fault in product(
        ["cps4", "cps4-atr-2"], [ResetFault.NONE, ResetFault.REFUSES_CODE, ResetFault.IGNORES_CODE]
    )
]


def attempt(bench: Bench, puk: str, tear: ArmedTear | None = None) -> UnblockResult:
    permit = bench.permit()
    bench.card.forget()
    bench.card.arm(tear)
    codes = Codes(puk_digits=puk)
    result = unblock(bench.connection, permit, codes, SendRight(), lambda: 1.0)
    bench.card.arm(None)
    assert not any(any(buffer) for buffer in codes.given)
    return result


def may_be_said(before: Counters, bench: Bench) -> set[UnblockAftermath]:
    now = bench.counters()
    counted = now.puk.left < before.puk.left
    grown = now.pin.left > before.pin.left
    if bench.card.pin_is(NEW):
        return {UnblockAftermath.CODE_UNKNOWN, *([UnblockAftermath.DONE] if grown else [])}
    old = {
        UnblockAftermath.CODE_UNKNOWN,
        UnblockAftermath.NOT_DONE_TRY_COUNTED if counted else UnblockAftermath.NOT_DONE_NO_TRY,
    }
    return {UnblockAftermath.CODE_UNKNOWN, UnblockAftermath.DONE_OLD_CODE} if grown else old


@pytest.mark.parametrize(("profile", "habits"), [*CPS3, *CPS4])
@pytest.mark.parametrize("pin_tries", [1, 2, 3])
@pytest.mark.parametrize("puk", [PUK, WRONG_PUK])
@pytest.mark.parametrize("moment", Moment)
def test_a_tear_is_told_as_it_happened(profile: str, habits: Habits, pin_tries: int, puk: str, moment: Moment) -> None:
    for index in range(COMMANDS):
        bench = a_bench(profile, habits, pin_tries)
        before = bench.counters()
        result = attempt(bench, puk, ArmedTear(index, moment))
        if not isinstance(result, Torn):
            continue
        bench.reconnect()
        assert read_snapshot(bench.connection, DEFAULT_READER, bench.kind).counters == bench.counters()
        found = after_unblock_tear(before, bench.counters(), bench.kind, result.sent)
        assert found in may_be_said(before, bench), (index, result.sent, found)
        assert found is not UnblockAftermath.CODE_UNKNOWN or result.sent not in (Sent.NOTHING, Sent.PUK)


@pytest.mark.parametrize(
    ("profile", "fault", "puk", "kind"),
    [
        ("healthy", ResetFault.NONE, PUK, Unblocked),
        ("healthy", ResetFault.NONE, WRONG_PUK, PukRefused),
        ("cps4", ResetFault.NONE, PUK, Unblocked),
        ("cps4", ResetFault.REFUSES_CODE, PUK, HalfDone),
    ],
)
@pytest.mark.parametrize("pin_tries", [1, 2, 3])
def test_without_a_tear_it_ends_as_any_unblocking(
    profile: str, fault: ResetFault, puk: str, kind: type, pin_tries: int
) -> None:
    bench = a_bench(profile, Habits(reset_fault=fault), pin_tries)
    result = attempt(bench, puk)
    assert isinstance(result, kind)
    assert result.counters == bench.counters()
    assert bench.card.pin_is(NEW) is (kind is Unblocked)


@pytest.mark.parametrize(
    ("profile", "pin_tries", "ins", "moment", "found", "code"),
    [
        ("healthy", 3, 0x2C, Moment.BEFORE, UnblockAftermath.CODE_UNKNOWN, OLD),
        ("healthy", 3, 0x2C, Moment.AFTER, UnblockAftermath.CODE_UNKNOWN, NEW),
        ("healthy", 2, 0x2C, Moment.BEFORE, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        ("healthy", 2, 0x2C, Moment.AFTER, UnblockAftermath.DONE, NEW),
        ("cps4", 3, 0x2C, Moment.AFTER, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        ("cps4", 2, 0x2C, Moment.AFTER, UnblockAftermath.DONE_OLD_CODE, OLD),
        ("cps4", 2, 0x24, Moment.BEFORE, UnblockAftermath.CODE_UNKNOWN, OLD),
        ("cps4", 2, 0x24, Moment.AFTER, UnblockAftermath.CODE_UNKNOWN, NEW),
    ],
)
def test_between_the_counter_and_the_code(
    profile: str, pin_tries: int, ins: int, moment: Moment, found: UnblockAftermath, code: str
) -> None:
    bench = a_bench(profile, pin_tries=pin_tries)
    before = bench.counters()
    result = attempt(bench, PUK, ArmedTear(lambda header: header.ins == ins, moment))
    assert isinstance(result, Torn)
    kind = CardKind.CPS3 if profile == "healthy" else CardKind.CPS4
    assert after_unblock_tear(before, bench.counters(), kind, result.sent) is found
    assert bench.card.pin_is(code)
