"""Byte for byte against published traces of real cards (OpenSC threads 2217, 2223, 2275) and the issuer's module."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.card import EF_SN, Codes, ScriptedConnection, a_permit, counters
from kiosk.card.codes import operation
from kiosk.card.codes.code_source import padded
from kiosk.card.errors import CardInUse, CardRemoved, CardWasReset, SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import (
    CardKind,
    CardSnapshot,
    CodeFormat,
    CodeRole,
    ProofRefused,
    PukRefused,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
    UpdateWindow,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot, unblock

Make = Callable[..., ScriptedConnection]

SERIAL = [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000001992138450F 9000")]
SELECT_ACTUA = ("00A4090C043F00D010", "6A82")
SELECT_MF = ("00A4000C023F00", "9000")
GET_PIN, GET_PUK = "00CB3FFF0A4D087006BF810102A080", "00CB3FFF0A4D087006BF810202A080"


def chv(pin: str = "00", puk: str = "0A", uses: str = "0064") -> list[tuple[str, str]]:
    """GET DATA of both CHV objects with the published answers, but for the three counters."""
    return [
        (GET_PIN, "6118"),
        ("00C0000018", f"7016BF810112A0109A01039B01{pin}A1088C06F3000013FF00 9000"),
        (GET_PUK, "611C"),
        ("00C000001C", f"701ABF810216A0149A010A9B01{puk}9D02{uses}A1088C06F3FF00FFFF00 9000"),
    ]


BEFORE_CODES = [*SERIAL, SELECT_MF, *chv()]
PUK = "0020000208 3132333435363738"
RESET = "002C020108 32353830FFFFFFFF"
PROOF = "0020000108 32353830FFFFFFFF"


def run(connection: ScriptedConnection, right: SendRight | None = None, codes: Codes | None = None) -> object:
    return unblock(connection, a_permit(), codes or Codes(), right or SendRight(), lambda: 1.0)


def test_the_first_reading_is_eight_commands(scripted: Make) -> None:
    connection = scripted([*SERIAL, SELECT_ACTUA, SELECT_MF, *chv(pin="03")])
    snapshot = read_snapshot(connection, "R", CardKind.CPS3)
    assert snapshot == CardSnapshot("R", CardKind.CPS3, EF_SN, counters(pin=3), UpdateWindow.ABSENT)
    assert connection.ended == [Disposition.LEAVE]


def test_t1_sends_le_and_reads_at_once(scripted: Make) -> None:
    pin, puk = (answer for command, answer in chv(pin="03") if command.startswith("00C0"))
    connection = scripted([*SERIAL, SELECT_ACTUA, SELECT_MF, (GET_PIN + "00", pin), (GET_PUK + "00", puk)], t0=False)
    assert read_snapshot(connection, "R", CardKind.CPS3).counters == counters(pin=3)


def test_an_update_that_is_told_costs_a_ninth_command(scripted: Make) -> None:
    moments = "EC12 8107 20250101120000 8207 20250101120500 9000"
    actua = [("00A4090C043F00D010", "9000"), ("00B0000014", moments)]
    snapshot = read_snapshot(scripted([*SERIAL, *actua, SELECT_MF, *chv()]), "R", CardKind.CPS3)
    assert snapshot.update_window is UpdateWindow.SOUND


@pytest.mark.parametrize(
    ("actua", "window"),
    [
        ([("00A4090C043F00D010", "6A82")], UpdateWindow.ABSENT),
        ([("00A4090C043F00D010", "6982")], UpdateWindow.CORRUPT),
        ([("00A4090C043F00D010", "9000"), ("00B0000014", "6A82")], UpdateWindow.CORRUPT),
        ([("00A4090C043F00D010", "9000"), ("00B0000014", "9000")], UpdateWindow.CORRUPT),
        ([("00A4090C043F00D010", "9000"), ("00B0000014", "FF" * 20 + "9000")], UpdateWindow.CORRUPT),
        ([("00A4090C043F00D010", "6101"), *[("00C0000001", "006101")] * 16], UpdateWindow.CORRUPT),
    ],
)
def test_only_a_file_that_is_not_there_is_an_absent_window(
    scripted: Make, actua: list[tuple[str, str]], window: UpdateWindow
) -> None:
    connection = scripted([*SERIAL, *actua, SELECT_MF, *chv()])
    assert read_snapshot(connection, "R", CardKind.CPS3).update_window is window


def test_an_unblocking_is_fourteen_commands_then_a_reset_of_the_card(scripted: Make) -> None:
    connection = scripted([*BEFORE_CODES, (PUK, "9000"), (RESET, "9000"), (PROOF, "9000"), *chv(pin="03", uses="0063")])
    assert run(connection) == Unblocked(counters(pin=3, uses=99))
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ([(PUK, "63C9"), *chv(puk="09")], PukRefused(counters(puk=9))),
        ([(PUK, "63C9"), *chv(puk="09", uses="0063")], PukRefused(counters(puk=9, uses=99))),
        ([(PUK, "63C8"), *chv(puk="09")], Unexpected(Sent.PUK, counters(puk=9))),
        ([(PUK, "63C9"), *chv(puk="0A")], Unexpected(Sent.PUK, counters())),
        ([(PUK, "63C9"), *chv(puk="09", pin="01")], Unexpected(Sent.PUK, counters(puk=9, pin=1))),
        ([(PUK, "6983"), *chv()], Unexpected(Sent.PUK, counters())),
        ([(PUK, "6984"), *chv(uses="0000")], Unexpected(Sent.PUK, counters(uses=0))),
        ([(PUK, "6F00"), *chv()], Unexpected(Sent.PUK, counters())),
        ([(PUK, "6700"), *chv()], Unexpected(Sent.PUK, counters())),
        ([(PUK, "6108"), *chv()], Unexpected(Sent.PUK, counters())),
        ([(PUK, "6C08"), *chv()], Unexpected(Sent.PUK, counters())),
        ([(PUK, "00 9000")], Unexpected(Sent.PUK, None)),
        ([(PUK, "63C9"), (GET_PIN, "6A88")], Unexpected(Sent.PUK, None)),
        ([(PUK, "63C9"), (GET_PIN, CardWasReset())], Torn(Sent.PUK)),
        ([(PUK, CardRemoved())], Torn(Sent.PUK)),
        ([(PUK, CardInUse())], Torn(Sent.PUK)),
        ([(PUK, "9000"), (RESET, "6983"), *chv()], Unexpected(Sent.RESET, counters())),
        ([(PUK, "9000"), (RESET, "63C2"), *chv()], Unexpected(Sent.RESET, counters())),
        ([(PUK, "9000"), (RESET, "6A80"), *chv()], Unexpected(Sent.RESET, counters())),
        ([(PUK, "9000"), (RESET, CardRemoved())], Torn(Sent.RESET)),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "63C2"), *chv(pin="02")], ProofRefused(counters(pin=2))),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "63C2"), (GET_PIN, "6A88")], ProofRefused(None)),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "63C2"), *chv()], Unexpected(Sent.PROOF, counters())),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "63C0"), *chv()], Unexpected(Sent.PROOF, counters())),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "6983"), *chv(pin="02")], Unexpected(Sent.PROOF, counters(pin=2))),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "9000"), *chv()], Unexpected(Sent.PROOF, counters())),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "9000"), (GET_PIN, "6A88")], Unexpected(Sent.PROOF, None)),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, "9000"), (GET_PIN, CardRemoved())], Torn(Sent.PROOF)),
        ([(PUK, "9000"), (RESET, "9000"), (PROOF, CardRemoved())], Torn(Sent.PROOF)),
    ],
)
def test_every_answer_to_a_code_has_its_result(scripted: Make, script: list[tuple[str, str]], result: object) -> None:
    connection = scripted([*BEFORE_CODES, *script])
    assert run(connection) == result
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize(("answer", "uses"), [("63C0", 100), ("6983", 100), ("6984", 99)])
def test_the_try_that_exhausts_may_answer_a_count_or_a_block(scripted: Make, answer: str, uses: int) -> None:
    before, after = [*SERIAL, SELECT_MF, *chv(puk="01")], chv(puk="00", uses=f"{uses:04X}")
    result = unblock(
        scripted([*before, (PUK, answer), *after]), a_permit(counters(puk=1)), Codes(), SendRight(), lambda: 1.0
    )
    assert result == PukRefused(counters(puk=0, uses=uses))


@pytest.mark.parametrize(
    "before",
    [
        [("00A4090C043F00D003", "6A82")],
        [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000001992138460F 9000")],
        [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000002992138450F 9000")],
        [*SERIAL, SELECT_MF, *chv(puk="09")],
        [*SERIAL, SELECT_MF, *chv(pin="01")],
        [*SERIAL, SELECT_MF, *chv(uses="0063")],
        [*SERIAL, SELECT_MF, (GET_PIN, "6A88")],
        [*SERIAL, ("00A4000C023F00", "6A82")],
    ],
)
def test_any_difference_from_the_permit_voids_it_before_any_code(scripted: Make, before: list[tuple[str, str]]) -> None:
    connection = scripted(before)
    assert run(connection) == Voided()
    assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (Codes(puk_digits="1234567"), "short"),
        (Codes(puk_digits="123456789"), "long"),
        (Codes(puk_digits="1234567A"), "letters"),
        (Codes(pin_digits="123"), "short"),
        (Codes(pin_digits="12345"), "long for a card whose codes have 4 digits"),
        (Codes(pin_digits="12 4"), "a space"),
        (Codes(pin_digits=""), "wiped already"),
    ],
)
def test_codes_the_card_cannot_have_never_reach_it(scripted: Make, codes: Codes, why: str) -> None:
    connection = scripted([])
    assert run(connection, codes=codes) == Voided()
    assert connection.ended == []


def test_every_buffer_that_held_a_code_is_wiped(scripted: Make) -> None:
    codes = Codes()
    run(scripted([*BEFORE_CODES, (PUK, "9000"), (RESET, "9000"), (PROOF, CardRemoved())]), codes=codes)
    assert len(codes.given) == 5
    assert not any(any(buffer) for buffer in codes.given)


def test_the_padded_buffers_are_wiped_too(scripted: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytearray] = []

    def kept(code: bytearray, format_: CodeFormat) -> bytearray:
        made.append(padded(code, format_))
        return made[-1]

    monkeypatch.setattr(operation, "padded", kept)
    run(scripted([*BEFORE_CODES, (PUK, "9000"), (RESET, CardRemoved())]))
    assert [len(buffer) for buffer in made] == [8, 8, 8, 8]
    assert not any(any(buffer) for buffer in made)


def test_codes_wiped_under_way_stop_the_operation(scripted: Make) -> None:
    class Vanishing(Codes):
        def code(self, role: CodeRole) -> bytearray:
            return super().code(role) if role is CodeRole.PUK or len(self.given) < 3 else bytearray()

    connection = scripted([*BEFORE_CODES, (PUK, "9000")])
    assert run(connection, codes=Vanishing()) == Unexpected(Sent.PUK, None)
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize(
    ("given", "steps", "result"),
    [(3, [(PUK, "9000")], Torn(Sent.PUK)), (4, [(PUK, "9000"), (RESET, "9000")], Torn(Sent.RESET))],
)
def test_codes_revoked_by_the_vault_end_it_as_the_deadline_does(
    scripted: Make, given: int, steps: list[tuple[str, str]], result: Torn
) -> None:
    class Revoked(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if len(self.given) == given:
                raise SendRevoked
            return super().code(role)

    connection = scripted([*BEFORE_CODES, *steps])
    assert run(connection, codes=Revoked()) == result
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize(("given", "script", "ended"), [(0, [], []), (2, BEFORE_CODES, [Disposition.LEAVE])])
def test_codes_revoked_before_the_first_send_mean_nothing_was_sent(
    scripted: Make, given: int, script: list[tuple[str, str]], ended: list[Disposition]
) -> None:
    class Revoked(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if len(self.given) == given:
                raise SendRevoked
            return super().code(role)

    connection = scripted(script)
    with pytest.raises(SendRevoked):
        run(connection, codes=Revoked())
    assert connection.ended == ended


def test_a_permit_too_old_when_the_card_was_read_sends_nothing(scripted: Make) -> None:
    connection = scripted(BEFORE_CODES)
    assert unblock(connection, a_permit(), Codes(), SendRight(), lambda: 8.001) == Voided()
    assert connection.ended == [Disposition.LEAVE]


def test_a_permit_serves_one_attempt_even_if_that_sent_nothing(scripted: Make) -> None:
    permit = a_permit()
    first, second = scripted([(SERIAL[0][0], "6A82")]), scripted(BEFORE_CODES)
    for connection in (first, second):
        assert unblock(connection, permit, Codes(), SendRight(), lambda: 1.0) == Voided()


def test_a_revoked_right_sends_nothing(scripted: Make) -> None:
    right = SendRight()
    assert right.revoke()
    connection = scripted(BEFORE_CODES)
    with pytest.raises(SendRevoked):
        run(connection, right)
    assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize(("codes_sent", "torn"), [(1, Torn(Sent.PUK)), (2, Torn(Sent.RESET)), (3, Torn(Sent.PROOF))])
def test_a_deadline_under_way_is_unknown_and_the_worker_only_leaves(
    scripted: Make, codes_sent: int, torn: Torn
) -> None:
    right = SendRight()

    class Late(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if len(self.given) == 2 + codes_sent:
                right.revoke()
            return super().code(role)

    steps = [(PUK, "9000"), (RESET, "9000"), (PROOF, "9000")][:codes_sent]
    connection = scripted([*BEFORE_CODES, *steps])
    if codes_sent == 3:
        connection = RevokingAtTheEnd(connection, right)
    assert run(connection, right, Late()) == torn
    assert connection.ended == [Disposition.RESET]


class RevokingAtTheEnd:
    """The deadline passes while the proof is under way."""

    def __init__(self, inner: ScriptedConnection, right: SendRight) -> None:
        self._inner, self._right, self.t0 = inner, right, inner.t0

    @property
    def ended(self) -> list[Disposition]:
        return self._inner.ended

    def begin(self) -> None:
        self._inner.begin()

    def end(self, disposition: Disposition) -> None:
        self._inner.end(disposition)

    def close(self, disposition: Disposition) -> None:
        self._inner.close(disposition)

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        answer = self._inner.transmit(command)
        if command.startswith(bytes.fromhex("00200001")):
            self._right.revoke()
        return answer


def test_contact_lost_before_any_code_is_told_as_nothing_sent(scripted: Make) -> None:
    connection = scripted([*SERIAL, ("00A4000C023F00", CardRemoved())])
    assert run(connection) == Torn(Sent.NOTHING)
    assert connection.ended == [Disposition.LEAVE]


def test_a_transaction_that_cannot_begin_sends_nothing(scripted: Make) -> None:
    connection = scripted([])
    connection.begin_error = CardWasReset()
    assert run(connection) == Torn(Sent.NOTHING)
    connection.begin_error = CardInUse()
    with pytest.raises(CardInUse):
        run(connection)
    assert connection.ended == []


def test_the_longer_reading_refuses_another_card(scripted: Make) -> None:
    snapshot = CardSnapshot("R", CardKind.CPS3, EF_SN, counters(), UpdateWindow.ABSENT)
    other = [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000001992138461F 9000")]
    connection = scripted(other)
    with pytest.raises(CardRemoved):
        read_content(connection, snapshot)
    assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize("kind", [kind for kind in CardKind if not kind.is_cps_in_contact])
def test_a_card_without_dialect_is_not_spoken_to(scripted: Make, kind: CardKind) -> None:
    snapshot = read_snapshot(scripted([]), "R", kind)
    assert snapshot == CardSnapshot("R", kind, None, None, UpdateWindow.ABSENT)
    content = read_content(scripted([]), snapshot)
    assert content.formats is None
    assert content.number is None
