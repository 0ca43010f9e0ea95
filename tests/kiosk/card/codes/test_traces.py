"""Byte for byte: each operation on each generation, and every answer to each of its commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bench.card import ScriptedConnection, a_current_pin_permit, a_permit, counters, cps4_counters
from bench.operation import CHANGE, OPERATIONS, SITUATIONS, TRY, UNBLOCK, Operation, perform
from bench.traces import (
    ASK_PIN,
    CPS3,
    CPS4,
    GET_PIN,
    NO_COUNTERS,
    Script,
    before_codes,
    chv,
    code_commands,
    told,
    told_by,
)
from kiosk.card.codes.permit import Permit
from kiosk.card.errors import CardError, CardInUse, CardRemoved, CardWasReset
from kiosk.card.iso7816.connection import Disposition
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
    Sent,
    Torn,
    Unblocked,
    UnblockResult,
    Unexpected,
)

Make = Callable[..., ScriptedConnection]
Row = tuple[int, str | CardError, Script, UnblockResult | CurrentPinResult]
"""How many code commands were accepted, the answer to the next one, what is read after it, and the result."""

CURRENT_PIN_CPS3: list[Row] = [
    (0, "63C2", chv(pin=2), CurrentPinRefused(counters(2))),
    (0, "63C1", chv(pin=2), Unexpected(Sent.CURRENT_PIN, counters(2))),
    (0, "63C2", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "63C2", chv(pin=2, puk=9), Unexpected(Sent.CURRENT_PIN, counters(2, puk=9))),
    (0, "6983", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "6F00", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "6700", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "6108", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "6C08", chv(pin=3), Unexpected(Sent.CURRENT_PIN, counters(3))),
    (0, "00 9000", [], Unexpected(Sent.CURRENT_PIN, None)),
    (0, "63C2", NO_COUNTERS, Unexpected(Sent.CURRENT_PIN, None)),
    (0, "9000", chv(pin=2), Unexpected(Sent.CURRENT_PIN, counters(2))),
    (0, "9000", NO_COUNTERS, Unexpected(Sent.CURRENT_PIN, None)),
    (0, "9000", [(GET_PIN, CardWasReset())], Torn(Sent.CURRENT_PIN)),
    (0, CardRemoved(), [], Torn(Sent.CURRENT_PIN)),
    (0, CardInUse(), [], Torn(Sent.CURRENT_PIN)),
]
ANSWERS: dict[tuple[Operation, CardKind], list[Row]] = {
    (UNBLOCK, CPS3): [
        (0, "63C9", chv(puk=9), PukRefused(counters(puk=9))),
        (0, "63C9", chv(puk=9, uses=99), PukRefused(counters(puk=9, uses=99))),
        (0, "63C8", chv(puk=9), Unexpected(Sent.PUK, counters(puk=9))),
        (0, "63C9", chv(puk=10), Unexpected(Sent.PUK, counters())),
        (0, "63C9", chv(puk=9, pin=1), Unexpected(Sent.PUK, counters(puk=9, pin=1))),
        (0, "6983", chv(), Unexpected(Sent.PUK, counters())),
        (0, "6984", chv(uses=0), Unexpected(Sent.PUK, counters(uses=0))),
        (0, "6F00", chv(), Unexpected(Sent.PUK, counters())),
        (0, "6700", chv(), Unexpected(Sent.PUK, counters())),
        (0, "6108", chv(), Unexpected(Sent.PUK, counters())),
        (0, "6C08", chv(), Unexpected(Sent.PUK, counters())),
        (0, "00 9000", [], Unexpected(Sent.PUK, None)),
        (0, "63C9", NO_COUNTERS, Unexpected(Sent.PUK, None)),
        (0, "63C9", [(GET_PIN, CardWasReset())], Torn(Sent.PUK)),
        (0, CardRemoved(), [], Torn(Sent.PUK)),
        (0, CardInUse(), [], Torn(Sent.PUK)),
        (1, "6983", chv(), Unexpected(Sent.RESET, counters())),
        (1, "63C2", chv(), Unexpected(Sent.RESET, counters())),
        (1, "6A80", chv(), Unexpected(Sent.RESET, counters())),
        (1, CardRemoved(), [], Torn(Sent.RESET)),
        (2, "63C2", chv(pin=2), ProofRefused(counters(pin=2))),
        (2, "63C2", NO_COUNTERS, ProofRefused(None)),
        (2, "63C2", chv(), Unexpected(Sent.PROOF, counters())),
        (2, "63C0", chv(), Unexpected(Sent.PROOF, counters())),
        (2, "6983", chv(pin=2), Unexpected(Sent.PROOF, counters(pin=2))),
        (2, "9000", chv(), Unexpected(Sent.PROOF, counters())),
        (2, "9000", NO_COUNTERS, Unexpected(Sent.PROOF, None)),
        (2, "9000", [(GET_PIN, CardRemoved())], Torn(Sent.PROOF)),
        (2, CardRemoved(), [], Torn(Sent.PROOF)),
    ],
    (UNBLOCK, CPS4): [
        (0, "63C9", told(puk=9), PukRefused(cps4_counters(puk=9))),
        (0, "63C8", told(puk=9), Unexpected(Sent.PUK, cps4_counters(puk=9))),
        (0, "63C9", told(), Unexpected(Sent.PUK, cps4_counters())),
        (0, "63C9", told(pin=1, puk=9), Unexpected(Sent.PUK, cps4_counters(1, 9))),
        (0, "63C9", [(ASK_PIN, "9000")], Unexpected(Sent.PUK, None)),
        (0, "6983", told(), Unexpected(Sent.PUK, cps4_counters())),
        (0, "6881", [(ASK_PIN, "6881")], Unexpected(Sent.PUK, None)),
        (0, CardRemoved(), [], Torn(Sent.PUK)),
        (1, "6982", told(), Unexpected(Sent.RESET, cps4_counters())),
        (1, "6A80", told(pin=3), Unexpected(Sent.RESET, cps4_counters(3))),
        (1, "00 9000", [], Unexpected(Sent.RESET, None)),
        (1, CardRemoved(), [], Torn(Sent.RESET)),
        (2, "6A80", told(pin=3), HalfDone(cps4_counters(3))),
        (2, "6A80", told(), Unexpected(Sent.NEW_CODE, cps4_counters())),
        (2, "6A80", [(ASK_PIN, "9000")], Unexpected(Sent.NEW_CODE, None)),
        (2, "6F00", told(pin=3), Unexpected(Sent.NEW_CODE, cps4_counters(3))),
        (2, CardWasReset(), [], Torn(Sent.NEW_CODE)),
        (3, "63C2", told(pin=2), ProofRefused(cps4_counters(2))),
        (3, "63C2", told(pin=3), Unexpected(Sent.PROOF, cps4_counters(3))),
        (3, "9000", told(), Unexpected(Sent.PROOF, cps4_counters())),
        (3, "9000", [(ASK_PIN, "9000")], Unexpected(Sent.PROOF, None)),
        (3, CardRemoved(), [], Torn(Sent.PROOF)),
    ],
    (TRY, CPS3): CURRENT_PIN_CPS3,
    (SITUATIONS, CPS3): CURRENT_PIN_CPS3,
    (CHANGE, CPS3): [
        (0, "63C2", chv(pin=2), CurrentPinRefused(counters(2))),
        (0, "63C2", chv(pin=3), Unexpected(Sent.NEW_CODE, counters(3))),
        (0, "6A80", chv(pin=3), Unexpected(Sent.NEW_CODE, counters(3))),
        (0, "6700", chv(pin=3), Unexpected(Sent.NEW_CODE, counters(3))),
        (0, "6C10", chv(pin=3), Unexpected(Sent.NEW_CODE, counters(3))),
        (0, "6110", chv(pin=3), Unexpected(Sent.NEW_CODE, counters(3))),
        (0, "00 9000", [], Unexpected(Sent.NEW_CODE, None)),
        (0, CardRemoved(), [], Torn(Sent.NEW_CODE)),
        (1, "63C2", chv(pin=2), ProofRefused(counters(2))),
        (1, "63C2", chv(pin=3), Unexpected(Sent.PROOF, counters(3))),
        (1, "6F00", chv(pin=3), Unexpected(Sent.PROOF, counters(3))),
        (1, "9000", chv(pin=2), Unexpected(Sent.PROOF, counters(2))),
        (1, "9000", [(GET_PIN, CardRemoved())], Torn(Sent.PROOF)),
        (1, CardRemoved(), [], Torn(Sent.PROOF)),
    ],
    (CHANGE, CPS4): [
        (2, "9000", told(pin=3), CodeChanged(cps4_counters(3))),
        (2, "9000", told(pin=2), Unexpected(Sent.PROOF, cps4_counters(2))),
        (2, "9000", [(ASK_PIN, "9000")], Unexpected(Sent.PROOF, None)),
        (2, "63C2", told(pin=2), ProofRefused(cps4_counters(2))),
        (2, "6F00", told(pin=3), Unexpected(Sent.PROOF, cps4_counters(3))),
        (2, CardRemoved(), [], Torn(Sent.PROOF)),
        (1, "6A80", told(pin=3), NewCodeRefused(cps4_counters(3))),
        (1, "6982", told(pin=3), NewCodeRefused(cps4_counters(3))),
        (1, "6A80", told(pin=2), Unexpected(Sent.NEW_CODE, cps4_counters(2))),
        (1, "6983", told(pin=3), Unexpected(Sent.NEW_CODE, cps4_counters(3))),
        (1, "63C2", told(pin=2), Unexpected(Sent.NEW_CODE, cps4_counters(2))),
        (1, "6F00", told(pin=3), Unexpected(Sent.NEW_CODE, cps4_counters(3))),
        (1, CardRemoved(), [], Torn(Sent.NEW_CODE)),
        (0, "63C2", told(pin=2), CurrentPinRefused(cps4_counters(2))),
        (0, "63C2", told(pin=3), Unexpected(Sent.CURRENT_PIN, cps4_counters(3))),
        (0, "63C2", told(pin=2, puk=9), Unexpected(Sent.CURRENT_PIN, cps4_counters(2, 9))),
        (0, "6881", [(ASK_PIN, "6881")], Unexpected(Sent.CURRENT_PIN, None)),
        (0, CardRemoved(), [], Torn(Sent.CURRENT_PIN)),
    ],
}


def permit(operation: Operation, kind: CardKind, now: Counters) -> Permit:
    return a_permit(now, kind=kind) if operation is UNBLOCK else a_current_pin_permit(operation.purpose, now, kind=kind)


@dataclass(frozen=True)
class Case:
    operation: Operation
    kind: CardKind
    row: Row


@pytest.mark.parametrize("case", [Case(*which, row) for which, rows in ANSWERS.items() for row in rows])
def test_every_answer_to_a_code_has_its_result(scripted: Make, case: Case) -> None:
    accepted, answer, after, result = case.row
    commands = code_commands(case.operation, case.kind)
    sent = [*((command, "9000") for command in commands[:accepted]), (commands[accepted], answer)]
    read = before_codes(case.kind, 0 if case.operation is UNBLOCK else 3)
    connection = scripted([*read, *sent, *after])
    assert perform(connection, case.operation.published_permit(case.kind)) == result
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize("kind", [CPS3, CPS4])
@pytest.mark.parametrize("operation", [UNBLOCK, CHANGE, TRY], ids=str)
def test_an_operation_is_its_commands_then_a_reset_of_the_card(
    scripted: Make, operation: Operation, kind: CardKind
) -> None:
    """Tries that were missing come back with the code that is right."""
    commands, now = code_commands(operation, kind), {CPS3: counters, CPS4: cps4_counters}[kind]
    pin = 0 if operation is UNBLOCK else 1
    script = [*before_codes(kind, pin), *((command, "9000") for command in commands), *told_by(kind, 3)]
    assert len(script) <= (14 if kind is CPS3 else 12)
    done = {UNBLOCK: Unblocked(now(3)), CHANGE: CodeChanged(now(3)), TRY: CodeAccepted(now(3), None)}
    connection = scripted(script)
    assert perform(connection, permit(operation, kind, now(pin))) == done[operation]
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize("kind", [CPS3, CPS4])
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
@pytest.mark.parametrize("answer", ["63C0", "6983", "6984"])
def test_the_try_that_exhausts_may_answer_a_count_or_a_block(
    scripted: Make, operation: Operation, kind: CardKind, answer: str
) -> None:
    now = {CPS3: counters, CPS4: cps4_counters}[kind]
    left = (lambda tries: (0, tries)) if operation is UNBLOCK else (lambda tries: (tries, 10))
    sent = (code_commands(operation, kind)[0], answer)
    connection = scripted([*before_codes(kind, *left(1)), sent, *told_by(kind, *left(0))])
    refused = PukRefused if operation is UNBLOCK else CurrentPinRefused
    assert perform(connection, permit(operation, kind, now(*left(1)))) == refused(now(*left(0)))


def test_the_last_try_may_cost_a_use_too(scripted: Make) -> None:
    script = [*before_codes(CPS3, 0, 1), (code_commands(UNBLOCK, CPS3)[0], "6984"), *chv(puk=0, uses=99)]
    assert perform(scripted(script), a_permit(counters(puk=1))) == PukRefused(counters(puk=0, uses=99))


def test_an_unblocking_may_cost_a_use(scripted: Make) -> None:
    commands = [(command, "9000") for command in code_commands(UNBLOCK, CPS3)]
    connection = scripted([*before_codes(CPS3), *commands, *chv(pin=3, uses=99)])
    assert perform(connection, a_permit()) == Unblocked(counters(pin=3, uses=99))


def test_a_new_code_refused_after_the_tries_came_back_leaves_the_old_one(scripted: Make) -> None:
    connection = scripted([*before_codes(CPS3, 1), (code_commands(CHANGE, CPS3)[0], "6A80"), *chv(pin=3)])
    assert perform(connection, permit(CHANGE, CPS3, counters(1))) == NewCodeRefused(counters(3))
