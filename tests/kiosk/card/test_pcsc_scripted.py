"""What no virtual reader does: readers that come and go by themselves, odd states, every error number.

PC/SC's calls are answered from a script here; the constants are pyscard's own.
"""

from __future__ import annotations

import contextlib
import threading
from queue import SimpleQueue
from typing import Any

import pytest
from smartcard import scard

from kiosk.card import pcsc
from kiosk.card.errors import (
    CardInUse,
    CardMute,
    CardRemoved,
    CardServiceUnavailable,
    CardWasReset,
    ReaderGone,
    TransportError,
)
from kiosk.card.iso7816.connection import SlotReport
from kiosk.card.pcsc import PNP, PcscConnection, PcscDoor, PcscWatcher, error_of, transport_error_of

PATIENCE_S = 30.0
EMPTY, PRESENT, CHANGED = scard.SCARD_STATE_EMPTY, scard.SCARD_STATE_PRESENT, scard.SCARD_STATE_CHANGED
ATR = [0x3B, 0xAC]


def powered(state: int) -> bool:
    return bool(state & PRESENT) and not state & scard.SCARD_STATE_UNPOWERED


class Scripted:
    """PC/SC with pyscard's own constants and a service that answers; ``released`` are the contexts given back."""

    def __init__(self) -> None:
        self.released: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(scard, name)

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:  # noqa: N802 - PC/SC's own name
        return scard.SCARD_S_SUCCESS, 7

    def SCardReleaseContext(self, context: int) -> int:  # noqa: N802 - PC/SC's own name
        self.released.append(context)
        return scard.SCARD_S_SUCCESS


class ScriptedScard(Scripted):
    """``moments`` are what the world looks like at each wait: a dict of readers, or how the wait fails."""

    def __init__(self, *moments: dict[str, int] | int | Exception) -> None:
        super().__init__()
        self._moments = list(moments)
        self.asked: list[dict[str, int]] = []
        self.over: SimpleQueue[bool] = SimpleQueue()
        self._cancelled: SimpleQueue[bool] = SimpleQueue()
        self._readers: list[str] = []

    def SCardCancel(self, context: int) -> int:  # noqa: N802 - PC/SC's own name
        self._cancelled.put(True)
        return scard.SCARD_S_SUCCESS

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:  # noqa: N802 - PC/SC's own name
        if self._moments and isinstance(self._moments[0], dict):
            self._readers = list(self._moments[0])
        if not self._readers:
            return scard.SCARD_E_NO_READERS_AVAILABLE, []
        return scard.SCARD_S_SUCCESS, self._readers

    def SCardGetStatusChange(self, context: int, timeout: int, states: list[Any]) -> tuple[int, list[Any]]:  # noqa: N802 - PC/SC's own name
        self.asked.append(dict(states))
        if not self._moments:
            self.over.put(True)
            self._cancelled.get(timeout=PATIENCE_S)
            return scard.SCARD_E_CANCELLED, states
        moment = self._moments.pop(0)
        if isinstance(moment, Exception):
            raise moment
        if isinstance(moment, int):
            return moment, states
        told = [(PNP, 0, [])] + [
            (name, moment[name] | CHANGED, ATR if powered(moment[name]) else []) for name in moment
        ]
        return scard.SCARD_S_SUCCESS, told


def watch(
    monkeypatch: pytest.MonkeyPatch, *moments: dict[str, int] | int | Exception
) -> tuple[list[SlotReport], ScriptedScard]:
    """Every report of the script, and the calls it took."""
    script, reports = ScriptedScard(*moments), []
    monkeypatch.setattr(pcsc, "scard", script)
    watcher = PcscWatcher()
    watcher.start(reports.append)
    script.over.get(timeout=PATIENCE_S)
    watcher.stop()
    return reports, script


def present(report: SlotReport) -> dict[str, bool]:
    return {slot.reader: slot.present for slot in report.slots}


def test_readers_that_come_and_go_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    reports, _ = watch(
        monkeypatch,
        {},
        {"A": EMPTY},
        {"A": EMPTY, "B": PRESENT | 1 << 16},
        {"B": PRESENT | 1 << 16},
        {},
    )
    assert [present(report) for report in reports] == [{}, {"A": False}, {"A": False, "B": True}, {"B": True}, {}]
    assert all(report.service for report in reports)


def test_a_reader_plugged_in_again_with_its_card_is_another_insertion(monkeypatch: pytest.MonkeyPatch) -> None:
    reports, _ = watch(monkeypatch, {"A": PRESENT | 1 << 16}, {}, {"A": PRESENT | 1 << 16})
    first, last = reports[0].slots[0], reports[-1].slots[0]
    assert (first.atr, first.present) == (last.atr, last.present)
    assert last.changes > first.changes


def test_what_was_told_is_passed_back_without_the_mark_of_change(monkeypatch: pytest.MonkeyPatch) -> None:
    _, script = watch(monkeypatch, {"A": EMPTY | 2 << 16})
    assert script.asked == [{PNP: 1 << 16, "A": scard.SCARD_STATE_UNAWARE}, {PNP: 0, "A": EMPTY | 2 << 16}]


@pytest.mark.parametrize(
    "result", [scard.SCARD_E_TIMEOUT, scard.SCARD_E_UNKNOWN_READER, scard.SCARD_E_READER_UNAVAILABLE]
)
def test_a_wait_in_vain_changes_nothing(monkeypatch: pytest.MonkeyPatch, result: int) -> None:
    reports, _ = watch(monkeypatch, {"A": EMPTY}, result, {"A": PRESENT | 1 << 16})
    assert [present(report) for report in reports] == [{"A": False}, {"A": True}]


@pytest.mark.parametrize(
    ("result", "pauses"),
    [
        (scard.SCARD_E_TIMEOUT, False),
        (scard.SCARD_E_UNKNOWN_READER, True),
        (scard.SCARD_E_READER_UNAVAILABLE, True),
        (scard.SCARD_E_CANCELLED, True),
    ],
)
def test_a_wake_up_that_told_nothing_is_followed_by_a_pause(
    monkeypatch: pytest.MonkeyPatch, result: int, *, pauses: bool
) -> None:
    """Else a reader that answers at once, again and again, takes a whole core; a wait that ran out was a pause."""
    waited: list[float] = []

    class Noting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout == pcsc.SILENCE_S:
                return super().wait(timeout)
            waited.append(timeout or 0.0)
            return self.is_set()

    script = ScriptedScard({"A": EMPTY}, result)
    monkeypatch.setattr(pcsc, "scard", script)
    watcher = PcscWatcher()
    watcher._stopping = Noting()
    watcher.start(lambda _: None)
    script.over.get(timeout=PATIENCE_S)
    told = [seconds > 0 for seconds in waited]
    watcher.stop()
    assert told == [True] * pauses


class ScriptedCard(Scripted):
    """A card in a reader, whose connection and answers are given."""

    def __init__(self, connected: int = scard.SCARD_S_SUCCESS, answer: tuple[int, list[int]] = (0, [])) -> None:
        super().__init__()
        self._connected, self._answer = connected, answer

    def SCardConnect(self, context: int, reader: str, mode: int, protocols: int) -> tuple[int, int, int]:  # noqa: N802 - PC/SC's own name
        return self._connected, 9, scard.SCARD_PROTOCOL_T0

    def SCardTransmit(self, card: int, pci: int, command: list[int]) -> tuple[int, list[int]]:  # noqa: N802 - PC/SC's own name
        return self._answer


def test_an_answer_is_its_data_and_its_status_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pcsc, "scard", ScriptedCard(answer=(scard.SCARD_S_SUCCESS, [1, 2, 0x90, 0x12])))
    connection = PcscDoor().connect("A")
    assert connection.transmit(bytearray(b"\x00")) == (b"\x01\x02", 0x9012)


@pytest.mark.parametrize("response", [[], [0x90]])
def test_an_answer_without_a_status_word_is_none(monkeypatch: pytest.MonkeyPatch, response: list[int]) -> None:
    monkeypatch.setattr(pcsc, "scard", ScriptedCard(answer=(scard.SCARD_S_SUCCESS, response)))
    with pytest.raises(TransportError):
        PcscDoor().connect("A").transmit(bytearray(b"\x00"))


def test_a_card_that_cannot_be_reached_leaves_no_context_open(monkeypatch: pytest.MonkeyPatch) -> None:
    script = ScriptedCard(connected=scard.SCARD_E_SHARING_VIOLATION)
    monkeypatch.setattr(pcsc, "scard", script)
    with pytest.raises(CardInUse):
        PcscDoor().connect("A")
    assert script.released == [7]


def test_what_breaks_in_the_watching_is_told_and_the_readers_are_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports, _ = watch(monkeypatch, {"A": EMPTY}, MemoryError("in our own code"), {"A": PRESENT | 1 << 16})
    assert [(report.service, report.broken) for report in reports] == [(True, ""), (False, "MemoryError"), (True, "")]
    assert present(reports[-1]) == {"A": True}


@pytest.mark.parametrize("result", [scard.SCARD_E_NO_SERVICE, scard.SCARD_E_SERVICE_STOPPED, scard.SCARD_F_COMM_ERROR])
def test_a_lost_service_is_told_and_looked_for_again(monkeypatch: pytest.MonkeyPatch, result: int) -> None:
    reports, _ = watch(monkeypatch, {"A": PRESENT | 1 << 16}, result, {"A": PRESENT | 1 << 16})
    assert [report.service for report in reports] == [True, False, True]
    assert reports[-1].slots[0].changes > reports[0].slots[0].changes


def test_other_programs_coming_and_going_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    in_use, exclusive = scard.SCARD_STATE_INUSE, scard.SCARD_STATE_EXCLUSIVE
    reports, _ = watch(
        monkeypatch,
        *({"A": PRESENT | 1 << 16 | flags} for flags in (0, in_use, in_use | exclusive, scard.SCARD_STATE_UNPOWERED)),
    )
    assert len(reports) == 1


def test_a_card_powered_down_is_the_same_card_until_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    down = PRESENT | scard.SCARD_STATE_UNPOWERED
    reports, _ = watch(monkeypatch, {"A": PRESENT | 1 << 16}, {"A": down | 1 << 16}, {"A": down | 3 << 16})
    assert [report.slots[0].atr for report in reports] == [bytes(ATR), b""]


def test_a_mute_card_has_no_answer_to_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    reports, _ = watch(monkeypatch, {"A": PRESENT | scard.SCARD_STATE_MUTE | 1 << 16})
    slot = reports[0].slots[0]
    assert (slot.present, slot.mute, slot.atr) == (True, True, b"")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (0x8010000B, CardInUse),
        (0x80100066, CardMute),
        (0x80100067, CardMute),
        (0x8010000F, CardMute),
        (0x8010000C, CardRemoved),
        (0x80100069, CardRemoved),
        (0x80100068, CardWasReset),
        (0x80100009, ReaderGone),
        (0x80100017, ReaderGone),
        (0x8010001D, CardServiceUnavailable),
        (0x8010001E, CardServiceUnavailable),
        (0x80100027, CardServiceUnavailable),
        (0x8010006A, CardServiceUnavailable),
        (0x80100013, CardServiceUnavailable),
        (0x80100016, TransportError),
        (0x8010002F, TransportError),
        (0x80100001, TransportError),
    ],
)
@pytest.mark.parametrize("signed", [False, True])
def test_every_number_has_its_error(number: int, error: type[Exception], signed: bool) -> None:
    """Numbers from pcsclite.h; some builds of pyscard give them as negative numbers."""
    assert type(error_of(number - (1 << 32) if signed else number)) is error


@pytest.mark.parametrize("number", range(0x80100001, 0x80100070))
def test_after_a_command_every_error_leaves_it_unknown_what_the_card_did(number: int) -> None:
    assert isinstance(transport_error_of(number), TransportError)


def test_a_service_that_dies_under_a_command_takes_the_reader_with_it() -> None:
    assert type(transport_error_of(0x8010001D)) is ReaderGone


@pytest.mark.parametrize("result", [scard.SCARD_S_SUCCESS, scard.SCARD_W_REMOVED_CARD])
def test_the_integers_that_pyscard_is_given_are_overwritten(monkeypatch: pytest.MonkeyPatch, result: int) -> None:
    given: list[tuple[list[int], bytes]] = []

    def transmit(card: int, pci: int, command: list[int]) -> tuple[int, list[int]]:
        given.append((command, bytes(command)))
        return result, [0x90, 0x00]

    monkeypatch.setattr(scard, "SCardTransmit", transmit)
    command = bytearray.fromhex("0020000208 3132333435363738")
    with contextlib.suppress(CardRemoved):
        assert PcscConnection(7, 8, scard.SCARD_PROTOCOL_T0).transmit(command) == (b"", 0x9000)
    ((integers, seen),) = given
    assert seen == command
    assert integers == [0] * len(command)
