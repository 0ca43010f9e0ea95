"""The assumptions in a technician's French, by their keys (``kiosk.card.assumptions``)."""

from __future__ import annotations

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "cps_marker": "Un ATR qui contient 12 25 00 64 80 est celui d’une carte de la famille CPS.",
    "serial_luhn": "Le numéro de série d’EF.SN se termine par une clé de Luhn.",
    "cps4_ef_sn": "EF.SN d’une CPS4 a la place et la forme de celui d’une CPS3.",
    "short_read": "Une lecture au-delà de la fin d’un fichier répond 6282, 6Cxx ou 9000.",
    "puk_sdo_shape": "L’objet du code de déblocage est fait comme celui du code porteur, plus ses utilisations.",
    "mf_is_current": "Les compteurs d’une CPS3 se lisent à la racine de la carte.",
    "aodf_shape": "La description des codes (AODF) s’écrit comme celle qui a été publiée.",
    "cps4_aodf": "L’AODF d’une CPS4 demande ce que demande celle d’une CPS3.",
    "padding_sent": "La carte accepte un code complété comme l’AODF le demande.",
    "token_info": "TokenInfo (5032) porte l’étiquette CPSnvn- suivie de dix chiffres.",
    "odf_shape": "Les répertoires ODF, DODF et CDF suivent PKCS#15, avec un chemin pour chaque objet.",
    "certificate_labels": "L’étiquette d’un certificat dit à quoi il sert.",
    "certificate_files": "Les certificats sont en DER à l’endroit que dit le CDF, lisibles sans code.",
    "id_card_layout": "CPS_ID_CARD a la disposition que lit CPS-GESTION.",
    "holder_layout": "CPS_NAME_PS et CPS_INFO_PS ont la disposition que lit CPS-GESTION.",
    "number_on_letter": "Les dix chiffres de CPS_ID_CARD sont ceux du courrier du porteur (à comparer à l’œil).",
    "numbers_agree": "Le numéro de l’étiquette est celui de CPS_ID_CARD.",
    "rpps_luhn": "Un identifiant RPPS se termine par une clé de Luhn.",
    "update_window_order": "Dans EF_ACTUA, une fin avant le début est une actualisation interrompue.",
    "situation_layout": "Les situations ont la disposition que lit CPS-GESTION.",
    "cps2ter_half": "Le code porteur ouvre aussi la partie CPS2ter d’une CPS3.",
    "cps3_empty_verify": "Un VERIFY vide d’une CPS3 dit les essais restants et n’en coûte aucun.",
    "cps4_empty_verify": "Un VERIFY vide d’une CPS4 ne coûte aucun essai.",
    "cps4_asked_anywhere": "Les compteurs d’une CPS4 se lisent quel que soit le fichier sélectionné.",
    "cps4_counts_when_verified": "Une CPS4 dit ses essais même après la vérification du code.",
    "cps4_pin_tries": "Le code porteur d’une CPS4 a trois essais au plus.",
    "cps4_reset_then_code": "Une CPS4 accepte le nouveau code après la remise à zéro du compteur.",
    "one_session": "Le déblocage se fait sans remise sous tension entre ses commandes.",
    "reset_sets_both": "Une CPS3 change le code et le compteur d’un seul coup.",
    "last_refusal": "Le refus qui épuise un compteur répond 63C0 ou 6983.",
    "uses_spent": "Un déblocage coûte 0, 1 ou 2 utilisations du code de déblocage.",
    "refusal_writes_nothing": "Un nouveau code refusé avec un motif laisse l’ancien en place.",
    "success_restores": "Un code accepté rend tous ses essais.",
    "counts_before_comparing": "Une coupure coûte un essai au plus.",
}
