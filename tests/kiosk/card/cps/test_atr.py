"""Every known ATR, and that nothing but an exact CPS ATR is ever one that is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.cps.atr import kind_of
from kiosk.card.model import CardKind

CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")
READ = {
    CPS3: CardKind.CPS3,
    bytes.fromhex("3BDC18FF00001225006480000401009000"): CardKind.CPS4,
    bytes.fromhex("3B9B188001001225006480040100009044"): CardKind.CPS4,
    bytes.fromhex("3B9B188001001225006480000401009044"): CardKind.CPS4,
}


@pytest.mark.parametrize(
    ("atr", "kind"),
    [
        *((atr.hex(), kind) for atr, kind in READ.items()),
        ("3BAC00402A001225006480820212009000", CardKind.CPS2TER),
        ("3B8F80010031B86404B0ECC1739401808290000E", CardKind.CPS3_CONTACTLESS),
        ("3B8F80010031B864FFFFECFF739401808290000E", CardKind.CPS3_CONTACTLESS),
        ("3B8F80010031B86404B0EC01739401808290000E", CardKind.FOREIGN),
        ("3B751300004009EA9000", CardKind.VITALE),
        ("3B751300004F09EA9000", CardKind.VITALE),
        ("3B751300005009EA9000", CardKind.FOREIGN),
        ("3F6525002C09699000", CardKind.VITALE),
        ("3F6525002209F99000", CardKind.VITALE),
        ("3F6525002209E99000", CardKind.FOREIGN),
        ("3F65250052096A9000", CardKind.VITALE),
        ("3F652500A3096A9000", CardKind.VITALE),
        ("3F652500A4096A9000", CardKind.VITALE),
        ("3F652500A5096A9000", CardKind.FOREIGN),
        ("3B751300004509FA9000", CardKind.VITALE),
        ("3B751300004509DA9000", CardKind.FOREIGN),
        ("3F6525012C09699000", CardKind.FOREIGN),
        ("3B6700002D201601789000", CardKind.AGENT),
        ("3B6500002063CB6800", CardKind.BANK),
        ("3B6500002063CB30 20", CardKind.BANK),
        ("3B6500002063CA6800", CardKind.FOREIGN),
        ("3B6500002063CB680026", CardKind.FOREIGN),
        ("3F6525081C046C9000", CardKind.BANK),
        ("3F6525081C046C9080", CardKind.BANK),
        ("3F6525081C046C9001", CardKind.FOREIGN),
        ("3F6525082304689000", CardKind.FOREIGN),
        ("3BAC00402A00122500648000050000 9000", CardKind.CPS2TER),
        ("3B00", CardKind.FOREIGN),
        ("", CardKind.FOREIGN),
    ],
)
def test_known_cards_are_told_apart(atr: str, kind: CardKind) -> None:
    assert kind_of(bytes.fromhex(atr)) is kind


@pytest.mark.parametrize("place", range(17))
def test_one_byte_of_difference_makes_a_card_that_is_not_read(place: int) -> None:
    for byte in range(256):
        changed = CPS3[:place] + bytes([byte]) + CPS3[place + 1 :]
        assert kind_of(changed).is_cps_in_contact is (changed in READ)


def test_a_longer_or_shorter_atr_is_not_read() -> None:
    assert not kind_of(CPS3[:-1]).is_cps_in_contact
    assert not kind_of(CPS3 + b"\x00").is_cps_in_contact


@given(st.binary(max_size=33))
def test_noise_is_never_a_card_that_is_read(atr: bytes) -> None:
    assert not kind_of(atr).is_cps_in_contact or atr in READ
