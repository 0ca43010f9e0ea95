"""Is there room to write where the figures lie? Asked of the file system, never by writing."""

from __future__ import annotations

import os
from pathlib import Path

from diagnostics.health.check import CheckResult, HealthCheck, fault, ok, warning
from diagnostics.outcomes.codes import Code

FAULT_BELOW_BYTES = 50_000_000
"""The figures of ten years are about 2 MB, and a purge or a backup writes them a second time."""

WARNING_BELOW_BYTES = 500_000_000
FILES_BELOW = 100

_FREE_SPACE = "Libérez de la place sur ce disque\u00a0: journaux, anciens paquets, fichiers téléchargés."


def check_disk(database: Path) -> CheckResult:
    """The file system of ``database``, or of the nearest folder above it that exists."""
    try:
        status = os.statvfs(_existing(database))
    except OSError:
        return _unwritable("Le disque des chiffres ne répond pas.", "Vérifiez que le disque est monté.")
    if status.f_flag & os.ST_RDONLY:
        return _unwritable("Le disque des chiffres est monté en lecture seule.", "Remontez-le en écriture.")
    if status.f_files and status.f_favail < FILES_BELOW:
        return _unwritable("Le disque ne peut plus recevoir de nouveaux fichiers.", _FREE_SPACE)
    return _room(status.f_bavail * status.f_frsize)


def _room(free: int) -> CheckResult:
    if free < FAULT_BELOW_BYTES:
        return _unwritable(f"Le disque est presque plein\u00a0: il reste {_megabytes(free)}.", _FREE_SPACE)
    if free < WARNING_BELOW_BYTES:
        return warning(HealthCheck.DISK, f"Il reste peu de place sur le disque\u00a0: {_megabytes(free)}.", _FREE_SPACE)
    return ok(HealthCheck.DISK, f"Place libre\u00a0: {_megabytes(free)}.")


def _unwritable(sentence: str, remedy: str) -> CheckResult:
    return fault(HealthCheck.DISK, sentence, remedy, Code.DATABASE_UNWRITABLE)


def _existing(path: Path) -> Path:
    return next(place for place in (path, *path.absolute().parents) if place.exists())


def _megabytes(free: int) -> str:
    return f"{free // 1_000_000} Mo" if free < 10_000_000_000 else f"{free // 1_000_000_000} Go"
