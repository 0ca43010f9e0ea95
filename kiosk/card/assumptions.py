"""Every fact the card code leans on that no real card or sourced document has shown, in one table.

None of them decides alone to spend a try: where one is wrong, an answer is unexpected and the operation stops.
``guichet-cps card commission`` says of each what a real card says of it.
"""

from __future__ import annotations

from kiosk.card.assumption import Assumption, Standing
from kiosk.card.assumptions_of_codes import ASSUMPTIONS_OF_CODES

ASSUMPTIONS = (
    Assumption(
        "cps_marker",
        Standing.INFERRED,
        "12 25 00 64 80 in an ATR means a card of the CPS family.",
        "kiosk.card.atr",
        "A card that is not read at all is called a CPS of another generation.",
    ),
    Assumption(
        "serial_luhn",
        Standing.INFERRED,
        "Issuer, serial and the digit after it pass Luhn together.",
        "kiosk.card.serial",
        "The audit says « à vérifier » of the serial's check digit; nothing else hangs on it.",
    ),
    Assumption(
        "cps4_ef_sn",
        Standing.UNKNOWN,
        "EF.SN of a CPS4 is where and what it is on a CPS3.",
        "kiosk.card.cps4, kiosk.card.serial",
        "The card has no identity to compare: nothing is offered, nothing is sent.",
    ),
    Assumption(
        "short_read",
        Standing.UNKNOWN,
        "A reading past the end of a file answers 6282, 6CXX or 9000 with what there is.",
        "kiosk.card.files, kiosk.card.exchange",
        "A file whose length nothing tells cannot be read: its part of the audit is missing.",
    ),
    Assumption(
        "puk_sdo_shape",
        Standing.INFERRED,
        "The CHV object of the code de déblocage has the shape of the one of the code porteur, plus 9D.",
        "kiosk.card.sdo",
        "Counters unreadable: nothing is offered, nothing is sent.",
    ),
    Assumption(
        "mf_is_current",
        Standing.INFERRED,
        "The CHV objects answer while the MF is current, and VERIFY does not move away from it.",
        "kiosk.card.cps3",
        "6A88 on a reading: counters unreadable, so no permit; after a code: unexpected.",
    ),
    Assumption(
        "aodf_shape",
        Standing.INFERRED,
        "Every AODF is written like the one that was published of a CPS3.",
        "kiosk.card.aodf",
        "No lengths, no padding: no permit, nothing is sent.",
    ),
    Assumption(
        "cps4_aodf",
        Standing.ASSUMED,
        "The AODF of a CPS4 asks for what that of a CPS3 asks: 4 digits padded to 8 with FF, and 8 digits.",
        "kiosk.card.aodf",
        "Whatever it asks is done; what cannot be understood is not unblocked.",
    ),
    Assumption(
        "padding_sent",
        Standing.INFERRED,
        "A code is accepted in the length and with the padding that the AODF asks for.",
        "kiosk.card.codes",
        "6700 or 6A80: unexpected, nothing more is sent. A card that compared it would count one try.",
    ),
    Assumption(
        "token_info",
        Standing.ASSUMED,
        "TokenInfo (5032) is the PKCS#15 sequence and its label reads CPS<generation>v<version>-<10 digits>.",
        "kiosk.card.pkcs15, kiosk.card.number",
        "No number from the label; without CPS_ID_CARD either, no unblock.",
    ),
    Assumption(
        "odf_shape",
        Standing.ASSUMED,
        "ODF, DODF and CDF are PKCS#15 v1.1 with one path for each object, from 3F00/0001 unless it begins 3F00.",
        "kiosk.card.pkcs15, kiosk.card.objects",
        "Names, dates or certificates are missing; without the AODF, no unblock.",
    ),
    Assumption(
        "certificate_labels",
        Standing.ASSUMED,
        "A certificate's label says what it is for (« Signature » was seen, « Authentification » was not).",
        "kiosk.card.pkcs15",
        "The last byte of its identifier decides (01, 02); neither: the certificate is missing.",
    ),
    Assumption(
        "certificate_files",
        Standing.ASSUMED,
        "A certificate stands in DER at the place that the CDF gives, readable without a code.",
        "kiosk.card.content",
        "The audit says that it could not be read; nothing else hangs on it.",
    ),
    Assumption(
        "id_card_layout",
        Standing.INFERRED,
        "CPS_ID_CARD is laid out as the issuer's CPS-GESTION reads it; no card's bytes were seen.",
        "kiosk.card.business",
        "No number, no dates: « à vérifier »; without a number from the label either, no unblock.",
    ),
    Assumption(
        "holder_layout",
        Standing.INFERRED,
        "CPS_NAME_PS and CPS_INFO_PS are laid out as the issuer's CPS-GESTION reads them.",
        "kiosk.card.business",
        "The audit shows no holder; nothing else hangs on it.",
    ),
    Assumption(
        "number_on_letter",
        Standing.INFERRED,
        "The ten digits of CPS_ID_CARD are the card number printed on the holder's letter.",
        "kiosk.card.number",
        "The holder does not find the number on the letter, and is sent to staff before any code is asked for.",
    ),
    Assumption(
        "numbers_agree",
        Standing.INFERRED,
        "The number in the token label is that of CPS_ID_CARD.",
        "kiosk.card.number",
        "CPS_ID_CARD is believed; only a card without it is known by its label.",
    ),
    Assumption(
        "rpps_luhn",
        Standing.INFERRED,
        "The eleven digits of an RPPS identifier end with a Luhn digit.",
        "kiosk.audit.national_id",
        "The audit says « à vérifier » of a good identifier.",
    ),
    Assumption(
        "update_window_order",
        Standing.INFERRED,
        "In EF_ACTUA an end before its start is an update that was interrupted.",
        "kiosk.card.business",
        "The audit says « à vérifier » of a good card; nothing else hangs on it.",
    ),
    Assumption(
        "situation_layout",
        Standing.INFERRED,
        "CPS_ACTIVITY_nn_PS and CPS_SIT_FACT are laid out as the issuer's CPS-GESTION reads them.",
        "kiosk.card.situation_data",
        "A situation is shown as unreadable.",
    ),
    Assumption(
        "cps2ter_half",
        Standing.ASSUMED,
        "The code porteur verified with class 00 opens the billing data in the CPS2ter half of a CPS3.",
        "kiosk.card.cps2ter",
        "The billing of a situation is not shown.",
    ),
    Assumption(
        "cps3_empty_verify",
        Standing.INFERRED,
        "An empty VERIFY of a CPS3 tells the tries left and costs none.",
        "kiosk.card.commission_channel",
        "Only the commissioning sends one, when asked to, and compares the counters.",
    ),
    Assumption(
        "cps4_empty_verify",
        Standing.INFERRED,
        "An empty VERIFY of a CPS4 costs no try.",
        "kiosk.card.cps4",
        "Counters would fall between two readings: the permit is void before any code; each reading would cost a try.",
    ),
    Assumption(
        "cps4_asked_anywhere",
        Standing.ASSUMED,
        "On channel 1 of a CPS4 the codes answer whatever file was selected after the applet.",
        "kiosk.card.cps4",
        "Counters unreadable: nothing is offered, nothing is sent.",
    ),
    Assumption(
        "cps4_counts_when_verified",
        Standing.INFERRED,
        "A CPS4 answers an empty VERIFY with 63CX even after the code was verified.",
        "kiosk.card.cps4",
        "A proved unblocking ends as unexpected: the screen sends to staff, nothing more is sent.",
    ),
    Assumption(
        "cps4_pin_tries",
        Standing.ASSUMED,
        "The code porteur of a CPS4 has three tries at most; the maximum of its code de déblocage is not known.",
        "kiosk.card.cps4, kiosk.card.spec",
        "More than three left: counters unreadable. Tries lost before cannot be told of the code de déblocage.",
    ),
    Assumption(
        "cps4_reset_then_code",
        Standing.INFERRED,
        "On a CPS4 the new code is accepted while only the code de déblocage is verified, after the counter was reset.",
        "kiosk.card.cps4",
        "Refused with a reason: the card is unblocked with its old code and the screen says so.",
    ),
    *ASSUMPTIONS_OF_CODES,
)
