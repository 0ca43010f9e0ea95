"""A CPS4 pulled out at every command of an unblocking, before, within and after its effect."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import Bench, Codes, a_bench
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import CardKind, Counters, Sent, Torn, UnblockResult
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_snapshot, unblock
from kiosk.simulator.chip.habits import Habits, ResetFault
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.reader.readers import DEFAULT_READER

COMMANDS = 12
SENT_BY = {
    (0x20, 0x02, 8): Sent.PUK,
    (0x2C, 0x81, 0): Sent.RESET,
    (0x24, 0x01, 8): Sent.NEW_CODE,
    (0x20, 0x01, 8): Sent.PROOF,
}
OLD, NEW = "1234", "2580"


def a_blocked_card(puk_tries: int, fault: ResetFault = ResetFault.NONE, profile: str = "cps4-blocked") -> Bench:
    bench = a_bench(profile, Habits(reset_fault=fault))
    assert bench.card.codes is not None
    bench.card.codes.puk.tries_left = puk_tries
    return bench


def attempt(bench: Bench, codes: Codes, tear: ArmedTear | None = None) -> UnblockResult:
    permit = bench.permit()
    bench.card.forget()
    bench.card.arm(tear)
    return unblock(bench.connection, permit, codes, SendRight(), lambda: 1.0)


def commands_without_a_tear(puk_tries: int, fault: ResetFault, puk: str, profile: str) -> int:
    bench = a_blocked_card(puk_tries, fault, profile)
    attempt(bench, Codes(puk_digits=puk))
    return len(bench.card.journal())


def sent_for_the_chip(bench: Bench) -> Sent:
    sent = Sent.NOTHING
    for each in bench.card.journal():
        sent = SENT_BY.get((each.header.ins, each.header.p2, each.header.lc), sent)
    return sent


def truths_for_the_chip(before: Counters, now: Counters, bench: Bench) -> set[UnblockAftermath]:
    """What may be said: of an unblocked card that it keeps its old code only if it does."""
    if now.pin.left > 0:
        return (
            {UnblockAftermath.DONE, UnblockAftermath.DONE_OLD_CODE}
            if bench.card.pin_is(OLD)
            else {UnblockAftermath.DONE}
        )
    return {
        UnblockAftermath.NOT_DONE_TRY_COUNTED if now.puk.left < before.puk.left else UnblockAftermath.NOT_DONE_NO_TRY
    }


@pytest.mark.parametrize(
    ("profile", "puk_tries"), [*product(["cps4-blocked"], [10, 9, 2, 1]), ("cps4-atr-2", 10), ("cps4-atr-3", 1)]
)
@pytest.mark.parametrize("fault", [ResetFault.NONE, ResetFault.REFUSES_CODE, ResetFault.IGNORES_CODE])
@pytest.mark.parametrize(("index", "moment"), [*product(range(COMMANDS), Moment)])
@pytest.mark.parametrize("puk", ["12345678", "87654321"])
def test_a_tear_is_told_as_it_happened(
    profile: str, puk_tries: int, fault: ResetFault, index: int, moment: Moment, puk: str
) -> None:
    bench, codes = a_blocked_card(puk_tries, fault, profile), Codes(puk_digits=puk)
    before, ef_sn = bench.counters(), bench.snapshot().ef_sn
    result = attempt(bench, codes, ArmedTear(index, moment))
    assert isinstance(result, Torn) is (index < commands_without_a_tear(puk_tries, fault, puk, profile))
    if not isinstance(result, Torn):
        return
    assert result.sent is sent_for_the_chip(bench)
    assert not any(any(buffer) for buffer in codes.given)
    bench.reconnect()
    after = read_snapshot(bench.connection, DEFAULT_READER, CardKind.CPS4)
    assert (after.ef_sn, after.counters) == (ef_sn, bench.counters())
    found = after_unblock_tear(before, bench.counters(), CardKind.CPS4, result.sent)
    assert found in truths_for_the_chip(before, bench.counters(), bench)


@pytest.mark.parametrize(
    ("ins", "moment", "found", "code"),
    [
        (0x2C, Moment.BEFORE, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        (0x2C, Moment.AFTER, UnblockAftermath.DONE_OLD_CODE, OLD),
        (0x24, Moment.BEFORE, UnblockAftermath.DONE, OLD),
        (0x24, Moment.AFTER, UnblockAftermath.DONE, NEW),
    ],
)
def test_between_the_counter_and_the_code(ins: int, moment: Moment, found: UnblockAftermath, code: str) -> None:
    bench = a_blocked_card(10)
    before = bench.counters()
    result = attempt(bench, Codes(), ArmedTear(lambda header: header.ins == ins, moment))
    assert isinstance(result, Torn)
    assert after_unblock_tear(before, bench.counters(), CardKind.CPS4, result.sent) is found
    assert bench.card.pin_is(code)


def test_a_card_back_after_a_tear_has_nothing_verified_and_is_read_again() -> None:
    bench = a_blocked_card(10)
    attempt(bench, Codes(), ArmedTear(lambda header: header.ins == 0x24, Moment.AFTER))
    bench.reconnect()
    assert bench.snapshot().counters == bench.counters()
    state = bench.card.state()
    assert state is not None
    assert (state.pin_verified, state.puk_verified) == (False, False)
