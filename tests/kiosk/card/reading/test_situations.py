"""The situations read after the code, on simulated cards: what stands there, what is broken, what is closed."""

from __future__ import annotations

import pytest

from bench.card import Bench, Codes, a_bench, counters
from bench.warped_card import Answer, Warped
from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.errors import SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.iso7816.exchange import COMMANDS_MAX
from kiosk.card.model import (
    Activity,
    Billing,
    CodeAccepted,
    CurrentPinRefused,
    CurrentPinResult,
    PracticeSituations,
    Purpose,
    Sent,
    Torn,
)
from kiosk.card.send_right import SendRight
from kiosk.simulator.chip.habits import Habits, ShortRead

OWN = Activity(1, 0, 1, 0, None, 1, "CABINET DU DR LEGRAND-TEST", "4", "99700999990002", "SA07")
CLINIC = Activity(2, 1, 0, 0, None, 0, "CLINIQUE D'ESSAI", "1", "760999904", "SA01")
CENTRE = Activity(4, 1, 0, 0, None, 2, "CENTRE DE SANTÉ D'ESSAI", "1", "750999914", "SA10")
LOCUM = Activity(5, 4, 0, 0, None, 3, "SELARL MARTIN-TEST ET ASSOCIÉS", "3", "99999999900017", "SA08")
UNPAID = Activity(6, 7, 0, 0, None, 0, "ASSOCIATION D'ESSAI", "1", "690999925", "SA29")
OWN_BILLING = Billing(1, "769999103", 1, 1, 24, 2, (1, 0, 0), True, True)
CENTRE_BILLING = Billing(2, "759999204", 1, 1, 20, 1, (0, 0, 0), True, False)
LOCUM_BILLING = Billing(3, "699999306", 1, 3, 22, None, (2, 4), False, False)
SEVERAL = PracticeSituations((OWN, CLINIC, CENTRE, LOCUM, UNPAID), (OWN_BILLING, CENTRE_BILLING, LOCUM_BILLING))

EXPECTED = {
    "healthy": PracticeSituations((OWN, CLINIC), (OWN_BILLING,)),
    "cps4": PracticeSituations((OWN, CLINIC), (OWN_BILLING,)),
    "situations-many": SEVERAL,
    "cps4-situations": SEVERAL,
    "situations-none": PracticeSituations((), ()),
    "situations-corrupt": PracticeSituations((OWN, Activity(2)), None),
}


def opened(
    bench: Bench, warp: Answer | None = None, send_right: SendRight | None = None
) -> tuple[Warped, CurrentPinResult]:
    warped = Warped(bench.connection, warp or (lambda _command, answer: answer))
    permit = bench.current_pin_permit(Purpose.SITUATIONS)
    return warped, use_current_pin(warped, permit, Codes(), send_right or SendRight(), lambda: 1.0)


@pytest.mark.parametrize("profile", EXPECTED)
@pytest.mark.parametrize("short_read", ShortRead)
@pytest.mark.parametrize("largest_read", [0xE7, 0x100])
def test_what_each_card_holds(profile: str, short_read: ShortRead, largest_read: int) -> None:
    bench = a_bench(profile, Habits(short_read=short_read, largest_read=largest_read))
    warped, result = opened(bench)
    assert result == CodeAccepted(bench.counters(), EXPECTED[profile])
    assert warped.ended == [Disposition.RESET]
    assert len(warped.codes) == 1
    assert len(warped.commands) <= 100


def test_a_wrong_code_opens_nothing() -> None:
    bench = a_bench("situations-many")
    warped = Warped(bench.connection, lambda _command, answer: answer)
    permit = bench.current_pin_permit(Purpose.SITUATIONS)
    result = use_current_pin(warped, permit, Codes(current_pin_digits="9999"), SendRight(), lambda: 1.0)
    assert result == CurrentPinRefused(counters(2))
    assert not any(command[1] == 0xB0 for command in warped.commands[4:])


def refuse_reads(sw: int, *files: str) -> Answer:
    """Reads of the files whose selection names one of these identifiers are refused, after the code alone."""
    state = {"verified": False, "refusing": False}

    def warp(command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        if command[1] == 0x20 and len(command) > 5:
            state["verified"] = True
        if command[1] == 0xA4:
            state["refusing"] = state["verified"] and any(bytes.fromhex(each) in command[5:] for each in files)
        return (b"", sw) if state["refusing"] and command[1] == 0xB0 else answer

    return warp


@pytest.mark.parametrize("sw", [0x6982, 0x6A88, 0x6F00])
def test_a_situation_that_stays_closed_is_told_as_unreadable(sw: int) -> None:
    _, result = opened(a_bench("healthy"), refuse_reads(sw, "D121"))
    assert result == CodeAccepted(counters(3), PracticeSituations((OWN, Activity(2)), (OWN_BILLING,)))


@pytest.mark.parametrize("profile", ["healthy", "cps4"])
@pytest.mark.parametrize("files", [("5031",), ("7006",), tuple(f"D12{place:X}" for place in range(16))])
def test_a_card_that_opens_nothing_says_nothing_of_its_situations(profile: str, files: tuple[str, ...]) -> None:
    bench = a_bench(profile)
    _, result = opened(bench, refuse_reads(0x6982, *files))
    assert result == CodeAccepted(bench.counters(), None)


@pytest.mark.parametrize(("profile", "file"), [("healthy", "4000"), ("cps4", "D110")])
def test_billing_data_that_stay_closed_do_not_hide_the_rest(profile: str, file: str) -> None:
    bench = a_bench(profile)
    _, result = opened(bench, refuse_reads(0x9804, file))
    assert result == CodeAccepted(bench.counters(), PracticeSituations((OWN, CLINIC), None))


@pytest.mark.parametrize(
    "state", ["8508001B401004000000", "8508001B400002000000", "85041B400004", "8408001B400004000000", ""]
)
def test_another_file_than_the_one_selected_is_not_billing_data(state: str) -> None:
    def warp(command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return (bytes.fromhex(state), 0x9000) if command[:2] == b"\xa0\xc0" else answer

    _, result = opened(a_bench("healthy"), warp)
    assert result == CodeAccepted(counters(3), PracticeSituations((OWN, CLINIC), None))


@pytest.mark.parametrize("sw", [0x9404, 0x9000, 0x610A, 0x6E00])
def test_a_card_without_the_half_has_no_billing_data(sw: int) -> None:
    def warp(command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        return (b"", sw) if command[:2] == b"\xa0\xa4" else answer

    _, result = opened(a_bench("healthy"), warp)
    assert result == CodeAccepted(counters(3), PracticeSituations((OWN, CLINIC), None))


def test_a_directory_without_end_only_costs_the_situations() -> None:
    """The code is right all the same."""
    state = {"verified": False}

    def warp(command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        state["verified"] = state["verified"] or (command[1] == 0x20 and len(command) > 5)
        return (b"\x30\x00" * 128, 0x9000) if state["verified"] and command[1] == 0xB0 else answer

    warped, result = opened(a_bench("healthy"), warp)
    assert result == CodeAccepted(counters(3), None)
    assert len(warped.commands) <= COMMANDS_MAX


def test_the_deadline_stops_the_reading_between_two_files() -> None:
    bench, send_right = a_bench("situations-many"), SendRight()
    seen: list[bytes] = []

    def warp(command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        seen.append(command)
        if command[5:].endswith(bytes.fromhex("D121")):
            assert not send_right.revoke()
        return answer

    warped, result = opened(bench, warp, send_right)
    assert result == Torn(Sent.CURRENT_PIN)
    assert not any(command[5:].endswith(bytes.fromhex("D122")) for command in seen)
    assert warped.ended == [Disposition.RESET]


def test_a_right_already_revoked_raises() -> None:
    send_right = SendRight()
    send_right.revoke()
    with pytest.raises(SendRevoked):
        opened(a_bench("healthy"), send_right=send_right)
