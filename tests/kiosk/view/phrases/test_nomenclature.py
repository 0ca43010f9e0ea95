"""The labels of the codes on a card: those of the dictionary, and nothing for a code that it does not hold."""

from __future__ import annotations

from itertools import product

import pytest

from kiosk.view.phrases.nomenclature import Table, label, zone_label


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        (Table.CATEGORY, "00", "Carte de Professionnel ou Personnel de Santé"),
        (Table.CATEGORY, "83", "Certificat logiciel de TEST"),
        (Table.CARD_TYPE, 0, "Carte de Professionnel de Santé (CPS)"),
        (Table.CARD_TYPE, 3, "Carte de Personnel Autorisé (CDA/CPA)"),
        (Table.CIVILITY, 22, "Madame"),
        (Table.CIVILITY, 31, "Monsieur"),
        (Table.PHARMACIST, "A", "Pharmacien titulaire d’officine"),
        (Table.PHARMACIST, "DA", "Pharmacien adjoint"),
        (Table.STRUCTURE_ID, 4, "Cabinet RPPS"),
        (Table.PERSON_ID, "8", "N° RPPS"),
        (Table.QUALIFICATION, 0, "Spécialité de concours hospitalier (SCH)"),
        (Table.SPECIALITY_ADELI, 1, "Allergologie"),
        (Table.SPECIALITY_ADELI, 139, "IPA santé mentale"),
        (Table.PROFESSION, 10, "Médecin"),
        (Table.PROFESSION, 98, "Manipulateur ERM"),
        (Table.FUTURE_PROFESSION, 10, "Médecin en formation"),
        (Table.MODE, 7, "Non rétribué"),
        (Table.SECTOR, "SA07", "Cabinet individuel"),
        (Table.SECTOR, "SA63", "Communauté Professionnelle Territoriale de Santé"),
        (Table.SPECIALITY_AM, 19, "Chirurgie dentaire"),
        (Table.CONVENTION, 0, "Non conventionné"),
        (Table.CONVENTION, 9, "Établissement ou Centre de Santé"),
        (Table.TRAVEL, 2, "Indemnités kilométriques montagne"),
        (Table.APPROVAL, 6, "Agrément M"),
        (Table.APPROVAL, 99, "Non défini"),
    ],
)
def test_a_code_has_the_label_of_the_dictionary(table: Table, code: str | int, said: str) -> None:
    assert label(table, code) == said


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (Table.CARD_TYPE, 4),
        (Table.CIVILITY, 21),
        (Table.CIVILITY, 23 + 1),
        (Table.PROFESSION, 11),
        (Table.PROFESSION, 0),
        (Table.PROFESSION, 99),
        (Table.MODE, 2),
        (Table.MODE, -1),
        (Table.SPECIALITY_ADELI, 84),
        (Table.SPECIALITY_ADELI, 140),
        (Table.SECTOR, "SA00"),
        (Table.SECTOR, "SA64"),
        (Table.SECTOR, ""),
        (Table.CONVENTION, 4),
        (Table.TRAVEL, 4),
        (Table.APPROVAL, 7),
        (Table.PHARMACIST, "Z"),
        (Table.PROFESSION, None),
    ],
)
def test_an_unknown_code_has_no_label(table: Table, code: str | int | None) -> None:
    assert label(table, code) is None


PUBLISHED_ZONES = {
    0: {40: "A", 50: "B", 60: "C", 70: "D"},
    1: {10: "A", 11: "A", 20: "B", 22: "B", 23: "B", 24: "B", 25: "B", 30: "C"},
    2: {10: "A", 81: "A", 20: "B", 80: "B", 82: "B", 83: "B", 84: "B", 85: "B"},
    3: {31: "A", 30: "B", 32: "B", 33: "B", 34: "B", 35: "B"},
}
"""As the issuer's own program holds them (deploy/reference/card.md §10.8)."""


@pytest.mark.parametrize("convention", [None, *range(10)])
def test_every_zone_is_that_of_its_convention(convention: int | None) -> None:
    known = {} if convention is None else PUBLISHED_ZONES.get(convention, {})
    for zone in range(99):
        assert zone_label(convention, zone) == (f"Zone {known[zone]}" if zone in known else None), zone
    assert zone_label(convention, 99) == "Non définie"
    assert zone_label(convention, None) is None


def test_every_table_has_labels_and_they_are_typeset() -> None:
    codes = [*(f"{n:02d}" for n in range(140)), *map(str, range(10)), *(f"SA{n:02d}" for n in range(64))]
    letters = "ABCDEGHM"
    codes += [*letters, *map("".join, product(letters, repeat=2)), *(f"{n}/{z}" for n in range(4) for z in range(99))]
    for table in Table:
        found = {label(table, code) for code in codes} - {None}
        assert found, table
        assert all(text and "'" not in text and text == text.strip() for text in found)
