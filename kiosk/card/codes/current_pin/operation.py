"""One use of the current PIN: to change it, to try it, or to open the situations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.card.codes.code_source import CodeSource
from kiosk.card.codes.current_pin.judgement import (
    judge_change,
    judge_change_refusal,
    judge_current_pin,
    judge_current_pin_refusal,
    judge_one_command_change_refusal,
)
from kiosk.card.codes.current_pin.policy import CurrentPinPermit
from kiosk.card.codes.judgement import judge_proof_refusal
from kiosk.card.codes.operation import Plan, perform
from kiosk.card.cps.dialect import CodeStep, Dialect
from kiosk.card.iso7816.connection import Connection
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import (
    CodeAccepted,
    CodeChanged,
    CodeRole,
    Counters,
    CurrentPinRefused,
    CurrentPinResult,
    NewCodeRefused,
    ProofRefused,
    Purpose,
    Sent,
    Unexpected,
)
from kiosk.card.reading.situations import read_situations
from kiosk.card.send_right import SendRight

_Judged = CodeAccepted | CodeChanged | CurrentPinRefused | NewCodeRefused | ProofRefused | Unexpected


def use_current_pin(
    connection: Connection,
    permit: CurrentPinPermit,
    codes: CodeSource,
    send_right: SendRight,
    clock: Callable[[], float],
) -> CurrentPinResult:
    """Use the current PIN for the permit's purpose, as ``perform`` does and with what it raises.

    Situations that cannot be read, even because contact was lost, do not change that the code is right: its counters
    were read again before.
    """
    plan = _change(permit) if permit.purpose is Purpose.CHANGE else _show(permit, send_right)
    return perform(plan, connection, permit, codes, send_right, clock)


def _change(permit: CurrentPinPermit) -> Plan[_Judged]:
    before = permit.counters
    return Plan(
        steps=lambda dialect: dialect.change_steps,
        refused=lambda step, sw, after: _refused(before, step, sw, after),
        accepted=lambda dialect, exchange, after: judge_change(before, after),
    )


def _show(permit: CurrentPinPermit, send_right: SendRight) -> Plan[_Judged]:
    def accepted(dialect: Dialect, exchange: Exchange, after: Counters | None) -> _Judged:
        judged = judge_current_pin(permit.counters, after)
        if isinstance(judged, Unexpected) or permit.purpose is not Purpose.SITUATIONS:
            return judged
        return replace(judged, situations=read_situations(exchange, dialect, send_right))

    return Plan(
        steps=lambda dialect: dialect.current_pin_steps,
        refused=lambda step, sw, after: _refused(permit.counters, step, sw, after),
        accepted=accepted,
    )


def _refused(before: Counters, step: CodeStep, sw: int, after: Counters | None) -> _Judged:
    match step.sent:
        case Sent.CURRENT_PIN:
            return judge_current_pin_refusal(sw, before, after, Sent.CURRENT_PIN)
        case Sent.NEW_CODE if CodeRole.CURRENT_PIN in step.codes:
            return judge_one_command_change_refusal(sw, before, after)
        case Sent.NEW_CODE:
            return judge_change_refusal(sw, before, after)
        case Sent.PROOF:
            return judge_proof_refusal(sw, after)
        case _:
            return Unexpected(step.sent, after)
