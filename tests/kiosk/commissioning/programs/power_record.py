"""Two commissioning records, the second of them twice, for ``lab.power``. Argument: a folder.

Says "w" before each and "W" after.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from kiosk.card.commission import Commission
from kiosk.card.model import CardKind
from kiosk.commissioning.records import Record, write_record
from lab.power import SAID

MADE = tuple(
    Commission(CardKind.CPS3, model, "a" * 64, test_card)
    for model, test_card in (("One", False), ("Two", True), ("Two", False))
)


def main(folder: Path) -> None:
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT)
    for commission in MADE:
        os.write(said, b"w")
        write_record(folder / "mises" / "en-service", Record(commission, date(2026, 11, 30), "1"))
        os.write(said, b"W")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
