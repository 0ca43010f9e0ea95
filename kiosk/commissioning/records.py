"""Commissioning records (rule 13): one small file for each generation, reader model and AODF; no card, no person.

``{"format": 2, "generation": "cps3", "reader_model": "…", "aodf_sha256": "64 hex", "test_card": false,
"day": "2026-11-22", "version": "…"}``; ``test_card`` is null where the card did not say it. Format 1 had no such field.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diagnostics.files.durable import PUBLIC, make_folder, write_durably
from kiosk.card.commission import Commission
from kiosk.card.model import CardKind

FORMAT = 2
RECORDS_MAX = 64
"""Files looked at in the folder: a handful of models and generations."""

BYTES_MAX = 4096

_TEXTS = frozenset({"generation", "reader_model", "aodf_sha256", "day", "version"})
_OTHERS = {1: frozenset({"format"}), FORMAT: frozenset({"format", "test_card"})}
"""The keys of each format that can be read: those with a text, and those with something else."""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """``day`` and ``version``: when it was made, and by which version of this program."""

    commission: Commission
    day: date
    version: str


@dataclass(frozen=True, slots=True)
class Records:
    """What a folder holds. ``refused``: a French sentence for each file that counts as no record."""

    commissions: frozenset[Commission]
    refused: tuple[str, ...] = ()


class RecordRefused(ValueError):
    """Its text ends a French sentence that begins with the file's name."""


def read_records(folder: Path) -> Records:
    """Every ``*.json`` of the folder; one that is not there holds nothing. Never raises."""
    found: set[Commission] = set()
    refused: list[str] = []
    for path in _files(folder, refused):
        try:
            found.add(decode_record(_text(path)).commission)
        except RecordRefused as refusal:
            refused.append(f"Mise en service {path}\u00a0: {refusal}. Elle ne compte pas.")
    return Records(frozenset(found), tuple(refused))


def write_record(folder: Path, record: Record) -> Path:
    """Put it into the folder, whole or not at all, in the place of one for the same. Raises OSError.

    Whoever runs the kiosk reads what a technician recorded; nothing in it is personal.
    """
    make_folder(folder)
    path = folder / _name(record.commission)
    write_durably(path, encode_record(record).encode(), PUBLIC)
    return path


def encode_record(record: Record) -> str:
    commission = record.commission
    fields = {
        "format": FORMAT,
        "generation": commission.kind.value,
        "reader_model": commission.reader_model,
        "aodf_sha256": commission.aodf_hash,
        "test_card": commission.test_card,
        "day": record.day.isoformat(),
        "version": record.version,
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def decode_record(text: str) -> Record:
    """Raises RecordRefused for anything but a record of one of these formats."""
    fields = _fields(text)
    number = fields.get("format")
    others = _OTHERS.get(number) if type(number) is int else None
    if others is None:
        raise RecordRefused("elle est d’une version que ce programme ne connaît pas\u00a0; refaites-la")
    if set(fields) != _TEXTS | others or not all(isinstance(fields[key], str) for key in _TEXTS):
        raise RecordRefused("il y manque ou il y a de trop un champ\u00a0; refaites-la")
    kind, model, aodf = fields["generation"], str(fields["reader_model"]), str(fields["aodf_sha256"])
    readable = {each.value for each in CardKind if each.is_cps_in_contact}
    test_card = fields.get("test_card")
    possible = kind in readable and model.strip() and _HASH.fullmatch(aodf)
    if not possible or not isinstance(test_card, bool | None):
        raise RecordRefused("un de ses champs est impossible\u00a0; refaites-la")
    return Record(Commission(CardKind(kind), model, aodf, test_card), _day(str(fields["day"])), str(fields["version"]))


def _fields(text: str) -> dict[str, object]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordRefused("ce n’est pas du JSON\u00a0; refaites-la") from None
    if not isinstance(fields, dict):
        raise RecordRefused("ce n’est pas un enregistrement\u00a0; refaites-la")
    return fields


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RecordRefused("sa date est impossible\u00a0; refaites-la") from None


def _files(folder: Path, refused: list[str]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json")[:RECORDS_MAX]
    except FileNotFoundError:
        return []
    except OSError as error:
        refused.append(f"Mises en service {folder}\u00a0: le dossier ne peut pas être lu ({error.strerror}).")
        return []


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(BYTES_MAX).decode()
    except UnicodeDecodeError:
        raise RecordRefused("ce n’est pas un texte en UTF-8\u00a0; refaites-la") from None
    except OSError as error:
        raise RecordRefused(f"le fichier ne peut pas être lu ({error.strerror})") from None


def _name(commission: Commission) -> str:
    """The same name for the same commissioning, so that doing it again replaces it."""
    told = hashlib.sha256(f"{commission.reader_model}\n{commission.aodf_hash}".encode()).hexdigest()
    return f"{commission.kind.value}-{told[:16]}.json"
