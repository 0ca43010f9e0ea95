"""Attempts on one card in any order, with faults: what is counted is what was pressed for."""

from __future__ import annotations

from card_bench import Codes, a_bench
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from warped_card import CODE_HEADERS, Warped

from kiosk.card.errors import SendRevoked
from kiosk.card.model import (
    CardKind,
    HalfDone,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
    UpdateWindow,
    Voided,
)
from kiosk.card.right import SendRight
from kiosk.card.session import unblock
from kiosk.simulator.habits import Habits, ResetFault, ShortRead, UseSpentBy
from kiosk.simulator.tear import Moment, Tear


class Attempts(RuleBasedStateMachine):
    """One card; only a CPS4 has faults of its own here."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = a_bench("blocked")

    @initialize(
        profile=st.sampled_from(
            ["blocked", "puk-below-max", "puk-two-tries", "puk-last-use", "cps4-blocked", "cps4-atr-3"]
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

    @precondition(lambda self: self.bench.counters().pin_blocked and not self.bench.counters().puk_dead)
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
            self.bench.card.arm(Tear(*tear))
        warped = Warped(self.bench.connection, lambda _command, answer: answer)
        result: UnblockResult | SendRevoked
        try:
            result = unblock(warped, permit, Codes(puk_digits=puk), right, lambda: age)
        except SendRevoked as error:
            result = error
        self.bench.card.arm(None)
        self.judge(result, warped)
        if age > 8 or revoked or reset_before:
            assert warped.codes == []
        assert before.puk.left - self.bench.counters().puk.left <= len(warped.codes)
        self.bench.reconnect()

    def judge(self, result: UnblockResult | SendRevoked, warped: Warped) -> None:
        now = self.bench.counters()
        assert warped.codes == list(CODE_HEADERS[self.bench.kind])[: len(warped.codes)]
        match result:
            case Unblocked(counters) | PukRefused(counters) | ProofRefused(counters) | HalfDone(counters):
                assert counters == now
            case Torn(sent):
                assert (sent is Sent.NOTHING) is (warped.codes == [])
            case Voided() | SendRevoked():
                assert warped.codes == []
        assert now.pin_blocked or isinstance(result, Unblocked | ProofRefused | HalfDone | Torn)

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


Attempts.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestAttempts = Attempts.TestCase
