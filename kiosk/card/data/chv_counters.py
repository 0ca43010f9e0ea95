"""Counters from the CHV security data objects (deploy/reference/card.md §7.2).

Answer to GET DATA, in any order inside A0::

    70 L { BF 81 rr L { A0 L { 9A 01 max tries, 9B 01 tries left, [9D 01|02 uses left], A1 access rules, … } } }

with rr = 01 for the PIN and 02 for the PUK.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.card import spec
from kiosk.card.errors import MalformedData
from kiosk.card.iso7816.ber_tlv import Tlv, at_most_one, only, parse
from kiosk.card.model import Counters, TryCounter


@dataclass(frozen=True, slots=True)
class CodeState:
    """One CHV object: its try counter and its usage counter, if it has one."""

    tries: TryCounter
    uses_left: int | None


def decode_code_state(data: bytes, reference: int) -> CodeState:
    """The state of the code ``reference``. Raises MalformedTlv; MalformedData for counters that cannot be true."""
    template = only(parse(data), spec.TAG_SDO_TEMPLATE)
    chv = only(template.children(), spec.TAG_SDO_CHV | reference)
    fields = only(chv.children(), spec.TAG_DOCP).children()
    left = _number(only(fields, spec.TAG_TRIES_LEFT), 1)
    maximum = _number(only(fields, spec.TAG_TRIES_MAX), 1)
    if not 1 <= maximum <= spec.TRIES_MAX_PLAUSIBLE or left > maximum:
        raise MalformedData("a try counter that cannot be true")
    uses = at_most_one(fields, spec.TAG_USES_LEFT)
    return CodeState(TryCounter(left, maximum), None if uses is None else _number(uses, 2))


def counters_of(pin: CodeState, puk: CodeState) -> Counters:
    """Both states as one value. Raises MalformedData if the PIN has spent a usage counter of its own."""
    if pin.uses_left == 0:
        raise MalformedData("the code porteur cannot be used any more")
    return Counters(pin.tries, puk.tries, puk.uses_left)


def _number(field: Tlv, bytes_max: int) -> int:
    if not 1 <= len(field.value) <= bytes_max:
        raise MalformedData("a counter of the wrong length")
    return int.from_bytes(field.value, "big")
