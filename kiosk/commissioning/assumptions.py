"""The facts that no real card or sourced document has shown, and what happens where one is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """How a fact is known."""

    INFERRED = "inferred"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assumption:
    """``fact`` is used in the modules ``used_in``; ``if_wrong`` says what happens then.

    ``french`` is the fact as a technician reads it in the report of a first meeting.
    """

    key: str
    standing: Standing
    fact: str
    used_in: str
    if_wrong: str
    french: str


ASSUMPTIONS = (
    Assumption(
        "cps_marker",
        Standing.INFERRED,
        "12 25 00 64 80 in an ATR means a card of the CPS family.",
        "kiosk.card.cps.atr",
        "A card that is not read at all is called a CPS of another generation.",
        "Un ATR qui contient 12 25 00 64 80 est celui d’une carte de la famille CPS.",
    ),
    Assumption(
        "serial_luhn",
        Standing.INFERRED,
        "Issuer, serial and the digit after it pass Luhn together.",
        "kiosk.card.data.ef_sn",
        "The audit says « à vérifier » of the serial's check digit; nothing else hangs on it.",
        "Le numéro de série d’EF.SN se termine par une clé de Luhn.",
    ),
    Assumption(
        "cps4_ef_sn",
        Standing.UNKNOWN,
        "EF.SN of a CPS4 is where and what it is on a CPS3.",
        "kiosk.card.cps.cps4, kiosk.card.data.ef_sn",
        "The card has no identity to compare: nothing is offered, nothing is sent.",
        "EF.SN d’une CPS4 a la place et la forme de celui d’une CPS3.",
    ),
    Assumption(
        "short_read",
        Standing.UNKNOWN,
        "A reading past the end of a file answers 6282, 6CXX or 9000 with what there is.",
        "kiosk.card.iso7816.binary_file, kiosk.card.iso7816.exchange",
        "A file whose length nothing tells cannot be read: its part of the audit is missing.",
        "Une lecture au-delà de la fin d’un fichier répond 6282, 6Cxx ou 9000.",
    ),
    Assumption(
        "puk_sdo_shape",
        Standing.INFERRED,
        "The CHV object of the code de déblocage has the shape of the one of the code porteur, plus 9D.",
        "kiosk.card.data.chv_counters",
        "Counters unreadable: nothing is offered, nothing is sent.",
        "L’objet du code de déblocage est fait comme celui du code porteur, plus ses utilisations.",
    ),
    Assumption(
        "mf_is_current",
        Standing.INFERRED,
        "The CHV objects answer while the MF is current, and VERIFY does not move away from it.",
        "kiosk.card.cps.cps3",
        "6A88 on a reading: counters unreadable, so no permit; after a code: unexpected.",
        "Les compteurs d’une CPS3 se lisent à la racine de la carte.",
    ),
    Assumption(
        "aodf_shape",
        Standing.INFERRED,
        "Every AODF is written like the one that was published of a CPS3.",
        "kiosk.card.pkcs15.aodf",
        "No lengths, no padding: no permit, nothing is sent.",
        "La description des codes (AODF) s’écrit comme celle qui a été publiée.",
    ),
    Assumption(
        "cps4_aodf",
        Standing.ASSUMED,
        "The AODF of a CPS4 asks for what that of a CPS3 asks: 4 digits padded to 8 with FF, and 8 digits.",
        "kiosk.card.pkcs15.aodf",
        "Whatever it asks is done; what cannot be understood is not unblocked.",
        "L’AODF d’une CPS4 demande ce que demande celle d’une CPS3.",
    ),
    Assumption(
        "padding_sent",
        Standing.INFERRED,
        "A code is accepted in the length and with the padding that the AODF asks for.",
        "kiosk.card.codes.code_source",
        "6700 or 6A80: unexpected, nothing more is sent. A card that compared it would count one try.",
        "La carte accepte un code complété comme l’AODF le demande.",
    ),
    Assumption(
        "token_info",
        Standing.ASSUMED,
        "TokenInfo (5032) is the PKCS#15 sequence and its label reads CPS<generation>v<version>-<10 digits>.",
        "kiosk.card.pkcs15.directories, kiosk.card.data.card_number",
        "No number from the label; without CPS_ID_CARD either, no unblock.",
        "TokenInfo (5032) porte l’étiquette CPSnvn- suivie de dix chiffres.",
    ),
    Assumption(
        "odf_shape",
        Standing.ASSUMED,
        "ODF, DODF and CDF are PKCS#15 v1.1 with one path for each object, from 3F00/0001 unless it begins 3F00.",
        "kiosk.card.pkcs15.directories, kiosk.card.reading.objects",
        "Names, dates or certificates are missing; without the AODF, no unblock.",
        "Les répertoires ODF, DODF et CDF suivent PKCS#15, avec un chemin pour chaque objet.",
    ),
    Assumption(
        "certificate_labels",
        Standing.ASSUMED,
        "A certificate's label says what it is for (« Signature » was seen, « Authentification » was not).",
        "kiosk.card.pkcs15.directories",
        "The last byte of its identifier decides (01, 02); neither: the certificate is missing.",
        "L’étiquette d’un certificat dit à quoi il sert.",
    ),
    Assumption(
        "certificate_files",
        Standing.ASSUMED,
        "A certificate stands in DER at the place that the CDF gives, readable without a code.",
        "kiosk.card.reading.content",
        "The audit says that it could not be read; nothing else hangs on it.",
        "Les certificats sont en DER à l’endroit que dit le CDF, lisibles sans code.",
    ),
    Assumption(
        "id_card_layout",
        Standing.INFERRED,
        "CPS_ID_CARD is laid out as the issuer's CPS-GESTION reads it; no card's bytes were seen.",
        "kiosk.card.data.business_data",
        "No number, no dates: « à vérifier »; without a number from the label either, no unblock.",
        "CPS_ID_CARD a la disposition que lit CPS-GESTION.",
    ),
    Assumption(
        "holder_layout",
        Standing.INFERRED,
        "CPS_NAME_PS and CPS_INFO_PS are laid out as the issuer's CPS-GESTION reads them.",
        "kiosk.card.data.business_data",
        "The audit shows no holder; nothing else hangs on it.",
        "CPS_NAME_PS et CPS_INFO_PS ont la disposition que lit CPS-GESTION.",
    ),
    Assumption(
        "number_on_letter",
        Standing.INFERRED,
        "The ten digits of CPS_ID_CARD are the card number printed on the holder's letter.",
        "kiosk.card.data.card_number",
        "The holder does not find the number on the letter, and is sent to staff before any code is asked for.",
        "Les dix chiffres de CPS_ID_CARD sont ceux du courrier du porteur (à comparer à l’œil).",
    ),
    Assumption(
        "numbers_agree",
        Standing.INFERRED,
        "The number in the token label is that of CPS_ID_CARD.",
        "kiosk.card.data.card_number",
        "CPS_ID_CARD is believed; only a card without it is known by its label.",
        "Le numéro de l’étiquette est celui de CPS_ID_CARD.",
    ),
    Assumption(
        "rpps_luhn",
        Standing.INFERRED,
        "The eleven digits of an RPPS identifier end with a Luhn digit.",
        "kiosk.audit.national_id",
        "The audit says « à vérifier » of a good identifier.",
        "Un identifiant RPPS se termine par une clé de Luhn.",
    ),
    Assumption(
        "update_window_order",
        Standing.INFERRED,
        "In EF_ACTUA an end before its start is an update that was interrupted.",
        "kiosk.card.data.business_data",
        "The audit says « à vérifier » of a good card; nothing else hangs on it.",
        "Dans EF_ACTUA, une fin avant le début est une actualisation interrompue.",
    ),
    Assumption(
        "situation_layout",
        Standing.INFERRED,
        "CPS_ACTIVITY_nn_PS and CPS_SIT_FACT are laid out as the issuer's CPS-GESTION reads them.",
        "kiosk.card.data.situation_data",
        "A situation is shown as unreadable.",
        "Les situations ont la disposition que lit CPS-GESTION.",
    ),
    Assumption(
        "cps2ter_half",
        Standing.ASSUMED,
        "The code porteur verified with class 00 opens the billing data in the CPS2ter half of a CPS3.",
        "kiosk.card.cps.cps2ter",
        "The billing of a situation is not shown.",
        "Le code porteur ouvre aussi la partie CPS2ter d’une CPS3.",
    ),
    Assumption(
        "cps3_empty_verify",
        Standing.INFERRED,
        "An empty VERIFY of a CPS3 tells the tries left and costs none.",
        "kiosk.commissioning.transcript.read_only_connection",
        "Only the commissioning sends one, when asked to, and compares the counters.",
        "Un VERIFY vide d’une CPS3 dit les essais restants et n’en coûte aucun.",
    ),
    Assumption(
        "cps4_empty_verify",
        Standing.INFERRED,
        "An empty VERIFY of a CPS4 costs no try.",
        "kiosk.card.cps.cps4",
        "Counters would fall between two readings: the permit is void before any code; each reading would cost a try.",
        "Un VERIFY vide d’une CPS4 ne coûte aucun essai.",
    ),
    Assumption(
        "cps4_asked_anywhere",
        Standing.ASSUMED,
        "On channel 1 of a CPS4 the codes answer whatever file was selected after the applet.",
        "kiosk.card.cps.cps4",
        "Counters unreadable: nothing is offered, nothing is sent.",
        "Les compteurs d’une CPS4 se lisent quel que soit le fichier sélectionné.",
    ),
    Assumption(
        "cps4_counts_when_verified",
        Standing.INFERRED,
        "A CPS4 answers an empty VERIFY with 63CX even after the code was verified.",
        "kiosk.card.cps.cps4",
        "A proved unblocking ends as unexpected: the screen sends to staff, nothing more is sent.",
        "Une CPS4 dit ses essais même après la vérification du code.",
    ),
    Assumption(
        "cps4_pin_tries",
        Standing.ASSUMED,
        "The code porteur of a CPS4 has three tries at most; the maximum of its code de déblocage is not known.",
        "kiosk.card.cps.cps4, kiosk.card.spec",
        "More than three left: counters unreadable. Tries lost before cannot be told of the code de déblocage.",
        "Le code porteur d’une CPS4 a trois essais au plus.",
    ),
    Assumption(
        "cps4_reset_then_code",
        Standing.INFERRED,
        "On a CPS4 the new code is accepted while only the code de déblocage is verified, after the counter was reset.",
        "kiosk.card.cps.cps4",
        "Refused with a reason: the card is unblocked with its old code and the screen says so.",
        "Une CPS4 accepte le nouveau code après la remise à zéro du compteur.",
    ),
    Assumption(
        "one_session",
        Standing.INFERRED,
        "RESET RETRY COUNTER wants the unblock code verified in the same session, without a reset between.",
        "kiosk.card.codes.operation",
        "None: both are sent in one transaction anyway.",
        "Le déblocage se fait sans remise sous tension entre ses commandes.",
    ),
    Assumption(
        "reset_sets_both",
        Standing.INFERRED,
        "RESET RETRY COUNTER of a CPS3 sets code and counter at once, or neither.",
        "kiosk.card.codes.unblock.after_tear",
        "After a tear the screen would say which code stands, and be wrong: it proves the counters only and says so.",
        "Une CPS3 change le code et le compteur d’un seul coup.",
    ),
    Assumption(
        "last_refusal",
        Standing.UNKNOWN,
        "The refusal that exhausts a counter answers either 63C0 or 6983.",
        "kiosk.card.codes.judgement",
        "Another answer is unexpected; the counters are read and shown.",
        "Le refus qui épuise un compteur répond 63C0 ou 6983.",
    ),
    Assumption(
        "uses_spent",
        Standing.UNKNOWN,
        "One unblocking lowers the usage counter of the code de déblocage by 0, 1 or 2.",
        "kiosk.card.codes.unblock.judgement, kiosk.card.codes.unblock.after_tear",
        "A larger fall is unexpected, or unknown after a tear.",
        "Un déblocage coûte 0, 1 ou 2 utilisations du code de déblocage.",
    ),
    Assumption(
        "refusal_writes_nothing",
        Standing.INFERRED,
        "After 67XX, 69XX or 6AXX to a new code the card holds the old one (ISO 7816-4, 5.1.3).",
        "kiosk.card.codes.judgement",
        "The screen says that the old code stands, and the holder finds that it does not.",
        "Un nouveau code refusé avec un motif laisse l’ancien en place.",
    ),
    Assumption(
        "success_restores",
        Standing.INFERRED,
        "An accepted code sets its own try counter back to its maximum.",
        "kiosk.card.codes.judgement, kiosk.card.codes.unblock.after_tear, kiosk.card.codes.current_pin.after_tear",
        "A right code is told as an unexpected answer; after a tear a count between is unknown.",
        "Un code accepté rend tous ses essais.",
    ),
    Assumption(
        "counts_before_comparing",
        Standing.INFERRED,
        "A card may count a try before it compares: a tear costs no try or one.",
        "kiosk.card.codes.unblock.after_tear, kiosk.card.codes.current_pin.after_tear",
        "A larger fall after a tear is unknown, and said so.",
        "Une coupure coûte un essai au plus.",
    ),
    Assumption(
        "change_in_one_command",
        Standing.INFERRED,
        "A CPS3 changes its PIN on one command with the current one and the new one, each in its own form.",
        "kiosk.card.cps.cps3",
        "Unexpected: the old code stands, nothing more is sent.",
        "Une CPS3 change son code porteur en une commande, avec le code actuel et le nouveau.",
    ),
    Assumption(
        "change_compares_first",
        Standing.INFERRED,
        "A card that accepts its current PIN sets its tries back before it writes the new one.",
        "kiosk.card.codes.current_pin.after_tear",
        "A torn change could be told as not done although it was; trying the code shows which one stands.",
        "Une carte qui accepte le code actuel lui rend ses essais avant d’écrire le nouveau.",
    ),
    Assumption(
        "situation_labels",
        Standing.ASSUMED,
        "The DODF lists the situations under their labels, and a place that is not used is absent or filler.",
        "kiosk.card.reading.situations",
        "The situations could not be read, or one is shown as unreadable; no try is spent.",
        "Les situations sont dans le DODF sous leur étiquette ; une place libre est absente ou vide.",
    ),
)
