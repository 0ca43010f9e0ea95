"""French labels of the nomenclature codes that a CPS carries.

Source: DICO-FR.GIP version 2.18 of 28 February 2020, tables G02 (type of card), G03 (civility) and G15 (profession).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CIVILITIES: Mapping[int, str] = MappingProxyType({22: "Madame", 23: "Mademoiselle", 31: "Monsieur"})

TYPES: Mapping[int, str] = MappingProxyType({0: "CPS", 1: "CPF", 2: "CPE", 3: "CPA"})

PROFESSIONS: Mapping[int, str] = MappingProxyType(
    {
        10: "Médecin",
        21: "Pharmacien",
        26: "Audioprothésiste",
        28: "Opticien-Lunetier",
        31: "Assistant dentaire",
        32: "Physicien médical",
        35: "Aide-soignant",
        36: "Ambulancier",
        37: "Auxiliaire de puériculture",
        38: "Préparateur en pharmacie hospitalière",
        39: "Préparateur en pharmacie (officine)",
        40: "Chirurgien-Dentiste",
        50: "Sage-Femme",
        60: "Infirmier",
        69: "Infirmier psychiatrique",
        70: "Masseur-Kinésithérapeute",
        80: "Pédicure-Podologue",
        81: "Orthoprothésiste",
        82: "Podo-Orthésiste",
        83: "Orthopédiste-Orthésiste",
        84: "Oculariste",
        85: "Epithésiste",
        86: "Technicien de laboratoire médical",
        91: "Orthophoniste",
        92: "Orthoptiste",
        94: "Ergothérapeute",
        95: "Diététicien",
        96: "Psychomotricien",
        98: "Manipulateur ERM",
    }
)
