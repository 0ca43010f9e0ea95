"""The half of a CPS3 that still is a CPS2ter: its billing data (deploy/reference/card.md §5.5).

=====================  =========================================================================
one directory down     A0 A4 00 00 02 fid → 9F0A, for 3F00, 7F01 and the file 4000
size                   A0 C0 00 00 0A → 85 08 { size (2), file id (2), type (1: 04 a file), … }
content                A0 B0 offset LL
=====================  =========================================================================

The PIN that was verified with class 00 opens it (assumed: the issuer's module verifies nothing here).
"""

from __future__ import annotations

from kiosk.card import spec
from kiosk.card.errors import MalformedData, UnexpectedStatus
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.apdu import Command
from kiosk.card.iso7816.ber_tlv import only, parse
from kiosk.card.iso7816.binary_file import SelectedFile, first_object
from kiosk.card.iso7816.exchange import Exchange

_CLA = spec.CLA_CPS2TER
_TAG_STATE = 0x85
_STATE_LENGTH_MIN = 5
_ELEMENTARY = 0x04


def read_billing(exchange: Exchange) -> bytes:
    """The encoding of CPS_SIT_FACT. Raises CardUnreadable, TransportError."""
    waiting = 0
    for fid in spec.BILLING_IN_CPS2TER:
        waiting = _select(exchange, fid)
    size = _size(exchange, waiting)
    return first_object(SelectedFile(exchange, _CLA, length=size))


def _select(exchange: Exchange, fid: bytes) -> int:
    """Bytes that wait to be fetched."""
    sw = exchange.send(Command(_CLA, spec.INS_SELECT, 0x00, 0x00, fid)).sw
    waiting = status_words.bytes_waiting_cps2ter(sw)
    if waiting is None:
        raise UnexpectedStatus("SELECT", sw)
    return waiting


def _size(exchange: Exchange, waiting: int) -> int:
    response = exchange.send(Command(_CLA, spec.INS_GET_RESPONSE, 0x00, 0x00, le=waiting))
    if response.sw != status_words.SUCCESS:
        raise UnexpectedStatus("GET RESPONSE", response.sw)
    state = only(parse(response.data), _TAG_STATE).value
    if len(state) < _STATE_LENGTH_MIN or state[2:4] != spec.BILLING_IN_CPS2TER[-1] or state[4] != _ELEMENTARY:
        raise MalformedData("another file than the one that was selected")
    return int.from_bytes(state[:2], "big")
