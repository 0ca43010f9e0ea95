"""Two starts of a kiosk and some visits, for ``lab.power``. Arguments: a folder; a value of SQLite's ``synchronous``.

Says one letter for each service: "b" before it begins, "B" when it is durable; "e" before it ends, "E" after.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import date
from pathlib import Path

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore, Writable
from lab.power import SAID

MARGINS = VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False)


class Connection(sqlite3.Connection):
    """Waits for the disk as the arguments say, whatever the store asks for."""

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        if statement == "PRAGMA synchronous = FULL":
            statement = f"PRAGMA synchronous = {sys.argv[2]}"
        return super().execute(statement, *values)


def main(folder: Path) -> None:
    true_connect = sqlite3.connect
    sqlite3.connect = lambda *arguments, **keywords: true_connect(*arguments, **keywords, factory=Connection)
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT)
    for week in (47, 48):
        day = date.fromisocalendar(2026, week, 3)
        store = OutcomeStore.open(folder / "outcomes.db", "Brest", lambda day=day: day)
        store.recover()
        for service, code in ((Service.READING, Code.READ_BLOCKED), (Service.UNBLOCK, Code.UNBLOCKED)):
            os.write(said, b"b")
            pending = store.begin(service, CardGeneration.CPS3)
            os.write(said, b"Be")
            store.finish(pending, code)
            os.write(said, b"E")
            assert store.health == Writable()
        store.end_visit(MARGINS)
        os.write(said, b"b")
        store.begin(Service.AUDIT, CardGeneration.CPS3)
        os.write(said, b"B")
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
