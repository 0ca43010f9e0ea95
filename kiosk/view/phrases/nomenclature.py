"""French labels of the codes that a CPS carries.

The labels stand in ``nomenclature.tsv`` beside this file: table, code, label, separated by tabs. Source: DICO-FR.GIP
version 2.18 of 28 February 2020; the zones of table G102 (convention/zone) agree with the issuer's own program
(deploy/reference/card.md §10.8). Accents on capitals, abbreviations and one spelling mistake are set right.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ZONE_OF_ANY_CONVENTION = "*"


class Table(Enum):
    """The tables that the fields of a card refer to, by their number in the dictionary."""

    CATEGORY = "G01"
    CARD_TYPE = "G02"
    CIVILITY = "G03"
    PHARMACIST = "G05"
    STRUCTURE_ID = "G07"
    PERSON_ID = "G08"
    QUALIFICATION = "G11"
    SPECIALITY_ADELI = "G12"
    PROFESSION = "G15"
    FUTURE_PROFESSION = "G16"
    MODE = "G17"
    SECTOR = "R02"
    SPECIALITY_AM = "G100"
    CONVENTION = "G101"
    ZONE = "G102"
    TRAVEL = "G103"
    APPROVAL = "G104"


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    written = files("kiosk.view.phrases").joinpath("nomenclature.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in written.splitlines())
    return MappingProxyType({(table, code): label for table, code, label in rows})


def label(table: Table, code: str | int | None) -> str | None:
    """The label of a code, None if the dictionary has none.

    An ``int`` is looked up with two digits, and with one where the table has codes of one digit.
    """
    if code is None:
        return None
    known = _labels()
    if isinstance(code, str):
        return known.get((table.value, code))
    return known.get((table.value, f"{code:02d}")) or known.get((table.value, str(code)))


def zone_label(convention: int | None, zone: int | None) -> str | None:
    """What a tariff zone means depends on the convention, but for 99."""
    if zone is None:
        return None
    any_convention = label(Table.ZONE, f"{ZONE_OF_ANY_CONVENTION}/{zone:02d}")
    return any_convention or (None if convention is None else label(Table.ZONE, f"{convention}/{zone:02d}"))
