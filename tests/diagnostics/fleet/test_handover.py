"""What passes between the user of the kiosk and the user who talks to the network, and what cannot."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.database.backup import backup_of
from diagnostics.fleet.folders import (
    ACKNOWLEDGEMENT,
    SHIPMENT,
    Acknowledgement,
    FleetFileUnusable,
    read_acknowledgement,
    read_shipment,
    write_acknowledgement,
)
from diagnostics.fleet.shipment import NotAShipment, Shipment, shipment_as_text, shipment_from_text
from diagnostics.outcomes.cells import Margin, MarginCell, OutcomeCell
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import Writable

EPOCH = "0123456789abcdef" * 2
WEEKS = st.sampled_from(["2024-W39", "2024-W40", "2024-W41"])
ENDS = [(service, code) for code in Code for service in Service if service in code.services]
OUTCOMES = st.dictionaries(
    st.builds(
        lambda week, end, generation: OutcomeCell(week, "brest", *end, generation),
        WEEKS,
        st.sampled_from(ENDS),
        st.sampled_from(CardGeneration),
    ),
    st.integers(1, 10**6),
)
VISITS = st.dictionaries(
    st.builds(MarginCell, st.sampled_from(Margin), WEEKS, st.just("brest"), st.sampled_from(["yes", "no", "fr"])),
    st.integers(1, 10**6),
)


def laid_down(kiosk) -> Shipment:
    shipment = read_shipment(kiosk.folder)
    assert shipment is not None
    return shipment


def acknowledged(kiosk) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(kiosk.database)) as connection:
        return connection.execute("SELECT iso_week, in_week FROM acknowledged ORDER BY iso_week").fetchall()


@given(OUTCOMES, VISITS)
def test_what_is_written_is_what_is_read(outcomes: dict[OutcomeCell, int], visits: dict[MarginCell, int]) -> None:
    shipment = Shipment(EPOCH, 7, "2024-W42", outcomes, visits)
    assert shipment_from_text(shipment_as_text(shipment)) == shipment


@pytest.mark.parametrize(("before", "possible"), [("2024-W40", False), ("2024-W41", False), ("2024-W42", True)])
def test_a_week_that_is_not_over_cannot_be_sent(before: str, possible: bool) -> None:
    cell = OutcomeCell("2024-W41", "brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    margin = MarginCell(Margin.LANGUAGE, "2024-W41", "brest", "fr")
    if possible:
        assert Shipment(EPOCH, 1, before, {cell: 1}, {margin: 1}).weeks == ("2024-W41",)
        return
    with pytest.raises(ValueError, match=before):
        Shipment(EPOCH, 1, before, {cell: 1}, {})
    with pytest.raises(ValueError, match=before):
        Shipment(EPOCH, 1, before, {}, {margin: 1})


def test_the_current_week_and_the_services_under_way_are_not_laid_down(kiosk) -> None:
    kiosk.visits(3)
    kiosk.weeks_later()
    kiosk.visits(2, Code.PUK_UNKNOWN)
    kiosk.store.begin(Service.UNBLOCK, CardGeneration.CPS4)
    kiosk.start()
    text = (kiosk.folder / SHIPMENT).read_text()
    assert laid_down(kiosk).weeks == ("2024-W41",)
    assert sum(laid_down(kiosk).outcomes.values()) == 3
    assert "R01" not in text
    assert "cps4" not in text
    assert laid_down(kiosk).before_week == "2024-W42"


def test_the_digest_is_that_of_its_description() -> None:
    cell = OutcomeCell("2024-W41", "brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    margin = MarginCell(Margin.LANGUAGE, "2024-W41", "brest", "fr")
    found = Shipment(EPOCH, 1, "2024-W42", {cell: 4}, {margin: 5}).digests()
    expected = "o|brest|unblock|U01|cps3|4\nv|brest|visit_language|fr|5"
    assert found == {"2024-W41": sha256(expected.encode()).hexdigest()}


def test_a_confirmed_week_is_acknowledged_at_the_next_start(kiosk) -> None:
    kiosk.visits(3)
    kiosk.weeks_later()
    kiosk.start()
    write_acknowledgement(kiosk.folder, Acknowledgement(laid_down(kiosk).epoch, "2024-W42", laid_down(kiosk).digests()))
    assert acknowledged(kiosk) == []
    kiosk.weeks_later()
    kiosk.start()
    assert acknowledged(kiosk) == [("2024-W41", "2024-W43")]


@pytest.mark.parametrize("change", ["epoch", "digest", "nothing"])
def test_a_week_that_is_held_otherwise_is_not_acknowledged(kiosk, change: str) -> None:
    kiosk.visits(3)
    kiosk.weeks_later()
    kiosk.start()
    acknowledgement = Acknowledgement(laid_down(kiosk).epoch, "2024-W42", laid_down(kiosk).digests())
    changes = {
        "epoch": replace(acknowledgement, epoch=EPOCH),
        "digest": replace(acknowledgement, digests={"2024-W41": "0" * 64}),
        "nothing": acknowledgement,
    }
    write_acknowledgement(kiosk.folder, changes[change])
    kiosk.start()
    assert [week for week, _ in acknowledged(kiosk)] == (["2024-W41"] if change == "nothing" else [])


def test_a_figure_that_came_late_takes_the_confirmation_back(kiosk) -> None:
    """What waited in memory while the disk refused belongs to its own week, which may be over by then."""
    kiosk.visits(3)
    kiosk.weeks_later()
    kiosk.start()
    write_acknowledgement(kiosk.folder, Acknowledgement(laid_down(kiosk).epoch, "2024-W42", laid_down(kiosk).digests()))
    kiosk.day = kiosk.day.replace(day=9)
    kiosk.visits(1)
    kiosk.weeks_later()
    kiosk.start()
    assert acknowledged(kiosk) == []
    assert sum(laid_down(kiosk).outcomes.values()) == 4


def test_a_wiped_machine_has_another_epoch_and_a_restored_one_the_same(kiosk) -> None:
    kiosk.visits(3)
    kiosk.weeks_later()
    kiosk.start()
    first = laid_down(kiosk)
    kiosk.stop()
    for name in ("", "-wal", "-shm"):
        kiosk.database.with_name(kiosk.database.name + name).unlink(missing_ok=True)
    assert backup_of(kiosk.database).exists()
    kiosk.start()
    assert laid_down(kiosk).epoch == first.epoch
    assert laid_down(kiosk).revision > first.revision
    kiosk.wiped()
    kiosk.start()
    assert laid_down(kiosk).epoch != first.epoch


def test_the_file_is_for_the_group_and_nobody_else(kiosk) -> None:
    old = os.umask(0)
    try:
        kiosk.start()
    finally:
        os.umask(old)
    assert stat.S_IMODE((kiosk.folder / SHIPMENT).stat().st_mode) == 0o640
    assert [path.name for path in (kiosk.folder / SHIPMENT).parent.iterdir()] == [SHIPMENT.name]


def test_a_folder_that_is_missing_stops_no_visit_and_is_tried_again(kiosk) -> None:
    kiosk.visits(1)
    (kiosk.folder / SHIPMENT).unlink()
    (kiosk.folder / SHIPMENT.parent).rmdir()
    kiosk.weeks_later()
    kiosk.visits(1)
    assert isinstance(kiosk.store.health, Writable)
    (kiosk.folder / SHIPMENT.parent).mkdir()
    kiosk.visits(1)
    assert sum(laid_down(kiosk).outcomes.values()) == 1


def plant_pipe(path: Path) -> None:
    os.mkfifo(path)


def plant_link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def plant_folder(path: Path) -> None:
    path.mkdir()


def plant_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


def plant_list(path: Path) -> None:
    path.write_text("[1, 2]")


def plant_depth(path: Path) -> None:
    path.write_text(json.dumps({"schema": 1, "epoch": EPOCH, "in_week": "2024-W41", "digests": {"x": "0" * 64}}))


def plant_nest(path: Path) -> None:
    path.write_text("[" * 100_000)


@pytest.mark.parametrize(
    "plant", [plant_pipe, plant_link, plant_folder, plant_bytes, plant_list, plant_depth, plant_nest]
)
def test_a_file_of_the_other_user_is_not_trusted(kiosk, plant) -> None:
    kiosk.visits(2)
    kiosk.weeks_later()
    plant(kiosk.folder / ACKNOWLEDGEMENT)
    with pytest.raises(FleetFileUnusable):
        read_acknowledgement(kiosk.folder)
    kiosk.start()
    assert isinstance(kiosk.store.health, Writable)
    assert laid_down(kiosk).weeks == ("2024-W41",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', "null", "1" * 5000, "[" * 100_000])
def test_a_text_that_is_no_shipment(text: str) -> None:
    with pytest.raises(NotAShipment):
        shipment_from_text(text)


@pytest.mark.parametrize(
    ("field", "wrong"), [("revision", float("inf")), ("revision", -1), ("before_week", 5), ("outcomes", 5)]
)
def test_a_shipment_with_a_wrong_field_is_none(field: str, wrong: object) -> None:
    fields = json.loads(shipment_as_text(Shipment(EPOCH, 1, "2024-W42", {}, {})))
    with pytest.raises(NotAShipment):
        shipment_from_text(json.dumps({**fields, field: wrong}))


@pytest.mark.parametrize(
    ("field", "wrong"), [("iso_week", 202441), ("site", "\ud800"), ("site", "b|rest"), ("site", 5)]
)
def test_a_counter_of_no_week_or_no_site_is_none(field: str, wrong: object) -> None:
    cell = OutcomeCell("2024-W41", "brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    fields = json.loads(shipment_as_text(Shipment(EPOCH, 1, "2024-W42", {cell: 1}, {})))
    fields["outcomes"][0][field] = wrong
    with pytest.raises(NotAShipment):
        shipment_from_text(json.dumps(fields))


@pytest.mark.parametrize("wrong", ["", "\ud800", "Claire Durand", "2|3", 5, None])
def test_a_visit_has_one_word(wrong: object) -> None:
    cell = MarginCell(Margin.LANGUAGE, "2024-W41", "brest", "fr")
    fields = json.loads(shipment_as_text(Shipment(EPOCH, 1, "2024-W42", {}, {cell: 1})))
    assert shipment_from_text(json.dumps(fields)).visits == {cell: 1}
    fields["visits"][0]["value"] = wrong
    with pytest.raises(NotAShipment):
        shipment_from_text(json.dumps(fields))


@pytest.mark.parametrize(
    ("n", "right"), [(-1, False), (0, False), (1, True), (1.5, False), ("2", False), (True, False)]
)
def test_a_counter_counts_at_least_one(n: object, right: bool) -> None:
    cell = OutcomeCell("2024-W41", "brest", Service.UNBLOCK, Code.UNBLOCKED, CardGeneration.CPS3)
    fields = json.loads(shipment_as_text(Shipment(EPOCH, 1, "2024-W42", {cell: 1}, {})))
    fields["outcomes"][0]["n"] = n
    if right:
        assert shipment_from_text(json.dumps(fields)).outcomes == {cell: 1}
        return
    with pytest.raises(NotAShipment):
        shipment_from_text(json.dumps(fields))
