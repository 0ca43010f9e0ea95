"""Cards that lie, babble or change: never an error outside the tree, never a loop, never a code on a voided permit."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.card import Bench, Codes, a_bench, cps4_counters
from bench.operation import CHANGE, OPERATIONS, SITUATIONS, TRY, UNBLOCK, Operation, perform
from bench.warped_card import Answer, Warped, is_code, on_codes
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import COMMANDS_MAX
from kiosk.card.model import (
    CardKind,
    CodeAccepted,
    CodeChanged,
    CurrentPinRefused,
    CurrentPinResult,
    HalfDone,
    NewCodeRefused,
    PukRefused,
    Unblocked,
    UnblockResult,
    Unexpected,
    Voided,
)
from kiosk.card.session import read_content, read_snapshot

Done = Unblocked | CodeAccepted | CodeChanged
Refused = PukRefused | CurrentPinRefused
SENDERS = [
    *((UNBLOCK, profile) for profile in ("blocked", "cps4-blocked", "cps4-atr-2")),
    *((operation, profile) for operation in (CHANGE, TRY, SITUATIONS) for profile in ("healthy", "cps4")),
]
EACH = pytest.mark.parametrize(("operation", "profile"), SENDERS, ids=str)


def attempt(
    operation: Operation, bench: Bench, warp: Answer, codes: Codes | None = None
) -> tuple[Warped, UnblockResult | CurrentPinResult]:
    """Every code command leaves at most once and in order, and the card is reset if there was one."""
    permit = operation.permit(bench)
    warped = Warped(bench.connection, warp)
    result = perform(warped, permit, codes)
    assert warped.codes == operation.headers(bench.kind)[: len(warped.codes)]
    assert warped.ended == [Disposition.RESET if warped.codes else Disposition.LEAVE]
    return warped, result


def tries_left(operation: Operation, bench: Bench) -> int:
    """Of the code that the operation compares first."""
    now = bench.counters()
    return now.puk.left if operation is UNBLOCK else now.pin.left


WARPS: dict[str, Answer] = {
    "9000 to everything": lambda _command, _answer: (b"", 0x9000),
    "6F00 to everything": lambda _command, _answer: (b"", 0x6F00),
    "63C9 to everything": lambda _command, _answer: (b"", 0x63C9),
    "63C2 to everything": lambda _command, _answer: (b"", 0x63C2),
    "6983 to everything": lambda _command, _answer: (b"", 0x6983),
    "endless 61": lambda _command, _answer: (b"\x30", 0x6110),
    "endless 6C": lambda _command, _answer: (b"", 0x6C10),
    "64 KiB": lambda _command, _answer: (bytes(65536), 0x9000),
    "256 zeros": lambda _command, _answer: (bytes(256), 0x9000),
    "256 nested sequences": lambda _command, _answer: (b"\x30\x81\xfd" + b"\x30" * 253, 0x9000),
    "a byte of data": lambda _command, answer: (b"\x00", answer[1]),
    "a byte at a time": lambda _command, answer: (answer[0][:1], answer[1]),
    "status of another world": lambda _command, answer: (answer[0], -1),
}
SLOW = "a byte at a time"
"""The counters of a CPS4 stand in the status word; a CPS3's stand in data that must come whole."""


@pytest.mark.parametrize("profile", ["blocked", "cps4-blocked"])
@pytest.mark.parametrize("name", WARPS)
def test_no_reading_breaks_or_loops(profile: str, name: str) -> None:
    bench = a_bench(profile)
    snapshot = bench.snapshot()
    warped = Warped(bench.connection, WARPS[name])
    again = read_snapshot(warped, "R", bench.kind)
    readable = (profile, name) == ("cps4-blocked", SLOW)
    assert again.ef_sn in (None, snapshot.ef_sn)
    assert readable or again.counters is None or again.ef_sn is None
    with contextlib.suppress(CardRemoved):
        content = read_content(warped, snapshot)
        assert readable or content.formats is None
    assert len(warped.commands) <= 2 * COMMANDS_MAX
    assert warped.codes == []


@EACH
@pytest.mark.parametrize("name", [name for name in WARPS if name != SLOW])
def test_no_code_goes_to_a_card_that_cannot_be_read_again(operation: Operation, profile: str, name: str) -> None:
    warped, result = attempt(operation, a_bench(profile), WARPS[name])
    assert (result, warped.codes) == (Voided(), [])


@EACH
def test_a_card_that_reads_a_byte_at_a_time_is_only_slow_or_gets_no_code(operation: Operation, profile: str) -> None:
    bench = a_bench(profile)
    warped, result = attempt(operation, bench, WARPS[SLOW])
    if bench.kind is CardKind.CPS3:
        assert (result, warped.codes) == (Voided(), [])
    else:
        assert isinstance(result, Done)
        assert result.counters == cps4_counters(3)
        assert bench.card.pin_is("2580" if operation in (UNBLOCK, CHANGE) else "1234")


@EACH
@pytest.mark.parametrize("name", WARPS)
@pytest.mark.parametrize("right", [True, False])
def test_a_senseless_answer_to_a_code_is_never_believed_alone(
    operation: Operation, profile: str, name: str, right: bool
) -> None:
    bench = a_bench(profile, pin_tries=None if operation is UNBLOCK else 2)
    before = tries_left(operation, bench)
    warped, result = attempt(operation, bench, on_codes(WARPS[name]), Codes() if right else operation.wrong)
    assert warped.codes != []
    if isinstance(result, Done):
        assert right
        assert name in ("9000 to everything", SLOW)
    assert not isinstance(result, Refused) or tries_left(operation, bench) == before - 1
    assert not isinstance(result, Voided)


@EACH
def test_a_card_that_says_yes_to_every_code_is_not_believed(operation: Operation, profile: str) -> None:
    bench = a_bench(profile)
    warped, result = attempt(operation, bench, on_codes(WARPS["9000 to everything"]), operation.wrong)
    assert warped.codes == operation.headers(bench.kind)
    assert isinstance(result, Unexpected)
    assert result.sent is operation.sent(warped.codes, bench.kind)


@EACH
def test_a_card_that_changes_its_serial_gets_no_code(operation: Operation, profile: str) -> None:
    def swap(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return answer[0].replace(b"\x99\x21", b"\x99\x22"), answer[1]

    warped, result = attempt(operation, a_bench(profile), swap)
    assert (result, warped.codes) == (Voided(), [])


LIKELY = [0x9000, 0x6108, 0x9F0A, 0x6C08, 0x63C1, 0x63C2, 0x63C9, 0x6983, 0x6A80]
noise = st.tuples(st.binary(max_size=270), st.one_of(st.sampled_from(LIKELY), st.integers(0, 0xFFFF)))


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


@given(
    st.lists(noise, min_size=1, max_size=12),
    st.sampled_from([CardKind.CPS3, CardKind.CPS4]),
    st.sampled_from(OPERATIONS),
)
def test_noise_never_leaves_the_tree_nor_gets_a_code(
    answers: list[tuple[bytes, int]], kind: CardKind, operation: Operation
) -> None:
    babbling = Babbling(answers)
    snapshot = read_snapshot(babbling, "R", kind)
    with contextlib.suppress(CardRemoved):
        read_content(babbling, snapshot)
    assert perform(babbling, operation.published_permit(kind)) == Voided()
    assert not any(map(is_code, babbling.commands))
    assert len(babbling.commands) <= 3 * COMMANDS_MAX


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(
    st.dictionaries(st.integers(0, 90), noise, max_size=8),
    st.booleans(),
    st.sampled_from([*SENDERS, (SITUATIONS, "situations-many"), (SITUATIONS, "cps4-situations")]),
    st.integers(1, 3),
)
def test_noise_between_true_answers_never_makes_an_untrue_result(
    warped_at: dict[int, tuple[bytes, int]], right: bool, sender: tuple[Operation, str], tries: int
) -> None:
    operation, profile = sender
    bench = a_bench(profile, pin_tries=None if operation is UNBLOCK else tries)
    before, count = tries_left(operation, bench), iter(range(10_000))

    def warp(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return warped_at.get(next(count), answer)

    warped, result = attempt(operation, bench, warp, Codes() if right else operation.wrong)
    touched = {warped.commands[at][1] for at in warped_at if at < len(warped.commands)}
    assert len(warped.commands) <= COMMANDS_MAX
    assert before - tries_left(operation, bench) <= len(warped.codes)
    match result:
        case Voided():
            assert warped.codes == []
        case Unblocked() | HalfDone():
            assert bench.counters().pin.left > 0
            assert isinstance(result, Unblocked) or 0x24 in touched
        case NewCodeRefused():
            assert not bench.counters().pin_blocked
        case CodeAccepted() if touched.isdisjoint((0x20, 0xCB, 0xC0)):
            assert right
        case CodeChanged() if touched.isdisjoint((0x20, 0x24, 0xCB, 0xC0)):
            assert bench.card.pin_is("2580")
        case CurrentPinRefused(now) if touched.isdisjoint((0x20, 0x24, 0xCB, 0xC0)):
            assert (right, now) == (False, bench.counters())
