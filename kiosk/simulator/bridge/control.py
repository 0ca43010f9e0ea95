"""What a test says to a simulated card from outside: one line a command, one JSON line an answer.

``insert [profile [serial]]`` (8 digits: another card of its like) · ``remove`` · ``tear before|counted|after INS`` (INS
in hexadecimal, or ``#n``: the n-th command from now, counted from 0) · ``untear`` · ``hang before|after [BYTES]`` (the
next command, or the next that begins so, in hexadecimal) · ``release`` · ``state`` · ``check-pin DIGITS`` (true or
false) · ``journal`` (headers, lengths, status words) · ``forget`` (empties the journal). No answer ever holds a code;
the text of an error is French.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Protocol

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.journal import traffic
from kiosk.simulator.chip.tear import ArmedTear, Moment, at_instruction

SERIAL = re.compile(r"[0-9]{8}")


class Bench(Protocol):
    """The reader the card is put into."""

    @property
    def card(self) -> SimulatedCard | None:
        """The card that is in."""
        ...

    def insert(self, card: SimulatedCard) -> None:
        """Raises ValueError if one is in."""
        ...

    def remove(self) -> SimulatedCard | None:
        """Take it out."""
        ...

    def hang(self, moment: Moment, command: bytes = b"") -> None:
        """Keep the next command that begins so waiting."""
        ...

    def release(self) -> None:
        """Let it go on."""
        ...


class Maker(Protocol):
    """Makes a fresh card of a profile, with a serial number of its own if one is given. Raises KeyError."""

    def __call__(self, profile: str, serial: str | None = None) -> SimulatedCard: ...


class BadCommand(Exception):
    """The line is not a command; the message says what was expected."""


def parse_tear(words: list[str]) -> ArmedTear:
    """``[moment, INS or #n]`` → the tear. Raises BadCommand."""
    try:
        moment, where = words
        if where.startswith("#"):
            return ArmedTear(int(where[1:]), Moment(moment))
        return at_instruction(int(where, 16), Moment(moment))
    except ValueError as error:
        raise BadCommand("écrire\u00a0: tear before|counted|after INS|#n") from error


class Control:
    """Executes lines. ``insert`` alone puts back the card that was removed last, at first ``spare``."""

    def __init__(self, bench: Bench, make: Maker, spare: SimulatedCard | None = None) -> None:
        self._bench = bench
        self._make = make
        self._last = bench.card or spare

    def answer(self, line: str) -> str:
        """One line of JSON for one line of command; ``{"error": …}`` for one that cannot be done."""
        try:
            return json.dumps(self._execute(line.split()), ensure_ascii=False)
        except BadCommand as error:
            return json.dumps({"error": str(error)}, ensure_ascii=False)

    def _execute(self, words: list[str]) -> dict[str, object] | bool:
        match words:
            case ["insert"]:
                return self._insert(self._card())
            case ["insert", profile]:
                return self._insert(self._made(profile))
            case ["insert", profile, serial] if SERIAL.fullmatch(serial):
                return self._insert(self._made(profile, serial))
            case ["remove"]:
                return {"removed": self._bench.remove() is not None}
            case ["tear", *where]:
                self._card().arm(parse_tear(where))
                return {"armed": True}
            case ["untear"]:
                self._card().arm(None)
                return {"armed": False}
            case ["hang", ("before" | "after") as moment, *command] if len(command) <= 1:
                self._bench.hang(Moment(moment), _first_bytes(*command))
                return {"hanging": True}
            case ["release"]:
                self._bench.release()
                return {"hanging": False}
            case _:
                return self._tell(words)

    def _tell(self, words: list[str]) -> dict[str, object] | bool:
        card = self._card()
        match words:
            case ["state"]:
                return self._state(card)
            case ["check-pin", digits]:
                return self._pin_is(card, digits)
            case ["journal"]:
                return _journal(card)
            case ["forget"]:
                card.forget()
                return {"forgotten": True}
            case _:
                raise BadCommand(
                    "au choix\u00a0: insert, remove, tear, untear, hang, release, state, check-pin, journal, forget"
                )

    def _card(self) -> SimulatedCard:
        self._last = self._bench.card or self._last
        if self._last is None:
            raise BadCommand("aucune carte n’a encore été insérée\u00a0: insert PROFIL")
        return self._last

    def _made(self, profile: str, serial: str | None = None) -> SimulatedCard:
        try:
            return self._make(profile, serial)
        except KeyError as error:
            raise BadCommand(
                f"aucune carte ne s’appelle «\u00a0{profile}\u00a0»\u00a0: voir guichet-cps simulate --help"
            ) from error

    def _insert(self, card: SimulatedCard) -> dict[str, object]:
        try:
            self._bench.insert(card)
        except ValueError as error:
            raise BadCommand("une carte est déjà dans le lecteur\u00a0: remove d’abord") from error
        self._last = card
        return {"inserted": card.profile}

    def _state(self, card: SimulatedCard) -> dict[str, object]:
        state = card.state()
        counters = {} if state is None else asdict(state)
        return {"profile": card.profile, "present": self._bench.card is card} | counters

    @staticmethod
    def _pin_is(card: SimulatedCard, digits: str) -> bool:
        try:
            return card.pin_is(digits)
        except ValueError as error:
            raise BadCommand("check-pin attend de un à huit chiffres") from error


def _first_bytes(text: str = "") -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise BadCommand("écrire\u00a0: hang before|after, et les premiers octets de la commande (00200002)") from error


def _journal(card: SimulatedCard) -> dict[str, object]:
    exchanges = card.journal()
    return asdict(traffic(exchanges)) | {"lines": [exchange.line() for exchange in exchanges]}
