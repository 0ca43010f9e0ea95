"""Counters: the published answer, then every way a card could lie about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.data.chv_counters import CodeState, counters_of, decode_code_state
from kiosk.card.errors import CardUnreadable, MalformedData, MalformedTlv
from kiosk.card.model import Counters, TryCounter

PUBLISHED_PIN = bytes.fromhex("7016BF810112A0109A01039B0103A1088C06F3000013FF00")  # OpenSC issue 2275


def sdo(fields: str, reference: int = 1) -> bytes:
    inner = bytes.fromhex(fields)
    docp = bytes([0xA0, len(inner)]) + inner
    chv = bytes([0xBF, 0x81, reference, len(docp)]) + docp
    return bytes([0x70, len(chv)]) + chv


def test_the_published_answer_says_three_of_three() -> None:
    assert decode_code_state(PUBLISHED_PIN, 1) == CodeState(TryCounter(3, 3), None)


@pytest.mark.parametrize(
    ("fields", "uses"),
    [
        ("9A010A 9B0109 9D020064", 100),
        ("9D020064 9B0109 9A010A", 100),
        ("9D0164 9A010A 9B0109", 100),
        ("9A010A 9B0109 9D0100", 0),
        ("9A010A 9B0109 9D02FFFF", 65535),
        ("9A010A 9B0109", None),
        ("9C0100 9A010A 9E020000 9B0109", None),
    ],
)
def test_fields_come_in_any_order_and_uses_in_one_or_two_bytes(fields: str, uses: int | None) -> None:
    assert decode_code_state(sdo(fields, 2), 2) == CodeState(TryCounter(9, 10), uses)


@pytest.mark.parametrize("maximum", range(256))
def test_left_of_maximum_over_the_whole_square_near_its_edges(maximum: int) -> None:
    for left in {0, 1, maximum - 1, maximum, maximum + 1, 15, 16, 255} & {*range(256)}:
        data = sdo(f"9A01{maximum:02X} 9B01{left:02X}")
        if 1 <= maximum <= 15 and left <= maximum:
            assert decode_code_state(data, 1).tries == TryCounter(left, maximum)
        else:
            with pytest.raises(MalformedData):
                decode_code_state(data, 1)


@pytest.mark.parametrize(
    "data",
    [
        sdo("9A0103"),
        sdo("9B0103"),
        sdo("9A0103 9B0103 9B0102"),
        sdo("9A0103 9A0103 9B0103"),
        sdo("9A0103 9B00"),
        sdo("9A0103 9B020003"),
        sdo("9A0103 9B0103 9D00"),
        sdo("9A0103 9B0103 9D03000064"),
        sdo("9A0103 9B0103 9D0164 9D0164"),
        sdo("9A0103 9B0103", reference=2),
        PUBLISHED_PIN[:-1],
        PUBLISHED_PIN + b"\x00",
        PUBLISHED_PIN * 2,
        bytes.fromhex("9A01039B0103"),
        bytes.fromhex("7081069A01039B0103"),
        b"",
    ],
)
def test_an_answer_of_another_shape_is_never_a_number(data: bytes) -> None:
    with pytest.raises(CardUnreadable):
        decode_code_state(data, 1)


def test_a_spent_code_porteur_is_unreadable_not_blocked() -> None:
    puk = CodeState(TryCounter(10, 10), 100)
    assert counters_of(CodeState(TryCounter(0, 3), None), puk) == Counters(TryCounter(0, 3), TryCounter(10, 10), 100)
    assert counters_of(CodeState(TryCounter(0, 3), 1), puk).puk_uses_left == 100
    with pytest.raises(MalformedData):
        counters_of(CodeState(TryCounter(0, 3), 0), puk)


@given(st.integers(0, len(PUBLISHED_PIN) - 1), st.integers(0, 255))
def test_one_wrong_byte_is_refused_or_gives_a_plausible_count(place: int, byte: int) -> None:
    data = PUBLISHED_PIN[:place] + bytes([byte]) + PUBLISHED_PIN[place + 1 :]
    try:
        tries = decode_code_state(data, 1).tries
    except (MalformedTlv, MalformedData):
        return
    assert tries.max is not None
    assert 0 <= tries.left <= tries.max <= 15
