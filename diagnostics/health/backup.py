"""Does the backup hold the closed weeks? It is made at each start and once a week, by the kiosk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from diagnostics.database.backup import backup_of
from diagnostics.database.faults import DatabaseUnusable
from diagnostics.database.look import reading, refuse_damage
from diagnostics.figures.reading import weeks_counted
from diagnostics.health.check import CheckResult, HealthCheck, counted, not_checked, ok, warning
from diagnostics.health.database import BUSY_S
from diagnostics.outcomes.weeks import iso_week, weeks_before

_RESTART = "Redémarrez la borne\u00a0: elle refait la sauvegarde. Sinon, vérifiez la place et les droits du dossier."


def check_backup(database: Path, today: date) -> CheckResult:
    """A week that closed last Sunday may still be missing: it is saved at the end of the next visit."""
    try:
        weeks = weeks_counted(database)
    except DatabaseUnusable:
        return not_checked(HealthCheck.BACKUP, "La sauvegarde ne peut pas être comparée à la base.")
    closed = {week for week in weeks if week < weeks_before(iso_week(today), 1)}
    saved = _weeks_saved(backup_of(database))
    if saved is None:
        return _missing(closed)
    if closed - saved:
        lost = counted(len(closed - saved), "semaine close", "semaines closes")
        return warning(HealthCheck.BACKUP, f"Il manque {lost} dans la sauvegarde.", _RESTART)
    return ok(HealthCheck.BACKUP, f"La sauvegarde est complète\u00a0; elle a {_age(backup_of(database), today)}.")


def _missing(closed: set[str]) -> CheckResult:
    if closed:
        return warning(HealthCheck.BACKUP, "Aucune sauvegarde des chiffres ne peut être lue.", _RESTART)
    return ok(HealthCheck.BACKUP, "Aucune semaine n’est encore à sauvegarder.")


def _weeks_saved(backup: Path) -> set[str] | None:
    """None if there is no backup that could be restored."""
    try:
        with reading(backup, BUSY_S) as connection:
            refuse_damage(connection)
        return set(weeks_counted(backup))
    except DatabaseUnusable:
        return None


def _age(backup: Path, today: date) -> str:
    days = max((today - date.fromtimestamp(backup.stat().st_mtime)).days, 0)
    return counted(days, "jour")


def known_weeks(database: Path) -> tuple[str, ...]:
    """The weeks with figures, oldest first; none if nothing can be read."""
    try:
        return weeks_counted(database)
    except DatabaseUnusable:
        return ()
