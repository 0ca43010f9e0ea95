"""A transcript tells nobody, and is still a card: it is read again, and everything of the card's form is there."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.played_back import Reading, read_again, read_recorded
from kiosk.card.data.ef_sn import decode_serial, luhn_sum
from kiosk.card.model import CardContent, CardKind
from kiosk.commissioning.transcript.read_only_connection import NotAReading, Step
from kiosk.commissioning.transcript.redact import redact
from kiosk.commissioning.transcript.transcript import Transcript, encode_transcript
from kiosk.simulator.chip.habits import Habits, ShortRead

PROFILES = ("healthy", "blocked", "puk-last-use", "actua-valid", "actua-corrupt", "expired", "cps4-blocked", "cps4")


@pytest.fixture(scope="module", params=[("healthy", 0x100), ("healthy", 0xE7), ("cps4-blocked", 0x100)])
def reading(request: pytest.FixtureRequest) -> Reading:
    profile, largest_read = request.param
    return read_recorded(profile, Habits(largest_read=largest_read))


def forms(value: str) -> set[str]:
    """A number or a name in hexadecimal, as it may stand on a card: as text, or as packed decimals at either nibble."""
    found = {value.encode().hex(), value.encode("iso-8859-1").hex()}
    return found | ({value} if value.isdecimal() else set())


PLANTED = ("99213845", "2999471603", "LEGRAND", "Hélène", "Helene", "99700999990", "0999991", "Médecin", "SM26")


def flat(steps: list[Step]) -> str:
    return "".join(step.data.hex() for step in steps)


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_that_was_planted_is_found(reading: Reading, planted: str) -> None:
    clean = flat(redact(reading.steps)).lower()
    assert not any(form.lower() in clean for form in forms(planted))


def test_what_is_looked_for_was_there(reading: Reading) -> None:
    raw = flat(reading.steps).lower()
    told = ("99213845", "2999471603", "LEGRAND", "Hélène", "99700999990", "Médecin", "SM26")
    assert [planted for planted in told if not any(form.lower() in raw for form in forms(planted))] == []


def test_no_six_bytes_in_a_row_of_a_certificate_stay_but_what_its_issuer_writes_in_all(reading: Reading) -> None:
    """Those are algorithms, known extensions and the names of authorities, which another card's have as well."""
    clean = bytes.fromhex(flat(redact(reading.steps)))
    for der in certificates(reading.content):
        one = x509.load_der_x509_certificate(der)
        secrets = (
            one.signature,
            one.serial_number.to_bytes(20, "big").lstrip(b"\0"),
            one.public_key().public_numbers().n.to_bytes(256, "big"),
            one.subject.rfc4514_string().encode(),
        )
        for secret in secrets:
            assert not any(secret[at : at + 6] in clean for at in range(max(1, len(secret) - 6)))


def certificates(content: CardContent) -> list[bytes]:
    found = [content.authentication_certificate, content.signature_certificate]
    return [der for der in found if der is not None]


@pytest.mark.parametrize("short_read", ShortRead)
@pytest.mark.parametrize("profile", PROFILES)
def test_it_can_be_read_again_and_has_the_same_form(profile: str, short_read: ShortRead) -> None:
    before = read_recorded(profile, Habits(short_read=short_read))
    steps = redact(before.steps)
    after = read_again(before, steps)
    assert [(step.command, len(step.data), step.sw) for step in steps] == [
        (step.command, len(step.data), step.sw) for step in before.steps
    ]
    assert after.snapshot.counters == before.snapshot.counters
    assert after.snapshot.update_window == before.snapshot.update_window
    assert after.content.formats == before.content.formats
    assert after.content.aodf_hash == before.content.aodf_hash
    assert after.content.category == before.content.category
    assert after.content.certificates_have_keys is before.content.certificates_have_keys is True
    assert len(certificates(after.content)) == len(certificates(before.content)) == 2


def test_what_stands_there_instead_says_nothing(reading: Reading) -> None:
    after = read_again(reading, redact(reading.steps))
    content, holder = after.content, after.content.holder
    assert holder is not None
    assert (content.issued, content.valid_until) == (date(2000, 1, 1), date(2099, 12, 31))
    assert content.number == "0000000001", "2999471603 does not pass Luhn, so neither may this"
    assert content.label in ("CPS3v3-0000000001", "CPS4v1-0000000001")
    assert (holder.national_id, holder.exercise_name, holder.usual_first_name) == (
        "8" + "0" * 11,
        "XXXXXXX-XXXX",
        "Xxxxxx",
    )
    assert (holder.civility, holder.profession) == (22, 10)


def test_the_certificates_still_parse_and_prove_nothing(reading: Reading) -> None:
    again = read_again(reading, redact(reading.steps)).content
    before = [x509.load_der_x509_certificate(der) for der in certificates(reading.content)]
    after = [x509.load_der_x509_certificate(der) for der in certificates(again)]
    assert len(after) == 2
    for old, new in zip(before, after, strict=True):
        assert [each.oid for each in old.extensions] == [each.oid for each in new.extensions]
        assert old.signature_algorithm_oid == new.signature_algorithm_oid
        assert old.issuer.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)[0].value == "FR"
        assert new.signature == bytes(len(old.signature))
        assert new.public_key().public_numbers().n != old.public_key().public_numbers().n


@pytest.mark.parametrize(("last", "right"), [("0", True), ("1", False), ("9", False)])
def test_the_check_digit_of_the_serial_is_right_or_wrong_as_it_was(last: str, right: bool) -> None:
    raw = bytes.fromhex(f"5A0A8025000001 99213845 {last}F")
    steps = [
        Step(bytes.fromhex("00A4090C043F00D003"), b"", 0x9000),
        Step(bytes.fromhex("00B000000C"), raw, 0x9000),
    ]
    serial = decode_serial(redact(steps)[1].data)
    assert (serial.digits, serial.check_digit_right) == ("00000000", right)
    assert decode_serial(raw).check_digit_right is right


@pytest.mark.parametrize("read", ["00B09C000C", "00B09D0000"])
def test_a_file_read_by_its_short_identifier_is_the_serial_or_nobody_knows_which(read: str) -> None:
    serial = Step(bytes.fromhex(read), bytes.fromhex("5A0A8025000001 992138450F"), 0x9000)
    other = Step(bytes.fromhex(read), bytes.fromhex("5A0A8025000002 992138450F"), 0x9000)
    selected = Step(bytes.fromhex("00A4090C06 3F0000015032"), b"", 0x9000)
    again = Step(bytes.fromhex("00B000000C"), serial.data, 0x9000)
    assert decode_serial(redact([serial])[0].data).digits == "00000000"
    for step in redact([selected, other, again])[1:]:
        assert b"\x99\x21\x38" not in step.data
    assert len(redact([other])[0].data) == len(other.data)


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_the_check_digit_of_a_number_is_right_or_wrong_as_it_was(number: str) -> None:
    der = b"\x30\x0f\x13\x0d" + b"8" + number.encode() + b" "
    steps = certificate_read(der)
    told = redact(steps)[-1].data[4:16].decode()
    assert told[0] == "8"
    assert (luhn_sum(told[1:]) % 10 == 0) == (luhn_sum(number) % 10 == 0)
    assert set(told[1:-1]) == {"0"}


def certificate_read(der: bytes) -> list[Step]:
    """An ODF that names a CDF, a CDF that names a file, and the file."""
    cdf_place = bytes.fromhex("A406 3004 0402 7005")
    entry = bytes.fromhex("3013 3004 0C02 4350 3003 040101 A106 3004 0402 A001")
    return [
        *reading_of("3F0000015031", cdf_place),
        *reading_of("3F0000017005", entry),
        *reading_of("3F000001A001", der),
    ]


def reading_of(path: str, data: bytes) -> list[Step]:
    select = bytes.fromhex(f"00A4090C{len(path) // 2:02X}{path}")
    return [Step(select, b"", 0x9000), Step(bytes.fromhex("00B0000000"), data, 0x6282)]


@pytest.mark.parametrize(
    "command",
    [
        "0020000108 31323334FFFFFFFF",
        "002400011031323334FFFFFFFF32353830FFFFFFFF",
        "002C02010832353830FFFFFFFF",
        "00D6000001AA",
    ],
)
def test_whatever_is_no_reading_is_not_written_down(command: str) -> None:
    with pytest.raises(NotAReading):
        redact([Step(bytes.fromhex(command.replace(" ", "")), b"", 0x9000)])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["3F00D003", "3F0000015031", "3F0000017001", "3F00000100FF"]), st.binary(max_size=60))
    )
)
def test_any_bytes_keep_their_length(files: list[tuple[str, bytes]]) -> None:
    steps = [step for path, data in files for step in reading_of(path, data)]
    clean = redact(steps)
    assert [len(step.data) for step in clean] == [len(step.data) for step in steps]


@given(st.binary(min_size=5, max_size=40).filter(lambda data: not set(data) <= {0, 255}))
def test_a_file_of_no_known_kind_keeps_at_most_its_headers(inside: bytes) -> None:
    wrapped = bytes((0x30, len(inside) + 2, 0x04, len(inside))) + inside
    steps = reading_of("3F00000100FF", wrapped)
    assert redact(steps)[1].data == wrapped[:4] + bytes(len(inside))


def test_a_transcript_survives_its_file(reading: Reading) -> None:
    steps = tuple(redact(reading.steps))
    transcript = Transcript(CardKind.CPS3, "R", bytes(17), True, "0.1.0", steps)
    text = encode_transcript(transcript)
    fields = json.loads(text)
    told = [re.fullmatch(r"([0-9A-F]+) > (?:([0-9A-F]+) )?([0-9A-F]{4})", line) for line in fields.pop("steps")]
    parts = [("", "", "") if line is None else line.groups("") for line in told]
    again = [Step(bytes.fromhex(command), bytes.fromhex(data), int(sw, 16)) for command, data, sw in parts]
    assert again == list(steps)
    shared = {"generation": "cps3", "reader_model": "R", "atr": "00" * 17, "t0": True}
    assert fields == {"format": 1, "version": "0.1.0", **shared}
    assert re.search(r'"00B09C000C > 5A0A80250000010{8}[0-9]F 9000"', text) or reading.snapshot.kind is CardKind.CPS4
