"""The lines of the control that speak of the certificates: there, in date, the holder's, vouched for, not revoked."""

from __future__ import annotations

from datetime import date

from diagnostics.outcomes.status import Status
from kiosk.audit.findings import ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.view.audit.check_line import AuditCheck, coded, line
from kiosk.view.model.screen import ShownCheck
from kiosk.view.phrases.counting import full_day
from reports.papers.languages import Translate

Result = tuple[Status, str]
"""The result of one check and its sentence. Every answer has one: a test goes through all of them."""


def certificate_lines(found: Findings, _: Translate) -> tuple[ShownCheck, ...]:
    """Five lines; two, presence and revocation, where the kiosk has no certificate to look at."""
    first = _line(AuditCheck.CERTIFICATES, _("Certificats"), _presence(found, _), _)
    revocation = _line(AuditCheck.REVOCATION, _("Révocation"), _revocation(found, _), _)
    if found.presence not in (Presence.ONE, Presence.BOTH):
        return (first, revocation)
    soon = _("Bientôt") if found.term is Term.ENDING else ""
    return (
        first,
        _line(AuditCheck.CERTIFICATE_DATES, _("Dates des certificats"), _term(found, _), _, word=soon),
        _line(AuditCheck.CERTIFICATE_HOLDER, _("Porteur des certificats"), _holder(found, _), _),
        _line(AuditCheck.AUTHORITY, _("Autorité de certification"), _chain(found, _), _),
        revocation,
    )


def _line(check: AuditCheck, name: str, result: Result, _: Translate, *, word: str = "") -> ShownCheck:
    status, sentence = result
    return coded(check, line(status, name, sentence, _, word=word), _)


def _day(day: date | None, _: Translate) -> str:
    return "" if day is None else full_day(day, _)


def _presence(found: Findings, _: Translate) -> Result:
    apart = found.pair is YesNoUnknown.NO
    return {
        Presence.NOT_EXAMINED: (Status.NOT_CHECKED, _("Non contrôlé par cette borne.")),
        Presence.NONE: (Status.WARNING, _("Aucun n’a pu être lu.")),
        Presence.ONE: (Status.WARNING, _("Un seul des deux a pu être lu.")),
        Presence.UNREADABLE: (Status.WARNING, _("Ils n’ont pas pu être compris.")),
        Presence.BOTH: (Status.WARNING, _("Les deux sont là, mais ne vont pas ensemble."))
        if apart
        else (Status.OK, _("Les deux sont là et vont ensemble.")),
    }[found.presence]


def _term(found: Findings, _: Translate) -> Result:
    status, sentence = {
        Term.UNKNOWN: (Status.WARNING, _("L’horloge de la borne n’est pas sûre.")),
        Term.NOT_YET: (Status.WARNING, _("Valables à partir du {first}.")),
        Term.ENDED: (Status.WARNING, _("Terminés depuis le {last}.")),
        Term.ENDING: (Status.WARNING, _("Jusqu’au {last} : pensez à votre nouvelle carte.")),
        Term.RUNNING: (Status.OK, _("Jusqu’au {last}.")),
    }[found.term]
    return status, sentence.format(first=_day(found.not_before, _), last=_day(found.not_after, _))


def _holder(found: Findings, _: Translate) -> Result:
    return {
        YesNoUnknown.YES: (Status.OK, _("C’est bien le porteur de la carte.")),
        YesNoUnknown.NO: (Status.WARNING, _("Leur identifiant n’est pas celui de la carte.")),
        YesNoUnknown.UNKNOWN: (Status.NOT_CHECKED, _("L’identifiant n’a pas pu être comparé.")),
    }[found.holder]


def _chain(found: Findings, _: Translate) -> Result:
    return {
        ChainStatus.KNOWN: (Status.OK, _("Signés par une autorité reconnue.")),
        ChainStatus.UNKNOWN_AUTHORITY: (Status.WARNING, _("Aucune autorité reconnue ne les a signés.")),
        ChainStatus.NOT_CHECKED: (Status.NOT_CHECKED, _("Cette borne n’a pas d’autorité de référence.")),
    }[found.chain]


def _revocation(found: Findings, _: Translate) -> Result:
    """Only a fresh list that names the card condemns it (rule 12)."""
    status, sentence = {
        Revocation.GOOD: (Status.OK, _("Absente de la liste du {day}.")),
        Revocation.REVOKED: (Status.FAULT, _("Déclarée perdue, volée ou retirée (liste du {day}).")),
        Revocation.SUSPENDED: (Status.WARNING, _("Une réserve figure sur la liste du {day}.")),
        Revocation.NAMED_BY_OLD_LIST: (Status.WARNING, _("Citée par la liste du {day}, trop ancienne.")),
        Revocation.STALE: (Status.NOT_CHECKED, _("Révocation non contrôlée : la liste du {day} est trop ancienne.")),
        Revocation.NO_LIST: (Status.NOT_CHECKED, _("Révocation non contrôlée : aucune liste.")),
        Revocation.NOT_CHECKED: (Status.NOT_CHECKED, _("Révocation non contrôlée.")),
    }[found.revocation]
    return status, sentence.format(day=_day(found.list_day, _))
