"""The file of the figures, looked at while the kiosk serves: read-only, and never created here."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlite_utils import Database

from diagnostics.database.faults import DatabaseUnusable, Fault, database_errors
from diagnostics.database.look import reading, refuse_damage, revision_of
from diagnostics.database.quarantine import quarantined_files
from diagnostics.database.schema import migrations
from diagnostics.health.check import CheckResult, HealthCheck, counted, fault, not_checked, ok, warning
from diagnostics.outcomes.codes import Code

SQLITE_VERSION = sqlite3.sqlite_version

BUSY_S = 1.0
"""Seconds that a lock may last before it is somebody else's: the kiosk holds it for milliseconds."""


@dataclass(frozen=True, slots=True)
class Schema:
    """``applied``: names of ours, oldest first. ``unknown``: how many others, made by a later release."""

    applied: tuple[str, ...]
    unknown: int


def check_database(path: Path) -> CheckResult:
    """Can it be read, is every page sound, may this account write it, and was an older one set aside?"""
    try:
        with database_errors():
            if not path.exists() or not path.stat().st_size:
                return _not_there(path)
            schema = _schema_of_sound_file(path)
            if not _may_write(path):
                raise DatabaseUnusable(Fault.READ_ONLY)
            return _judged(schema, len(quarantined_files(path)))
    except DatabaseUnusable as error:
        return _unusable(error.fault)


def schema_of(path: Path) -> Schema:
    """Raises DatabaseUnusable."""
    with reading(path, BUSY_S) as connection:
        return _schema(connection)


def _schema_of_sound_file(path: Path) -> Schema:
    with reading(path, BUSY_S) as connection:
        refuse_damage(connection)
        schema = _schema(connection)
        revision_of(connection)
    return schema


def _schema(connection: sqlite3.Connection) -> Schema:
    with closing(Database(memory=True)) as empty:
        known = [migration.name for migration in migrations.pending(empty)]
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    applied = {migration.name for migration in migrations.applied(db)}
    return Schema(tuple(name for name in known if name in applied), len(applied - set(known)))


def _may_write(path: Path) -> bool:
    """SQLite's log lies beside the file: the folder counts too."""
    return _may(path, os.R_OK | os.W_OK) and _may(path.parent, os.W_OK | os.X_OK)


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=True)


def _judged(schema: Schema, quarantined: int) -> CheckResult:
    if schema.unknown:
        return warning(
            HealthCheck.DATABASE,
            "La base a été écrite par une version plus récente de la borne.",
            "Réinstallez la version la plus récente.",
        )
    if quarantined:
        damaged = counted(quarantined, "fichier abîmé", "fichiers abîmés")
        return warning(
            HealthCheck.DATABASE,
            f"La base est saine\u00a0; il y a {damaged} à côté d’elle.",
            "Une base a été remplacée\u00a0: vérifiez le disque, puis retirez le fichier «\u00a0.corrupt\u00a0».",
        )
    return ok(HealthCheck.DATABASE, "La base des chiffres est saine et peut être écrite.")


def _not_there(path: Path) -> CheckResult:
    folder = next(place for place in path.absolute().parents if place.exists())
    if not _may(folder, os.W_OK | os.X_OK):
        return _unusable(Fault.READ_ONLY)
    return not_checked(HealthCheck.DATABASE, "Il n’y a pas encore de base des chiffres.", "Démarrez la borne une fois.")


_REMEDIES: Mapping[Fault, tuple[str, str]] = MappingProxyType(
    {
        Fault.LOCKED: (
            "Un autre programme retient la base des chiffres.",
            "Fermez le programme qui l’a ouverte\u00a0: un outil SQLite, une copie en cours.",
        ),
        Fault.FULL: ("Le disque des chiffres est plein.", "Libérez de la place sur ce disque."),
        Fault.READ_ONLY: (
            "Ce compte ne peut pas écrire la base des chiffres.",
            "Lancez le contrôle sous le compte de la borne\u00a0; si c’est le cas, rendez-lui la base et son dossier.",
        ),
        Fault.UNREACHABLE: (
            "La base des chiffres ne peut pas être ouverte.",
            "Vérifiez que son disque est monté et que son dossier est accessible.",
        ),
        Fault.CORRUPT: (
            "La base des chiffres est abîmée.",
            "Redémarrez la borne\u00a0: elle la met de côté et reprend sa sauvegarde. Vérifiez le disque.",
        ),
        Fault.OWNED_ELSEWHERE: (
            "Une autre borne écrit dans la même base.",
            "Arrêtez l’autre programme, ou donnez à chaque borne sa base.",
        ),
        Fault.UNEXPECTED: (
            "Le fichier n’est pas une base que cette version connaît.",
            "Vérifiez le chemin réglé, puis la version installée.",
        ),
    }
)


def _unusable(why: Fault) -> CheckResult:
    sentence, remedy = _REMEDIES[why]
    return fault(HealthCheck.DATABASE, sentence, remedy, Code.DATABASE_UNWRITABLE)
