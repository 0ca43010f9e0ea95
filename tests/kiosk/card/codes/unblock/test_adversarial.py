"""Cards that lie, babble or change: never an error outside the tree, never a loop, never a code on a voided permit."""

from __future__ import annotations

import contextlib
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.card import Bench, Codes, a_bench, a_permit, cps4_counters
from bench.warped_card import CODE_HEADERS, Answer, Warped, is_code
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import COMMANDS_MAX
from kiosk.card.model import (
    CardKind,
    HalfDone,
    PukRefused,
    Sent,
    Unblocked,
    UnblockResult,
    Unexpected,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot, unblock

GENERATIONS = pytest.mark.parametrize("profile", ["blocked", "cps4-blocked", "cps4-atr-2"])


def attempt(bench: Bench, warp: Answer, puk: str = "12345678") -> tuple[Warped, UnblockResult]:
    permit = bench.permit()
    warped = Warped(bench.connection, warp)
    return warped, unblock(warped, permit, Codes(puk_digits=puk), SendRight(), lambda: 1.0)


WARPS: dict[str, Answer] = {
    "9000 to everything": lambda _command, _answer: (b"", 0x9000),
    "6F00 to everything": lambda _command, _answer: (b"", 0x6F00),
    "63C9 to everything": lambda _command, _answer: (b"", 0x63C9),
    "endless 61": lambda _command, _answer: (b"\x30", 0x6110),
    "endless 6C": lambda _command, _answer: (b"", 0x6C10),
    "64 KiB": lambda _command, _answer: (bytes(65536), 0x9000),
    "256 zeros": lambda _command, _answer: (bytes(256), 0x9000),
    "256 nested sequences": lambda _command, _answer: (b"\x30\x81\xfd" + b"\x30" * 253, 0x9000),
    "a byte at a time": lambda _command, answer: (answer[0][:1], answer[1]),
    "status of another world": lambda _command, answer: (answer[0], -1),
}
ON_CODES: dict[str, Answer] = {
    f"{name}, but only to codes": lambda command, answer, warp=warp: (
        warp(command, answer) if is_code(command) else answer
    )
    for name, warp in WARPS.items()
}


UNREADABLE = pytest.mark.parametrize(
    ("profile", "name"),
    [*product(["blocked"], WARPS), *(("cps4-blocked", name) for name in WARPS if name != "a byte at a time")],
)


@UNREADABLE
def test_no_reading_breaks_or_loops(profile: str, name: str) -> None:
    bench = a_bench(profile)
    snapshot = bench.snapshot()
    warped = Warped(bench.connection, WARPS[name])
    again = read_snapshot(warped, "R", bench.kind)
    assert again.ef_sn in (None, snapshot.ef_sn)
    assert again.counters is None or again.ef_sn is None
    with contextlib.suppress(CardRemoved):
        content = read_content(warped, snapshot)
        assert content.formats is None
    assert len(warped.commands) <= 2 * COMMANDS_MAX
    assert warped.codes == []


@UNREADABLE
def test_no_code_goes_to_a_card_that_cannot_be_read_again(profile: str, name: str) -> None:
    warped, result = attempt(a_bench(profile), WARPS[name])
    assert result == Voided()
    assert warped.codes == []
    assert warped.ended == [Disposition.LEAVE]


def test_a_cps4_that_reads_a_byte_at_a_time_is_only_slow() -> None:
    """Its counters stand in the status word; a CPS3's stand in data that must come whole."""
    bench = a_bench("cps4-blocked")
    _, result = attempt(bench, WARPS["a byte at a time"])
    assert result == Unblocked(cps4_counters(3))
    assert bench.card.pin_is("2580")


@GENERATIONS
@pytest.mark.parametrize("name", ON_CODES)
def test_a_senseless_answer_to_a_code_is_never_success_and_never_sent_again(profile: str, name: str) -> None:
    bench = a_bench(profile)
    warped, result = attempt(bench, ON_CODES[name], puk="87654321")
    assert not isinstance(result, Unblocked | PukRefused) or bench.counters().puk.left == 9
    assert not isinstance(result, Unblocked)
    assert warped.codes == list(CODE_HEADERS[bench.kind])[: len(warped.codes)] != []
    assert warped.ended == [Disposition.RESET]


@GENERATIONS
def test_a_card_that_says_yes_to_every_code_is_not_believed(profile: str) -> None:
    _, result = attempt(a_bench(profile), ON_CODES["9000 to everything, but only to codes"], puk="87654321")
    assert isinstance(result, Unexpected)
    assert result.sent is Sent.PROOF


@GENERATIONS
def test_a_card_that_changes_its_serial_gets_no_code(profile: str) -> None:
    def swap(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        data, sw = answer
        return data.replace(b"\x99\x21", b"\x99\x22"), sw

    warped, result = attempt(a_bench(profile), swap)
    assert result == Voided()
    assert warped.codes == []


noise = st.tuples(
    st.binary(max_size=270),
    st.one_of(st.sampled_from([0x9000, 0x6108, 0x6C08, 0x63C9, 0x6983]), st.integers(0, 0xFFFF)),
)


class Babbling:
    """Answers noise, for ever."""

    def __init__(self, answers: list[tuple[bytes, int]]) -> None:
        self.t0 = True
        self.commands: list[bytes] = []
        self._answers = answers

    def begin(self) -> None: ...

    def end(self, disposition: Disposition) -> None: ...

    def close(self, disposition: Disposition) -> None: ...

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        self.commands.append(bytes(command))
        return self._answers[len(self.commands) % len(self._answers)]


@given(st.lists(noise, min_size=1, max_size=12), st.sampled_from([CardKind.CPS3, CardKind.CPS4]))
def test_noise_never_leaves_the_tree_nor_gets_a_code(answers: list[tuple[bytes, int]], kind: CardKind) -> None:
    babbling = Babbling(answers)
    snapshot = read_snapshot(babbling, "R", kind)
    with contextlib.suppress(CardRemoved):
        read_content(babbling, snapshot)
    permit = a_permit(cps4_counters() if kind is CardKind.CPS4 else None, kind=kind)
    assert unblock(babbling, permit, Codes(), SendRight(), lambda: 1.0) == Voided()
    assert not any(is_code(command) for command in babbling.commands)
    assert len(babbling.commands) <= 3 * COMMANDS_MAX


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.integers(0, 60), noise, max_size=6),
    st.sampled_from(["12345678", "87654321"]),
    st.sampled_from(["blocked", "cps4-blocked"]),
)
def test_noise_between_true_answers_never_makes_an_untrue_result(
    warped_at: dict[int, tuple[bytes, int]], puk: str, profile: str
) -> None:
    bench = a_bench(profile)
    count = iter(range(10_000))

    def warp(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return warped_at.get(next(count), answer)

    warped, result = attempt(bench, warp, puk)
    assert warped.codes == list(CODE_HEADERS[bench.kind])[: len(warped.codes)]
    assert warped.ended == [Disposition.RESET if warped.codes else Disposition.LEAVE]
    if isinstance(result, Voided):
        assert warped.codes == []
    if isinstance(result, Unblocked | HalfDone):
        assert bench.counters().pin.left > 0
    if isinstance(result, HalfDone):
        assert any(warped.commands[at][1] == 0x24 for at in warped_at if at < len(warped.commands))
