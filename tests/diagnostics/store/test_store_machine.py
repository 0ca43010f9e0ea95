"""The store against a dictionary, with locks, lies about commits and crashes anywhere."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from diagnostics.database.faults import DatabaseUnusable, Fault
from diagnostics.database.ledger import Batch, Ledger
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.outcomes.weeks import iso_week
from diagnostics.store.store import Degraded, OutcomeStore, Pending, Writable
from lab.memory import MEMORY

INTERRUPTED = {"reading": "L99", "audit": "A99", "unblock": "U99", "referral": "R99", "present_code": "C99"}
CODES = {service: [code for code in Code if service in code.services] for service in Service}

true_write = Ledger.write


def write_then_fail(ledger: Ledger, batch: Batch) -> None:
    true_write(ledger, batch)
    raise DatabaseUnusable(Fault.UNREACHABLE)


class StoreMachine(RuleBasedStateMachine):
    """``on_disk`` and ``waiting`` are the counters that the file and the memory should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory(dir=MEMORY)))
        self.numbers = count(1)
        self.database = self.folder / "0.db"
        self.day = date(2026, 11, 18)
        self.on_disk: Counter[tuple[str, ...]] = Counter()
        self.waiting: Counter[tuple[str, ...]] = Counter()
        self.pending_on_disk: Counter[tuple[str, str]] = Counter()
        self.left_over: Counter[tuple[str, str]] = Counter()
        self.under_way: list[Pending] = []
        self.locker: sqlite3.Connection | None = None
        self.visits_on_disk = self.visits_waiting = 0

    @initialize()
    def start(self) -> None:
        self.store = OutcomeStore.open(self.database, "Brest", lambda: self.day, busy_timeout_s=0)
        self.opened.callback(self.store.close)

    @rule(service=st.sampled_from(Service), generation=st.sampled_from([CardGeneration.CPS3, CardGeneration.CPS4]))
    def begin(self, service: Service, generation: CardGeneration) -> None:
        pending = self.store.begin(service, generation)
        self.under_way.append(pending)
        self.written()

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        pending = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        code = data.draw(st.sampled_from(CODES[pending.service]))
        self.waiting[self.week, pending.service.value, code.value, pending.generation.value] += 1
        self.store.finish(pending, code)
        self.written()

    @precondition(lambda self: self.under_way and not self.locker)
    @rule(data=st.data())
    def finish_with_a_commit_reported_as_failed(self, data: st.DataObject) -> None:
        with patch.object(Ledger, "write", write_then_fail):
            pending = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
            code = data.draw(st.sampled_from(CODES[pending.service]))
            self.waiting[self.week, pending.service.value, code.value, pending.generation.value] += 1
            self.store.finish(pending, code)
        assert self.store.health == Degraded(Fault.UNREACHABLE)
        self.settle()

    @rule()
    def end_visit(self) -> None:
        self.store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=True, assisted=False))
        self.visits_waiting += 1
        self.written()

    @rule()
    def recover(self) -> None:
        self.store.recover()
        self.written()

    @precondition(lambda self: not self.locker)
    @rule()
    def another_process_takes_the_lock(self) -> None:
        self.locker = sqlite3.connect(self.database, isolation_level=None)
        self.locker.execute("BEGIN IMMEDIATE")

    @precondition(lambda self: self.locker)
    @rule()
    def it_gives_the_lock_back(self) -> None:
        self.release()

    @rule()
    def a_week_passes(self) -> None:
        self.day += timedelta(days=7)

    @rule()
    def crash(self) -> None:
        """What a killed process leaves is what the files hold at that moment."""
        self.release()
        crashed, self.database = self.database, self.folder / f"{next(self.numbers)}.db"
        for part in self.folder.glob(crashed.name + "*"):
            shutil.copy(part, self.folder / part.name.replace(crashed.name, self.database.name))
        self.left_over += self.pending_on_disk
        self.pending_on_disk.clear()
        self.waiting.clear()
        self.under_way.clear()
        self.visits_waiting = 0
        self.start()

    @invariant()
    def the_file_holds_what_it_should(self) -> None:
        with closing(sqlite3.connect(self.database)) as connection:
            counts = connection.execute("SELECT iso_week, service, outcome, generation, n FROM counts").fetchall()
            pending = connection.execute("SELECT service, generation, n FROM pending").fetchall()
            visits = connection.execute("SELECT coalesce(sum(n), 0) FROM visit_language").fetchone()
        assert {tuple(key): n for *key, n in counts} == self.on_disk
        assert {tuple(key): n for *key, n in pending} == self.pending_on_disk + self.left_over
        assert visits == (self.visits_on_disk,)

    def teardown(self) -> None:
        self.release()
        self.opened.close()

    @property
    def week(self) -> str:
        return iso_week(self.day)

    def written(self) -> None:
        if self.locker:
            assert self.store.health == Degraded(Fault.LOCKED)
            return
        assert self.store.health == Writable()
        self.settle()

    def settle(self) -> None:
        """All that waited is on the disk; so are the services under way, and left-overs have become interruptions."""
        for (service, generation), n in self.left_over.items():
            self.on_disk[self.week, service, INTERRUPTED[service], generation] += n
        self.left_over.clear()
        self.on_disk += self.waiting
        self.waiting.clear()
        self.pending_on_disk = Counter((p.service.value, p.generation.value) for p in self.under_way)
        self.visits_on_disk += self.visits_waiting
        self.visits_waiting = 0

    def release(self) -> None:
        if self.locker:
            self.locker.close()
            self.locker = None


StoreMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestStoreMachine = StoreMachine.TestCase
