"""Visits on a disk that fails, in a mount namespace of its own.

Arguments: full, full_in_a_visit or read_only; a folder.
Prints one JSON list: what the store said and what the file held, step by step.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.store.store import Degraded, OutcomeStore

Step = dict[str, object]


def mount(*arguments: object) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def fill(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(descriptor, bytes(512))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    finally:
        os.close(descriptor)


def seen(store: OutcomeStore, database: Path) -> Step:
    match store.health:
        case Degraded(fault):
            return {"fault": fault.value}
        case _:
            return {"fault": None, "outcomes": _count(database, "counts"), "pending": _count(database, "pending")}


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT coalesce(sum(n), 0) FROM {table}").fetchone()[0]  # noqa: S608 (our names)


def full(folder: Path) -> list[Step]:
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", folder)
    return _three_visits(folder, lambda: fill(folder / "filler"), (folder / "filler").unlink)


def full_in_a_visit(folder: Path) -> list[Step]:
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", folder)
    database = folder / "outcomes.db"
    store = OutcomeStore.open(database, "Brest", date.today)
    pending = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    fill(folder / "filler")
    store.finish(pending, Code.UNBLOCKED)
    steps = [seen(store, database)]
    (folder / "filler").unlink()
    store.close()
    return [*steps, seen(store, database)]


def read_only(folder: Path) -> list[Step]:
    mount("--bind", folder, folder)
    os.chdir(folder)
    return _three_visits(
        folder,
        lambda: mount("-o", "remount,bind,ro", folder),
        lambda: mount("-o", "remount,bind,rw", folder),
    )


def _three_visits(folder: Path, spoil, repair) -> list[Step]:
    database = folder / "outcomes.db"
    first = OutcomeStore.open(database, "Brest", date.today)
    first.finish(first.begin(Service.AUDIT, CardGeneration.CPS3), Code.AUDIT_VALID)
    first.begin(Service.AUDIT, CardGeneration.CPS3)
    steps = [seen(first, database)]
    first.close()
    spoil()
    store = OutcomeStore.open(database, "Brest", date.today)
    steps.append(seen(store, database))
    store.recover()
    steps.append(seen(store, database))
    ended = store.begin(Service.UNBLOCK, CardGeneration.CPS3)
    store.begin(Service.UNBLOCK, CardGeneration.CPS4)
    steps.append(seen(store, database))
    store.finish(ended, Code.UNBLOCKED)
    steps.append(seen(store, database))
    repair()
    store.flush()
    return [*steps, seen(store, database)]


if __name__ == "__main__":
    scenario = {"full": full, "full_in_a_visit": full_in_a_visit, "read_only": read_only}[sys.argv[1]]
    json.dump(scenario(Path(sys.argv[2])), sys.stdout)
