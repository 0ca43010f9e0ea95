"""Walks through TLV and replaces values: tags, lengths and filler stay, whatever the values were."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.card.errors import CardUnreadable
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv, parse, read_one
from kiosk.commissioning.transcript.redaction_values import blank

Tags = tuple[int, ...]
"""From the outermost object to the one in question."""

Rule = Callable[[Tags, int, bytes], bytes]
"""(tags, place among its neighbours from 0, value of a primitive object) → what stands there instead."""

_FILLER = (0x00, 0xFF)


def replaced(data: bytes, rule: Rule, tags: Tags = ()) -> bytes:
    """As long as ``data``; what is no TLV, and a constructed object whose inside is none, is blank."""
    found = bytearray()
    place = 0
    while len(found) < len(data):
        at = len(found)
        if data[at] in _FILLER:
            found.append(data[at])
            continue
        try:
            object_ = read_one(data, at, Lengths.ANY_FORM)
        except CardUnreadable:
            found += bytes(len(data) - at)
            break
        found += object_.raw[: len(object_.raw) - len(object_.value)] + _value(object_, rule, tags, place)
        place += 1
    return bytes(found)


def is_tlv(data: bytes) -> bool:
    """Whether it is made of whole objects, one after the other, and of nothing else."""
    try:
        return bool(parse(data, Lengths.ANY_FORM))
    except CardUnreadable:
        return False


def _value(object_: Tlv, rule: Rule, tags: Tags, place: int) -> bytes:
    within = (*tags, object_.tag)
    if object_.constructed:
        return replaced(object_.value, rule, within) if is_tlv(object_.value) else blank(object_.value)
    instead = rule(within, place, object_.value)
    return instead if len(instead) == len(object_.value) else blank(object_.value)
