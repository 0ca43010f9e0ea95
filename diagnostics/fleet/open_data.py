"""The published months as files for everybody: CSV, JSON, and a SQLite database for Datasette.

They hold what the central database recorded as published, and nothing else. The fields are described in
deploy/guide/parc.md.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from diagnostics.files.durable import PUBLIC, take_the_place, unfinished, write_durably
from diagnostics.fleet.publish_month import Publication
from diagnostics.outcomes.codes import Code, Service
from diagnostics.publication.publication import PublishedRow

SCHEMA = 1
TOTAL = "total"
HIDDEN = "secret"

DATABASE = "parc.sqlite3"

SERVICES = {
    Service.READING: "Lecture de la carte",
    Service.AUDIT: "Contrôle de la carte",
    Service.UNBLOCK: "Déblocage",
    Service.REFERRAL: "Réfection de code",
    Service.CURRENT_PIN: "Code actuel",
}

_COLUMNS = ("mois", "service", "departement", "code", "nombre")


def write_extract(folder: Path, publications: Iterable[Publication]) -> tuple[Path, ...]:
    """``<month>.csv`` and ``<month>.json`` for each month, and DATABASE with all of them; the paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    months = tuple(publications)
    files: list[Path] = []
    for publication in months:
        for ending, text in (("csv", as_csv(publication)), ("json", as_json(publication))):
            files.append(folder / f"{publication.month}.{ending}")
            write_durably(files[-1], text.encode(), PUBLIC)
    return (*files, _database(folder / DATABASE, months))


def as_csv(publication: Publication) -> str:
    """Semicolons, as a French spreadsheet opens them; a hidden number is the word HIDDEN."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((*address, HIDDEN if n is None else n) for *address, n in _lines(publication))
    return text.getvalue()


def as_json(publication: Publication) -> str:
    fields = {
        "schema": SCHEMA,
        "month": publication.month,
        "threshold": publication.threshold,
        "set_aside": publication.set_aside,
        "cells": [
            {
                "service": row.service.value,
                "department": row.department,
                "outcome": None if row.code is None else row.code.value,
                "n": row.n,
            }
            for row in publication.rows
        ],
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _lines(publication: Publication) -> Iterator[tuple[str, str, str, str, int | None]]:
    return (_line(row) for row in publication.rows)


def _line(row: PublishedRow) -> tuple[str, str, str, str, int | None]:
    return row.month, row.service.value, row.department or TOTAL, TOTAL if row.code is None else row.code.value, row.n


def _database(path: Path, publications: tuple[Publication, ...]) -> Path:
    """A new file takes the place of the old one: a Datasette that serves it is started again."""
    beginning = unfinished(path)
    beginning.unlink(missing_ok=True)
    with closing(sqlite3.connect(beginning)) as connection:
        _fill(Database(connection, recursive_triggers=False, execute_plugins=False), publications)
    take_the_place(beginning, path)
    return path


def _fill(db: Database, publications: tuple[Publication, ...]) -> None:
    with db.atomic():
        for name, words in (("services", ("service", "nom")), ("codes", ("code", "phrase", "remede"))):
            db.table(name).create(dict.fromkeys(words, str), pk=words[0])
        db.table("publications").create({"mois": str, "seuil": int, "bornes_ecartees": int}, pk="mois")
        db.table("chiffres").create(
            {"mois": str, "service": str, "departement": str, "code": str, "nombre": int},
            pk=("mois", "service", "departement", "code"),
            foreign_keys=[("mois", "publications", "mois"), ("service", "services", "service")],
        )
        db.table("services").insert_all({"service": service.value, "nom": name} for service, name in SERVICES.items())
        db.table("codes").insert_all(
            {"code": code.value, "phrase": code.sentence, "remede": code.remedy} for code in Code if code.services
        )
        db.table("publications").insert_all(
            {"mois": found.month, "seuil": found.threshold, "bornes_ecartees": found.set_aside}
            for found in publications
        )
        db.table("chiffres").insert_all(
            dict(zip(_COLUMNS, line, strict=True)) for found in publications for line in _lines(found)
        )
