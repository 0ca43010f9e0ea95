"""Which event answers which end of a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.card.codes.current_pin.policy import CurrentPinPermit, issue_current_pin_permit
from kiosk.card.codes.permit import PermitRequest
from kiosk.card.codes.unblock.policy import Policy, UnblockPermit, issue_unblock_permit
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
    NOTHING_READ,
    CardContent,
    CardKind,
    CardSnapshot,
    CodeFormat,
    CodeFormats,
    CodeRole,
    Counters,
    Purpose,
    Sent,
    Torn,
    TryCounter,
    UpdateWindow,
    Voided,
)
from kiosk.flow.model.effects import ReadContent, ReadSnapshot, Unblock, UseCurrentPin
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.events import CurrentPinEnded, ReadFailed, ReadFailure, UnblockEnded
from kiosk.runtime.card.jobs import ContentJob, CurrentPinJob, SnapshotJob, UnblockJob
from kiosk.runtime.process.sane_clock import SaneClock
from kiosk.runtime.vault import LentCodes, Vault

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


def permit() -> UnblockPermit:
    pin, puk = CodeFormat(4, 4, 8, 0xFF), CodeFormat(8, 8, 8, None)
    content = CardContent(CodeFormats(pin, puk), None, "2900995261", None, None, None, None, None, None, None, None)
    request = PermitRequest(SNAPSHOT, content, True, revoked=False, number_shown=True)
    made = issue_unblock_permit(request, Policy(), 1000.0)
    assert isinstance(made, UnblockPermit)
    return made


def lent() -> LentCodes:
    vault = Vault()
    for slot, digits in ((CodeSlot.PUK, (1, 2, 3, 4, 5, 6, 7, 8)), (CodeSlot.NEW_PIN, (4, 0, 7, 1))):
        for digit in digits:
            vault.add_digit(slot, digit, 8)
    return vault.lend(CodeRole.PUK, CodeRole.NEW_PIN)


def unblock_job() -> UnblockJob:
    return UnblockJob(Unblock(5, permit()), lent(), lambda: 1000.0)


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


def current_pin_job(purpose: Purpose = Purpose.CHANGE) -> CurrentPinJob:
    made = issue_current_pin_permit(not_blocked(), purpose, 1000.0)
    assert isinstance(made, CurrentPinPermit)
    return CurrentPinJob(UseCurrentPin(6, made), lent_for_a_change(), lambda: 1000.0)


def not_blocked() -> PermitRequest:
    pin = CodeFormat(4, 4, 8, 0xFF)
    content = replace(NOTHING_READ, formats=CodeFormats(pin, CodeFormat(8, 8, 8, None)))
    snapshot = replace(SNAPSHOT, counters=Counters(TryCounter(3, 3), TryCounter(10, 10), 100))
    return PermitRequest(snapshot, content, True, revoked=False)


def lent_for_a_change() -> LentCodes:
    vault = Vault()
    for slot, digits in ((CodeSlot.CURRENT_PIN, (8, 3, 0, 5)), (CodeSlot.NEW_PIN, (4, 0, 7, 1))):
        for digit in digits:
            vault.add_digit(slot, digit, 8)
    return vault.lend(CodeRole.CURRENT_PIN, CodeRole.NEW_PIN)


@pytest.mark.parametrize(("error", "failure"), [*FAILURES, (SendRevoked(), ReadFailure.GONE)])
def test_a_current_pin_that_was_not_sent_says_why(error: CardError, failure: ReadFailure) -> None:
    assert current_pin_job().failed(error, nothing_sent=True) == ReadFailed(6, failure)


@pytest.mark.parametrize(
    ("purpose", "sent"),
    [(Purpose.CHANGE, Sent.PROOF), (Purpose.TRY, Sent.CURRENT_PIN), (Purpose.SITUATIONS, Sent.CURRENT_PIN)],
)
def test_once_claimed_a_current_pin_may_have_gone_as_far_as_its_purpose_goes(purpose: Purpose, sent: Sent) -> None:
    job = current_pin_job(purpose)
    for error in (CardRemoved(), PermitVoid(), SendRevoked()):
        assert job.failed(error, nothing_sent=False) == CurrentPinEnded(6, Torn(sent))
    assert job.broken(nothing_sent=False) == CurrentPinEnded(6, Torn(sent))
    assert job.broken(nothing_sent=True) == CurrentPinEnded(6, Torn(Sent.NOTHING))
    assert job.failed(PermitVoid(), nothing_sent=True) == CurrentPinEnded(6, Voided())


def test_a_closed_job_has_no_current_pin() -> None:
    codes = lent_for_a_change()
    made = issue_current_pin_permit(not_blocked(), Purpose.CHANGE, 1000.0)
    assert isinstance(made, CurrentPinPermit)
    CurrentPinJob(UseCurrentPin(6, made), codes, lambda: 1000.0).close()
    for role in (CodeRole.CURRENT_PIN, CodeRole.NEW_PIN):
        with pytest.raises(SendRevoked):
            codes.code(role)


def test_a_closed_job_has_no_codes() -> None:
    codes = lent()
    job = UnblockJob(Unblock(5, permit()), codes, lambda: 1000.0)
    job.close()
    for role in (CodeRole.PUK, CodeRole.NEW_PIN):
        with pytest.raises(SendRevoked):
            codes.code(role)
    job.close()
