"""The current PIN of a CPS3 byte for byte (deploy/reference/card.md §8.4), and every answer to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.card import Codes, ScriptedConnection, a_current_pin_permit, counters
from kiosk.card.codes import operation
from kiosk.card.codes.code_source import padded
from kiosk.card.errors import CardInUse, CardRemoved, CardWasReset, SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import (
    CodeAccepted,
    CodeChanged,
    CodeFormat,
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

SERIAL = [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000001992138450F 9000")]
SELECT_MF = ("00A4000C023F00", "9000")
GET_PIN, GET_PUK = "00CB3FFF0A4D087006BF810102A080", "00CB3FFF0A4D087006BF810202A080"
CURRENT_PIN = "0020000108 31323334FFFFFFFF"
CHANGE = "0024000110 31323334FFFFFFFF 32353830FFFFFFFF"
PROOF = "0020000108 32353830FFFFFFFF"


def chv(pin: str = "03", puk: str = "0A") -> Script:
    """GET DATA of both CHV objects with the published answers, but for the counters."""
    return [
        (GET_PIN, "6118"),
        ("00C0000018", f"7016BF810112A0109A01039B01{pin}A1088C06F3000013FF00 9000"),
        (GET_PUK, "611C"),
        ("00C000001C", f"701ABF810216A0149A010A9B01{puk}9D020064A1088C06F3FF00FFFF00 9000"),
    ]


def before_codes(pin: str = "03") -> Script:
    return [*SERIAL, SELECT_MF, *chv(pin)]


def run(
    connection: ScriptedConnection, purpose: Purpose, now: Counters | None = None, codes: Codes | None = None
) -> CurrentPinResult:
    permit = a_current_pin_permit(purpose, now)
    return use_current_pin(connection, permit, codes or Codes(), SendRight(), lambda: 1.0)


def test_a_try_is_one_code_command_then_a_reset_of_the_card(scripted: Make) -> None:
    connection = scripted([*before_codes("02"), (CURRENT_PIN, "9000"), *chv("03")])
    assert run(connection, Purpose.TRY, counters(2)) == CodeAccepted(counters(3), None)
    assert connection.ended == [Disposition.RESET]


def test_a_change_is_one_command_with_both_codes_and_its_proof(scripted: Make) -> None:
    connection = scripted([*before_codes(), (CHANGE, "9000"), (PROOF, "9000"), *chv()])
    assert run(connection, Purpose.CHANGE) == CodeChanged(counters(3))
    assert connection.ended == [Disposition.RESET]


def test_trying_never_asks_for_a_new_code(scripted: Make) -> None:
    class NoNewCode(Codes):
        def code(self, role: CodeRole) -> bytearray:
            assert role is not CodeRole.NEW_PIN, "nothing is to be changed"
            return super().code(role)

    connection = scripted([*before_codes(), (CURRENT_PIN, "9000"), *chv()])
    assert isinstance(run(connection, Purpose.TRY, codes=NoNewCode()), CodeAccepted)


CURRENT_PIN_ANSWERS: list[tuple[Script, CurrentPinResult]] = [
    ([(CURRENT_PIN, "63C2"), *chv("02")], CurrentPinRefused(counters(2))),
    ([(CURRENT_PIN, "63C1"), *chv("02")], Unexpected(Sent.CURRENT_PIN, counters(2))),
    ([(CURRENT_PIN, "63C2"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "63C2"), *chv("02", "09")], Unexpected(Sent.CURRENT_PIN, counters(2, puk=9))),
    ([(CURRENT_PIN, "6983"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "6F00"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "6700"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "6108"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "6C08"), *chv("03")], Unexpected(Sent.CURRENT_PIN, counters(3))),
    ([(CURRENT_PIN, "00 9000")], Unexpected(Sent.CURRENT_PIN, None)),
    ([(CURRENT_PIN, "63C2"), (GET_PIN, "6A88")], Unexpected(Sent.CURRENT_PIN, None)),
    ([(CURRENT_PIN, "9000"), *chv("02")], Unexpected(Sent.CURRENT_PIN, counters(2))),
    ([(CURRENT_PIN, "9000"), (GET_PIN, "6A88")], Unexpected(Sent.CURRENT_PIN, None)),
    ([(CURRENT_PIN, "9000"), (GET_PIN, CardWasReset())], Torn(Sent.CURRENT_PIN)),
    ([(CURRENT_PIN, CardRemoved())], Torn(Sent.CURRENT_PIN)),
    ([(CURRENT_PIN, CardInUse())], Torn(Sent.CURRENT_PIN)),
]
CHANGE_ANSWERS: list[tuple[Script, CurrentPinResult]] = [
    ([(CHANGE, "63C2"), *chv("02")], CurrentPinRefused(counters(2))),
    ([(CHANGE, "63C2"), *chv("03")], Unexpected(Sent.NEW_CODE, counters(3))),
    ([(CHANGE, "6A80"), *chv("03")], Unexpected(Sent.NEW_CODE, counters(3))),
    ([(CHANGE, "6700"), *chv("03")], Unexpected(Sent.NEW_CODE, counters(3))),
    ([(CHANGE, "6C10"), *chv("03")], Unexpected(Sent.NEW_CODE, counters(3))),
    ([(CHANGE, "6110"), *chv("03")], Unexpected(Sent.NEW_CODE, counters(3))),
    ([(CHANGE, "00 9000")], Unexpected(Sent.NEW_CODE, None)),
    ([(CHANGE, CardRemoved())], Torn(Sent.NEW_CODE)),
    ([(CHANGE, "9000"), (PROOF, "63C2"), *chv("02")], ProofRefused(counters(2))),
    ([(CHANGE, "9000"), (PROOF, "63C2"), *chv("03")], Unexpected(Sent.PROOF, counters(3))),
    ([(CHANGE, "9000"), (PROOF, "6F00"), *chv("03")], Unexpected(Sent.PROOF, counters(3))),
    ([(CHANGE, "9000"), (PROOF, "9000"), *chv("02")], Unexpected(Sent.PROOF, counters(2))),
    ([(CHANGE, "9000"), (PROOF, "9000"), (GET_PIN, CardRemoved())], Torn(Sent.PROOF)),
    ([(CHANGE, "9000"), (PROOF, CardRemoved())], Torn(Sent.PROOF)),
]


@pytest.mark.parametrize(
    ("purpose", "script", "result"),
    [
        *((Purpose.TRY, *case) for case in CURRENT_PIN_ANSWERS),
        *((Purpose.SITUATIONS, *case) for case in CURRENT_PIN_ANSWERS),
        *((Purpose.CHANGE, *case) for case in CHANGE_ANSWERS),
    ],
)
def test_every_answer_to_a_code_has_its_result(
    scripted: Make, purpose: Purpose, script: Script, result: CurrentPinResult
) -> None:
    connection = scripted([*before_codes(), *script])
    assert run(connection, purpose) == result
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize("answer", ["63C0", "6983", "6984"])
def test_the_try_that_blocks_may_answer_a_count_or_a_block(scripted: Make, answer: str) -> None:
    connection = scripted([*before_codes("01"), (CURRENT_PIN, answer), *chv("00")])
    assert run(connection, Purpose.TRY, counters(1)) == CurrentPinRefused(counters(0))


def test_a_new_code_refused_after_the_tries_came_back_leaves_the_old_one(scripted: Make) -> None:
    connection = scripted([*before_codes("01"), (CHANGE, "6A80"), *chv("03")])
    assert run(connection, Purpose.CHANGE, counters(1)) == NewCodeRefused(counters(3))


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    "before",
    [
        [("00A4090C043F00D003", "6A82")],
        [SERIAL[0], ("00B000000C", "5A0A8025000001992138460F 9000")],
        before_codes("02"),
        [*SERIAL, SELECT_MF, *chv("03", "09")],
        [*SERIAL, SELECT_MF, (GET_PIN, "6A88")],
    ],
)
def test_any_difference_from_the_permit_voids_it_before_any_code(
    scripted: Make, purpose: Purpose, before: Script
) -> None:
    connection = scripted(before)
    assert run(connection, purpose) == Voided()
    assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize(
    ("purpose", "codes"),
    [
        (Purpose.TRY, Codes(current_pin_digits="123")),
        (Purpose.SITUATIONS, Codes(current_pin_digits="12345")),
        (Purpose.CHANGE, Codes(current_pin_digits="12E4")),
        (Purpose.CHANGE, Codes(pin_digits="")),
        (Purpose.CHANGE, Codes(pin_digits="25801")),
    ],
)
def test_codes_the_card_cannot_have_never_reach_it(scripted: Make, purpose: Purpose, codes: Codes) -> None:
    connection = scripted([])
    assert run(connection, purpose, codes=codes) == Voided()
    assert connection.ended == []
    assert not any(any(buffer) for buffer in codes.given)


@pytest.mark.parametrize("given", [3, 4])
def test_codes_wiped_under_way_stop_a_change(scripted: Make, monkeypatch: pytest.MonkeyPatch, given: int) -> None:
    """The buffer with the current PIN is wiped, although the new one that belongs beside it is gone."""
    made: list[bytearray] = []

    def kept(code: bytearray, format_: CodeFormat) -> bytearray:
        made.append(padded(code, format_))
        return made[-1]

    class Vanishing(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if len(self.given) == given:
                raise SendRevoked
            return super().code(role)

    monkeypatch.setattr(operation, "padded", kept)
    codes = Vanishing()
    steps = [] if given == 3 else [(CHANGE, "9000")]
    connection = scripted([*before_codes(), *steps])
    if given == 3:
        with pytest.raises(SendRevoked):
            run(connection, Purpose.CHANGE, codes=codes)
    else:
        assert run(connection, Purpose.CHANGE, codes=codes) == Torn(Sent.NEW_CODE)
    assert connection.ended == [Disposition.LEAVE if given == 3 else Disposition.RESET]
    assert len(made) == given
    assert not any(any(buffer) for buffer in (*made, *codes.given))


def test_a_right_revoked_before_the_code_sends_nothing(scripted: Make) -> None:
    right = SendRight()
    assert right.revoke()
    connection = scripted(before_codes())
    with pytest.raises(SendRevoked):
        use_current_pin(connection, a_current_pin_permit(Purpose.TRY), Codes(), right, lambda: 1.0)
    assert connection.ended == [Disposition.LEAVE]


def test_a_permit_is_worthless_afterwards(scripted: Make) -> None:
    permit = a_current_pin_permit(Purpose.TRY)
    use_current_pin(
        scripted([*before_codes(), (CURRENT_PIN, "63C2"), *chv("02")]), permit, Codes(), SendRight(), lambda: 1.0
    )
    again = use_current_pin(scripted(before_codes()), permit, Codes(), SendRight(), lambda: 1.0)
    assert again == Voided()


@pytest.mark.parametrize("age", [-0.1, 8.1])
def test_a_permit_that_is_too_old_sends_nothing(scripted: Make, age: float) -> None:
    connection = scripted(before_codes())
    permit = a_current_pin_permit(Purpose.CHANGE)
    assert use_current_pin(connection, permit, Codes(), SendRight(), lambda: age) == Voided()


def test_a_transaction_that_cannot_begin_sends_nothing(scripted: Make) -> None:
    connection = scripted([])
    connection.begin_error = CardRemoved()
    assert run(connection, Purpose.TRY) == Torn(Sent.NOTHING)
    connection.begin_error = CardInUse()
    with pytest.raises(CardInUse):
        run(connection, Purpose.TRY)
