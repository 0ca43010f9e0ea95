"""Against the simulated card, whose encoder knows nothing of our decoder: results, budgets, and what the chip says."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from cryptography import x509

from bench.card import Bench, Codes, a_bench, counters
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.codes.unblock.policy import UnblockPermit
from kiosk.card.cps.atr import kind_of
from kiosk.card.errors import CardInUse, CardRemoved
from kiosk.card.model import (
    CardKind,
    CodeFormat,
    CodeFormats,
    Counters,
    ProofRefused,
    PukRefused,
    Sent,
    TryCounter,
    Unblocked,
    UnblockResult,
    Unexpected,
    UpdateWindow,
    Voided,
)
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot
from kiosk.simulator.chip.habits import Habits, ShortRead, UseSpentBy
from kiosk.simulator.contents import pkcs15
from kiosk.simulator.profiles import PROFILES, Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER

CODE_INSTRUCTIONS = (0x20, 0x24, 0x2C)
SHORT_READS = pytest.mark.parametrize("short_read", ShortRead)


def run(bench: Bench, permit: UnblockPermit, codes: Codes | None = None) -> UnblockResult:
    return unblock(bench.connection, permit, codes or Codes(), SendRight(), lambda: 1.0)


def codes_received(bench: Bench) -> int:
    return sum(each.header.ins in CODE_INSTRUCTIONS for each in bench.card.journal())


def test_an_unblocking_leaves_the_new_code_and_nothing_verified() -> None:
    bench = a_bench("blocked")
    result = run(bench, bench.permit())
    assert result == Unblocked(counters(pin=3, uses=99))
    assert bench.counters() == counters(pin=3, uses=99)
    assert bench.card.pin_is("2580")
    state = bench.card.state()
    assert state is not None
    assert not state.pin_verified
    assert not state.puk_verified


@pytest.mark.parametrize(
    ("profile", "spent_by"),
    [
        *product(["puk-below-max", "puk-two-tries", "puk-one-try", "blocked-expired"], UseSpentBy),
        ("puk-last-use", UseSpentBy.RESET),
    ],
)
def test_every_card_that_may_be_unblocked_is(profile: str, spent_by: UseSpentBy) -> None:
    bench = a_bench(profile, Habits(use_spent_by=spent_by))
    result = run(bench, bench.permit())
    assert isinstance(result, Unblocked)
    assert result.counters == bench.counters()
    assert bench.card.pin_is("2580")


def test_a_last_use_that_verifying_spends_leaves_a_card_to_replace() -> None:
    bench = a_bench("puk-last-use", Habits(use_spent_by=UseSpentBy.VERIFY))
    assert run(bench, bench.permit()) == Unexpected(Sent.RESET, counters(uses=0))
    assert bench.counters() == counters(uses=0)


@pytest.mark.parametrize(("profile", "exhausting"), [*product(["blocked", "puk-one-try"], [0x63C0, 0x6983])])
def test_a_wrong_code_costs_one_try_and_says_so(profile: str, exhausting: int) -> None:
    bench = a_bench(profile, Habits(exhausting=exhausting))
    before = bench.counters()
    result = run(bench, bench.permit(), Codes(puk_digits="87654321"))
    assert result == PukRefused(bench.counters())
    assert bench.counters() == replace(before, puk=TryCounter(before.puk.left - 1, 10))
    assert bench.card.pin_is("1234")


def test_a_card_that_refuses_the_new_code_is_not_proved() -> None:
    bench = a_bench("refuses-new-code")
    assert run(bench, bench.permit()) == ProofRefused(bench.counters())
    assert bench.counters().pin.left == 2


def test_a_card_that_stops_at_the_reset_is_unexpected() -> None:
    bench = a_bench("stops")
    assert run(bench, bench.permit()) == Unexpected(Sent.RESET, bench.counters())
    assert bench.counters().pin_blocked


def test_no_code_reaches_another_card_of_the_same_kind() -> None:
    bench = a_bench("blocked")
    permit = bench.permit()
    bench.readers.remove()
    bench.card = build("blocked", Order(date(2026, 3, 2), serial="12345678"))
    bench.reconnect()
    assert run(bench, permit) == Voided()
    assert codes_received(bench) == 0


@pytest.mark.parametrize("profile", ["healthy", "puk-below-max", "puk-last-use", "one-pin-try", "puk-dead"])
def test_no_code_reaches_the_same_card_in_another_state(profile: str) -> None:
    permit = a_bench("blocked").permit()
    bench = a_bench(profile)
    assert run(bench, permit) == Voided()
    assert codes_received(bench) == 0


def test_another_program_in_a_transaction_is_in_use_for_all_three() -> None:
    bench = a_bench("blocked")
    snapshot, permit = bench.snapshot(), bench.permit()
    bench.readers.hold_by_other()
    with pytest.raises(CardInUse):
        read_snapshot(bench.connection, DEFAULT_READER, CardKind.CPS3)
    with pytest.raises(CardInUse):
        read_content(bench.connection, snapshot)
    with pytest.raises(CardInUse):
        run(bench, permit)
    assert codes_received(bench) == 0


def test_the_longer_reading_tells_what_the_simulated_card_was_made_with() -> None:
    content = a_bench("healthy").content(label_wanted=True)
    assert content.formats == CodeFormats(CodeFormat(4, 4, 8, 0xFF), CodeFormat(8, 8, 8, None))
    assert content.aodf_hash == hashlib.sha256(pkcs15.AODF).hexdigest()
    assert content.number is not None
    assert content.label is not None
    assert content.label.endswith(content.number)
    assert (content.number_source, content.is_test_card) == ("CPS_ID_CARD", True)
    assert content.valid_until is not None
    assert content.issued is not None
    assert content.issued < date(2026, 3, 2) < content.valid_until
    assert "LEGRAND" not in repr(content)


def test_the_certificates_are_told_apart_by_what_they_are_for() -> None:
    content = a_bench("healthy").content()
    assert content.authentication_certificate is not None
    assert content.signature_certificate is not None
    usages = [
        x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.KeyUsage).value
        for der in (content.authentication_certificate, content.signature_certificate)
    ]
    assert [usage.digital_signature for usage in usages] == [True, False]
    assert [usage.content_commitment for usage in usages] == [False, True]


@pytest.mark.parametrize(
    ("profile", "now", "window"),
    [
        ("healthy", counters(pin=3), UpdateWindow.ABSENT),
        ("one-pin-try", counters(pin=1), UpdateWindow.ABSENT),
        ("blocked", counters(), UpdateWindow.ABSENT),
        ("puk-dead", counters(puk=0), UpdateWindow.ABSENT),
        ("puk-uses-spent", counters(uses=0), UpdateWindow.ABSENT),
        ("unreadable-counters", None, UpdateWindow.ABSENT),
        ("actua-valid", counters(), UpdateWindow.SOUND),
        ("actua-corrupt", counters(), UpdateWindow.CORRUPT),
    ],
)
def test_the_first_reading_says_what_the_card_is_in(profile: str, now: Counters | None, window: UpdateWindow) -> None:
    snapshot = a_bench(profile).snapshot()
    assert (snapshot.counters, snapshot.update_window) == (now, window)
    assert snapshot.ef_sn is not None


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "mute"])
def test_only_a_cps_in_contact_is_ever_spoken_to(profile: str) -> None:
    bench = a_bench(profile)
    kind = kind_of(bench.card.atr)
    snapshot = read_snapshot(bench.connection, DEFAULT_READER, kind)
    read_content(bench.connection, snapshot)
    assert bool(bench.card.journal()) is kind.is_cps_in_contact
    assert not any(each.header.lc for each in bench.card.journal() if each.header.ins in CODE_INSTRUCTIONS)


def test_parts_fail_alone() -> None:
    assert a_bench("bad-aodf").content().formats is None
    assert a_bench("bad-aodf").content().number is not None
    assert a_bench("no-number").content().number is None
    assert a_bench("no-number").content().formats is not None


def test_a_card_swapped_between_the_two_readings_is_noticed() -> None:
    bench = a_bench("blocked")
    snapshot = bench.snapshot()
    bench.readers.remove()
    bench.card = build("blocked", Order(date(2026, 3, 2), serial="12345678"))
    bench.reconnect()
    with pytest.raises(CardRemoved):
        read_content(bench.connection, snapshot)


@SHORT_READS
@pytest.mark.parametrize("largest", [0x100, 0xE7])
def test_every_habit_of_reading_gives_the_same_content(short_read: ShortRead, largest: int) -> None:
    bench = a_bench("actua-valid", Habits(short_read=short_read, largest_read=largest))
    assert bench.content() == a_bench("actua-valid").content()


@SHORT_READS
def test_an_unblock_stays_within_its_budget(short_read: ShortRead) -> None:
    bench = a_bench("actua-valid", Habits(short_read=short_read))
    permit = bench.permit()
    bench.card.forget()
    assert isinstance(run(bench, permit), Unblocked)
    assert len(bench.card.journal()) == 14
