"""The first meeting, on simulated cards: what is confirmed, what is contradicted, and when nothing may be recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bench.card import TODAY
from kiosk.card.errors import CardRemoved
from kiosk.card.iso7816.connection import Connection, ReaderSlot
from kiosk.commissioning.assumptions import ASSUMPTIONS
from kiosk.commissioning.findings import Seen, findings, obstacles
from kiosk.commissioning.meeting import Meeting, meet
from kiosk.commissioning.report import report
from kiosk.inspection.find_card import NotInspected, NotRead
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.habits import CounterAnswers, Habits, ShortRead
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

READ = {"a4", "b0", "cb", "c0"}


class Counting(SimulatedReaders):
    """Calls ``touch`` before each command, with its number."""

    touch: Callable[[int], None] = staticmethod(lambda _: None)

    def connect(self, reader: str) -> Connection:
        connection = super().connect(reader)
        real, sent = connection.transmit, iter(range(10_000))

        def transmit(command: bytes) -> tuple[bytes, int]:
            self.touch(next(sent))
            return real(command)

        connection.transmit = transmit  # type: ignore[method-assign]  # the simulator counts for itself otherwise
        return connection


def in_reader(profile: str, habits: Habits | None = None) -> tuple[Counting, SimulatedCard]:
    readers = Counting()
    card = build(profile, Order(TODAY, habits=habits))
    readers.insert(card)
    return readers, card


def met(profile: str, habits: Habits | None = None, *, empty_verify: bool = False) -> Meeting:
    readers, card = in_reader(profile, habits)
    slot = ReaderSlot(DEFAULT_READER, True, False, card.atr, 1)
    return meet(readers, slot, empty_verify=empty_verify, progress=lambda _: None)


def seen(meeting: Meeting) -> dict[str, Seen]:
    return {finding.key: finding.seen for finding in findings(meeting)}


def keys(meeting: Meeting, wanted: Seen) -> set[str]:
    return {key for key, found in seen(meeting).items() if found is wanted}


@pytest.mark.parametrize(
    "profile", ["healthy", "blocked", "puk-last-use", "expired", "actua-valid", "cps4", "cps4-blocked"]
)
def test_a_card_that_is_as_expected_contradicts_nothing(profile: str) -> None:
    meeting = met(profile)
    assert keys(meeting, Seen.CONTRADICTED) == set()
    assert obstacles(meeting) == ()
    assert len(findings(meeting)) == len(ASSUMPTIONS)


def test_each_generation_confirms_what_is_its_own() -> None:
    third, fourth = keys(met("healthy"), Seen.CONFIRMED), keys(met("cps4"), Seen.CONFIRMED)
    assert third - fourth == {"puk_sdo_shape", "mf_is_current"}
    assert fourth - third == {"cps4_ef_sn", "cps4_aodf", "cps4_empty_verify", "cps4_asked_anywhere"}
    assert third & fourth == {
        "serial_luhn",
        "short_read",
        "aodf_shape",
        "token_info",
        "odf_shape",
        "certificate_labels",
        "certificate_files",
        "id_card_layout",
        "holder_layout",
        "numbers_agree",
        "rpps_luhn",
    }


@pytest.mark.parametrize("profile", ["healthy", "blocked", "cps4", "cps4-blocked", "bad-aodf"])
def test_nothing_but_readings_is_sent_and_nothing_is_spent(profile: str) -> None:
    readers, card = in_reader(profile)
    before = card.state()
    meeting = meet(
        readers, ReaderSlot(DEFAULT_READER, True, False, card.atr, 1), empty_verify=False, progress=lambda _: None
    )
    after = card.state()
    assert before is not None
    assert after is not None
    assert (before.pin_tries_left, before.puk_tries_left) == (after.pin_tries_left, after.puk_tries_left)
    assert not after.pin_verified
    sent = {step.command[1:2].hex() for step in meeting.steps}
    assert sent <= (READ | {"20"} if profile.startswith("cps4") else READ)
    assert all(len(step.command) == 5 for step in meeting.steps if step.command[1] == 0x20)
    assert len(card.journal()) == len(meeting.steps)


@pytest.mark.parametrize(
    ("profile", "sends", "found"),
    [("healthy", 1, Seen.CONFIRMED), ("one-pin-try", 0, Seen.NOT_SEEN), ("blocked", 0, Seen.NOT_SEEN)],
)
def test_an_empty_verify_is_sent_once_to_a_card_that_can_bear_it(profile: str, sends: int, found: Seen) -> None:
    meeting = met(profile, empty_verify=True)
    assert [step.command.hex() for step in meeting.steps if step.command[1] == 0x20] == ["0020000100"] * sends
    assert seen(meeting)["cps3_empty_verify"] is found
    assert seen(met(profile))["cps3_empty_verify"] is Seen.NOT_SEEN


@pytest.mark.parametrize(
    ("profile", "habits", "contradicted", "says"),
    [
        ("bad-aodf", None, "aodf_shape", "AODF"),
        ("no-number", None, "id_card_layout", "numéro de carte"),
        ("unreadable-counters", None, "mf_is_current", "compteurs d’essais"),
        ("cps4", Habits(counters=CounterAnswers.REFUSED), "cps4_asked_anywhere", "compteurs d’essais"),
        ("cps4", Habits(counters=CounterAnswers.VERIFIED), "cps4_asked_anywhere", "compteurs d’essais"),
    ],
)
def test_what_is_essential_and_contradicted_stops_the_commissioning(
    profile: str, habits: Habits | None, contradicted: str, says: str
) -> None:
    meeting = met(profile, habits)
    assert seen(meeting)[contradicted] is Seen.CONTRADICTED
    assert any(says in sentence for sentence in obstacles(meeting))


def test_what_is_not_essential_does_not_stop_it() -> None:
    meeting = met("actua-corrupt")
    assert keys(meeting, Seen.CONTRADICTED) == {"update_window_order"}
    assert obstacles(meeting) == ()


@pytest.mark.parametrize("profile", ["healthy", "cps4"])
@pytest.mark.parametrize("at", range(9, 45, 5))
def test_a_try_that_is_lost_while_it_reads_stops_it(profile: str, at: int) -> None:
    readers, card = in_reader(profile)
    assert card.codes is not None
    codes = card.codes

    def touch(number: int) -> None:
        codes.pin.tries_left -= number == at

    readers.touch = touch
    slot = ReaderSlot(DEFAULT_READER, True, False, card.atr, 1)
    meeting = meet(readers, slot, empty_verify=False, progress=lambda _: None)
    assert any("compteurs ont changé" in sentence for sentence in obstacles(meeting))


@pytest.mark.parametrize("short_read", ShortRead)
def test_each_habit_of_short_reads_is_known(short_read: ShortRead) -> None:
    assert seen(met("healthy", Habits(short_read=short_read)))["short_read"] is Seen.CONFIRMED


def test_a_card_pulled_out_is_told_as_one_that_does_not_answer() -> None:
    readers, card = in_reader("healthy")

    def touch(number: int) -> None:
        if number == 12:
            raise CardRemoved

    readers.touch = touch
    with pytest.raises(NotInspected) as refused:
        meet(readers, ReaderSlot(DEFAULT_READER, True, False, card.atr, 1), empty_verify=False, progress=lambda _: None)
    assert refused.value.why is NotRead.UNREADABLE


@pytest.mark.parametrize("profile", ["healthy", "cps4", "bad-aodf"])
def test_the_report_names_nobody_and_says_what_is_simulated(profile: str) -> None:
    meeting = met(profile)
    text = report(meeting, simulated=True)
    assert text.startswith("SIMULATION\n")
    assert not report(meeting, simulated=False).startswith("SIMULATION")
    for planted in ("99213845", "2999471603", "LEGRAND", "Hélène", "99700999990", str(date.today().year)):
        assert planted not in text
    assert text.count("\n  ✓ ") == len(keys(meeting, Seen.CONFIRMED))
    assert ("AODF (SHA-256) : illisible" in text) is (meeting.content.aodf_hash is None)


@pytest.mark.parametrize(
    ("category", "test_card", "told"),
    [
        (0x00, False, "non"),
        (0x7F, False, "non"),
        (0x80, True, "oui"),
        (0x83, True, "oui"),
        (0x84, False, "non"),
        (None, None, "la carte ne le dit pas"),
    ],
)
def test_whether_it_is_a_test_card_is_told(category: int | None, test_card: bool | None, told: str) -> None:
    meeting = met("healthy")
    assert meeting.test_card is True, "simulated cards are"
    meeting = replace(meeting, content=replace(meeting.content, category=category))
    assert meeting.test_card is test_card
    assert f"\nCarte de test : {told}\n" in report(meeting, simulated=False)
