"""Which event answers which end of a call."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.card.errors import (
    CardError,
    CardInUse,
    CardMute,
    CardRemoved,
    CardServiceUnavailable,
    CardWasReset,
    DeadlinePassed,
    MalformedTlv,
    PermitVoid,
    ReaderGone,
    SendRevoked,
    TransportError,
    UnexpectedStatus,
)
from kiosk.card.model import (
    CardContent,
    CardKind,
    CardSnapshot,
    CodeFormat,
    CodeFormats,
    Counters,
    Sent,
    Torn,
    TryCounter,
    UpdateWindow,
    Voided,
)
from kiosk.card.permit import Permit, Policy, Situation, issue
from kiosk.flow.effects import ReadContent, ReadSnapshot, Unblock
from kiosk.flow.entry import Slot
from kiosk.flow.events import ReadFailed, ReadFailure, UnblockEnded
from kiosk.runtime.card_jobs import ContentJob, SnapshotJob, UnblockJob
from kiosk.runtime.sane_clock import SaneClock
from kiosk.runtime.vault import Codes, Vault

READER = "Lecteur 0"
COUNTERS = Counters(TryCounter(0, 3), TryCounter(10, 10), 100)
SNAPSHOT = CardSnapshot(READER, CardKind.CPS3, b"\x5a\x0a" + bytes(10), COUNTERS, UpdateWindow.ABSENT)

FAILURES = [
    (CardInUse(), ReadFailure.IN_USE),
    (CardMute(), ReadFailure.MUTE),
    (CardServiceUnavailable(), ReadFailure.NO_SERVICE),
    (MalformedTlv(), ReadFailure.UNREADABLE),
    (UnexpectedStatus("SELECT", 0x6F00), ReadFailure.UNREADABLE),
    (CardRemoved(), ReadFailure.GONE),
    (CardWasReset(), ReadFailure.GONE),
    (ReaderGone(), ReadFailure.GONE),
    (TransportError(), ReadFailure.GONE),
    (DeadlinePassed(), ReadFailure.GONE),
]


def permit() -> Permit:
    pin, puk = CodeFormat(4, 4, 8, 0xFF), CodeFormat(8, 8, 8, None)
    content = CardContent(CodeFormats(pin, puk), None, "2900995261", None, None, None, None, None, None, None, None)
    made = issue(Situation(SNAPSHOT, content, True, number_shown=True), Policy(), 1000.0)
    assert isinstance(made, Permit)
    return made


def lent() -> Codes:
    vault = Vault()
    for slot, digits in ((Slot.PUK, (1, 2, 3, 4, 5, 6, 7, 8)), (Slot.NEW_PIN, (4, 0, 7, 1))):
        for digit in digits:
            vault.add_digit(slot, digit, 8)
    return vault.lend()


def unblock_job() -> UnblockJob:
    return UnblockJob(Unblock(5, permit(), CardKind.CPS3), lent(), lambda: 1000.0)


@pytest.mark.parametrize(("error", "failure"), FAILURES, ids=lambda value: type(value).__name__)
def test_a_failed_reading_says_why(error: CardError, failure: ReadFailure) -> None:
    jobs = [
        SnapshotJob(ReadSnapshot(3, READER, CardKind.CPS3)),
        ContentJob(ReadContent(3, SNAPSHOT), SaneClock(date.today)),
    ]
    for job in jobs:
        assert job.reader == READER
        assert job.failed(error, nothing_sent=True) == ReadFailed(3, failure)
        assert job.broken(nothing_sent=True) == ReadFailed(3, ReadFailure.UNREADABLE)


@pytest.mark.parametrize(("error", "failure"), [*FAILURES, (SendRevoked(), ReadFailure.GONE)])
def test_an_unblocking_that_sent_nothing_says_why(error: CardError, failure: ReadFailure) -> None:
    assert unblock_job().failed(error, nothing_sent=True) == ReadFailed(5, failure)


def test_a_void_permit_is_a_changed_card() -> None:
    assert unblock_job().failed(PermitVoid(), nothing_sent=True) == UnblockEnded(5, Voided())


@pytest.mark.parametrize("error", [error for error, _ in FAILURES] + [PermitVoid(), SendRevoked()])
def test_once_the_right_was_claimed_only_the_card_can_tell(error: CardError) -> None:
    assert unblock_job().failed(error, nothing_sent=False) == UnblockEnded(5, Torn(Sent.PROOF))


@pytest.mark.parametrize(("nothing_sent", "sent"), [(True, Sent.NOTHING), (False, Sent.PROOF)])
def test_our_own_mistake_is_a_loss_of_contact(nothing_sent: bool, sent: Sent) -> None:
    assert unblock_job().broken(nothing_sent=nothing_sent) == UnblockEnded(5, Torn(sent))


def test_a_closed_job_has_no_codes() -> None:
    codes = lent()
    job = UnblockJob(Unblock(5, permit(), CardKind.CPS3), codes, lambda: 1000.0)
    job.close()
    for ask in (codes.puk, codes.new_pin):
        with pytest.raises(SendRevoked):
            ask()
    job.close()
