"""What real cards answered, as published: every literal here was copied from a dump, not from the simulator.

OpenSC issues 2217 (CHV objects, EF.DIR labels), 2223 (EF.ATR, FCPs), 2224 (AODF, certificate entry), 2267 (key entry),
2275 (EF.SN, trace).
"""

from __future__ import annotations

import pytest

EF_ATR = (
    "80 43 01 B8 46 04 04 B0 EC C1 47 03 94 01 80 4F 08 80 25 00 00 01 FF 01 00 "
    "E0 10 02 02 01 04 02 02 01 04 02 02 01 00 02 02 01 00 78 08 06 06 2B 81 22 F8 78 02 82 02 90 00"
)
EF_DIR = (
    "61 32 4F 0D E8 28 BD 08 0F 80 25 00 00 01 FF 00 20 50 0A 43 50 58 20 49 41 53 20 43 4C 51 04 3F 00 00 02 "
    "73 0F 4F 0D E8 28 BD 08 0F 80 25 00 00 01 FF 00 10 "
    "61 2F 4F 0D E8 28 BD 08 0F 80 25 00 00 01 FF 00 10 50 07 43 50 58 20 49 41 53 51 04 3F 00 00 01 "
    "73 0F 4F 0D E8 28 BD 08 0F 80 25 00 00 01 FF 00 10"
)
EF_SN = "5A 0A 80 25 00 00 01 99 21 38 45 0F"
AODF = (
    "30 61 30 3F 0C 1C 43 6F 64 65 20 70 6F 72 74 65 75 72 20 64 65 20 6C 61 20 63 61 72 74 65 20 43 50 53 "
    "03 01 08 04 01 02 30 19 30 06 03 02 05 20 05 00 30 06 03 02 06 40 05 00 30 07 03 02 03 08 04 01 04 "
    "30 03 04 01 01 A1 19 30 17 03 03 04 0C 10 0A 01 01 02 01 04 02 01 08 02 01 04 80 01 01 04 01 FF "
    "30 58 30 39 0C 22 43 6F 64 65 20 64 65 20 64 C3 A9 62 6C 6F 63 61 67 65 20 64 65 20 6C 61 20 63 61 72 74 65 "
    "20 43 50 53 03 01 08 30 10 30 06 03 02 05 20 05 00 30 06 03 02 06 40 05 00 30 03 04 01 04 "
    "A1 16 30 14 03 03 04 1D 10 0A 01 01 02 01 08 02 01 08 02 01 08 80 01 02"
)
AUTHENTICATION_KEY = (
    "30 59 30 2A 0C 0C 43 50 53 5F 50 52 49 56 5F 41 55 54 03 02 05 E0 04 01 01 30 13 30 07 03 02 00 01 04 01 01 "
    "30 08 03 03 06 00 40 04 01 01 30 1F 04 0E E8 28 BD 08 0F 80 25 00 00 01 FF 00 10 02 03 02 05 60 01 01 FF "
    "03 02 04 B0 02 02 00 82 A1 0A 30 08 30 02 04 00 02 02 08 00"
)
SIGNATURE_CERTIFICATE = (
    "30 52 30 34 0C 1B 43 65 72 74 69 66 69 63 61 74 20 64 65 20 53 69 67 6E 61 74 75 72 65 20 43 50 53 03 02 08 00 "
    "30 11 30 06 03 02 07 80 05 00 30 07 03 02 06 40 04 01 01 30 10 04 0E E8 28 BD 08 0F 80 25 00 00 01 FF 00 10 01 "
    "A1 08 30 06 30 04 04 02 A0 01"
)


def packed(spaced: str) -> str:
    return spaced.replace(" ", "")


def read_whole(send, path: str, size: int) -> str:
    assert send(f"00 A4 09 0C {len(path) // 2:02X} {path}") == ("", "9000")
    data, sw = send(f"00 B0 00 00 {size:02X}")
    assert sw == "9000"
    return data


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("3F002F01", EF_ATR),
        ("3F002F00", EF_DIR),
        ("3F00D003", EF_SN),
        ("3F0000017001", AODF),
    ],
)
def test_a_file_read_from_a_real_card_reads_the_same(make, on, path, content):
    expected = packed(content)
    assert read_whole(on(make("healthy")), path, len(expected) // 2) == expected


def test_sizes_are_those_of_the_dumps():
    sizes = [len(packed(content)) // 2 for content in (EF_ATR, EF_DIR, EF_SN, AODF)]
    assert sizes == [0x39, 0x65, 0x0C, 0xBD]


def test_the_authentication_key_entry_is_the_real_one(make, on):
    prkdf = read_whole(on(make("healthy")), "3F0000017002", 0xB7)
    assert prkdf.endswith(packed(AUTHENTICATION_KEY))


def test_the_signature_certificate_entry_is_the_real_one(make, on):
    cdf = read_whole(on(make("healthy")), "3F0000017005", 0xAE)
    assert cdf.startswith(packed(SIGNATURE_CERTIFICATE))


@pytest.mark.parametrize(
    ("fid", "fcp"),
    [
        ("2F01", "62258002003982010183022F018801E8A1128C077B45FFFFFF45009C077BFFFFFFFFFF008A0105"),
        ("2F00", "62258002006582010183022F008801F0A1128C077B45FFFFFF45009C077BFFFFFFFFFF008A0105"),
        ("D003", "62258002000C8201018302D0038801E0A1128C077BFFFFFFFFFF009C077BFFFFFFFFFF008A0105"),
    ],
)
def test_a_file_tells_of_itself_as_the_real_one_did(make, on, fid, fcp):
    send = on(make("healthy"))
    assert send(f"00 A4 09 04 04 3F00 {fid}") == ("", "6127")
    assert send("00 C0 00 00 27") == (fcp, "9000")


def test_the_counters_of_a_fresh_card_are_those_of_the_trace(make, on):
    send = on(make("healthy"))
    assert send("00 A4 09 0C 02 3F00") == ("", "9000")
    assert send("00 CB 3F FF 0A 4D 08 70 06 BF 81 01 02 A0 80") == ("", "6118")
    assert send("00 C0 00 00 18") == ("7016BF810112A0109A01039B0103A1088C06F3000013FF00", "9000")
    assert send("00 CB 3F FF 0A 4D 08 70 06 BF 81 02 02 A0 80") == ("", "611C")
    assert send("00 C0 00 00 1C") == ("701ABF810216A0149A010A9B010A9D020064A1088C06F3FF00FFFF00", "9000")


def test_the_token_label_carries_generation_version_and_ten_digits(make, on):
    token_info = bytes.fromhex(read_whole(on(make("healthy")), "3F0000015032", 0x28))
    assert b"\x80\x11CPS3v3-2999471603" in token_info


def test_the_card_identifies_itself_as_a_test_card(make, on):
    id_card = bytes.fromhex(read_whole(on(make("healthy")), "3F000001D101", 0x20))
    assert id_card == bytes.fromhex("E31E 8006 8025000001FF 8105 2999471603 8201 80 8304 20250314 8404 20280331")
