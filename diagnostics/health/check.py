"""What a check of the machine answers. Nothing here can hold a card, a person or what a visit came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from diagnostics.outcomes.codes import Code


class Check(Enum):
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


TITLES: Mapping[Check, str] = MappingProxyType(
    {
        Check.CARD_SERVICE: "Service de carte",
        Check.READERS: "Lecteurs",
        Check.CARD: "Carte dans le lecteur",
        Check.COMMISSIONING: "Mise en service",
        Check.PRINTER: "Imprimante",
        Check.SPOOL: "Papiers effacés",
        Check.SCREEN: "Écran",
        Check.SOUND: "Son",
        Check.CONFIGURATION: "Réglages",
        Check.VERSIONS: "Versions",
        Check.CLOCK: "Horloge",
        Check.DISK: "Disque",
        Check.DATABASE: "Base des chiffres",
        Check.BACKUP: "Sauvegarde des chiffres",
        Check.AUTHORITIES: "Autorités de certification",
        Check.REVOCATION_LISTS: "Listes de révocation",
        Check.KIOSK: "Borne en marche",
    }
)


class State(Enum):
    """``WARNING``: the kiosk serves, but something is missing. ``FAULT``: somebody has to come."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"
    NOT_CHECKED = "not_checked"


STATE_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.OK: "Bon",
        State.WARNING: "À vérifier",
        State.FAULT: "En panne",
        State.NOT_CHECKED: "Non contrôlé",
    }
)

_SEVERITY = (State.NOT_CHECKED, State.OK, State.WARNING, State.FAULT)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: a French sentence, and what to do unless all is well.

    The sentence repeats nothing that was configured or typed (no path, no name) and nothing of a card but its kind, so
    that results may leave the machine. ``code`` is the one that people see on the screen for it.
    """

    check: Check
    state: State
    sentence: str
    remedy: str = ""
    code: Code | None = None


def ok(check: Check, sentence: str) -> CheckResult:
    return CheckResult(check, State.OK, sentence)


def not_checked(check: Check, sentence: str, remedy: str = "") -> CheckResult:
    return CheckResult(check, State.NOT_CHECKED, sentence, remedy)


def warning(check: Check, sentence: str, remedy: str, code: Code | None = None) -> CheckResult:
    return CheckResult(check, State.WARNING, sentence, remedy, code)


def fault(check: Check, sentence: str, remedy: str, code: Code | None = None) -> CheckResult:
    return CheckResult(check, State.FAULT, sentence, remedy, code)


def worst(results: Iterable[CheckResult]) -> State:
    """The gravest state; what was not checked weighs nothing. NOT_CHECKED if nothing was."""
    return max((result.state for result in results), key=_SEVERITY.index, default=State.NOT_CHECKED)


def counted(n: int, singular: str, plural: str = "") -> str:
    """``1 fichier``, ``2 fichiers``; French counts nought as one."""
    return f"{n} {singular if n < 2 else plural or singular + 's'}"
