"""Forks a kiosk for each SQL statement of a start that purges and backs up, and kills it just before that statement.

Arguments: a folder, and "sound" or "corrupt". Each kiosk has a folder in it, named by the statement, with a database
that holds an old week, a closed one and the current one, and its backup. Where it is corrupt, the start restores it.
Ends when a kiosk comes to the end of its start.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

from diagnostics.database.retention import Retention
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore

OLD, CLOSED, CURRENT = date(2024, 5, 15), date(2026, 11, 11), date(2026, 11, 18)
FOR_EVER = Retention(at_most_months=1000)
MARGINS = VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False)


def kill_before_statement(number: int) -> Callable[[str], None]:
    statements = count(1)

    def trace(_sql: str) -> None:
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return trace


def make(database: Path, *, corrupt: bool) -> None:
    days = [CURRENT]  # the week that dates the migrations
    store = OutcomeStore.open(database, "Brest", lambda: days[-1], retention=FOR_EVER)
    for day in (OLD, CLOSED, CURRENT):
        days.append(day)
        store.finish(store.begin(Service.UNBLOCK, CardGeneration.CPS3), Code.UNBLOCKED)
        store.end_visit(MARGINS)
    store.close()
    if corrupt:
        database.write_bytes(b"\xff" * database.stat().st_size)


def start(database: Path, number: int) -> None:
    true_connect = sqlite3.connect
    trace = kill_before_statement(number)

    def connect(*arguments, **keywords) -> sqlite3.Connection:
        connection = true_connect(*arguments, **keywords)
        connection.set_trace_callback(trace)
        return connection

    sqlite3.connect = connect
    store = OutcomeStore.open(database, "Brest", lambda: CURRENT)
    store.recover()
    store.finish(store.begin(Service.AUDIT, CardGeneration.CPS3), Code.AUDIT_VALID)
    store.end_visit(MARGINS)
    store.close()


def survives(folder: Path, model: Path, number: int) -> bool:
    shutil.copytree(model, folder)
    child = os.fork()
    if child == 0:
        start(folder / "outcomes.db", number)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main(folder: Path, state: str) -> None:
    model = folder / "model"
    model.mkdir()
    make(model / "outcomes.db", corrupt=state == "corrupt")
    for number in count(1):
        if survives(folder / f"{number:03}", model, number):
            break
    shutil.rmtree(model)


main(Path(sys.argv[1]), sys.argv[2])
