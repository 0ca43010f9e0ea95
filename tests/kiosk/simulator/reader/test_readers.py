"""The readers in process behave as PC/SC does."""

from __future__ import annotations

import queue
from threading import Thread

import pytest

from kiosk.card.errors import (
    CardInUse,
    CardMute,
    CardRemoved,
    CardServiceUnavailable,
    CardWasReset,
    ReaderGone,
    TransportError,
)
from kiosk.card.iso7816.connection import Connection, Disposition, Door, ReaderSlot, SlotReport, Watcher
from kiosk.simulator.chip.tear import ArmedTear, Moment, at_instruction
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

ASK = bytes.fromhex("0020000100")
PUK = bytes.fromhex("00200002083132333435363738")
UNBLOCK = bytes.fromhex("002C02010834333231FFFFFFFF")
PATIENCE_S = 10


@pytest.fixture
def readers():
    return SimulatedReaders()


@pytest.fixture
def card(make, readers):
    inserted = make("blocked")
    readers.insert(inserted)
    return inserted


@pytest.fixture
def reports(readers):
    """A started watcher's reports, as a queue."""
    seen: queue.Queue[SlotReport] = queue.Queue()
    watcher: Watcher = readers.watcher()
    watcher.start(seen.put)
    yield seen
    watcher.stop()


def next_report(seen: queue.Queue[SlotReport]) -> SlotReport:
    return seen.get(timeout=PATIENCE_S)


def test_a_card_is_reached_through_the_protocols(readers, card):
    door: Door = readers
    connection: Connection = door.connect(DEFAULT_READER)
    assert connection.t0 is True
    connection.begin()
    assert connection.transmit(ASK) == (b"", 0x6983)
    connection.end(Disposition.LEAVE)
    connection.close(Disposition.LEAVE)
    connection.close(Disposition.RESET)
    with pytest.raises(TransportError):
        connection.transmit(ASK)


def test_connecting_to_nothing(readers, make):
    with pytest.raises(CardRemoved):
        readers.connect(DEFAULT_READER)
    with pytest.raises(ReaderGone):
        readers.connect("Lecteur inconnu")
    readers.insert(make("mute"))
    with pytest.raises(CardMute):
        readers.connect(DEFAULT_READER)
    readers.stop_service()
    with pytest.raises(CardServiceUnavailable):
        readers.connect(DEFAULT_READER)
    readers.start_service()
    with pytest.raises(CardMute):
        readers.connect(DEFAULT_READER)


def test_one_card_in_a_reader(readers, card, make):
    with pytest.raises(ValueError, match="already"):
        readers.insert(make("healthy"))
    assert readers.remove() is card
    assert readers.remove() is None


@pytest.mark.parametrize(("disposition", "sw"), [(Disposition.LEAVE, 0x9000), (Disposition.RESET, 0x63CA)])
@pytest.mark.parametrize("how", ["end", "close"])
def test_leaving_a_card_open_or_not(readers, card, disposition, sw, how):
    first = readers.connect(DEFAULT_READER)
    first.begin()
    first.transmit(PUK)
    getattr(first, how)(disposition)
    second = readers.connect(DEFAULT_READER)
    assert second.transmit(bytes.fromhex("0020000200")) == (b"", sw)


def test_our_own_reset_does_not_surprise_us(readers, card):
    connection = readers.connect(DEFAULT_READER)
    connection.begin()
    connection.end(Disposition.RESET)
    assert connection.transmit(ASK) == (b"", 0x6983)


def test_ending_what_was_not_begun_resets_nothing(readers, card):
    holder, other = readers.connect(DEFAULT_READER), readers.connect(DEFAULT_READER)
    holder.begin()
    holder.transmit(PUK)
    other.end(Disposition.RESET)
    assert holder.transmit(bytes.fromhex("0020000200")) == (b"", 0x9000)


def test_a_transaction_keeps_others_out(readers, card):
    holder, other = readers.connect(DEFAULT_READER), readers.connect(DEFAULT_READER)
    holder.begin()
    with pytest.raises(CardInUse):
        other.begin()
    with pytest.raises(CardInUse):
        other.transmit(ASK)
    holder.end(Disposition.LEAVE)
    other.begin()
    assert other.transmit(ASK) == (b"", 0x6983)
    other.close(Disposition.LEAVE)
    holder.begin()


def test_another_program_holds_the_card(readers, card):
    connection = readers.connect(DEFAULT_READER)
    readers.hold_by_other()
    with pytest.raises(CardInUse):
        connection.begin()
    readers.release_by_other()
    connection.begin()
    readers.hold_exclusively()
    with pytest.raises(CardInUse):
        readers.connect(DEFAULT_READER)
    readers.release_by_other()
    readers.connect(DEFAULT_READER)


def test_removal_in_a_transaction_shows_at_the_next_command(readers, card):
    connection = readers.connect(DEFAULT_READER)
    connection.begin()
    connection.transmit(PUK)
    readers.remove()
    with pytest.raises(CardRemoved):
        connection.transmit(UNBLOCK)
    readers.insert(card)
    with pytest.raises(CardRemoved):
        connection.transmit(UNBLOCK)
    assert readers.connect(DEFAULT_READER).transmit(UNBLOCK) == (b"", 0x6982)


def test_a_transaction_ends_with_the_card(readers, card):
    readers.connect(DEFAULT_READER).begin()
    readers.remove()
    readers.insert(card)
    readers.connect(DEFAULT_READER).begin()


def test_a_foreign_reset_shows_until_reconnected(readers, card):
    connection = readers.connect(DEFAULT_READER)
    readers.reset_by_other()
    for _ in range(2):
        with pytest.raises(CardWasReset):
            connection.transmit(ASK)
    assert readers.connect(DEFAULT_READER).transmit(ASK) == (b"", 0x6983)


def test_the_reader_or_the_service_goes(readers, card):
    connection = readers.connect(DEFAULT_READER)
    readers.stop_service()
    readers.start_service()
    with pytest.raises(ReaderGone):
        connection.transmit(ASK)
    connection = readers.connect(DEFAULT_READER)
    readers.unplug()
    with pytest.raises(ReaderGone):
        connection.transmit(ASK)


@pytest.mark.parametrize(("moment", "uses"), [(Moment.BEFORE, 100), (Moment.COUNTED, 99), (Moment.AFTER, 99)])
def test_a_tear_takes_the_card_out(readers, card, moment, uses):
    connection = readers.connect(DEFAULT_READER)
    connection.begin()
    connection.transmit(PUK)
    card.arm(at_instruction(0x2C, moment))
    with pytest.raises(CardRemoved):
        connection.transmit(UNBLOCK)
    assert not readers.report().slots[0].present
    connection.end(Disposition.RESET)
    connection.close(Disposition.RESET)
    readers.insert(card)
    assert card.state().puk_uses_left == uses


@pytest.mark.parametrize(("moment", "unblocked"), [(Moment.BEFORE, False), (Moment.AFTER, True)])
def test_a_command_hangs_until_released(readers, card, eventually, moment, unblocked):
    connection = readers.connect(DEFAULT_READER)
    connection.transmit(PUK)
    answers: queue.Queue[tuple[bytes, int]] = queue.Queue()
    gate = readers.hang(moment=moment)
    hanging = Thread(target=lambda: answers.put(connection.transmit(UNBLOCK)), daemon=True)
    hanging.start()
    eventually(lambda: card.state().exchanges == (2 if unblocked else 1))
    assert answers.empty()
    assert card.pin_is("4321") is unblocked
    gate.set()
    assert answers.get(timeout=PATIENCE_S) == (b"", 0x9000)
    hanging.join(PATIENCE_S)


def test_a_removed_card_does_not_hear_what_hung(readers, card):
    connection = readers.connect(DEFAULT_READER)
    gate = readers.hang()
    failures: queue.Queue[Exception] = queue.Queue()

    def send() -> None:
        try:
            connection.transmit(PUK)
        except CardRemoved as error:
            failures.put(error)

    hanging = Thread(target=send, daemon=True)
    hanging.start()
    readers.remove()
    gate.set()
    assert isinstance(failures.get(timeout=PATIENCE_S), CardRemoved)
    assert card.state().exchanges == 0


def test_the_watcher_first_tells_what_is_there(readers, card, reports):
    assert next_report(reports) == SlotReport(True, (ReaderSlot(DEFAULT_READER, True, False, card.atr, 1),))


def test_the_watcher_tells_every_change(readers, reports, make):
    empty = ReaderSlot(DEFAULT_READER, False, False, b"", 0)
    assert next_report(reports) == SlotReport(True, (empty,))
    readers.insert(make("mute"))
    assert next_report(reports).slots == (ReaderSlot(DEFAULT_READER, True, True, b"", 1),)
    readers.remove()
    assert next_report(reports).slots == (ReaderSlot(DEFAULT_READER, False, False, b"", 2),)
    readers.plug("Lecteur simulé 1")
    assert [slot.reader for slot in next_report(reports).slots] == [DEFAULT_READER, "Lecteur simulé 1"]
    readers.unplug(DEFAULT_READER)
    assert [slot.reader for slot in next_report(reports).slots] == ["Lecteur simulé 1"]
    readers.stop_service()
    assert next_report(reports) == SlotReport(False, ())
    readers.start_service()
    assert next_report(reports).service is True


def test_a_watcher_that_was_stopped_tells_nothing_more(readers, make):
    seen: queue.Queue[SlotReport] = queue.Queue()
    watcher = readers.watcher()
    watcher.start(seen.put)
    with pytest.raises(RuntimeError):
        watcher.start(seen.put)
    next_report(seen)
    watcher.stop()
    watcher.stop()
    readers.insert(make("healthy"))
    assert seen.empty()


def test_several_readers_do_not_mix(make):
    readers = SimulatedReaders("gauche", "droite")
    left, right = make("vitale2"), make("blocked")
    readers.insert(left, "gauche")
    readers.insert(right, "droite")
    right.arm(ArmedTear(0, Moment.BEFORE))
    assert readers.connect("gauche").transmit(ASK) == (b"", 0x6E00)
    with pytest.raises(CardRemoved):
        readers.connect("droite").transmit(ASK)
    assert [slot.present for slot in readers.report().slots] == [True, False]
