"""What certificates are judged by: the authorities that are believed, and the age of the revocation lists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from diagnostics.health.check import CheckResult, HealthCheck, counted, fault, not_checked, ok, warning
from diagnostics.health.metrics import ListAge
from diagnostics.health.run import Probe
from kiosk.audit.certificates import common_name
from kiosk.audit.igc_sante import ISSUING, ROOTS, Authorities
from kiosk.audit.revocation import RevocationList, is_signed_by
from kiosk.audit.trust import Trust, TrustFolders
from kiosk.readiness.this_machine import Machine

_AUTHORITIES_REMEDY = (
    "Déposez dans ce dossier les certificats de l’IGC-Santé fournis par l’ANS (deploy/guide/audit.md)."
)
_AUTHORITIES_KEY = (
    "Réglez la clé certificats.autorites\u00a0: le dossier des certificats de l’IGC-Santé (deploy/guide/audit.md)."
)
_LISTS_KEY = "Réglez la clé certificats.listes\u00a0: le dossier des listes de révocation (deploy/guide/audit.md)."
_LISTS_REMEDY = (
    "Vérifiez le téléchargement des listes de révocation et les droits de leur dossier (deploy/guide/audit.md)."
)

TRUST_CHECKS = (HealthCheck.AUTHORITIES, HealthCheck.REVOCATION_LISTS)


def probes(machine: Machine) -> Iterator[Probe]:
    yield Probe(TRUST_CHECKS, lambda: check_trust(*machine.trust_folders, machine.now()))


def check_trust(authorities: Path | None, lists: Path | None, now: datetime) -> tuple[CheckResult, ...]:
    """``now`` is aware. One result for each of ``TRUST_CHECKS``."""
    trust = TrustFolders(authorities, lists).trust()
    return check_authorities(authorities, trust.authorities), check_lists(lists, trust.lists, now)


def check_authorities(folder: Path | None, believed: Authorities) -> CheckResult:
    """``believed``: the authorities of the folder whose digest this program knows."""
    if folder is None:
        return not_checked(
            HealthCheck.AUTHORITIES,
            "Aucune autorité n’est réglée\u00a0: les certificats ne sont pas vérifiés.",
            _AUTHORITIES_KEY,
        )
    if not _readable(folder):
        return fault(HealthCheck.AUTHORITIES, "Le dossier des autorités ne peut pas être lu.", _AUTHORITIES_REMEDY)
    roots, issuing = len(believed.roots), len(believed.issuing)
    found = f"{roots} sur {len(ROOTS)} racines et {issuing} sur {len(ISSUING)} émettrices"
    if not (roots and issuing):
        return fault(
            HealthCheck.AUTHORITIES, f"Il manque des autorités de l’IGC-Santé\u00a0: {found}.", _AUTHORITIES_REMEDY
        )
    if roots < len(ROOTS) or issuing < len(ISSUING):
        return warning(
            HealthCheck.AUTHORITIES, f"Il manque des autorités de l’IGC-Santé\u00a0: {found}.", _AUTHORITIES_REMEDY
        )
    return ok(HealthCheck.AUTHORITIES, "Les neuf autorités de l’IGC-Santé sont là.")


def check_lists(folder: Path | None, lists: tuple[RevocationList, ...], now: datetime) -> CheckResult:
    """``lists``: what was read in the folder."""
    if folder is None:
        return not_checked(
            HealthCheck.REVOCATION_LISTS,
            "Aucune liste n’est réglée\u00a0: la révocation n’est pas vérifiée.",
            _LISTS_KEY,
        )
    if not _readable(folder):
        return fault(HealthCheck.REVOCATION_LISTS, "Le dossier des listes ne peut pas être lu.", _LISTS_REMEDY)
    if not lists:
        return fault(HealthCheck.REVOCATION_LISTS, "Il n’y a aucune liste de révocation.", _LISTS_REMEDY)
    return _aged(folder, lists, now)


def _aged(folder: Path, lists: tuple[RevocationList, ...], now: datetime) -> CheckResult:
    days = counted(max((now - min(each.issued for each in lists)).days, 0), "jour")
    stale = sum(not each.fresh(now) for each in lists)
    strange = sum(path.is_file() for path in folder.iterdir()) - len(lists)
    if stale:
        sentence = f"{counted(stale, 'liste')} sur {len(lists)} hors de ses dates\u00a0; la plus ancienne a {days}."
        return warning(HealthCheck.REVOCATION_LISTS, sentence, _LISTS_REMEDY)
    if strange > 0:
        sentence = f"{counted(strange, 'fichier')} du dossier des listes ne peut pas être lu comme une liste."
        return warning(HealthCheck.REVOCATION_LISTS, sentence, _LISTS_REMEDY)
    return ok(HealthCheck.REVOCATION_LISTS, f"{counted(len(lists), 'liste')} à jour\u00a0; la plus ancienne a {days}.")


def list_ages(authorities: Path | None, lists: Path | None, now: datetime) -> tuple[ListAge, ...]:
    """Of the newest list of each believed authority that has one; ``now`` is aware.

    The name is that of the authority's certificate, never one that only stands in a file.
    """
    return ages_of(TrustFolders(authorities, lists).trust(), now)


def ages_of(trust: Trust, now: datetime) -> tuple[ListAge, ...]:
    ders = (*trust.authorities.roots, *trust.authorities.issuing)
    signed = ((der, [each for each in trust.lists if is_signed_by(each, der)]) for der in ders)
    newest = ((der, max(found, key=lambda each: each.issued)) for der, found in signed if found)
    return tuple(
        ListAge(common_name(der), (now - each.issued).total_seconds(), each.until is None or each.until <= now)
        for der, each in newest
    )


def _readable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.R_OK | os.X_OK, effective_ids=True)
