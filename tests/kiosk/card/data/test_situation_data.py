"""The objects behind the PIN, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.data.situation_data import decode_activity, decode_billing
from kiosk.card.errors import CardUnreadable, MalformedData, MalformedTlv
from kiosk.card.model import Activity, Billing, PracticeSituations

WHOLE = Activity(3, 0, 0x26, 0x01, "A", 2, "CABINET DE L'ÉTOILE", "1", "0B0307377", "SA01")
BILLING = bytes.fromhex("E019 A017 8001 02 8105 F994004802 8203 191202 8303 010000 8401 11")
BILLED = Billing(2, "994004802", 19, 1, 20, 2, (1, 0, 0), True, True)


def object_with(tag: int, *fields: str) -> bytes:
    value = b"".join(map(bytes.fromhex, fields))
    return bytes([tag, len(value)]) + value


def test_an_activity_as_it_is_written() -> None:
    """Put together from deploy/reference/card.md §10.5, with a structure and a sector that were seen on test cards."""
    fields = (
        "8002 0000", "8102 2601", "8201 41", "8301 02", "8413" + "CABINET DE L'ÉTOILE".encode("iso-8859-1").hex(),
        "850A" + b"10B0307377".hex(), "8604" + b"SA01".hex(),
    )  # fmt: skip
    assert decode_activity(3, object_with(0xEE, *fields)) == WHOLE


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("8001 00", {"mode": 0}),
        ("8001 01", {"mode": 1}),
        ("8002 07FF", {"mode": 7}),
        ("8001 63", {"mode": 99}),
        ("8001 64", {}),
        ("8003 000000", {}),
        ("8000", {}),
        ("8101 26", {"speciality": 0x26}),
        ("8102 2603", {"speciality": 0x26, "qualification": 3}),
        ("8103 260300", {}),
        ("8100", {}),
        ("8201 4D", {"pharmacist_table": "M"}),
        ("8202 4141", {"pharmacist_table": "AA"}),
        ("8203 414141", {}),
        ("8301 00", {"billing_link": 0}),
        ("8301 FF", {"billing_link": 255}),
        ("8302 0001", {}),
        ("8428" + "41" * 40, {"company": "A" * 40}),
        ("8429" + "41" * 41, {}),
        ("8402 4107", {}),
        ("8403 412020", {"company": "A"}),
        ("8501 34", {"id_type": "4"}),
        ("850F 34" + "39" * 14, {"id_type": "4", "identifier": "9" * 14}),
        ("8510 34" + "39" * 15, {}),
        ("8502 4134", {}),
        ("8502 B234", {}),
        ("8604 53413037", {"sector": "SA07"}),
        ("8605 5341303720", {"sector": "SA07"}),
        ("8605 5341303738", {}),
        ("8301 01 8301 02", {}),
        ("8701 00", {}),
    ],
)
def test_each_field_of_an_activity_stands_alone(field: str, expected: dict[str, object]) -> None:
    found = decode_activity(5, object_with(0xEE, field))
    assert found == replace(Activity(5), **expected)
    assert found.unreadable is (not expected)


def test_an_activity_of_which_nothing_made_sense_is_unreadable() -> None:
    assert decode_activity(5, bytes.fromhex("EE00")).unreadable
    assert not decode_activity(5, bytes.fromhex("EE03830100")).unreadable


@pytest.mark.parametrize("data", ["", "00", "ED00", "EE01", "EE0180", "EE02 8001", "EE00 EE00", "EE80 0000"])
def test_another_container_is_malformed(data: str) -> None:
    with pytest.raises(MalformedTlv):
        decode_activity(1, bytes.fromhex(data))


def test_billing_data_as_they_are_written() -> None:
    assert decode_billing(BILLING) == (BILLED,)
    assert decode_billing(bytes.fromhex("E000")) == ()


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("8105 F769999103", {"billing_id": "769999103"}),
        ("8105 0769999103", {"billing_id": "0769999103"}),
        ("8106 000769999103", {}),
        ("8105 FFFFFFFFFF", {}),
        ("8203 01124F", {"speciality": 1, "convention": 1, "zone": 24, "ik": None}),
        ("8203 F1124F", {"convention": 1, "zone": 24}),
        ("8203 FFFFFF", {}),
        ("8202 0112", {}),
        ("8303 010499", {"approvals": (1, 4, 99)}),
        ("8303 01FFFF", {"approvals": (1,)}),
        ("8303 0F0102", {"approvals": (1, 2)}),
        ("8304 01020304", {}),
        ("8401 00", {"may_sign_fse": False, "may_sign_lots": False}),
        ("8401 10", {"may_sign_fse": True, "may_sign_lots": False}),
        ("8401 01", {"may_sign_fse": False, "may_sign_lots": True}),
        ("8401 EE", {"may_sign_fse": False, "may_sign_lots": False}),
        ("8402 1100", {}),
        ("8001 07", {"link": 7}),
        ("8002 0007", {}),
    ],
)
def test_each_field_of_an_entry_stands_alone(field: str, expected: dict[str, object]) -> None:
    nothing = Billing(None, None, None, None, None, None, (), None, None)
    entry = object_with(0xA0, field)
    assert decode_billing(object_with(0xE0, entry.hex())) == (replace(nothing, **expected),)


def test_eight_entries_at_most_and_a_broken_one_does_not_hide_the_others() -> None:
    entry = BILLING[2:].hex()
    assert decode_billing(bytes.fromhex("E081C8") + bytes.fromhex(entry) * 8) == (BILLED,) * 8
    with pytest.raises(MalformedData):
        decode_billing(bytes.fromhex("E081E1") + bytes.fromhex(entry) * 9)
    broken, sound = decode_billing(object_with(0xE0, "A002 8005", entry))
    assert (broken.link, broken.approvals, sound) == (None, (), BILLED)


@pytest.mark.parametrize("data", ["E002 A100", "E002 8000"])
def test_an_entry_of_another_shape_is_malformed(data: str) -> None:
    with pytest.raises(MalformedData):
        decode_billing(bytes.fromhex(data))


def test_nothing_of_them_is_ever_shown_by_accident() -> None:
    shown = repr([WHOLE, BILLED, PracticeSituations((WHOLE,), (BILLED,))])
    assert shown == "[Activity(•••), Billing(•••), Situations(•••)]"


@given(st.binary(max_size=80))
def test_noise_never_leaves_the_tree(noise: bytes) -> None:
    for container in (0xEE, 0xE0):
        data = bytes([container, len(noise)]) + noise
        for decode in (lambda raw: decode_activity(1, raw), decode_billing):
            try:
                decode(data)
            except CardUnreadable:
                continue
