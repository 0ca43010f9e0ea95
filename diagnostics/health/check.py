"""What a check of the machine answers. Nothing here can hold a card, a person or what a visit came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status


class HealthCheck(Enum):
    """Everything that is checked, in the order in which it is shown: a stable key, and a French title."""

    title: str

    def __new__(cls, key: str, title: str) -> HealthCheck:
        check = object.__new__(cls)
        check._value_ = key
        check.title = title
        return check

    CARD_SERVICE = "card_service", "Service de carte"
    READERS = "readers", "Lecteurs"
    CARD = "card", "Carte dans le lecteur"
    COMMISSIONING = "commissioning", "Mise en service"
    PRINTER = "printer", "Imprimante"
    SPOOL = "spool", "Papiers effacés"
    SCREEN = "screen", "Écran"
    SOUND = "sound", "Son"
    CONFIGURATION = "configuration", "Réglages"
    VERSIONS = "versions", "Versions"
    CLOCK = "clock", "Horloge"
    SWAP = "swap", "Mémoire d’échange"
    DISK = "disk", "Disque"
    DATABASE = "database", "Base des chiffres"
    BACKUP = "backup", "Sauvegarde des chiffres"
    AUTHORITIES = "authorities", "Autorités de certification"
    REVOCATION_LISTS = "revocation_lists", "Listes de révocation"
    KIOSK = "kiosk", "Borne en marche"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: a French sentence, and what to do unless all is well.

    The sentence repeats nothing that was configured or typed (no path, no name) and nothing of a card but its kind, so
    that results may leave the machine. ``code`` is the one that people see on the screen for it.
    """

    check: HealthCheck
    state: Status
    sentence: str
    remedy: str = ""
    code: Code | None = None


def ok(check: HealthCheck, sentence: str) -> CheckResult:
    return CheckResult(check, Status.OK, sentence)


def not_checked(check: HealthCheck, sentence: str, remedy: str = "") -> CheckResult:
    return CheckResult(check, Status.NOT_CHECKED, sentence, remedy)


def warning(check: HealthCheck, sentence: str, remedy: str, code: Code | None = None) -> CheckResult:
    return CheckResult(check, Status.WARNING, sentence, remedy, code)


def fault(check: HealthCheck, sentence: str, remedy: str, code: Code | None = None) -> CheckResult:
    return CheckResult(check, Status.FAULT, sentence, remedy, code)


def worst(results: Iterable[CheckResult]) -> Status:
    """The gravest state; what was not checked weighs nothing. NOT_CHECKED if nothing was."""
    return max((result.state for result in results), key=lambda state: state.severity, default=Status.NOT_CHECKED)


def counted(n: int, singular: str, plural: str = "") -> str:
    """``1 fichier``, ``2 fichiers``; French counts nought as one."""
    return f"{n} {singular if n < 2 else plural or singular + 's'}"
