"""Whole visits over a channel that lies, with somebody who does what people do, judged by the chip and by the wire.

``TMPDIR=/dev/shm python tests/benchmarks/hostile_visits.py [--visits 10000] [--seed N] [--only NUMBER]``. Each visit
draws a card, a person and one row of ``tests/support/bench/lying_channel.py``; the same seed and number give the same
visit. A line for each row: visits, operations whose codes left, what the screen said of them, and how often the kiosk
was misled by what nobody could tell from the truth. The first violation ends the run and names its visit.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from diagnostics.figures.reading import totals_since
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import VisitMargins
from diagnostics.store.store import OutcomeStore, Pending
from kiosk.card.cps.atr import kind_of
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.runtime.card import call
from kiosk.runtime.journal.journal import Journal
from kiosk.simulator.card import CardState, SimulatedCard
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import SimulatedReaders

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from bench.lying_channel import CURRENT_PIN, LIES, TRIES, LyingConnection, LyingDoor, Row
from bench.operation import OPERATIONS
from bench.random_person import Codes, NotAtRest, Person, some_digits
from bench.threaded_kiosk import ThreadedKiosk

TODAY = date.today()
STAFF_AT_OR_BELOW = 2
VERIFY_PUK = 0x20, 0x02
PROFILES = ("blocked", "healthy", "cps4-blocked", "cps4") * 4
PROFILES += ("one-pin-try", "cps4-one-pin-try", "puk-one-try", "puk-two-tries", "puk-below-max", "puk-last-use")
PROFILES += (
    "refuses-new-code",
    "stops",
    "cps4-half-done",
    "cps4-stops",
    "situations-many",
    "cps4-situations",
    "cps4-atr-2",
)
PROFILES += ("puk-dead", "puk-uses-spent", "no-number", "unreadable-counters", "expired", "cps4-atr-2")
CLAIMS = {
    State.UNBLOCKED: CodeSlot.NEW_PIN,
    State.PIN_CHANGED: CodeSlot.NEW_PIN,
    State.PIN_WORKS: CodeSlot.CURRENT_PIN,
    State.SITUATIONS: CodeSlot.CURRENT_PIN,
}
"""States that say that the card takes a code, and which of those that were typed."""

UNKNOWN = {State.TORN, State.STUCK, State.STOPPED, State.NOT_PROVED, State.HALF_DONE, State.CHANGE_UNKNOWN}
REFUSED = {State.WRONG_PUK, State.TWO_WRONG, State.WRONG_PIN, State.CARD_CHANGED, State.REPLACEMENT}


class Violated(Exception):
    """Something that must hold in every visit does not."""


@dataclass
class Told:
    """What the store was told since the last ``forget``, in order, and in all: outcomes and visits."""

    begun: list[Service] = field(default_factory=list)
    ended: list[Service] = field(default_factory=list)
    visits: int = 0
    outcomes: Counter[tuple[Service, Code, CardGeneration]] = field(default_factory=Counter)
    all_visits: int = 0

    def forget(self) -> None:
        self.begun.clear()
        self.ended.clear()
        self.visits = 0


class WitnessedStore(OutcomeStore):
    told: Told

    def begin(self, service: Service, generation: CardGeneration) -> Pending:
        self.told.begun.append(service)
        return super().begin(service, generation)

    def finish(self, pending: Pending, code: Code) -> None:
        self.told.ended.append(pending.service)
        self.told.outcomes[pending.service, code, pending.generation] += 1
        super().finish(pending, code)

    def end_visit(self, margins: VisitMargins) -> None:
        self.told.visits += 1
        self.told.all_visits += 1
        super().end_visit(margins)


@dataclass
class Tally:
    """What came of the visits over one row."""

    visits: int = 0
    operations: int = 0
    unblocked: int = 0
    pin_proved: int = 0
    unknown: int = 0
    refused: int = 0
    misled: int = 0

    def line(self, name: str) -> str:
        numbers = (
            self.visits,
            self.operations,
            self.unblocked,
            self.pin_proved,
            self.unknown,
            self.refused,
            self.misled,
        )
        return f"{name:<20}" + "".join(f"{number:>11,}" for number in numbers)


HEADINGS = ("visits", "operations", "unblocked", "PIN proved", "unknown", "refused", "misled")


class Judge:
    """Looks at one visit from outside: at the wire, at the chips, at the screens."""

    def __init__(self, person: Person, row: Row, tally: Tally) -> None:
        self.person, self.row, self.tally = person, row, tally
        self.broken: list[str] = []
        self.before = {id(codes.card): _state(codes.card) for codes in (person.own, person.others)}
        self.operations: dict[LyingConnection, list[bytes]] = {}
        self.last_card: SimulatedCard | None = None
        self._screen = -1

    def code_leaves(self, connection: LyingConnection, card: SimulatedCard, command: bytes) -> None:
        """On the thread of the call: what it sends belongs to one operation, and that to one press."""
        sent = self.operations.setdefault(connection, [])
        sent.append(command[:4])
        if not any(sent == operation.headers(kind_of(card.atr))[: len(sent)] for operation in OPERATIONS):
            self.broken.append("codes leave in no order of an operation")
        if len(sent) == 1:
            self.last_card = card
            read = self.person.top.kiosk.visit.snapshot
            if read is None or connection.ef_sn not in (None, read.ef_sn):
                self.broken.append("codes leave for a card that says that it is another")
            self._operation_begins(card, is_puk=(command[1], command[3]) == VERIFY_PUK)

    def _operation_begins(self, card: SimulatedCard, *, is_puk: bool) -> None:
        self.tally.operations += 1
        press, self.person.unspent = self.person.unspent, None
        wanted = CodeSlot.PUK if is_puk else CodeSlot.CURRENT_PIN
        if press is None or press.slot is not wanted:
            self.broken.append("codes leave without a press of their final button")
            return
        now, told = _state(card), self.person.top.kiosk.visit.counters
        if is_puk and now.puk_tries_left <= STAFF_AT_OR_BELOW:
            known = told is None or told.puk.left <= STAFF_AT_OR_BELOW
            self._only_if_forged(TRIES, "the PUK leaves for a card with few tries", known=known)
        if not is_puk and now.pin_tries_left == 1 and not press.at_gate:
            known = told is None or told.pin.left == 1
            self._only_if_forged(TRIES, "a last try of the PIN without its gate", known=known)

    def _only_if_forged(self, what: str, sentence: str, *, known: bool = False) -> None:
        if known or self.row.forges != what:
            self.broken.append(sentence)
        else:
            self.tally.misled += 1

    def see(self, kiosk: Kiosk) -> None:
        """Every new value of the kiosk; a state counts once for each of its screens."""
        if kiosk.screen == self._screen:
            return
        self._screen = kiosk.screen
        self.tally.unblocked += kiosk.state is State.UNBLOCKED
        self.tally.unknown += kiosk.state in UNKNOWN
        self.tally.refused += kiosk.state in REFUSED
        if kiosk.state in CLAIMS:
            self.tally.pin_proved += kiosk.state is not State.UNBLOCKED
            self._judge_claim(kiosk.state)

    def _judge_claim(self, state: State) -> None:
        code, card = self.person.typed[CLAIMS[state]], self.last_card
        if card is None or not card.pin_is(code) or _state(card).pin_tries_left == 0:
            claim = f"{state.value} is shown, and the card does not take that code"
            self._only_if_forged(CURRENT_PIN if state is not State.UNBLOCKED else "", claim)

    def end(self) -> None:
        """The visit is over: what it cost the chips."""
        presses = sum(press.slot is CodeSlot.PUK for press in self.person.final)
        if len(self.operations) > len(self.person.final):
            self.broken.append("more operations than presses")
        lost = 0
        for codes in (self.person.own, self.person.others):
            before, now = self.before[id(codes.card)], _state(codes.card)
            lost += max(0, before.puk_tries_left - now.puk_tries_left)
            if before.puk_tries_left and not now.puk_tries_left:
                self._only_if_forged(TRIES, "the PUK is destroyed")
        if lost > presses:
            self.broken.append(f"{lost} tries of the PUK are gone after {presses} presses")


def _state(card: SimulatedCard) -> CardState:
    state = card.state()
    assert state is not None
    return state


class Warnings(logging.Handler):
    """Nobody logs: whatever does tells of an error that was swallowed."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class HostileVisits:
    """One kiosk and all the visits to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.told, self.lines, self.warnings = Told(), io.StringIO(), Warnings()
        logging.getLogger().addHandler(self.warnings)
        readers = SimulatedReaders()
        self.door = LyingDoor(readers)
        self.top = ThreadedKiosk(folder, readers, door=self.door, open_store=self._open, journal=Journal(self.lines))
        self.tallies = {name: Tally() for name in LIES}
        self.judge: Judge | None = None
        self.top.runtime.subscribe(lambda kiosk: None if self.judge is None else self.judge.see(kiosk))
        self.top.counted()
        self.threads = threading.active_count()
        self.words_of_the_file = self._files()

    def _open(self) -> OutcomeStore:
        store = WitnessedStore.open(self.folder / "bench.db", "bench", lambda: TODAY)
        assert isinstance(store, WitnessedStore)
        store.told = self.told
        return store

    def visit(self, number: int) -> None:
        """Raises Violated, NotAtRest, and whatever the screen's thread raises."""
        random = Random(f"{self.seed}/{number}")  # noqa: S311  # made to be repeated, protects nothing
        name = random.choice(list(LIES))
        person = self._somebody(random)
        self.judge = judge = Judge(person, LIES[name], self.tallies[name])
        self.door.lie, self.door.on_code = LIES[name].lie(random, self.door.channel), judge.code_leaves
        self.door.lie.random = Random(random.random())  # noqa: S311  # the lie is told on another thread
        person.visit()
        self.judge = None
        judge.end()
        self.tallies[name].visits += 1
        self.top.counted()
        broken = [*judge.broken, *self._left_behind(person)]
        if broken:
            raise Violated(f"{name}, {person.own.card.profile}: " + "; ".join(broken))
        self.told.forget()
        self.lines.truncate(self.lines.seek(0))

    def _somebody(self, random: Random) -> Person:
        return Person(random, self.top, self.door.channel, _a_card(random, None), _a_card(random, "99213900"))

    def _left_behind(self, person: Person) -> list[str]:
        for thread in threading.enumerate():
            if thread.name == "card":
                thread.join(5)
        return [
            *_uncounted(self.told),
            *self._written(person),
            *self.warnings.said,
            *([] if _empty(self.top) else ["a code is left in the vault"]),
            *([] if threading.active_count() == self.threads else ["a thread is left"]),
        ]

    def _written(self, person: Person) -> list[str]:
        """Faults in the journal; codes in it, but for the times, and in any file of the database.

        A code that is part of what stood there before anybody came, as in ``outcomes0004``, tells nothing.
        """
        lines = [json.loads(line) for line in self.lines.getvalue().splitlines()]
        broken = [f"journal: {line}" for line in lines if line["event"] == "fault" or line.get("fault")]
        for line in lines:
            line.pop("timestamp", None)
        text = json.dumps(lines).encode() + self._files()
        codes = [code.encode() for code in person.all_typed if len(code) >= 4]
        told = [code for code in codes if code in text and code not in self.words_of_the_file]
        return broken + ["a code is written down" for _ in told]

    def _files(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())

    def stop(self) -> None:
        """Raises Violated if the file does not hold exactly what the store was told."""
        self.top.runtime.stop()
        totals = totals_since(self.folder / "bench.db", "")
        counted: Counter[tuple[Service, Code, CardGeneration]] = Counter()
        for cell, count in totals.outcomes.items():
            counted[cell.service, cell.code, cell.generation] += count
        visits = sum(count for cell, count in totals.margins.items() if cell.margin is Margin.DURATION)
        if counted != self.told.outcomes or visits != self.told.all_visits:
            raise Violated("the database does not hold what was counted")


def _a_card(random: Random, serial: str | None) -> Codes:
    pin, puk = some_digits(random, 4), some_digits(random, 8)
    card = build(random.choice(PROFILES), Order(TODAY, pin=pin, puk=puk, serial=serial))
    if card.codes is not None and card.codes.puk.tries_left and random.random() < 0.2:
        card.codes.puk.tries_left = random.randint(1, 4)
    return Codes(card, puk, [pin])


def _uncounted(told: Told) -> list[str]:
    """Every service that began ended; a visit with a card is one reading."""
    broken = [] if Counter(told.begun) == Counter(told.ended) else ["a service that began did not end once"]
    readings = told.ended.count(Service.READING)
    return broken if readings == told.visits > 0 else [*broken, f"{readings} readings in {told.visits} visits"]


def _empty(top: ThreadedKiosk) -> bool:
    vault = top.runtime._vault
    places = [*vault._slots.values(), *(place for kept in vault._refused.values() for place in kept._places)]
    lent = [] if vault._lent is None else [*vault._lent._codes.values()]
    handed_out = [] if vault._lent is None else vault._lent._handed_out
    return not any(any(digits._bytes) or digits.count for digits in (*places, *lent)) and not any(map(any, handed_out))


def run(seed: int, numbers: range) -> int:
    """The status to exit with."""
    began, number = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        visits = HostileVisits(Path(folder), seed)
        try:
            for number in numbers:
                visits.visit(number)
            visits.stop()
        except (Violated, NotAtRest, Exception) as error:
            print(f"--seed {seed} --only {number}: {type(error).__name__}: {error}", flush=True)
            if isinstance(error, Violated | NotAtRest):
                return 1
            raise
    total = Tally()
    print(f"{'channel':<20}" + "".join(f"{heading.replace('_', ' '):>11}" for heading in vars(total)))
    for name, tally in visits.tallies.items():
        print(tally.line(name))
        for column in vars(tally):
            setattr(total, column, getattr(total, column) + getattr(tally, column))
    print(total.line("total"))
    print(f"seed {seed}, {visits.told.all_visits:,} visits counted, {time.monotonic() - began:.0f} s, no violation")
    return 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--visits", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, help="the number of the one visit to play")
    asked = options.parse_args()
    call.BACK_OFF_S = (0.002,)
    return run(asked.seed, range(asked.visits) if asked.only is None else range(asked.only, asked.only + 1))


if __name__ == "__main__":
    sys.exit(main())
