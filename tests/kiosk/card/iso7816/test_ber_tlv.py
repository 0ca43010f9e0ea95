"""The TLV reader against an encoder of its own, byte by byte at every boundary, and against noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.errors import MalformedTlv
from kiosk.card.iso7816.ber_tlv import CutShort, Lengths, Tlv, at_most_one, measure, only, parse, read_one

BOUNDARIES = [0, 1, 127, 128, 129, 255, 256, 257, 65534, 65535]


def length_bytes(length: int) -> bytes:
    """The shortest form, as ISO/IEC 8825-1, 8.1.3 says it; written without a look at the reader."""
    if length <= 127:
        return bytes([length])
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 + len(octets)]) + octets


def tag_bytes(class_bits: int, constructed: bool, number: int) -> bytes:
    """ISO/IEC 8825-1, 8.1.2: class (2 bits), constructed (1 bit), number; base 128 from 31 on."""
    first = class_bits << 6 | constructed << 5
    if number < 31:
        return bytes([first | number])
    groups = []
    while number or not groups:
        groups.insert(0, number % 128)
        number //= 128
    return bytes([first | 31, *(group | 0x80 for group in groups[:-1]), groups[-1]])


def encoded(tag: bytes, value: bytes) -> bytes:
    return tag + length_bytes(len(value)) + value


tags = st.builds(tag_bytes, st.integers(0, 3), st.booleans(), st.one_of(st.integers(1, 40), st.integers(41, 2**14 - 1)))
primitives = st.builds(encoded, tags, st.binary(max_size=300))


def nested(children: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.lists(children, max_size=4).map(lambda parts: encoded(b"\x30", b"".join(parts)))


@pytest.mark.parametrize("length", BOUNDARIES)
def test_every_boundary_length_is_read(length: int) -> None:
    value = bytes(length)
    (found,) = parse(encoded(b"\x04", value))
    assert (found.tag, found.value) == (0x04, value)


@pytest.mark.parametrize("length", BOUNDARIES)
def test_a_value_one_byte_short_or_long_is_refused(length: int) -> None:
    whole = encoded(b"\x04", bytes(length))
    with pytest.raises(CutShort):
        parse(whole[:-1] if length else whole[:1])
    with pytest.raises(MalformedTlv):
        parse(whole + b"\x00")


@pytest.mark.parametrize(
    ("hex_length", "size"),
    [("8100", 0), ("8101", 1), ("817F", 127), ("820000", 0), ("82007F", 127), ("820080", 128), ("8200FF", 255)],
)
def test_a_longer_form_than_needed_is_read_only_where_it_is_allowed(hex_length: str, size: int) -> None:
    raw = b"\x84" + bytes.fromhex(hex_length) + bytes(size)
    with pytest.raises(MalformedTlv):
        parse(raw)
    assert parse(raw, Lengths.ANY_FORM) == (Tlv(0x84, bytes(size), raw),)


@pytest.mark.parametrize("first", sorted({0x80, *range(0x83, 0x100)}))
@pytest.mark.parametrize("lengths", Lengths)
def test_indefinite_oversized_and_reserved_lengths_are_refused(first: int, lengths: Lengths) -> None:
    with pytest.raises(MalformedTlv, match="indefinite, reserved or oversized"):
        parse(bytes([0x04, first]) + bytes(first), lengths)


def test_a_length_above_65535_is_refused_even_if_the_bytes_are_there() -> None:
    with pytest.raises(MalformedTlv):
        parse(encoded(b"\x04", bytes(65536)))


@pytest.mark.parametrize(
    ("raw_tag", "value"),
    [
        ("04", 0x04),
        ("1E", 0x1E),
        ("30", 0x30),
        ("BE", 0xBE),
        ("FE", 0xFE),
        ("1F1F", 0x1F1F),
        ("7F41", 0x7F41),
        ("5F7F", 0x5F7F),
        ("BF8101", 0xBF8101),
        ("BFFB05", 0xBFFB05),
        ("9FFF7F", 0x9FFF7F),
    ],
)
def test_tags_of_one_to_three_bytes_are_read(raw_tag: str, value: int) -> None:
    raw = bytes.fromhex(raw_tag) + b"\x01\xaa"
    assert read_one(raw) == Tlv(value, b"\xaa", raw)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("0000", "00 is no tag"),
        ("1F0000", "a tag number of zero"),
        ("1F0500", "5 fits the short form"),
        ("1F1E00", "30 fits the short form"),
        ("1F801F00", "a leading zero group"),
        ("BF80800100", "two leading zero groups"),
        ("BF81818101", "four bytes of tag"),
    ],
)
def test_tags_in_another_than_their_shortest_form_are_refused(raw: str, why: str) -> None:
    with pytest.raises(MalformedTlv):
        parse(bytes.fromhex(raw))


@pytest.mark.parametrize("cut", ["30", "1F", "BF", "BF81", "BF8101", "3081", "3082", "308201", "3001", "30030401"])
def test_bytes_that_end_inside_an_object_are_cut_short(cut: str) -> None:
    with pytest.raises(CutShort):
        read_one(bytes.fromhex(cut))


def test_duplicates_stay_visible_and_are_never_chosen_between() -> None:
    twice = parse(bytes.fromhex("8101AA 8101BB 8201CC"))
    assert [found.value for found in twice] == [b"\xaa", b"\xbb", b"\xcc"]
    with pytest.raises(MalformedTlv):
        only(twice, 0x81)
    with pytest.raises(MalformedTlv):
        at_most_one(twice, 0x81)
    with pytest.raises(MalformedTlv):
        only(twice, 0x83)
    assert at_most_one(twice, 0x83) is None
    assert only(twice, 0x82).value == b"\xcc"


def test_a_primitive_object_has_no_children() -> None:
    with pytest.raises(MalformedTlv):
        read_one(bytes.fromhex("0403810100")).children()
    assert read_one(bytes.fromhex("2403810100")).children()[0].tag == 0x81


def test_the_repr_shows_no_value() -> None:
    assert "41" not in repr(read_one(b"\x84\x03AAA"))


def test_three_thousand_levels_cost_no_recursion() -> None:
    data = b""
    for _ in range(3000):
        data = b"\x30" + length_bytes(len(data)) + data
    depth = 0
    while data:
        data = read_one(data).value
        depth += 1
    assert depth == 3000


@given(st.lists(primitives, max_size=6))
def test_what_the_encoder_wrote_is_read_back(parts: list[bytes]) -> None:
    assert [found.raw for found in parse(b"".join(parts))] == parts


@given(st.recursive(primitives, nested, max_leaves=12))
def test_nested_objects_come_apart_level_by_level(raw: bytes) -> None:
    def rebuilt(found: Tlv) -> bytes:
        if found.tag != 0x30:
            return found.raw
        try:
            children = found.children()
        except MalformedTlv:
            return found.raw
        return encoded(b"\x30", b"".join(rebuilt(child) for child in children))

    assert rebuilt(read_one(raw)) == raw


@given(primitives)
def test_every_cut_of_an_object_is_cut_short(raw: bytes) -> None:
    for end in range(len(raw)):
        with pytest.raises(CutShort):
            read_one(raw[:end])


@given(primitives, st.binary(max_size=4), st.binary(max_size=4))
def test_measure_agrees_with_reading_wherever_the_object_stands(raw: bytes, front: bytes, back: bytes) -> None:
    data = front + raw + back
    assert measure(data, len(front)) == len(raw)
    assert read_one(data, len(front)).raw == raw


@given(st.binary(max_size=200), st.sampled_from(Lengths))
def test_noise_is_read_whole_or_refused(noise: bytes, lengths: Lengths) -> None:
    try:
        found = parse(noise, lengths)
    except MalformedTlv:
        return
    assert b"".join(each.raw for each in found) == noise


@given(st.binary(max_size=12), st.integers(0, 16), st.sampled_from(Lengths))
def test_measuring_noise_raises_nothing_else(noise: bytes, at: int, lengths: Lengths) -> None:
    try:
        size = measure(noise, at, lengths)
    except MalformedTlv:
        return
    assert size is None or size >= 2
