"""One unblocking: the PUK, a new PIN, and its proof."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.card.codes.code_source import CodeSource
from kiosk.card.codes.judgement import judge_proof_refusal
from kiosk.card.codes.operation import Plan, perform
from kiosk.card.codes.unblock.judgement import judge_new_code_refusal, judge_proof, judge_puk_refusal
from kiosk.card.codes.unblock.policy import UnblockPermit
from kiosk.card.cps.dialect import CodeStep
from kiosk.card.iso7816.connection import Connection
from kiosk.card.model import Counters, HalfDone, ProofRefused, PukRefused, Sent, Unblocked, UnblockResult, Unexpected
from kiosk.card.send_right import SendRight

_Judged = Unblocked | PukRefused | HalfDone | ProofRefused | Unexpected


def unblock(
    connection: Connection,
    permit: UnblockPermit,
    codes: CodeSource,
    send_right: SendRight,
    clock: Callable[[], float],
) -> UnblockResult:
    """Unblock the card that the permit describes, as ``perform`` does and with what it raises."""
    plan: Plan[_Judged] = Plan(
        steps=lambda dialect: dialect.unblock_steps,
        refused=lambda step, sw, after: _refused(permit.counters, step, sw, after),
        accepted=lambda dialect, exchange, after: judge_proof(permit.counters, after),
    )
    return perform(plan, connection, permit, codes, send_right, clock)


def _refused(before: Counters, step: CodeStep, sw: int, after: Counters | None) -> _Judged:
    match step.sent:
        case Sent.PUK:
            return judge_puk_refusal(sw, before, after)
        case Sent.NEW_CODE:
            return judge_new_code_refusal(sw, before, after)
        case Sent.PROOF:
            return judge_proof_refusal(sw, after)
        case _:
            return Unexpected(step.sent, after)
