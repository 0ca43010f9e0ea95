"""The card pulled out at every command of every operation, before, within and after its effect."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from bench.card import Bench, Codes, a_bench
from bench.operation import CHANGE, SITUATIONS, TRY, UNBLOCK, Operation, perform
from bench.warped_card import CODE_HEADERS
from kiosk.card.codes.current_pin.after_tear import CurrentPinAftermath, after_current_pin_tear
from kiosk.card.codes.unblock.after_tear import UnblockAftermath, after_unblock_tear
from kiosk.card.model import (
    CodeAccepted,
    Counters,
    CurrentPinResult,
    HalfDone,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
)
from kiosk.simulator.chip.habits import Habits, ResetFault, UseSpentBy
from kiosk.simulator.chip.tear import ArmedTear, Moment

OLD, NEW = "1234", "2580"
COMMANDS = {"unblock": 14, "change": 14, "try": 13}
Truth = UnblockAftermath | CurrentPinAftermath
FAULTS = (ResetFault.NONE, ResetFault.REFUSES_CODE, ResetFault.IGNORES_CODE)


@dataclass(frozen=True)
class Attempt:
    """One operation on one card; ``right``: the code that is compared first is the card's own."""

    operation: Operation
    profile: str
    right: bool = True
    pin_tries: int | None = None
    puk_tries: int | None = None
    fault: ResetFault = ResetFault.NONE
    spent_by: UseSpentBy = UseSpentBy.RESET

    def __str__(self) -> str:
        parts = (self.operation, self.profile, self.pin_tries, self.puk_tries, self.fault.value, self.spent_by.value)
        return "-".join(map(str, (*parts, self.right)))

    def bench(self) -> Bench:
        bench = a_bench(self.profile, Habits(reset_fault=self.fault, use_spent_by=self.spent_by), self.pin_tries)
        if self.puk_tries is not None:
            assert bench.card.codes is not None
            bench.card.codes.puk.tries_left = self.puk_tries
        return bench

    def made(self, bench: Bench, tear: ArmedTear | None = None) -> UnblockResult | CurrentPinResult:
        """Done once, torn where the tear strikes; nothing of the codes is left."""
        permit = self.operation.permit(bench)
        codes = Codes() if self.right else self.operation.wrong
        bench.card.forget()
        bench.card.arm(tear)
        result = perform(bench.connection, permit, codes)
        bench.card.arm(None)
        assert not any(any(buffer) for buffer in codes.given)
        return result

    def commands(self) -> int:
        """Without a tear. A refusal ends an operation early: there is nothing to tear after its last command."""
        bench = self.bench()
        self.made(bench)
        return len(bench.card.journal())


def sent_for_the_chip(operation: Operation, bench: Bench) -> Sent:
    """The last code command that left for the card, torn or not, as the card's own journal tells it."""
    headers = []
    for each in bench.card.journal():
        header = bytes((each.header.cla, each.header.ins, each.header.p1, each.header.p2))
        if header in CODE_HEADERS and (each.header.lc or each.header.ins != 0x20):
            headers.append(header)
    return operation.sent(headers, bench.kind)


def told(operation: Operation, bench: Bench, before: Counters, sent: Sent) -> Truth:
    after = bench.counters()
    if operation.purpose is None:
        return after_unblock_tear(before, after, bench.kind, sent)
    return after_current_pin_tear(before, after, bench.kind, operation.purpose, sent)


def may_be_said(operation: Operation, bench: Bench, before: Counters, *, new: bool) -> set[Truth]:
    """What is true of the card on the bench; ``new``: it holds the new code."""
    now = bench.counters()
    if operation is not UNBLOCK:
        if new:
            return {CurrentPinAftermath.CODE_UNKNOWN}
        counted = now.pin.left == before.pin.left - 1
        same = CurrentPinAftermath.SAME_CODE_TRY_COUNTED if counted else CurrentPinAftermath.SAME_CODE_NO_TRY
        return {same, CurrentPinAftermath.CODE_UNKNOWN} if operation is CHANGE else {same}
    counted = now.puk.left < before.puk.left
    not_done = UnblockAftermath.NOT_DONE_TRY_COUNTED if counted else UnblockAftermath.NOT_DONE_NO_TRY
    if before.pin_blocked and now.pin_blocked:
        return {not_done}
    if before.pin_blocked:
        return {UnblockAftermath.DONE} if new else {UnblockAftermath.DONE, UnblockAftermath.DONE_OLD_CODE}
    grown = now.pin.left > before.pin.left
    certain = UnblockAftermath.DONE if new else UnblockAftermath.DONE_OLD_CODE
    return {UnblockAftermath.CODE_UNKNOWN, *([certain] if grown else [] if new else [not_done])}


BLOCKED = [
    Attempt(UNBLOCK, profile, right, spent_by=spent_by)
    for profile, right, spent_by in product(
        ["blocked", "puk-below-max", "puk-one-try", "puk-last-use"], [True, False], UseSpentBy
    )
] + [
    Attempt(UNBLOCK, profile, right, puk_tries=tries, fault=fault)
    for (profile, tries), right, fault in product(
        [*product(["cps4-blocked"], [10, 9, 2, 1]), ("cps4-atr-2", 10), ("cps4-atr-3", 1)], [True, False], FAULTS
    )
]
FORGOTTEN = [
    Attempt(UNBLOCK, "healthy", right, pin_tries, spent_by=spent_by)
    for right, pin_tries, spent_by in product([True, False], [1, 2, 3], UseSpentBy)
] + [
    Attempt(UNBLOCK, profile, right, pin_tries, fault=fault)
    for profile, right, pin_tries, fault in product(["cps4", "cps4-atr-2"], [True, False], [1, 2, 3], FAULTS)
]
CHANGES = [
    Attempt(CHANGE, profile, right, pin_tries, fault=fault)
    for profile, right, pin_tries, fault in product(["healthy", "cps4", "cps4-atr-2"], [True, False], [1, 2, 3], FAULTS)
]
TRIES = [
    Attempt(TRY, profile, right, pin_tries)
    for profile, right, pin_tries in product(["healthy", "cps4", "cps4-atr-3"], [True, False], [1, 2, 3])
]


@pytest.mark.parametrize("attempt", [*BLOCKED, *FORGOTTEN, *CHANGES, *TRIES], ids=str)
@pytest.mark.parametrize("moment", Moment)
def test_a_tear_is_told_as_it_happened(attempt: Attempt, moment: Moment) -> None:
    """A word too much costs: it may call a code old that is new, or a try counted that was not."""
    operation, commands = attempt.operation, attempt.commands()
    assert commands <= COMMANDS[str(operation)]
    for index in range(commands + 1):
        bench = attempt.bench()
        before, ef_sn = bench.counters(), bench.snapshot().ef_sn
        result = attempt.made(bench, ArmedTear(index, moment))
        assert isinstance(result, Torn) is (index < commands)
        if not isinstance(result, Torn):
            continue
        assert result.sent is sent_for_the_chip(operation, bench)
        bench.reconnect()
        after = bench.snapshot()
        assert (after.ef_sn, after.counters) == (ef_sn, bench.counters())
        found = told(operation, bench, before, result.sent)
        assert found in may_be_said(operation, bench, before, new=bench.card.pin_is(NEW)), (index, result.sent)
        told_nothing = found in (UnblockAftermath.CODE_UNKNOWN, CurrentPinAftermath.CODE_UNKNOWN)
        assert not told_nothing or result.sent in (Sent.RESET, Sent.NEW_CODE, Sent.PROOF)


@pytest.mark.parametrize("profile", ["situations-many", "cps4-situations", "cps4-atr-2"])
@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("moment", Moment)
def test_a_tear_while_the_situations_are_opened(profile: str, right: bool, moment: Moment) -> None:
    """Once the code was accepted and counted, a lost contact changes nothing of that."""
    attempt = Attempt(SITUATIONS, profile, right, pin_tries=2)
    for index in range(attempt.commands()):
        bench = attempt.bench()
        before = bench.counters()
        result = attempt.made(bench, ArmedTear(index, moment))
        if isinstance(result, Torn):
            assert result.sent is sent_for_the_chip(SITUATIONS, bench)
            assert told(SITUATIONS, bench, before, result.sent) in may_be_said(SITUATIONS, bench, before, new=False)
        else:
            assert right
            assert result == CodeAccepted(bench.counters(), None)
        assert bench.card.pin_is(OLD)
        state = bench.card.state()
        assert state is not None
        assert not state.pin_verified


@pytest.mark.parametrize(
    ("profile", "fault", "right", "kind"),
    [
        ("healthy", ResetFault.NONE, True, Unblocked),
        ("healthy", ResetFault.NONE, False, PukRefused),
        ("cps4", ResetFault.NONE, True, Unblocked),
        ("cps4", ResetFault.REFUSES_CODE, True, HalfDone),
    ],
)
@pytest.mark.parametrize("pin_tries", [1, 2, 3])
def test_without_a_tear_a_forgotten_code_ends_as_any_unblocking(
    profile: str, fault: ResetFault, right: bool, kind: type, pin_tries: int
) -> None:
    attempt = Attempt(UNBLOCK, profile, right, pin_tries, fault=fault)
    bench = attempt.bench()
    result = attempt.made(bench)
    assert isinstance(result, kind)
    assert result.counters == bench.counters()
    assert bench.card.pin_is(NEW) is (kind is Unblocked)


UNKNOWN = CurrentPinAftermath.CODE_UNKNOWN


@pytest.mark.parametrize(
    ("operation", "profile", "pin_tries", "ins", "moment", "found", "code"),
    [
        (UNBLOCK, "blocked", 0, 0x2C, Moment.AFTER, UnblockAftermath.DONE, NEW),
        (UNBLOCK, "cps4-blocked", 0, 0x2C, Moment.BEFORE, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        (UNBLOCK, "cps4-blocked", 0, 0x2C, Moment.AFTER, UnblockAftermath.DONE_OLD_CODE, OLD),
        (UNBLOCK, "cps4-blocked", 0, 0x24, Moment.BEFORE, UnblockAftermath.DONE, OLD),
        (UNBLOCK, "cps4-blocked", 0, 0x24, Moment.AFTER, UnblockAftermath.DONE, NEW),
        (UNBLOCK, "healthy", 3, 0x2C, Moment.BEFORE, UnblockAftermath.CODE_UNKNOWN, OLD),
        (UNBLOCK, "healthy", 3, 0x2C, Moment.AFTER, UnblockAftermath.CODE_UNKNOWN, NEW),
        (UNBLOCK, "healthy", 2, 0x2C, Moment.BEFORE, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        (UNBLOCK, "healthy", 2, 0x2C, Moment.AFTER, UnblockAftermath.DONE, NEW),
        (UNBLOCK, "cps4", 3, 0x2C, Moment.AFTER, UnblockAftermath.NOT_DONE_NO_TRY, OLD),
        (UNBLOCK, "cps4", 2, 0x2C, Moment.AFTER, UnblockAftermath.DONE_OLD_CODE, OLD),
        (UNBLOCK, "cps4", 2, 0x24, Moment.BEFORE, UnblockAftermath.CODE_UNKNOWN, OLD),
        (UNBLOCK, "cps4", 2, 0x24, Moment.AFTER, UnblockAftermath.CODE_UNKNOWN, NEW),
        (CHANGE, "healthy", 3, 0x24, Moment.BEFORE, UNKNOWN, OLD),
        (CHANGE, "healthy", 2, 0x24, Moment.BEFORE, CurrentPinAftermath.SAME_CODE_NO_TRY, OLD),
        (CHANGE, "healthy", 3, 0x24, Moment.COUNTED, CurrentPinAftermath.SAME_CODE_TRY_COUNTED, OLD),
        (CHANGE, "healthy", 1, 0x24, Moment.COUNTED, CurrentPinAftermath.SAME_CODE_TRY_COUNTED, OLD),
        (CHANGE, "healthy", 3, 0x24, Moment.AFTER, UNKNOWN, NEW),
        (CHANGE, "healthy", 1, 0x24, Moment.AFTER, UNKNOWN, NEW),
        (CHANGE, "cps4", 1, 0x24, Moment.BEFORE, UNKNOWN, OLD),
        (CHANGE, "cps4", 3, 0x24, Moment.AFTER, UNKNOWN, NEW),
    ],
)
def test_between_the_counter_and_the_code(
    operation: Operation, profile: str, pin_tries: int, ins: int, moment: Moment, found: Truth, code: str
) -> None:
    """Nothing stays verified: a card that comes back is read as any other."""
    attempt = Attempt(operation, profile, pin_tries=pin_tries)
    bench = attempt.bench()
    before = bench.counters()
    result = attempt.made(bench, ArmedTear(lambda header: header.ins == ins, moment))
    assert result == Torn(Sent.RESET if ins == 0x2C else Sent.NEW_CODE)
    assert told(operation, bench, before, result.sent) is found
    assert bench.card.pin_is(code)
    state = bench.card.state()
    assert state is not None
    assert (state.pin_verified, state.puk_verified) == (False, False)
    bench.reconnect()
    assert bench.snapshot().counters == bench.counters()
