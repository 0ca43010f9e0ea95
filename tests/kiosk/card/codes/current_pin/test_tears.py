"""The card pulled out at every command of every use of its current PIN, before, within and after its effect."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from bench.card import Bench, Codes, a_bench
from kiosk.card.codes.current_pin.after_tear import CurrentPinAftermath, after_current_pin_tear
from kiosk.card.model import CardKind, CodeAccepted, CurrentPinResult, Purpose, Sent, Torn
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_snapshot, use_current_pin
from kiosk.simulator.chip.habits import Habits, ResetFault
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.reader.readers import DEFAULT_READER

OLD, NEW, WRONG = "1234", "2580", "9999"
COMMANDS = {Purpose.CHANGE: 14, Purpose.TRY: 13}
SENT_BY = {
    (0x20, 0x01, 8): Sent.CURRENT_PIN,
    (0x24, 0x01, 16): Sent.NEW_CODE,
    (0x24, 0x01, 8): Sent.NEW_CODE,
}


@dataclass(frozen=True)
class Attempt:
    """One use of a code on one card."""

    profile: str
    pin_tries: int
    purpose: Purpose
    typed: str
    fault: ResetFault = ResetFault.NONE

    def bench(self) -> Bench:
        return a_bench(self.profile, Habits(reset_fault=self.fault), self.pin_tries)


def perform(attempt: Attempt, bench: Bench, codes: Codes, tear: ArmedTear | None) -> CurrentPinResult:
    permit = bench.current_pin_permit(attempt.purpose)
    bench.card.forget()
    bench.card.arm(tear)
    return use_current_pin(bench.connection, permit, codes, SendRight(), lambda: 1.0)


def commands_without_a_tear(attempt: Attempt) -> int:
    bench = attempt.bench()
    perform(attempt, bench, Codes(current_pin_digits=attempt.typed), None)
    return len(bench.card.journal())


def sent_for_the_chip(bench: Bench) -> Sent:
    """The last code command that left for the card, as its journal tells it; a VERIFY after a change is its proof."""
    sent = Sent.NOTHING
    for each in bench.card.journal():
        step = SENT_BY.get((each.header.ins, each.header.p2, each.header.lc), sent)
        sent = Sent.PROOF if sent is Sent.NEW_CODE and each.header.ins == 0x20 and each.header.lc else step
    return sent


def truths_for_the_chip(attempt: Attempt, bench: Bench) -> set[CurrentPinAftermath]:
    """What may be said of this card: never that it keeps its old code if it does not."""
    lost = attempt.pin_tries - bench.counters().pin.left
    if bench.card.pin_is(NEW):
        return {CurrentPinAftermath.CODE_UNKNOWN}
    same = CurrentPinAftermath.SAME_CODE_TRY_COUNTED if lost == 1 else CurrentPinAftermath.SAME_CODE_NO_TRY
    return {same, CurrentPinAftermath.CODE_UNKNOWN} if attempt.purpose is Purpose.CHANGE else {same}


FAULTS = [ResetFault.NONE, ResetFault.REFUSES_CODE, ResetFault.IGNORES_CODE]
CHANGES = [
    Attempt(profile, tries, Purpose.CHANGE, typed, fault)
    for profile, tries, typed, fault in product(["healthy", "cps4", "cps4-atr-2"], [1, 2, 3], [OLD, WRONG], FAULTS)
]
TRIES = [
    Attempt(profile, tries, Purpose.TRY, typed)
    for profile, tries, typed in product(["healthy", "cps4", "cps4-atr-3"], [1, 2, 3], [OLD, WRONG])
]


@pytest.mark.parametrize("attempt", [*CHANGES, *TRIES], ids=str)
@pytest.mark.parametrize("moment", Moment)
def test_a_tear_is_told_as_it_happened(attempt: Attempt, moment: Moment) -> None:
    commands = commands_without_a_tear(attempt)
    assert commands <= COMMANDS[attempt.purpose]
    for index in range(commands + 1):
        bench, codes = attempt.bench(), Codes(current_pin_digits=attempt.typed)
        before = bench.counters()
        result = perform(attempt, bench, codes, ArmedTear(index, moment))
        assert isinstance(result, Torn) is (index < commands)
        assert not any(any(buffer) for buffer in codes.given)
        if not isinstance(result, Torn):
            continue
        assert result.sent is sent_for_the_chip(bench)
        bench.card.arm(None)
        bench.reconnect()
        after = read_snapshot(bench.connection, DEFAULT_READER, bench.kind)
        assert after.counters == bench.counters()
        found = after_current_pin_tear(before, bench.counters(), bench.kind, attempt.purpose, result.sent)
        assert found in truths_for_the_chip(attempt, bench), (index, result.sent)
        told_nothing = found is CurrentPinAftermath.CODE_UNKNOWN
        assert not told_nothing or result.sent in (Sent.NEW_CODE, Sent.PROOF)


@pytest.mark.parametrize("profile", ["situations-many", "cps4-situations", "cps4-atr-2"])
@pytest.mark.parametrize("typed", [OLD, WRONG])
@pytest.mark.parametrize("moment", Moment)
def test_a_tear_while_the_situations_are_opened(profile: str, typed: str, moment: Moment) -> None:
    """Once the code was accepted and counted, a lost contact changes nothing of that."""
    attempt = Attempt(profile, 2, Purpose.SITUATIONS, typed)
    commands = commands_without_a_tear(attempt)
    for index in range(commands):
        bench, codes = attempt.bench(), Codes(current_pin_digits=typed)
        before = bench.counters()
        result = perform(attempt, bench, codes, ArmedTear(index, moment))
        bench.card.arm(None)
        if isinstance(result, Torn):
            assert result.sent is sent_for_the_chip(bench)
            found = after_current_pin_tear(before, bench.counters(), bench.kind, Purpose.SITUATIONS, result.sent)
            assert found in truths_for_the_chip(attempt, bench)
        else:
            assert typed == OLD
            assert result == CodeAccepted(bench.counters(), None)
        assert bench.card.pin_is(OLD)
        state = bench.card.state()
        assert state is not None
        assert not state.pin_verified


@pytest.mark.parametrize(
    ("profile", "kind", "moment", "tries", "found", "code"),
    [
        ("healthy", CardKind.CPS3, Moment.BEFORE, 3, CurrentPinAftermath.CODE_UNKNOWN, OLD),
        ("healthy", CardKind.CPS3, Moment.BEFORE, 2, CurrentPinAftermath.SAME_CODE_NO_TRY, OLD),
        ("healthy", CardKind.CPS3, Moment.COUNTED, 3, CurrentPinAftermath.SAME_CODE_TRY_COUNTED, OLD),
        ("healthy", CardKind.CPS3, Moment.COUNTED, 1, CurrentPinAftermath.SAME_CODE_TRY_COUNTED, OLD),
        ("healthy", CardKind.CPS3, Moment.AFTER, 3, CurrentPinAftermath.CODE_UNKNOWN, NEW),
        ("healthy", CardKind.CPS3, Moment.AFTER, 1, CurrentPinAftermath.CODE_UNKNOWN, NEW),
        ("cps4", CardKind.CPS4, Moment.BEFORE, 1, CurrentPinAftermath.CODE_UNKNOWN, OLD),
        ("cps4", CardKind.CPS4, Moment.AFTER, 3, CurrentPinAftermath.CODE_UNKNOWN, NEW),
    ],
)
def test_a_change_torn_at_its_new_code(
    profile: str, kind: CardKind, moment: Moment, tries: int, found: CurrentPinAftermath, code: str
) -> None:
    attempt = Attempt(profile, tries, Purpose.CHANGE, OLD)
    bench = attempt.bench()
    before = bench.counters()
    result = perform(attempt, bench, Codes(), ArmedTear(lambda header: header.ins == 0x24, moment))
    assert result == Torn(Sent.NEW_CODE)
    assert after_current_pin_tear(before, bench.counters(), kind, Purpose.CHANGE, Sent.NEW_CODE) is found
    assert bench.card.pin_is(code)
