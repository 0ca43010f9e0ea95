"""A small process that forks a kiosk for each SQL statement of a day and kills it (SIGKILL) just before that statement.

Argument: a folder. Each kiosk has a folder in it, named by the statement, with the database and ``journal``: one letter
for each service, "b" written before it begins, "B" after. Ends when a kiosk comes to the end of its day.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore

DAY = date(2026, 11, 18)
END_OF_DAY = 7
MARGINS = VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False)


def kill_before_statement(number: int) -> Callable[[str], None]:
    statements = count(1)

    def trace(_sql: str) -> None:
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return trace


def live_a_day(folder: Path, number: int) -> None:
    true_connect = sqlite3.connect
    trace = kill_before_statement(number)

    def connect(*arguments, **keywords) -> sqlite3.Connection:
        connection = true_connect(*arguments, **keywords)
        connection.set_trace_callback(trace)
        return connection

    sqlite3.connect = connect
    journal = os.open(folder / "journal", os.O_WRONLY | os.O_CREAT)
    for _ in range(2):
        store = OutcomeStore.open(folder / "outcomes.db", "Brest", lambda: DAY)
        store.recover()
        for service, code in ((Service.READING, Code.READ_BLOCKED), (Service.UNBLOCK, Code.UNBLOCKED)):
            os.write(journal, b"b")
            pending = store.begin(service, CardGeneration.CPS3)
            os.write(journal, b"B")
            store.finish(pending, code)
        store.end_visit(MARGINS)
        os.write(journal, b"b")
        store.begin(Service.AUDIT, CardGeneration.CPS3)
        os.write(journal, b"B")
        store.close()


def main(folder: Path) -> None:
    for number in count(1):
        own = folder / f"{number:04}"
        own.mkdir()
        child = os.fork()
        if child == 0:
            live_a_day(own, number)
            os._exit(END_OF_DAY)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.exit(0 if os.WEXITSTATUS(status) == END_OF_DAY else 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
