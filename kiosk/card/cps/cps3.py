"""The CPS3 in contact, as real traces and the issuer's module speak to it (deploy/reference/card.md §4, §8).

=====================  =========================================================================
reading EF.SN          00 B0 9C 00 0C, else 00 A4 09 0C 04 3F00 D003 · 00 B0 00 00 0C
counters               for rr = 01 and 02, in the MF: 00 CB 3F FF 0A 4D 08 70 06 BF 81 rr 02 A0 80;
                       if that is refused, again after 00 A4 00 0C 02 3F00
EF_ACTUA               00 A4 09 0C 04 3F00 D010 → 6A82 if the card was never updated · 00 B0 00 00 14
unblock                00 20 00 02 08 PUK · 00 2C 02 01 08 new code · 00 20 00 01 08 new code
current PIN           00 20 00 01 08 current PIN
change                 00 24 00 01 10 current PIN, new code · 00 20 00 01 08 new code
=====================  =========================================================================

No selection asks for the FCP: on T=0 it comes by a GET RESPONSE, which costs as much as the 6CXX that it would spare.
"""

from __future__ import annotations

from contextlib import suppress

from kiosk.card import spec
from kiosk.card.cps import cps2ter
from kiosk.card.cps.dialect import CodeStep, Generation
from kiosk.card.data.business_data import decode_update_window
from kiosk.card.data.chv_counters import CodeState, counters_of, decode_code_state
from kiosk.card.data.ef_sn import checked_ef_sn
from kiosk.card.errors import CardUnreadable, UnexpectedStatus
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.apdu import LE_MAX, Command
from kiosk.card.iso7816.binary_file import SelectedFile, first_object
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CardKind, CodeRole, Counters, Sent, UpdateWindow
from kiosk.card.pkcs15.directories import Location

_CLA = spec.CLA_CPS3
_PROOF = CodeStep(Sent.PROOF, _CLA, spec.INS_VERIFY, 0x00, spec.PIN_REFERENCE, (CodeRole.NEW_PIN,))


class Cps3Dialect:
    """The dialect of the CPS3 in contact; it keeps nothing."""

    cla = _CLA
    counts_by_empty_verify = False
    unblock_steps = (
        CodeStep(Sent.PUK, _CLA, spec.INS_VERIFY, 0x00, spec.PUK_REFERENCE, (CodeRole.PUK,)),
        CodeStep(
            Sent.RESET,
            _CLA,
            spec.INS_RESET_RETRY_COUNTER,
            spec.RESET_WITH_NEW_CODE,
            spec.PIN_REFERENCE,
            (CodeRole.NEW_PIN,),
        ),
        _PROOF,
    )
    change_steps = (
        CodeStep(
            Sent.NEW_CODE,
            _CLA,
            spec.INS_CHANGE,
            spec.CHANGE_CURRENT_PIN_TO_NEW,
            spec.PIN_REFERENCE,
            (CodeRole.CURRENT_PIN, CodeRole.NEW_PIN),
        ),
        _PROOF,
    )
    current_pin_steps = (
        CodeStep(Sent.CURRENT_PIN, _CLA, spec.INS_VERIFY, 0x00, spec.PIN_REFERENCE, (CodeRole.CURRENT_PIN,)),
    )

    def read_ef_sn(self, exchange: Exchange) -> bytes:
        """12 bytes; the MF is the current directory afterwards. Raises MalformedData if they are not of this issuer.

        Only the MF has it under this short identifier. Where another directory is current, the path leads there.
        """
        with suppress(CardUnreadable):
            return checked_ef_sn(self._ef_sn_in_mf(exchange))
        file = self.open_file(exchange, Location(spec.EF_SN, length=spec.EF_SN_LENGTH))
        file.need(spec.EF_SN_LENGTH)
        return checked_ef_sn(file.data)

    def read_update_window(self, exchange: Exchange) -> UpdateWindow:
        """ABSENT without the file; CORRUPT if it cannot be read or understood."""
        try:
            file = self.open_file(exchange, Location(spec.EF_ACTUA))
            return decode_update_window(first_object(file, spec.EF_ACTUA_LENGTH))
        except UnexpectedStatus as refusal:
            absent = (refusal.command, refusal.sw) == ("SELECT", status_words.FILE_NOT_FOUND)
            return UpdateWindow.ABSENT if absent else UpdateWindow.CORRUPT
        except CardUnreadable:
            return UpdateWindow.CORRUPT

    def read_counters(self, exchange: Exchange) -> Counters:
        """From the CHV objects of the MF, which is selected where they are refused in the current directory."""
        try:
            return self._counters(exchange)
        except UnexpectedStatus:
            self._select(exchange, spec.SELECT_BY_ID, spec.MF)
            return self._counters(exchange)

    def open_file(self, exchange: Exchange, location: Location) -> SelectedFile:
        self._select(exchange, spec.SELECT_BY_PATH, location.path)
        return SelectedFile(exchange, _CLA, location.offset, location.length)

    def read_billing(self, exchange: Exchange, listed: Location | None) -> bytes:
        """From the CPS2ter half, whatever the directories say."""
        return cps2ter.read_billing(exchange)

    def _select(self, exchange: Exchange, p1: int, path: bytes) -> None:
        sw = exchange.send(Command(_CLA, spec.INS_SELECT, p1, spec.SELECT_NO_ANSWER, path)).sw
        if sw != status_words.SUCCESS:
            raise UnexpectedStatus("SELECT", sw)

    def _ef_sn_in_mf(self, exchange: Exchange) -> bytes:
        p1 = spec.READ_BY_SHORT_IDENTIFIER | spec.EF_SN_SHORT
        response = exchange.send(Command(_CLA, spec.INS_READ_BINARY, p1, 0x00, le=spec.EF_SN_LENGTH))
        if response.sw not in (status_words.SUCCESS, status_words.END_OF_FILE):
            raise UnexpectedStatus("READ BINARY", response.sw)
        return response.data

    def _counters(self, exchange: Exchange) -> Counters:
        pin = self._code_state(exchange, spec.PIN_REFERENCE)
        return counters_of(pin, self._code_state(exchange, spec.PUK_REFERENCE))

    def _code_state(self, exchange: Exchange, reference: int) -> CodeState:
        """Header list 4D 08 {70 06 {BF 81 rr 02 A0 80}}: the whole A0 of that object."""
        wanted = bytes((0x4D, 0x08, spec.TAG_SDO_TEMPLATE, 0x06, 0xBF, 0x81, reference, 0x02, spec.TAG_DOCP, 0x80))
        command = Command(_CLA, spec.INS_GET_DATA, spec.GET_DATA_P1, spec.GET_DATA_P2, wanted, LE_MAX)
        response = exchange.send(command)
        if response.sw != status_words.SUCCESS:
            raise UnexpectedStatus("GET DATA", response.sw)
        return decode_code_state(response.data, reference)


CPS3 = Generation(
    CardKind.CPS3,
    word="CPS3",
    found="une CPS3",
    statistics="cps3",
    atrs=(bytes.fromhex("3BAC00402A001225006480000310009000"),),
    dialect=Cps3Dialect(),
)
"""Its answers to reset: CL, PCSC-tools list of 3 June 2026."""
