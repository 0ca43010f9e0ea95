"""Byte for byte what the issuer's module sends to a CPS4 (deploy/reference/card.md §8.3), and every answer to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.card import EF_SN, Codes, ScriptedConnection, a_permit, cps4_counters
from kiosk.card.errors import CardRemoved, CardWasReset, SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import (
    CardKind,
    CardSnapshot,
    CodeRole,
    Counters,
    HalfDone,
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
Script = list[tuple[str, str]]

OPEN = ("01A4040C08 8025000001FF0100", "9000")
FCI = "6F0B 8002000C 820101 8302D003"
SERIAL = [
    ("01A4080002 D003", "610D"),
    ("01C000000D", FCI + "9000"),
    ("01B000000C", "5A0A8025000001992138450F 9000"),
]
ASK_PIN, ASK_PUK = "0120000100", "0120000200"
PUK = "0120000208 3132333435363738"
RESET = "012C038100"
SET = "0124010108 32353830FFFFFFFF"
PROOF = "0120000108 32353830FFFFFFFF"


def told(pin: str = "6983", puk: str = "63CA") -> Script:
    return [(ASK_PIN, pin), (ASK_PUK, puk)]


BEFORE_CODES = [OPEN, *SERIAL, *told()]
RESET_DONE = [(PUK, "9000"), (RESET, "9000")]
SET_DONE = [*RESET_DONE, (SET, "9000")]


def run(connection: ScriptedConnection, now: Counters | None = None, codes: Codes | None = None) -> object:
    permit = a_permit(now or cps4_counters(), kind=CardKind.CPS4)
    return unblock(connection, permit, codes or Codes(), SendRight(), lambda: 1.0)


def test_the_first_reading_is_six_commands(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL, *told(pin="63C3")])
    snapshot = read_snapshot(connection, "R", CardKind.CPS4)
    assert snapshot == CardSnapshot("R", CardKind.CPS4, EF_SN, cps4_counters(3), UpdateWindow.ABSENT)
    assert connection.ended == [Disposition.LEAVE]


def test_t1_sends_le_and_an_empty_verify_without_length(scripted: Make) -> None:
    path = ("01A4080002 D003 00", FCI + "9000")
    connection = scripted([OPEN, path, SERIAL[2], ("01200001", "63C3"), ("01200002", "63CA")], t0=False)
    assert read_snapshot(connection, "R", CardKind.CPS4).counters == cps4_counters(3)


@pytest.mark.parametrize(("answer", "found"), [("9000", True), ("6200 9000", True), ("6282", False), ("6D00", False)])
def test_a_selection_need_not_tell_of_the_file(scripted: Make, answer: str, found: bool) -> None:
    read = [SERIAL[2]] if found else []
    connection = scripted([OPEN, ("01A4080002 D003", answer), *read, *told()])
    assert read_snapshot(connection, "R", CardKind.CPS4).ef_sn == (EF_SN if found else None)


@pytest.mark.parametrize(
    ("fci", "asked"),
    [
        ("6F04 80020010", "10"),
        ("6F04 80020100", "00"),
        ("6F04 800200FF", "FF"),
        ("6F03 800110", "00"),
        ("6F05 8003000010", "00"),
        ("6F08 80020010 80020010", "00"),
        ("6F05 80020010", "00"),
        ("6204 80020010", "00"),
        ("", "00"),
    ],
)
def test_only_a_size_that_is_understood_shortens_a_reading(scripted: Make, fci: str, asked: str) -> None:
    odf = ("01A4080004 00015031", fci + "9000")
    script = [OPEN, *SERIAL, odf, (f"01B00000{asked}", "6982"), ("01A4080004 00015032", "6A82")]
    snapshot = CardSnapshot("R", CardKind.CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    assert read_content(scripted(script), snapshot).formats is None


@pytest.mark.parametrize("left", range(16))
def test_every_count_that_an_empty_verify_can_tell(scripted: Make, left: int) -> None:
    script = [OPEN, *SERIAL, (ASK_PIN, f"63C{left:X}"), *([(ASK_PUK, f"63C{left:X}")] if left <= 3 else [])]
    counters = read_snapshot(scripted(script), "R", CardKind.CPS4).counters
    assert counters == (cps4_counters(left, left) if left <= 3 else None)


@pytest.mark.parametrize("left", range(16))
def test_the_maximum_of_the_unblock_code_is_never_told(scripted: Make, left: int) -> None:
    connection = scripted([OPEN, *SERIAL, *told(puk=f"63C{left:X}")])
    assert read_snapshot(connection, "R", CardKind.CPS4).counters == cps4_counters(0, left)


@pytest.mark.parametrize(
    "answer", ["9000", "6300", "63BF", "63D0", "6881", "6982", "6984", "6985", "6A88", "6103", "6C03"]
)
@pytest.mark.parametrize("puk", [False, True])
def test_any_other_answer_is_no_number(scripted: Make, answer: str, puk: bool) -> None:
    script = told(puk=answer) if puk else [(ASK_PIN, answer)]
    assert read_snapshot(scripted([OPEN, *SERIAL, *script]), "R", CardKind.CPS4).counters is None


def test_data_beside_a_count_is_no_number(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL, (ASK_PIN, "00 63C3")])
    assert read_snapshot(connection, "R", CardKind.CPS4).counters is None


def test_a_channel_that_does_not_open_leaves_the_card_unread(scripted: Make) -> None:
    connection = scripted([(OPEN[0], "6881"), (ASK_PIN, "6881")])
    snapshot = read_snapshot(connection, "R", CardKind.CPS4)
    assert (snapshot.ef_sn, snapshot.counters) == (None, None)


def test_an_unblocking_is_twelve_commands_then_a_reset_of_the_card(scripted: Make) -> None:
    connection = scripted([*BEFORE_CODES, *SET_DONE, (PROOF, "9000"), *told(pin="63C3")])
    assert run(connection) == Unblocked(cps4_counters(3))
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ([(PUK, "63C9"), *told(puk="63C9")], PukRefused(cps4_counters(puk=9))),
        ([(PUK, "63C8"), *told(puk="63C9")], Unexpected(Sent.PUK, cps4_counters(puk=9))),
        ([(PUK, "63C9"), *told()], Unexpected(Sent.PUK, cps4_counters())),
        ([(PUK, "63C9"), *told(pin="63C1", puk="63C9")], Unexpected(Sent.PUK, cps4_counters(1, 9))),
        ([(PUK, "63C9"), (ASK_PIN, "9000")], Unexpected(Sent.PUK, None)),
        ([(PUK, "6983"), *told()], Unexpected(Sent.PUK, cps4_counters())),
        ([(PUK, "6881"), (ASK_PIN, "6881")], Unexpected(Sent.PUK, None)),
        ([(PUK, CardRemoved())], Torn(Sent.PUK)),
        ([(PUK, "9000"), (RESET, "6982"), *told()], Unexpected(Sent.RESET, cps4_counters())),
        ([(PUK, "9000"), (RESET, "6A80"), *told(pin="63C3")], Unexpected(Sent.RESET, cps4_counters(3))),
        ([(PUK, "9000"), (RESET, "00 9000")], Unexpected(Sent.RESET, None)),
        ([(PUK, "9000"), (RESET, CardRemoved())], Torn(Sent.RESET)),
        ([*RESET_DONE, (SET, "6A80"), *told(pin="63C3")], HalfDone(cps4_counters(3))),
        ([*RESET_DONE, (SET, "6A80"), *told()], Unexpected(Sent.NEW_CODE, cps4_counters())),
        ([*RESET_DONE, (SET, "6A80"), (ASK_PIN, "9000")], Unexpected(Sent.NEW_CODE, None)),
        ([*RESET_DONE, (SET, "6F00"), *told(pin="63C3")], Unexpected(Sent.NEW_CODE, cps4_counters(3))),
        ([*RESET_DONE, (SET, CardWasReset())], Torn(Sent.NEW_CODE)),
        ([*SET_DONE, (PROOF, "63C2"), *told(pin="63C2")], ProofRefused(cps4_counters(2))),
        ([*SET_DONE, (PROOF, "63C2"), *told(pin="63C3")], Unexpected(Sent.PROOF, cps4_counters(3))),
        ([*SET_DONE, (PROOF, "9000"), *told()], Unexpected(Sent.PROOF, cps4_counters())),
        ([*SET_DONE, (PROOF, "9000"), (ASK_PIN, "9000")], Unexpected(Sent.PROOF, None)),
        ([*SET_DONE, (PROOF, CardRemoved())], Torn(Sent.PROOF)),
    ],
)
def test_every_answer_to_a_code_has_its_result(scripted: Make, script: Script, result: object) -> None:
    connection = scripted([*BEFORE_CODES, *script])
    assert run(connection) == result
    assert connection.ended == [Disposition.RESET]


@pytest.mark.parametrize("answer", ["63C0", "6983", "6984"])
def test_the_try_that_exhausts_may_answer_a_count_or_a_block(scripted: Make, answer: str) -> None:
    before = [OPEN, *SERIAL, *told(puk="63C1")]
    connection = scripted([*before, (PUK, answer), *told(puk="6983")])
    assert run(connection, cps4_counters(puk=1)) == PukRefused(cps4_counters(puk=0))


@pytest.mark.parametrize(
    "before",
    [
        [(OPEN[0], "6A82")],
        [OPEN, ("01A4080002 D003", "6A82")],
        [OPEN, *SERIAL[:2], ("01B000000C", "5A0A8025000001992138460F 9000")],
        [OPEN, *SERIAL, *told(puk="63C9")],
        [OPEN, *SERIAL, *told(pin="63C3")],
        [OPEN, *SERIAL, (ASK_PIN, "9000")],
    ],
)
def test_any_difference_from_the_permit_voids_it_before_any_code(scripted: Make, before: Script) -> None:
    connection = scripted(before)
    assert run(connection) == Voided()
    assert connection.ended == [Disposition.LEAVE]


def test_every_buffer_that_held_a_code_is_wiped(scripted: Make) -> None:
    codes = Codes()
    run(scripted([*BEFORE_CODES, *SET_DONE, (PROOF, CardRemoved())]), codes=codes)
    assert len(codes.given) == 6
    assert not any(any(buffer) for buffer in codes.given)


@pytest.mark.parametrize("by_deadline", [True, False])
@pytest.mark.parametrize(
    ("given", "script", "result"),
    [
        (3, [(PUK, "9000")], Torn(Sent.PUK)),
        (4, RESET_DONE, Torn(Sent.RESET)),
        (5, SET_DONE, Torn(Sent.NEW_CODE)),
    ],
)
def test_once_the_codes_or_the_right_are_withdrawn_the_next_command_does_not_leave(
    scripted: Make, by_deadline: bool, given: int, script: Script, result: Torn
) -> None:
    right = SendRight()

    class Withdrawn(Codes):
        def code(self, role: CodeRole) -> bytearray:
            if len(self.given) == given:
                right.revoke()
                if not by_deadline:
                    raise SendRevoked
            return super().code(role)

    connection = scripted([*BEFORE_CODES, *script])
    permit = a_permit(cps4_counters(), kind=CardKind.CPS4)
    assert unblock(connection, permit, Withdrawn(), right, lambda: 1.0) == result
    assert connection.ended == [Disposition.RESET]


def test_a_counter_is_not_reset_for_a_code_that_vanished(scripted: Make) -> None:
    class Vanishing(Codes):
        def code(self, role: CodeRole) -> bytearray:
            return super().code(role) if role is CodeRole.PUK or len(self.given) < 3 else bytearray()

    connection = scripted([*BEFORE_CODES, (PUK, "9000")])
    assert run(connection, codes=Vanishing()) == Unexpected(Sent.PUK, None)


def test_a_file_is_selected_from_the_mf_without_its_identifier(scripted: Make) -> None:
    """TokenInfo alone can be read here; an ODF that points at the MF itself is no file."""
    odf = "A806 3004 0402 3F00"
    script = [
        OPEN,
        *SERIAL,
        ("01A4080004 00015031", "9000"),
        ("01B0000000", odf + "9000"),
        ("01A4080004 00015032", "6A82"),
    ]
    snapshot = CardSnapshot("R", CardKind.CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    content = read_content(scripted(script), snapshot)
    assert (content.formats, content.label) == (None, None)


def test_an_object_inside_a_file_is_read_from_its_place_to_the_end_of_the_file(scripted: Make) -> None:
    script = [
        OPEN,
        *SERIAL,
        ("01A4080004 00015031", "9000"),
        ("01B0000000", "A809 3007 0402 7001 020110 9000"),
        ("01A4080004 00015032", "6A82"),
        ("01A4080004 00017001", "6F04 80020028 9000"),
        ("01B0001018", "6982"),
    ]
    snapshot = CardSnapshot("R", CardKind.CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    assert read_content(scripted(script), snapshot).formats is None
