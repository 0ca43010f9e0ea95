"""What may stay in a transcript, kind of file by kind of file; all that is not listed is blank.

PKCS#15 directories and code objects: flags, types, lengths, references, paths and known labels. Business data: the
kind of card, and values that say nothing, of the same form. Nothing of a name, a number, a date or a profession.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from kiosk.card import spec
from kiosk.card.data.business_data import decode_update_window
from kiosk.card.errors import CardUnreadable
from kiosk.card.model import UpdateWindow
from kiosk.commissioning.transcript import redaction_values as values
from kiosk.commissioning.transcript.redacted_certificate import certificate
from kiosk.commissioning.transcript.tlv_walk import Rule, Tags, replaced

Redactor = Callable[[bytes], bytes]
"""The bytes of one stretch of a file → as many that tell nobody."""

_KNOWN_AIDS = (bytes.fromhex("E828BD080F8025000001FF0010"), bytes.fromhex("E828BD080F8025000001FF0020"))
"""Of the PKCS#15 applications: PKCS#15 identifiers of a CPS are one of them and one byte more (#2267)."""
_FILE_IDS = re.compile(
    rb"(?:\x3F[\x00\xFF]|\x2F\x00|\x00[\x01\x02]|\x50[\x31\x32]|[\x70\x71][\x01-\x0F]|\xA0[\x01-\x0F]|\xD0[\x00-\x1F]"
    rb"|\xD1[\x00-\x2F])+",
    re.DOTALL,
)
"""Files of a CPS as far as they are documented (deploy/reference/card.md §5.1)."""
_CURRENT_DF = bytes.fromhex("3FFF")
_NUMBER_MAX = 2
_FLAGS_MAX = 3
_ACTIONS = 0x7F
_CONDITIONS = frozenset((0x00, 0xFF, *range(0x10, 0x20)))
_CATEGORIES = frozenset((0x00, 0x02, 0x03, 0x80, 0x82, 0x83))
_CIVILITIES = frozenset((22, 23, 31))
_TWO_DIGITS = frozenset(range(100))
_MME, _PHYSICIAN = 22, 10


def _keep(value: bytes) -> bytes:
    return value


def _short(value: bytes, longest: int) -> bytes:
    return value if len(value) <= longest else values.blank(value)


def _access_rule(value: bytes) -> bytes:
    """Which actions are ruled, as bits, and a condition for each (ISO 7816-4, 5.4.3.2): always, never, after a code."""
    conditions = value[1:]
    whole = len(conditions) == (value[0] & _ACTIONS).bit_count() if value else True
    return value if whole and _CONDITIONS.issuperset(conditions) else values.blank(value)


def _in_directory(tags: Tags, _place: int, value: bytes, read: frozenset[bytes]) -> bytes:
    """A PKCS#15 directory or the code objects of the AODF; ``read`` are the files that were read, from the MF."""
    match tags[-1]:
        case 0x0C:
            return values.label(value)
        case 0x03:
            return _short(value, _FLAGS_MAX)
        case 0x01 | 0x02 | 0x0A | 0x80:
            return _short(value, _NUMBER_MAX)
        case 0x04:
            return _octets(tags, value, read)
        case _:
            return values.blank(value)


def _octets(tags: Tags, value: bytes, read: frozenset[bytes]) -> bytes:
    """A path where paths stand (ODF, A1 of an entry); elsewhere one byte, or the identifier of a key.

    A path is one that was followed, or made of documented files: other bytes could be anything.
    """
    if any(0xA0 <= tag <= 0xA8 for tag in tags):
        followed = bool({value, spec.APPLICATION + value.removeprefix(_CURRENT_DF)} & read)
        return value if followed or _FILE_IDS.fullmatch(value) else _short(value, 1)
    return value if value[:-1] in _KNOWN_AIDS else _short(value, 1)


def _in_token_info(tags: Tags, _place: int, value: bytes) -> bytes:
    by_tag: Mapping[Tags, Redactor] = {
        (0x30, 0x02): partial(_short, longest=1),
        (0x30, 0x03): partial(_short, longest=_FLAGS_MAX),
        (0x30, 0x0C): values.text,
        (0x30, 0x80): values.token_label,
    }
    return by_tag.get(tags, values.blank)(value)


def _listed(by_tag: Mapping[Tags, Redactor]) -> Rule:
    return lambda tags, _place, value: by_tag.get(tags, values.blank)(value)


def _of(rule: Rule) -> Redactor:
    return partial(replaced, rule=rule)


def _update_window(data: bytes) -> bytes:
    """The window of two days in 2000, sound or not as the card's own was."""
    try:
        sound = decode_update_window(data[: spec.EF_ACTUA_LENGTH]) is UpdateWindow.SOUND
    except CardUnreadable:
        return replaced(data, _listed({}))
    start, end = values.UPDATED if sound else values.UPDATED[::-1]
    return replaced(data, _listed({(0xEC, 0x81): lambda _: start, (0xEC, 0x82): lambda _: end}))


def directory(read: Iterable[bytes]) -> Redactor:
    """For the directories of a card whose files ``read`` were read."""
    return _of(partial(_in_directory, read=frozenset(read)))


_code_of = values.small_code
_COUNT = partial(_short, longest=2)

UNKNOWN: Redactor = _of(_listed({}))
CERTIFICATE: Redactor = certificate
FILES: Mapping[bytes, Redactor] = {
    spec.EF_SN: _of(_listed({(0x5A,): values.ef_sn})),
    spec.EF_ACTUA: _update_window,
    spec.EF_TOKEN_INFO: _of(_in_token_info),
}
"""Files that are where they are on every card, but for the first directory."""

DATA_OBJECTS: Mapping[str, Redactor] = {
    spec.LABEL_ID_CARD: _of(
        _listed(
            {
                (0xE3, 0x80): values.issuer_or_bcd,
                (0xE3, 0x81): values.bcd,
                (0xE3, 0x82): lambda value: value if set(value) <= _CATEGORIES else values.blank(value),
                (0xE3, 0x83): partial(values.bcd_day, instead=values.ISSUED),
                (0xE3, 0x84): partial(values.bcd_day, instead=values.ENDS),
            }
        )
    ),
    spec.LABEL_NAME_PS: _of(
        _listed(
            {
                (0xE4, 0x80): partial(_code_of, known=_CIVILITIES, instead=_MME),
                **{(0xE4, tag): values.text for tag in (0x81, 0x82, 0x83, 0x84)},
            }
        )
    ),
    spec.LABEL_INFO_PS: _of(
        _listed(
            {
                (0xED, 0x80): lambda value: value[:1] + values.blank(value[1:]),
                (0xED, 0x82): partial(_code_of, known=_TWO_DIGITS, instead=_PHYSICIAN),
                (0xED, 0x83): partial(_code_of, known=_TWO_DIGITS, instead=0),
                **{(0xED, tag): values.text for tag in (0x81, 0x84, 0x85)},
            }
        )
    ),
}
"""By the labels of the DODF."""

FILE_CONTROL: Redactor = _of(
    _listed(
        {(outer, tag): _COUNT for outer in (0x62, 0x6F) for tag in (0x80, 0x81, 0x82, 0x83, 0x88, 0x8A)}
        | {(outer, *tags): _access_rule for outer in (0x62, 0x6F) for tags in ((0x8C,), (0xA1, 0x8C), (0xA1, 0x9C))}
    )
)
"""What a SELECT answers: size, type, file identifier, access rules."""

_OF_A_CODE: Mapping[Tags, Redactor] = {
    **{(tag,): _COUNT for tag in (0x9A, 0x9B, 0x9C, 0x9D, 0x9E)},
    **{(0xA1, tag): _access_rule for tag in (0x8C, 0x9C)},
}
CODES: Redactor = _of(
    _listed(
        {
            (spec.TAG_SDO_TEMPLATE, spec.TAG_SDO_CHV | reference, spec.TAG_DOCP, *tags): rule
            for reference in (spec.PIN_REFERENCE, spec.PUK_REFERENCE)
            for tags, rule in _OF_A_CODE.items()
        }
    )
)
"""The objects of both codes: counters and access rules."""
