"""What a machine was commissioned for (rule 13): a generation of card, in a model of reader, with one AODF.

A reader's name is ``model [interface] (serial) 00 01``: the last two numbers are its index and its slot
(pcsc-lite, ``readerfactory.c`` and ``hotplug_libudev.c``). They change when readers are plugged in another order, and
the serial when one is replaced by its like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.card.model import CardKind

SIMULATED_READERS = ("Virtual PCD",)
"""What the names of vpcd's virtual readers begin with: they hold simulated cards and need no record (rule 13).

The demonstration says instead that it is its own reader, in the process, that holds them.
"""

_PLACE = re.compile(r"(?: \([^()]*\))?(?: [0-9A-F]{2}){2}\Z")


@dataclass(frozen=True, slots=True)
class Commission:
    """``aodf_hash``: SHA-256 of the AODF, as ``CardContent.aodf_hash`` gives it; the AODF says how codes are sent.

    ``test_card``: it was made with one; None where the card, or the record of an older version, does not say. The
    readiness of the machine is judged by it, no permit is.
    """

    kind: CardKind
    reader_model: str
    aodf_hash: str
    test_card: bool | None = None


def holds_simulated_cards(reader: str, simulated_readers: tuple[str, ...] = SIMULATED_READERS) -> bool:
    """Whether the name of ``reader`` begins like that of a reader with simulated cards."""
    return reader.startswith(simulated_readers)


def reader_model(reader: str) -> str:
    """The name of a reader without what tells it from another of its model."""
    return _PLACE.sub("", reader)


def is_commissioned(done: Iterable[Commission], kind: CardKind, reader: str, aodf_hash: str | None) -> bool:
    """Whether a card may be unblocked in that reader; judged without its AODF while that was not read (None)."""
    model = reader_model(reader)
    return any((each.kind, each.reader_model) == (kind, model) and aodf_hash in (None, each.aodf_hash) for each in done)
