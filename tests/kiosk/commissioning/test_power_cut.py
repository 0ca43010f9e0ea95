"""The current is cut at any moment: a commissioning that was said to be recorded is, and none is half recorded."""

from __future__ import annotations

from pathlib import Path

from kiosk.commissioning.records import read_records
from lab.power import laid_out, recorded

PROGRAM = Path(__file__).parent / "programs" / "power_record.py"

AFTER = (
    set(),
    {("One", False)},
    {("One", False), ("Two", True)},
    {("One", False), ("Two", False)},
)
"""Reader model and "was it a test card", after so many records; the third takes the place of the second."""


def test_a_record_is_whole_or_not_there_and_lasts(tmp_path: Path) -> None:
    day = recorded(PROGRAM, tmp_path / "machine")
    for number, (cut, disk) in enumerate(day.disks(per_cut=10)):
        found = read_records(laid_out(disk, tmp_path / str(number)) / "mises" / "en-service")
        said = day.said(cut)
        assert found.refused == ()
        records = {(each.reader_model, each.test_card) for each in found.commissions}
        assert records in (AFTER[said.count(b"W")], AFTER[said.count(b"w")]), said
