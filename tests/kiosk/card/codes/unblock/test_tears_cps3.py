"""The card pulled out at every command of an unblocking, before, within and after its effect."""

from __future__ import annotations

from itertools import product

import pytest

from bench.card import Bench, Codes, a_bench
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import CardKind, Counters, Sent, Torn
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_snapshot, unblock
from kiosk.simulator.chip.habits import Habits, UseSpentBy
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.reader.readers import DEFAULT_READER

COMMANDS = 14
SENT_BY = {(0x20, 0x02): Sent.PUK, (0x2C, 0x01): Sent.RESET, (0x20, 0x01): Sent.PROOF}


def commands_without_a_tear(profile: str, habits: Habits, puk: str) -> int:
    """A refusal ends an unblocking early: there is nothing to tear after its last command."""
    bench = a_bench(profile, habits)
    permit = bench.permit()
    bench.card.forget()
    unblock(bench.connection, permit, Codes(puk_digits=puk), SendRight(), lambda: 1.0)
    return len(bench.card.journal())


def sent_for_the_chip(bench: Bench) -> Sent:
    """The last code command that left for the card, torn or not, as the card's own journal tells it."""
    sent = Sent.NOTHING
    for each in bench.card.journal():
        sent = SENT_BY.get((each.header.ins, each.header.p2), sent)
    return sent


def truth_for_the_chip(before: Counters, now: Counters) -> UnblockAftermath:
    if now.pin.left > 0:
        return UnblockAftermath.DONE
    return UnblockAftermath.NOT_DONE_TRY_COUNTED if now.puk.left < before.puk.left else UnblockAftermath.NOT_DONE_NO_TRY


@pytest.mark.parametrize("profile", ["blocked", "puk-below-max", "puk-one-try", "puk-last-use"])
@pytest.mark.parametrize("spent_by", UseSpentBy)
@pytest.mark.parametrize(("index", "moment"), [*product(range(COMMANDS), Moment)])
@pytest.mark.parametrize("puk", ["12345678", "87654321"])
def test_a_tear_is_told_as_it_happened(
    profile: str, spent_by: UseSpentBy, index: int, moment: Moment, puk: str
) -> None:
    habits = Habits(use_spent_by=spent_by)
    bench = a_bench(profile, habits)
    permit, before = bench.permit(), bench.counters()
    bench.card.forget()
    bench.card.arm(ArmedTear(index, moment))
    codes = Codes(puk_digits=puk)
    result = unblock(bench.connection, permit, codes, SendRight(), lambda: 1.0)
    assert isinstance(result, Torn) is (index < commands_without_a_tear(profile, habits, puk))
    if not isinstance(result, Torn):
        return
    assert result.sent is sent_for_the_chip(bench)
    assert not any(any(buffer) for buffer in codes.given)
    bench.reconnect()
    after = read_snapshot(bench.connection, DEFAULT_READER, CardKind.CPS3)
    assert after.ef_sn == permit.ef_sn
    assert after.counters == bench.counters()
    found = after_unblock_tear(before, after.counters, CardKind.CPS3, result.sent)
    assert found is truth_for_the_chip(before, bench.counters())


def test_a_card_back_after_a_tear_has_nothing_verified() -> None:
    bench = a_bench("blocked")
    permit = bench.permit()
    bench.card.arm(ArmedTear(lambda header: header.ins == 0x2C, Moment.AFTER))
    assert unblock(bench.connection, permit, Codes(), SendRight(), lambda: 1.0) == Torn(Sent.RESET)
    state = bench.card.state()
    assert state is not None
    assert not state.puk_verified
    assert bench.card.pin_is("2580")
