"""What both readings cost at the transport on each kind of card, and what a length that is false changes.

Every count is exact: one that falls is a budget to lower, one that rises is a cost to explain.
"""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from bench.card import Bench, a_bench
from bench.warped_card import Warped
from kiosk.card.iso7816.exchange import COMMANDS_MAX
from kiosk.card.model import CardContent
from kiosk.card.session import read_content, read_snapshot
from kiosk.simulator.chip.habits import Habits, ShortRead
from kiosk.simulator.contents import pkcs15

WHOLE, CUT = 0x100, 0xE7
CPS3, UPDATED, CPS4_T0, CPS4_T1 = "blocked", "actua-valid", "cps4-blocked", "cps4-atr-2"
EXACT, SILENT, END_OF_FILE = ShortRead.EXACT, ShortRead.SILENT, ShortRead.END_OF_FILE
BUDGETS = {
    (CPS3, WHOLE): (6, {END_OF_FILE: 39, SILENT: 39, EXACT: 45}),
    (CPS3, CUT): (6, {END_OF_FILE: 41, SILENT: 41, EXACT: 48}),
    (UPDATED, WHOLE): (7, {END_OF_FILE: 40, SILENT: 40, EXACT: 46}),
    (UPDATED, CUT): (7, {END_OF_FILE: 42, SILENT: 42, EXACT: 49}),
    (CPS4_T0, WHOLE): (6, {END_OF_FILE: 52, SILENT: 52, EXACT: 52}),
    (CPS4_T0, CUT): (6, {END_OF_FILE: 54, SILENT: 54, EXACT: 55}),
    (CPS4_T1, WHOLE): (5, {END_OF_FILE: 40, SILENT: 40, EXACT: 40}),
    (CPS4_T1, CUT): (5, {END_OF_FILE: 42, SILENT: 42, EXACT: 43}),
}
"""(profile, most bytes that the card gives at once) → commands of the first reading, and of both by habit."""

EACH = pytest.mark.parametrize("profile", [CPS3, CPS4_T0, CPS4_T1])
EACH_HABIT = pytest.mark.parametrize("short_read", ShortRead)
ID_CARD = 0xD101
READ = (
    pkcs15.ODF_FID,
    pkcs15.AODF_FID,
    pkcs15.DODF_FID,
    pkcs15.CDF_FID,
    pkcs15.PRKDF_FID,
    pkcs15.AUTHENTICATION_CERTIFICATE_FID,
    ID_CARD,
    0xD102,
    0xD104,
)


def only_reads(bench: Bench, content: CardContent) -> None:
    assert len(bench.card.journal()) <= COMMANDS_MAX
    assert not any(each.header.lc for each in bench.card.journal() if each.header.ins in (0x20, 0x24, 0x2C))
    assert "LEGRAND" not in repr(content)


def with_file(profile: str, fid: int, written: bytes, habits: Habits | None = None) -> Bench:
    """A card one of whose application's files holds ``written``."""
    bench = a_bench(profile, habits)
    files = bench.card.link.chip.files.root.directories[0x0001].files
    files[fid] = replace(files[fid], content=written)
    return bench


def written_in(profile: str, fid: int) -> bytes:
    return bytes(a_bench(profile).card.link.chip.files.root.directories[0x0001].files[fid].content)


@EACH_HABIT
@pytest.mark.parametrize(("profile", "largest"), BUDGETS)
def test_both_readings_cost_what_their_budget_says(profile: str, largest: int, short_read: ShortRead) -> None:
    bench = a_bench(profile, Habits(short_read=short_read, largest_read=largest))
    snapshot = bench.snapshot()
    verdict = len(bench.card.journal())
    content = read_content(bench.connection, snapshot)
    first, both = BUDGETS[profile, largest]
    assert (verdict, len(bench.card.journal())) == (first, both[short_read])
    assert content == a_bench(profile).content()
    assert None not in (content.formats, content.number, content.holder, content.signature_certificate)


@EACH_HABIT
@EACH
def test_the_token_label_is_read_where_it_is_wanted(profile: str, short_read: ShortRead) -> None:
    spent = []
    for wanted in (False, True):
        bench = a_bench(profile, Habits(short_read=short_read))
        assert (bench.content(label_wanted=wanted).label is not None) is wanted
        spent.append(len(bench.card.journal()))
    length_asked_for = profile == CPS4_T0 or (profile, short_read) == (CPS3, EXACT)
    assert spent[1] - spent[0] == (3 if length_asked_for else 2)


@EACH
def test_without_a_number_on_the_card_the_token_label_is_read_unasked(profile: str) -> None:
    bench = with_file(profile, ID_CARD, bytes.fromhex("E300"))
    content = bench.content()
    assert content.label is not None
    assert (content.number, content.number_source) == (content.label[-10:], "label")


def test_another_directory_left_current_costs_two_commands_more() -> None:
    bench = a_bench(CPS3)
    bench.connection.transmit(bytearray.fromhex("00A4090C043F000001"))
    bench.card.forget()
    assert bench.snapshot() == a_bench(CPS3).snapshot()
    assert len(bench.card.journal()) == 8


@EACH_HABIT
@EACH
@pytest.mark.parametrize(
    ("added", "cut", "after"),
    [
        ("", 0, ""),
        ("", 0, "00" * 40),
        ("", 0, "FF" * 300),
        ("8503 010203", 0, ""),
        ("8578" + "00" * 120, 0, ""),
        ("", 1, ""),
        ("", 6, ""),
    ],
)
def test_an_id_card_of_another_length_than_the_known_one_reads_the_same(
    profile: str, short_read: ShortRead, added: str, cut: int, after: str
) -> None:
    body = written_in(profile, ID_CARD)[2:]
    body = bytes((0x80, 6 - cut)) + body[2 + cut : 8] + body[8:] + bytes.fromhex(added)
    size = bytes((len(body),)) if len(body) < 0x80 else bytes((0x81, len(body)))
    whole = b"\xe3" + size + body + bytes.fromhex(after)
    bench = with_file(profile, ID_CARD, whole, Habits(short_read=short_read))
    assert bench.content() == a_bench(profile).content()


FALSE_HEADERS = {
    "a byte short": lambda raw: raw[:1] + bytes((raw[1] - 1,)) + raw[2:],
    "a byte long": lambda raw: raw[:1] + bytes((raw[1] + 1,)) + raw[2:],
    "zero": lambda raw: raw[:1] + b"\x00" + raw[2:],
    "as long as can be written": lambda raw: raw[:1] + b"\x82\xff\xff" + raw[2:],
    "reserved": lambda raw: raw[:1] + b"\xff" + raw[2:],
    "cut off": lambda raw: raw[:1],
    "no object": lambda raw: b"",
}


@EACH
@pytest.mark.parametrize("fid", READ)
@pytest.mark.parametrize("false", FALSE_HEADERS)
def test_a_false_length_in_a_header_reads_the_same_by_every_habit(profile: str, fid: int, false: str) -> None:
    written = FALSE_HEADERS[false](written_in(profile, fid))
    benches = [with_file(profile, fid, written, Habits(short_read=short_read)) for short_read in ShortRead]
    contents = [bench.content() for bench in benches]
    assert contents[0] == contents[1] == contents[2]
    assert contents[0] != a_bench(profile).content()
    for bench, content in zip(benches, contents, strict=True):
        only_reads(bench, content)


FALSE_SIZES = {
    "zero": (lambda _size: "80020000", False),
    "one": (lambda _size: "80020001", False),
    "a byte short": (lambda size: f"8002{size - 1:04X}", False),
    "a byte long": (lambda size: f"8002{size + 1:04X}", True),
    "as long as can be": (lambda _size: "8002FFFF", True),
    "of another tag": (lambda size: f"8102{size:04X}", True),
    "missing": (lambda _size: "", True),
}


@EACH_HABIT
@pytest.mark.parametrize("profile", [CPS4_T0, CPS4_T1])
@pytest.mark.parametrize("false", FALSE_SIZES)
def test_a_false_size_told_by_a_selection_reads_the_same_or_is_refused(
    profile: str, false: str, short_read: ShortRead
) -> None:
    said, same = FALSE_SIZES[false]

    def warp(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        data, sw = answer
        if data[:1] != b"\x6f" or len(data) != 13:
            return answer
        size = bytes.fromhex(said(int.from_bytes(data[4:6], "big")))
        return bytes((0x6F, len(data) - 6 + len(size))) + size + data[6:], sw

    bench = a_bench(profile, Habits(short_read=short_read))
    warped = Warped(bench.connection, warp)
    true = a_bench(profile).content()
    found = read_content(warped, read_snapshot(warped, "R", bench.kind))
    refused = [each.name for each in fields(CardContent) if getattr(found, each.name) != getattr(true, each.name)]
    assert all(getattr(found, name) is None for name in refused)
    assert bool(refused) is not same
    only_reads(bench, found)
