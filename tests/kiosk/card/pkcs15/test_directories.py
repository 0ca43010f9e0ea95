"""PKCS#15 directories: real CDF bytes (OpenSC issue 2224), then shapes that must not be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.errors import CardUnreadable, MalformedData, MalformedTlv
from kiosk.card.iso7816.ber_tlv import Lengths, parse, read_one
from kiosk.card.pkcs15.directories import (
    Directories,
    DirectoryEntry,
    Location,
    decode_entry,
    decode_key_identifier,
    decode_odf,
    decode_token_label,
    is_for_signature,
)

SIGNATURE = (
    "3052 3034 0C1B" + b"Certificat de Signature CPS".hex() + "03020800 3011 3006 03020780 0500 3007 03020640 040101"
    "3010 040E E828BD080F8025000001FF001001 A108 3006 3004 0402 A001"
)


def entry(raw: str) -> DirectoryEntry:
    return decode_entry(read_one(bytes.fromhex(raw), 0, Lengths.ANY_FORM))


def test_the_real_entry_of_the_signature_certificate() -> None:
    found = entry(SIGNATURE)
    assert found.label == "Certificat de Signature CPS"
    assert found.identifier == bytes.fromhex("E828BD080F8025000001FF001001")
    assert found.location == Location(bytes.fromhex("3F000001A001"))
    assert is_for_signature(found) is True


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("0402 A001", Location(bytes.fromhex("3F000001A001"))),
        ("0406 3F000001A001", Location(bytes.fromhex("3F000001A001"))),
        ("0404 3F00D003", Location(bytes.fromhex("3F00D003"))),
        ("0404 3FFFA001", Location(bytes.fromhex("3F000001A001"))),
        ("0402 A001 020110 800120", Location(bytes.fromhex("3F000001A001"), 16, 32)),
        ("0402 A001 80020400", Location(bytes.fromhex("3F000001A001"), 0, 1024)),
        ("0402 A001 02027FFF", Location(bytes.fromhex("3F000001A001"), 0x7FFF)),
    ],
)
def test_paths_lead_from_the_mf_or_from_the_application(path: str, location: Location) -> None:
    inner = bytes.fromhex(path)
    record = bytes([0xA8, len(inner) + 2, 0x30, len(inner)]) + inner
    assert decode_odf(parse(record)).codes == (location,)


@pytest.mark.parametrize(
    "path",
    ["0400", "0401A0", "0403A00102", "040E" + "A0" * 14, "0402A001 02028000", "0402A001 020100 020100", "0202A001", ""],
)
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    inner = bytes.fromhex(path)
    record = bytes([0xA8, len(inner) + 2, 0x30, len(inner)]) + inner
    with pytest.raises(CardUnreadable):
        decode_odf(parse(record))


def test_an_odf_keeps_the_order_and_ignores_what_is_not_needed() -> None:
    raw = "A0063004 04027002 A8063004 04027001 A4063004 04027005 A7063004 04027006 A4063004 04027105"
    app = bytes.fromhex("3F000001")
    assert decode_odf(parse(bytes.fromhex(raw))) == Directories(
        codes=(Location(app + b"\x70\x01"),),
        data=(Location(app + b"\x70\x06"),),
        certificates=(Location(app + b"\x70\x05"), Location(app + b"\x71\x05")),
        keys=(Location(app + b"\x70\x02"),),
    )


AUTHENTICATION_KEY = (
    "3059 302A 0C0C" + b"CPS_PRIV_AUT".hex() + "030205E0 040101 3013 3007 03020001 040101 3008 0303060040 040101"
    "301F 040E E828BD080F8025000001FF001002 03020560 0101FF 030204B0 02020082 A10A 3008 3002 0400 02020800"
)


def test_the_real_entry_of_the_authentication_key() -> None:
    """OpenSC issue 2267: its path is empty, its identifier is what counts."""
    record = read_one(bytes.fromhex(AUTHENTICATION_KEY), 0, Lengths.ANY_FORM)
    assert decode_key_identifier(record).hex() == "e828bd080f8025000001ff001002"


@pytest.mark.parametrize("raw", ["3100", "3000", "3002 3000", "3004 3000 3000", "300A 3000 3006 040101 040102", "0400"])
def test_what_has_no_one_identifier_is_no_key(raw: str) -> None:
    with pytest.raises(CardUnreadable):
        decode_key_identifier(read_one(bytes.fromhex(raw), 0, Lengths.ANY_FORM))


def test_a_data_object_is_one_level_flatter_than_a_certificate() -> None:
    found = entry("301E 300D 0C0B 4350535F49445F43415244 3003 0C0141 A108 3006 0404 3F00D101")
    assert (found.label, found.identifier, found.location.path.hex()) == ("CPS_ID_CARD", None, "3f00d101")


@pytest.mark.parametrize(
    "raw",
    [
        "3100",
        "3000",
        "3008 3000 A104 3002 0400",
        "3010 3004 0C02C328 3000 A106 3004 0402A001",
        "300F 3003 0C010A 3000 A106 3004 0402A001",
        "3012 3006 0C0141 0C0142 3000 A106 3004 0402A001",
        "3010 3000 3000 A10A 3008 3006 3004 3002 3000",
        "3008 3000 3000 A102 0000",
    ],
)
def test_an_object_without_label_or_place_is_refused(raw: str) -> None:
    with pytest.raises(CardUnreadable):
        entry(raw)


@pytest.mark.parametrize(
    ("label", "identifier", "answer"),
    [
        ("Certificat de Signature CPS", "01", True),
        ("Certificat d'Authentification CPS", "02", False),
        ("CPS_SIGNATURE", None, True),
        ("Certificat", "01", True),
        ("Certificat", "02", False),
        ("Certificat", "00", None),
        ("Certificat", "03", None),
        ("Certificat", "", None),
        ("Certificat", None, None),
        ("Signature et Authentification", "02", False),
    ],
)
def test_what_a_certificate_is_for(label: str, identifier: str | None, answer: bool | None) -> None:
    raw = None if identifier is None else bytes.fromhex(identifier)
    assert is_for_signature(DirectoryEntry(label, raw, Location(b"\x3f\x00"))) is answer


def test_a_token_label() -> None:
    label = b"CPS3v3-2900995261 ".hex()
    assert decode_token_label(bytes.fromhex(f"301F 020100 040101 0C0141 8012 {label} 0300")) == "CPS3v3-2900995261"
    assert decode_token_label(bytes.fromhex("3003 020100")) is None


@given(st.binary(max_size=80))
def test_noise_raises_nothing_outside_the_tree(noise: bytes) -> None:
    wrapped = bytes([0x30, len(noise)]) + noise
    for decode in (
        lambda: decode_token_label(wrapped),
        lambda: decode_entry(read_one(wrapped)),
        lambda: decode_odf(parse(noise, Lengths.ANY_FORM)),
    ):
        try:
            decode()
        except (MalformedTlv, MalformedData):
            continue
