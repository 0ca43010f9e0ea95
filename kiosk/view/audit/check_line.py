"""One line of the check of a card: its status, its code, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from diagnostics.outcomes.status import Status
from kiosk.view.model.screen import ShownCheck
from reports.papers.languages import Translate


def line(
    status: Status, name: str, sentence: str, _: Translate, *, private: bool = False, word: str = ""
) -> ShownCheck:
    """``word`` replaces the word that goes with the status; ``private`` lines are hidden by the privacy button."""
    return ShownCheck(status, word or _(status.word), name, sentence, private)


class AuditCheck(Enum):
    """The code of each check, which keeps its meaning for ever."""

    TEST_CARD = "F01"
    VALIDITY = "F02"
    ISSUED = "F03"
    PIN = "F04"
    PUK = "F05"
    NUMBER = "F06"
    SERIAL = "F07"
    HOLDER = "F08"
    NATIONAL_ID = "F09"
    PROFESSION = "F10"
    CARD_TYPE = "F11"
    UPDATE = "F12"
    CERTIFICATES = "F13"
    CERTIFICATE_DATES = "F14"
    CERTIFICATE_HOLDER = "F15"
    AUTHORITY = "F16"
    REVOCATION = "F17"
    SITUATIONS = "F18"


def coded(check: AuditCheck, line: ShownCheck, _: Translate) -> ShownCheck:
    """``line`` with its code, and its remedy unless it is good."""
    return replace(line, code=check.value, remedy=remedy(check, line.status, _))


def remedy(check: AuditCheck, status: Status, _: Translate) -> str:
    """What to do about a check that ended so; empty where there is nothing to do."""
    ask, again = _("Montrez ce contrôle à l’accueil."), _("Demandez le remplacement de la carte.")
    match check, status:
        case _, Status.OK:
            return ""
        case AuditCheck.VALIDITY | AuditCheck.REVOCATION, Status.FAULT:
            return again
        case AuditCheck.PIN, Status.FAULT:
            return _("Débloquez-la avec le code de déblocage du courrier.")
        case AuditCheck.PIN, Status.WARNING:
            return _("Vérifiez le code sur le courrier avant un nouvel essai.")
        case AuditCheck.PUK, Status.FAULT:
            return _("Si le code porteur se bloque, la carte devra être remplacée.")
        case AuditCheck.PUK, Status.WARNING:
            return _("Gardez le courrier, et vérifiez chaque chiffre avant un essai.")
        case AuditCheck.TEST_CARD | AuditCheck.SITUATIONS, _:
            return ""
        case _, Status.NOT_CHECKED:
            return ""
        case _, _:
            return ask
