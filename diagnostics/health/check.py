"""What a check of the machine answers. Nothing here can hold a card, a person or what a visit came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status


class HealthCheck(Enum):
    """Everything that is checked, in the order in which it is shown; the value is the stable key."""

    CARD_SERVICE = "card_service"
    READERS = "readers"
    CARD = "card"
    COMMISSIONING = "commissioning"
    PRINTER = "printer"
    SPOOL = "spool"
    SCREEN = "screen"
    SOUND = "sound"
    CONFIGURATION = "configuration"
    VERSIONS = "versions"
    CLOCK = "clock"
    DISK = "disk"
    DATABASE = "database"
    BACKUP = "backup"
    AUTHORITIES = "authorities"
    REVOCATION_LISTS = "revocation_lists"
    KIOSK = "kiosk"


TITLES: Mapping[HealthCheck, str] = MappingProxyType(
    {
        HealthCheck.CARD_SERVICE: "Service de carte",
        HealthCheck.READERS: "Lecteurs",
        HealthCheck.CARD: "Carte dans le lecteur",
        HealthCheck.COMMISSIONING: "Mise en service",
        HealthCheck.PRINTER: "Imprimante",
        HealthCheck.SPOOL: "Papiers effacés",
        HealthCheck.SCREEN: "Écran",
        HealthCheck.SOUND: "Son",
        HealthCheck.CONFIGURATION: "Réglages",
        HealthCheck.VERSIONS: "Versions",
        HealthCheck.CLOCK: "Horloge",
        HealthCheck.DISK: "Disque",
        HealthCheck.DATABASE: "Base des chiffres",
        HealthCheck.BACKUP: "Sauvegarde des chiffres",
        HealthCheck.AUTHORITIES: "Autorités de certification",
        HealthCheck.REVOCATION_LISTS: "Listes de révocation",
        HealthCheck.KIOSK: "Borne en marche",
    }
)


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
