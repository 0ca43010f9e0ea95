"""The CPS4, as the issuer's own module speaks to it, on channel 1 (deploy/reference/card.md §3.4, §7.3, §8).

=====================  =========================================================================
opening the channel    01 A4 04 0C 08 80250000 01FF0100, first in every transaction: a reset closes it
reading EF.SN          01 A4 08 00 02 D003 → 61XX · 01 C0 00 00 XX → 6F {80 size, …} · 01 B0 00 00 0C
counters               01 20 00 01 00 and 01 20 00 02 00 → 63CX, or 6983 for none left
unblock                01 20 00 02 08 PUK · 01 2C 03 81 00 (counter only) ·
                       01 24 01 01 08 new code · 01 20 00 01 08 new code
current PIN           01 20 00 01 08 current PIN
change                 01 20 00 01 08 current PIN · 01 24 01 01 08 new code · 01 20 00 01 08 new code
=====================  =========================================================================

There is no EF_ACTUA and no usage counter, and the card does not tell the maxima.
"""

from __future__ import annotations

from kiosk.card import spec
from kiosk.card.cps.dialect import CodeStep, Generation
from kiosk.card.data.ef_sn import checked_ef_sn
from kiosk.card.errors import CardUnreadable, MalformedData, UnexpectedStatus
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.apdu import LE_MAX, Command
from kiosk.card.iso7816.ber_tlv import at_most_one, only, parse
from kiosk.card.iso7816.binary_file import SelectedFile, first_object
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CardKind, CodeRole, Counters, Sent, TryCounter, UpdateWindow
from kiosk.card.pkcs15.directories import Location

_CLA = spec.CLA_CPS4
_CURRENT_PIN = CodeStep(Sent.CURRENT_PIN, _CLA, spec.INS_VERIFY, 0x00, spec.PIN_REFERENCE, (CodeRole.CURRENT_PIN,))
_NEW_CODE = CodeStep(
    Sent.NEW_CODE, _CLA, spec.INS_CHANGE, spec.CHANGE_TO_NEW_ONLY, spec.PIN_REFERENCE, (CodeRole.NEW_PIN,)
)
_PROOF = CodeStep(Sent.PROOF, _CLA, spec.INS_VERIFY, 0x00, spec.PIN_REFERENCE, (CodeRole.NEW_PIN,))


class Cps4Dialect:
    """The dialect of the CPS4; it keeps nothing."""

    cla = _CLA
    counts_by_empty_verify = True
    unblock_steps = (
        CodeStep(Sent.PUK, _CLA, spec.INS_VERIFY, 0x00, spec.PUK_REFERENCE, (CodeRole.PUK,)),
        CodeStep(Sent.RESET, _CLA, spec.INS_RESET_RETRY_COUNTER, spec.RESET_COUNTER_ONLY, spec.PIN_TO_RESET, ()),
        _NEW_CODE,
        _PROOF,
    )
    change_steps = (_CURRENT_PIN, _NEW_CODE, _PROOF)
    current_pin_steps = (_CURRENT_PIN,)

    def read_ef_sn(self, exchange: Exchange) -> bytes:
        """12 bytes, after opening channel 1. Raises MalformedData if they are not of this issuer."""
        self._open_channel(exchange)
        file = self.open_file(exchange, Location(spec.EF_SN, length=spec.EF_SN_LENGTH))
        file.need(spec.EF_SN_LENGTH)
        return checked_ef_sn(file.data)

    def read_update_window(self, exchange: Exchange) -> UpdateWindow:
        """Always ABSENT: a CPS4 has no such file."""
        return UpdateWindow.ABSENT

    def read_counters(self, exchange: Exchange) -> Counters:
        """From an empty VERIFY of each code, which costs nothing, wherever the channel stands (assumed).

        Raises UnexpectedStatus for 9000 and all else.
        """
        pin_left = self._tries_left(exchange, spec.PIN_REFERENCE)
        if pin_left > spec.PIN_TRIES_CPS4:
            raise MalformedData("a try counter that cannot be true")
        puk_left = self._tries_left(exchange, spec.PUK_REFERENCE)
        return Counters(TryCounter(pin_left, spec.PIN_TRIES_CPS4), TryCounter(puk_left, None), None)

    def open_file(self, exchange: Exchange, location: Location) -> SelectedFile:
        path = location.path.removeprefix(spec.MF)
        if not path:
            raise MalformedData("a directory where a file should be")
        select = Command(_CLA, spec.INS_SELECT, spec.SELECT_BY_PATH_FROM_MF, spec.SELECT_FCI, path, LE_MAX)
        told = _size_told(self._succeed(exchange, select))
        length = told - location.offset if location.length is None and told is not None else location.length
        return SelectedFile(exchange, _CLA, location.offset, length)

    def read_billing(self, exchange: Exchange, listed: Location | None) -> bytes:
        """An object like the others (CL external specification, table of labels)."""
        if listed is None:
            raise MalformedData("no billing data in the directories")
        return first_object(self.open_file(exchange, listed))

    def _open_channel(self, exchange: Exchange) -> None:
        select = Command(_CLA, spec.INS_SELECT, spec.SELECT_BY_AID, spec.SELECT_NO_ANSWER, spec.AID_CPS4)
        self._succeed(exchange, select)

    def _succeed(self, exchange: Exchange, select: Command) -> bytes:
        """What the selection answered."""
        response = exchange.send(select)
        if response.sw != status_words.SUCCESS:
            raise UnexpectedStatus("SELECT", response.sw)
        return response.data

    def _tries_left(self, exchange: Exchange, reference: int) -> int:
        response = exchange.send(Command(_CLA, spec.INS_VERIFY, 0x00, reference))
        left = 0 if response.sw == status_words.BLOCKED else status_words.tries_told(response.sw)
        if left is None or response.data:
            raise UnexpectedStatus("VERIFY without data", response.sw)
        return left


def _size_told(fci: bytes) -> int | None:
    """The size of the selected file, which spares readings past its end; None if the card does not tell it."""
    try:
        size = at_most_one(only(parse(fci), spec.TAG_FCI).children(), spec.TAG_FILE_SIZE)
    except CardUnreadable:
        return None
    return None if size is None or len(size.value) != spec.FILE_SIZE_LENGTH else int.from_bytes(size.value, "big")


CPS4 = Generation(
    CardKind.CPS4,
    word="CPS4",
    found="une CPS4",
    statistics="cps4",
    atrs=(
        bytes.fromhex("3BDC18FF00001225006480000401009000"),
        bytes.fromhex("3B9B188001001225006480040100009044"),
        bytes.fromhex("3B9B188001001225006480000401009044"),
    ),
    dialect=Cps4Dialect(),
)
"""Its answers to reset: CL, PCSC-tools list of 3 June 2026."""
