"""Cards that lie, babble or change while the current PIN is used: as the unblocking holds, so does this."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.card import Bench, Codes, a_bench, a_current_pin_permit, counters, cps4_counters
from bench.warped_card import Answer, Warped, is_code
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import COMMANDS_MAX
from kiosk.card.model import (
    CardKind,
    CodeAccepted,
    CodeChanged,
    CurrentPinRefused,
    CurrentPinResult,
    NewCodeRefused,
    ProofRefused,
    Purpose,
    Unexpected,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import use_current_pin

PROFILES = ["situations-many", "cps4-situations"]
HEADERS = {
    (CardKind.CPS3, Purpose.CHANGE): ("00240001", "00200001"),
    (CardKind.CPS4, Purpose.CHANGE): ("01200001", "01240101", "01200001"),
    (CardKind.CPS3, Purpose.TRY): ("00200001",),
    (CardKind.CPS4, Purpose.TRY): ("01200001",),
    (CardKind.CPS3, Purpose.SITUATIONS): ("00200001",),
    (CardKind.CPS4, Purpose.SITUATIONS): ("01200001",),
}
WARPS: dict[str, Answer] = {
    "9000": lambda _command, _answer: (b"", 0x9000),
    "6F00": lambda _command, _answer: (b"", 0x6F00),
    "63C2": lambda _command, _answer: (b"", 0x63C2),
    "6983": lambda _command, _answer: (b"", 0x6983),
    "endless 61": lambda _command, _answer: (b"\x30", 0x6110),
    "6C": lambda _command, _answer: (b"", 0x6C10),
    "64 KiB": lambda _command, _answer: (bytes(65536), 0x9000),
    "a byte of data": lambda _command, answer: (b"\x00", answer[1]),
    "status of another world": lambda _command, answer: (answer[0], -1),
}


def attempt(bench: Bench, purpose: Purpose, warp: Answer, typed: str = "1234") -> tuple[Warped, CurrentPinResult]:
    permit = bench.current_pin_permit(purpose)
    warped = Warped(bench.connection, warp)
    return warped, use_current_pin(warped, permit, Codes(current_pin_digits=typed), SendRight(), lambda: 1.0)


def on_codes(warp: Answer) -> Answer:
    return lambda command, answer: warp(command, answer) if is_code(command) else answer


def was_sent(bench: Bench, purpose: Purpose, warped: Warped) -> None:
    """Each code command at most once, in order, and the card reset if there was one."""
    allowed = [bytes.fromhex(header) for header in HEADERS[bench.kind, purpose]]
    assert warped.codes == allowed[: len(warped.codes)]
    assert warped.ended == [Disposition.RESET if warped.codes else Disposition.LEAVE]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", WARPS)
def test_no_code_goes_to_a_card_that_cannot_be_read_again(profile: str, purpose: Purpose, name: str) -> None:
    warped, result = attempt(a_bench(profile), purpose, WARPS[name])
    assert result == Voided()
    assert warped.codes == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", WARPS)
@pytest.mark.parametrize("typed", ["1234", "9999"])
def test_a_senseless_answer_to_a_code_is_never_believed_alone(
    profile: str, purpose: Purpose, name: str, typed: str
) -> None:
    bench = a_bench(profile, pin_tries=2)
    warped, result = attempt(bench, purpose, on_codes(WARPS[name]), typed)
    was_sent(bench, purpose, warped)
    assert warped.codes != []
    right = typed == "1234"
    if isinstance(result, CodeAccepted | CodeChanged):
        assert right
        assert name == "9000"
    assert not isinstance(result, CurrentPinRefused) or bench.counters().pin.left == 1
    assert isinstance(result, CodeAccepted | CodeChanged | CurrentPinRefused | ProofRefused | Unexpected)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("purpose", Purpose)
def test_a_card_that_says_yes_to_every_code_is_not_believed(profile: str, purpose: Purpose) -> None:
    _, result = attempt(a_bench(profile), purpose, on_codes(WARPS["9000"]), typed="9999")
    assert isinstance(result, Unexpected)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("purpose", Purpose)
def test_a_card_that_changes_its_serial_gets_no_code(profile: str, purpose: Purpose) -> None:
    def swap(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return answer[0].replace(b"\x99\x21", b"\x99\x22"), answer[1]

    warped, result = attempt(a_bench(profile), purpose, swap)
    assert (result, warped.codes) == (Voided(), [])


noise = st.tuples(
    st.binary(max_size=270),
    st.one_of(
        st.sampled_from([0x9000, 0x6108, 0x9F0A, 0x6C08, 0x63C1, 0x63C2, 0x6983, 0x6A80]), st.integers(0, 0xFFFF)
    ),
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


@given(
    st.lists(noise, min_size=1, max_size=12), st.sampled_from([CardKind.CPS3, CardKind.CPS4]), st.sampled_from(Purpose)
)
def test_noise_gets_no_code(answers: list[tuple[bytes, int]], kind: CardKind, purpose: Purpose) -> None:
    babbling = Babbling(answers)
    permit = a_current_pin_permit(purpose, cps4_counters(3) if kind is CardKind.CPS4 else counters(3), kind=kind)
    assert use_current_pin(babbling, permit, Codes(), SendRight(), lambda: 1.0) == Voided()
    assert not any(is_code(command) for command in babbling.commands)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
@given(
    st.dictionaries(st.integers(0, 90), noise, max_size=8),
    st.sampled_from(["1234", "9999"]),
    st.sampled_from(PROFILES),
    st.sampled_from(Purpose),
    st.integers(1, 3),
)
def test_noise_between_true_answers_never_makes_an_untrue_result(
    warped_at: dict[int, tuple[bytes, int]], typed: str, profile: str, purpose: Purpose, tries: int
) -> None:
    bench = a_bench(profile, pin_tries=tries)
    count = iter(range(10_000))

    def warp(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return warped_at.get(next(count), answer)

    warped, result = attempt(bench, purpose, warp, typed)
    was_sent(bench, purpose, warped)
    assert len(warped.commands) <= COMMANDS_MAX
    assert tries - bench.counters().pin.left <= len(warped.codes)
    untouched = all(
        warped.commands[at][1] not in (0x20, 0x24, 0xCB, 0xC0) for at in warped_at if at < len(warped.commands)
    )
    match result:
        case Voided():
            assert warped.codes == []
        case CodeAccepted() if untouched:
            assert typed == "1234"
        case CodeChanged() if untouched:
            assert bench.card.pin_is("2580")
        case NewCodeRefused():
            assert not bench.counters().pin_blocked
        case CurrentPinRefused(now) if untouched:
            assert (typed, now) == ("9999", bench.counters())
