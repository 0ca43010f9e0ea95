"""Attempts on one card in any order, with faults: what is counted is what was pressed for."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bench.card import Codes, a_bench
from bench.operation import UNBLOCK
from bench.warped_card import Warped
from kiosk.card.codes.current_pin.after_tear import CurrentPinAftermath, after_current_pin_tear
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.errors import SendRevoked
from kiosk.card.model import (
    CardKind,
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    CurrentPinResult,
    HalfDone,
    NewCodeRefused,
    ProofRefused,
    PukRefused,
    Purpose,
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
    UpdateWindow,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.simulator.chip.habits import Habits, ResetFault, ShortRead, UseSpentBy
from kiosk.simulator.chip.tear import ArmedTear, Moment


class Attempts(RuleBasedStateMachine):
    """One card; only a CPS4 has faults of its own here."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = a_bench("blocked")

    @initialize(
        profile=st.sampled_from(
            [
                "blocked",
                "puk-below-max",
                "puk-two-tries",
                "puk-last-use",
                "healthy",
                "one-pin-try",
                "cps4-blocked",
                "cps4-atr-3",
                "cps4-one-pin-try",
            ]
        ),
        spent_by=st.sampled_from(UseSpentBy),
        exhausting=st.sampled_from([0x63C0, 0x6983]),
        short_read=st.sampled_from(ShortRead),
        fault=st.sampled_from([ResetFault.NONE, ResetFault.REFUSES_CODE, ResetFault.IGNORES_CODE]),
    )
    def insert(
        self, profile: str, spent_by: UseSpentBy, exhausting: int, short_read: ShortRead, fault: ResetFault
    ) -> None:
        self.bench = a_bench(profile, Habits(exhausting, short_read, use_spent_by=spent_by, reset_fault=fault))

    @precondition(lambda self: not self.bench.counters().puk_dead)
    @rule(
        puk=st.sampled_from(["12345678", "87654321"]),
        tear=st.one_of(st.none(), st.tuples(st.integers(0, 14), st.sampled_from(Moment))),
        age=st.sampled_from([0.0, 8.0, 8.5]),
        revoked=st.booleans(),
        reset_before=st.booleans(),
    )
    def press(self, puk: str, tear: tuple[int, Moment] | None, age: float, revoked: bool, reset_before: bool) -> None:
        permit, before = self.bench.permit(), self.bench.counters()
        if reset_before:
            self.bench.readers.reset_by_other()
        right = SendRight()
        if revoked:
            right.revoke()
        if tear is not None:
            self.bench.card.arm(ArmedTear(*tear))
        warped = Warped(self.bench.connection, lambda _command, answer: answer)
        result: UnblockResult | SendRevoked
        try:
            result = unblock(warped, permit, Codes(puk_digits=puk), right, lambda: age)
        except SendRevoked as error:
            result = error
        self.bench.card.arm(None)
        self.judge(result, warped, was_free=not before.pin_blocked)
        if age > 8 or revoked or reset_before:
            assert warped.codes == []
        assert before.puk.left - self.bench.counters().puk.left <= len(warped.codes)
        self.bench.reconnect()

    def judge(self, result: UnblockResult | SendRevoked, warped: Warped, was_free: bool) -> None:
        now = self.bench.counters()
        assert warped.codes == UNBLOCK.headers(self.bench.kind)[: len(warped.codes)]
        match result:
            case Unblocked(counters) | PukRefused(counters) | ProofRefused(counters) | HalfDone(counters):
                assert counters == now
            case Torn(sent):
                assert (sent is Sent.NOTHING) is (warped.codes == [])
            case Voided() | SendRevoked():
                assert warped.codes == []
        assert now.pin_blocked or was_free or isinstance(result, Unblocked | ProofRefused | HalfDone | Torn)

    @precondition(lambda self: not self.bench.counters().pin_blocked)
    @rule(
        purpose=st.sampled_from(Purpose),
        typed=st.sampled_from(["1234", "2580", "9999"]),
        tear=st.one_of(st.none(), st.tuples(st.integers(0, 60), st.sampled_from(Moment))),
        revoked=st.booleans(),
        reset_before=st.booleans(),
    )
    def press_with_the_current_pin(
        self, purpose: Purpose, typed: str, tear: tuple[int, Moment] | None, revoked: bool, reset_before: bool
    ) -> None:
        permit, before = self.bench.current_pin_permit(purpose), self.bench.counters()
        right_code, held_new = self.bench.card.pin_is(typed), self.bench.card.pin_is("2580")
        if reset_before:
            self.bench.readers.reset_by_other()
        right = SendRight()
        if revoked:
            right.revoke()
        if tear is not None:
            self.bench.card.arm(ArmedTear(*tear))
        warped = Warped(self.bench.connection, lambda _command, answer: answer)
        result: CurrentPinResult | SendRevoked
        try:
            result = use_current_pin(warped, permit, Codes(current_pin_digits=typed), right, lambda: 0.0)
        except SendRevoked as error:
            result = error
        self.bench.card.arm(None)
        now = self.bench.counters()
        assert len(warped.codes) <= (3 if purpose is Purpose.CHANGE else 1)
        assert len(set(warped.codes)) == len(warped.codes) or self.bench.kind is CardKind.CPS4
        assert before.pin.left - now.pin.left <= len(warped.codes)
        assert (now.puk, now.puk_uses_left) == (before.puk, before.puk_uses_left)
        if revoked or reset_before:
            assert warped.codes == []
        if not held_new and self.bench.card.pin_is("2580"):
            assert purpose is Purpose.CHANGE
            assert right_code
            assert isinstance(result, CodeChanged | Torn)
        self.judge_current_pin(result, warped, right_code)
        if isinstance(result, Torn):
            self.tell_the_truth(before, purpose, result.sent, held_new)
        self.bench.reconnect()

    def judge_current_pin(self, result: CurrentPinResult | SendRevoked, warped: Warped, right_code: bool) -> None:
        now = self.bench.counters()
        match result:
            case CodeAccepted(counters) | CodeChanged(counters) | NewCodeRefused(counters):
                assert (right_code, counters) == (True, now)
            case CurrentPinRefused(counters):
                assert (right_code, counters) == (False, now)
            case ProofRefused(counters):
                assert counters == now
            case Torn(sent):
                assert (sent is Sent.NOTHING) is (warped.codes == [])
            case Voided() | SendRevoked():
                assert warped.codes == []
        if isinstance(result, CodeChanged):
            assert self.bench.card.pin_is("2580")

    def tell_the_truth(self, before: Counters, purpose: Purpose, sent: Sent, held_new: bool) -> None:
        """What is said of a torn use is what the card holds."""
        found = after_current_pin_tear(before, self.bench.counters(), self.bench.kind, purpose, sent)
        changed = self.bench.card.pin_is("2580") and not held_new
        same = {CurrentPinAftermath.SAME_CODE_NO_TRY, CurrentPinAftermath.SAME_CODE_TRY_COUNTED}
        assert not (changed and found in same)
        assert found is not CurrentPinAftermath.UNKNOWN
        if found is CurrentPinAftermath.SAME_CODE_TRY_COUNTED:
            assert self.bench.counters().pin.left == before.pin.left - 1

    @precondition(lambda self: not self.bench.counters().pin_blocked)
    @rule()
    def block_again(self) -> None:
        """The holder forgets the new code too."""
        channel = "00"
        if self.bench.kind is CardKind.CPS4:
            channel = "01"
            self.bench.card.transmit(bytes.fromhex("01A4040C08 8025000001FF0100"))
        while not self.bench.counters().pin_blocked:
            self.bench.card.transmit(bytes.fromhex(f"{channel}20000108 39393939FFFFFFFF"))
        self.bench.reconnect()

    @rule()
    def read(self) -> None:
        snapshot = self.bench.snapshot()
        assert snapshot.counters == self.bench.counters()
        assert snapshot.update_window is UpdateWindow.ABSENT

    @invariant()
    def nothing_stays_verified_outside_a_transaction(self) -> None:
        state = self.bench.card.state()
        assert state is not None
        assert not state.puk_verified
        assert not state.pin_verified


Attempts.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestAttempts = Attempts.TestCase
