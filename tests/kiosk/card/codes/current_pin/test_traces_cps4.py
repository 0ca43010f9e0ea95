"""The current PIN of a CPS4 byte for byte (deploy/reference/card.md §8.4): shown, the new one alone, then proved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.card import Codes, ScriptedConnection, a_current_pin_permit, cps4_counters
from kiosk.card.errors import CardRemoved, SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import (
    CardKind,
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
    Torn,
    Unexpected,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import use_current_pin

Make = Callable[..., ScriptedConnection]
Script = list[tuple[str, object]]

OPEN = ("01A4040C08 8025000001FF0100", "9000")
SERIAL = [
    ("01A4080002 D003", "610D"),
    ("01C000000D", "6F0B 8002000C 820101 8302D003 9000"),
    ("01B000000C", "5A0A8025000001992138450F 9000"),
]
ASK_PIN, ASK_PUK = "0120000100", "0120000200"
CURRENT_PIN = "0120000108 31323334FFFFFFFF"
SET = "0124010108 32353830FFFFFFFF"
PROOF = "0120000108 32353830FFFFFFFF"


def told(pin: str = "63C3", puk: str = "63CA") -> Script:
    return [(ASK_PIN, pin), (ASK_PUK, puk)]


def run(
    connection: ScriptedConnection, purpose: Purpose, now: Counters | None = None, codes: Codes | None = None
) -> CurrentPinResult:
    permit = a_current_pin_permit(purpose, now or cps4_counters(3), kind=CardKind.CPS4)
    return use_current_pin(connection, permit, codes or Codes(), SendRight(), lambda: 1.0)


ACCEPTED = [(CURRENT_PIN, "9000")]
SET_DONE = [*ACCEPTED, (SET, "9000")]
CHANGES: list[tuple[Script, CurrentPinResult]] = [
    ([*SET_DONE, (PROOF, "9000"), *told()], CodeChanged(cps4_counters(3))),
    ([*SET_DONE, (PROOF, "9000"), *told("63C2")], Unexpected(Sent.PROOF, cps4_counters(2))),
    ([*SET_DONE, (PROOF, "9000"), *told("9000")[:1]], Unexpected(Sent.PROOF, None)),
    ([*SET_DONE, (PROOF, "63C2"), *told("63C2")], ProofRefused(cps4_counters(2))),
    ([*SET_DONE, (PROOF, "6F00"), *told()], Unexpected(Sent.PROOF, cps4_counters(3))),
    ([*SET_DONE, (PROOF, CardRemoved())], Torn(Sent.PROOF)),
    ([*ACCEPTED, (SET, "6A80"), *told()], NewCodeRefused(cps4_counters(3))),
    ([*ACCEPTED, (SET, "6982"), *told()], NewCodeRefused(cps4_counters(3))),
    ([*ACCEPTED, (SET, "6A80"), *told("63C2")], Unexpected(Sent.NEW_CODE, cps4_counters(2))),
    ([*ACCEPTED, (SET, "6983"), *told()], Unexpected(Sent.NEW_CODE, cps4_counters(3))),
    ([*ACCEPTED, (SET, "63C2"), *told("63C2")], Unexpected(Sent.NEW_CODE, cps4_counters(2))),
    ([*ACCEPTED, (SET, "6F00"), *told()], Unexpected(Sent.NEW_CODE, cps4_counters(3))),
    ([*ACCEPTED, (SET, CardRemoved())], Torn(Sent.NEW_CODE)),
    ([(CURRENT_PIN, "63C2"), *told("63C2")], CurrentPinRefused(cps4_counters(2))),
    ([(CURRENT_PIN, "63C2"), *told("63C3")], Unexpected(Sent.CURRENT_PIN, cps4_counters(3))),
    ([(CURRENT_PIN, "63C2"), *told("63C2", "63C9")], Unexpected(Sent.CURRENT_PIN, cps4_counters(2, 9))),
    ([(CURRENT_PIN, "6881"), *told("6881")[:1]], Unexpected(Sent.CURRENT_PIN, None)),
    ([(CURRENT_PIN, CardRemoved())], Torn(Sent.CURRENT_PIN)),
]


@pytest.mark.parametrize(("script", "result"), CHANGES)
def test_every_answer_to_a_change_has_its_result(scripted: Make, script: Script, result: CurrentPinResult) -> None:
    connection = scripted([OPEN, *SERIAL, *told(), *script])
    assert run(connection, Purpose.CHANGE) == result
    assert connection.ended == [Disposition.RESET]


def test_a_try_is_one_code_command(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL, *told("63C1"), (CURRENT_PIN, "9000"), *told("63C3")])
    assert run(connection, Purpose.TRY, cps4_counters(1)) == CodeAccepted(cps4_counters(3), None)


@pytest.mark.parametrize("answer", ["63C0", "6983"])
def test_the_try_that_blocks(scripted: Make, answer: str) -> None:
    connection = scripted([OPEN, *SERIAL, *told("63C1"), (CURRENT_PIN, answer), *told("6983")])
    assert run(connection, Purpose.TRY, cps4_counters(1)) == CurrentPinRefused(cps4_counters(0))


def test_a_new_code_that_is_gone_is_not_sent(scripted: Make) -> None:
    class Vanishing(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if role is CodeRole.NEW_PIN and len(self.given) > 2:
                raise SendRevoked
            return super().code(role)

    codes = Vanishing()
    connection = scripted([OPEN, *SERIAL, *told(), *ACCEPTED])
    assert run(connection, Purpose.CHANGE, codes=codes) == Torn(Sent.CURRENT_PIN)
    assert connection.ended == [Disposition.RESET]
    assert not any(any(buffer) for buffer in codes.given)


def test_another_count_voids_the_permit(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL, *told("63C2")])
    assert run(connection, Purpose.CHANGE) == Voided()
    assert connection.ended == [Disposition.LEAVE]
