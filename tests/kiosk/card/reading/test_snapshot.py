"""Both readings byte for byte: what each generation is asked, and every answer that is no number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.card import EF_SN, ScriptedConnection, counters, cps4_counters
from bench.traces import (
    ASK_PIN,
    ASK_PUK,
    BY_PATH,
    CPS3,
    CPS4,
    FCI,
    GET_PIN,
    GET_PUK,
    NOT_IN_MF,
    OPEN,
    SELECT_MF,
    SERIAL,
    chv,
    told,
)
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardKind, CardSnapshot, UpdateWindow
from kiosk.card.session import read_content, read_snapshot

Make = Callable[..., ScriptedConnection]
SELECT_ACTUA = ("00A4090C043F00D010", "6A82")


def test_the_first_reading_of_a_cps3_is_six_commands(scripted: Make) -> None:
    connection = scripted([*SERIAL[CPS3], *chv(pin=3), SELECT_ACTUA])
    snapshot = read_snapshot(connection, "R", CPS3)
    assert snapshot == CardSnapshot("R", CPS3, EF_SN, counters(pin=3), UpdateWindow.ABSENT)
    assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize("answer", ["6A82", "6982", "6F00", "9000", "5A0A8025000001 9000", "00" * 12 + "9000"])
def test_where_another_directory_is_current_the_serial_is_reached_by_its_path(scripted: Make, answer: str) -> None:
    connection = scripted([(NOT_IN_MF[0], answer), *BY_PATH, *chv(pin=3), SELECT_ACTUA])
    assert read_snapshot(connection, "R", CPS3) == CardSnapshot("R", CPS3, EF_SN, counters(pin=3), UpdateWindow.ABSENT)


@pytest.mark.parametrize("answer", ["6A88", "6A82", "6985"])
def test_counters_that_are_refused_are_asked_for_again_in_the_mf(scripted: Make, answer: str) -> None:
    connection = scripted([*SERIAL[CPS3], (GET_PIN, answer), SELECT_MF, *chv(pin=3), SELECT_ACTUA])
    assert read_snapshot(connection, "R", CPS3).counters == counters(pin=3)


@pytest.mark.parametrize("select", ["9000", "6A82"])
def test_counters_that_are_refused_in_the_mf_too_are_not_there(scripted: Make, select: str) -> None:
    again = [(GET_PIN, "6A88")] if select == "9000" else []
    connection = scripted([*SERIAL[CPS3], (GET_PIN, "6A88"), (SELECT_MF[0], select), *again, SELECT_ACTUA])
    assert read_snapshot(connection, "R", CPS3).counters is None


def test_t1_sends_le_and_reads_at_once(scripted: Make) -> None:
    pin, puk = (answer for command, answer in chv(pin=3) if command.startswith("00C0"))
    connection = scripted([*SERIAL[CPS3], (GET_PIN + "00", pin), (GET_PUK + "00", puk), SELECT_ACTUA], t0=False)
    assert read_snapshot(connection, "R", CPS3).counters == counters(pin=3)


def test_an_update_that_is_told_costs_a_seventh_command(scripted: Make) -> None:
    moments = "EC12 8107 20250101120000 8207 20250101120500 9000"
    actua = [("00A4090C043F00D010", "9000"), ("00B0000014", moments)]
    snapshot = read_snapshot(scripted([*SERIAL[CPS3], *chv(), *actua]), "R", CPS3)
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
    connection = scripted([*SERIAL[CPS3], *chv(), *actua])
    assert read_snapshot(connection, "R", CPS3).update_window is window


def test_the_longer_reading_refuses_another_card(scripted: Make) -> None:
    snapshot = CardSnapshot("R", CPS3, EF_SN, counters(), UpdateWindow.ABSENT)
    other = [("00B09C000C", "5A0A8025000001992138461F 9000")]
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


def test_the_first_reading_of_a_cps4_is_six_commands(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL[CPS4], *told(pin=3)])
    snapshot = read_snapshot(connection, "R", CPS4)
    assert snapshot == CardSnapshot("R", CPS4, EF_SN, cps4_counters(3), UpdateWindow.ABSENT)
    assert connection.ended == [Disposition.LEAVE]


def test_t1_sends_le_to_a_cps4_and_an_empty_verify_without_length(scripted: Make) -> None:
    path = ("01A4080002 D003 00", FCI + "9000")
    connection = scripted([OPEN, path, SERIAL[CPS4][2], ("01200001", "63C3"), ("01200002", "63CA")], t0=False)
    assert read_snapshot(connection, "R", CPS4).counters == cps4_counters(3)


@pytest.mark.parametrize(("answer", "found"), [("9000", True), ("6200 9000", True), ("6282", False), ("6D00", False)])
def test_a_selection_need_not_tell_of_the_file(scripted: Make, answer: str, found: bool) -> None:
    read = [SERIAL[CPS4][2]] if found else []
    connection = scripted([OPEN, ("01A4080002 D003", answer), *read, *told()])
    assert read_snapshot(connection, "R", CPS4).ef_sn == (EF_SN if found else None)


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
    script = [OPEN, *SERIAL[CPS4], odf, (f"01B00000{asked}", "6982"), ("01A4080004 00015032", "6A82")]
    snapshot = CardSnapshot("R", CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    assert read_content(scripted(script), snapshot).formats is None


@pytest.mark.parametrize("left", range(16))
def test_every_count_that_an_empty_verify_can_tell(scripted: Make, left: int) -> None:
    script = [OPEN, *SERIAL[CPS4], (ASK_PIN, f"63C{left:X}"), *([(ASK_PUK, f"63C{left:X}")] if left <= 3 else [])]
    counters = read_snapshot(scripted(script), "R", CPS4).counters
    assert counters == (cps4_counters(left, left) if left <= 3 else None)


@pytest.mark.parametrize("left", range(16))
def test_the_maximum_of_the_unblock_code_is_never_told(scripted: Make, left: int) -> None:
    connection = scripted([OPEN, *SERIAL[CPS4], (ASK_PIN, "6983"), (ASK_PUK, f"63C{left:X}")])
    assert read_snapshot(connection, "R", CPS4).counters == cps4_counters(0, left)


@pytest.mark.parametrize(
    "answer", ["9000", "6300", "63BF", "63D0", "6881", "6982", "6984", "6985", "6A88", "6103", "6C03"]
)
@pytest.mark.parametrize("puk", [False, True])
def test_any_other_answer_is_no_number(scripted: Make, answer: str, puk: bool) -> None:
    script = [(ASK_PIN, "6983"), (ASK_PUK, answer)] if puk else [(ASK_PIN, answer)]
    assert read_snapshot(scripted([OPEN, *SERIAL[CPS4], *script]), "R", CPS4).counters is None


def test_data_beside_a_count_is_no_number(scripted: Make) -> None:
    connection = scripted([OPEN, *SERIAL[CPS4], (ASK_PIN, "00 63C3")])
    assert read_snapshot(connection, "R", CPS4).counters is None


def test_a_channel_that_does_not_open_leaves_the_card_unread(scripted: Make) -> None:
    connection = scripted([(OPEN[0], "6881"), (ASK_PIN, "6881")])
    snapshot = read_snapshot(connection, "R", CPS4)
    assert (snapshot.ef_sn, snapshot.counters) == (None, None)


def test_a_file_is_selected_from_the_mf_without_its_identifier(scripted: Make) -> None:
    """TokenInfo alone can be read here; an ODF that points at the MF itself is no file."""
    odf = "A806 3004 0402 3F00"
    script = [
        OPEN,
        *SERIAL[CPS4],
        ("01A4080004 00015031", "9000"),
        ("01B0000000", odf + "9000"),
        ("01A4080004 00015032", "6A82"),
    ]
    snapshot = CardSnapshot("R", CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    content = read_content(scripted(script), snapshot)
    assert (content.formats, content.label) == (None, None)


def test_an_object_inside_a_file_is_read_from_its_place_to_the_end_of_the_file(scripted: Make) -> None:
    script = [
        OPEN,
        *SERIAL[CPS4],
        ("01A4080004 00015031", "9000"),
        ("01B0000000", "A809 3007 0402 7001 020110 9000"),
        ("01A4080004 00017001", "6F04 80020028 9000"),
        ("01B0001018", "6982"),
        ("01A4080004 00015032", "6A82"),
    ]
    snapshot = CardSnapshot("R", CPS4, EF_SN, cps4_counters(), UpdateWindow.ABSENT)
    assert read_content(scripted(script), snapshot).formats is None
