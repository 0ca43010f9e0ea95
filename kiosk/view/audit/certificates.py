"""The lines of the control that speak of the certificates: there, in date, the holder's, vouched for, not revoked."""

from __future__ import annotations

from datetime import date

from kiosk.audit.findings import ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.view.audit.check_line import AuditCheck, coded, line
from kiosk.view.model.screen import Mark, ShownCheck
from kiosk.view.model.words import Translate
from kiosk.view.phrases.counting import full_day

Told = tuple[Mark, str]
"""The result of one check and its sentence. Every answer has one: a test goes through all of them."""


def certificate_lines(found: Findings, _: Translate) -> tuple[ShownCheck, ...]:
    """What nobody looked at is one line; what could not be read leaves nothing else to say but the revocation."""
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


def _line(check: AuditCheck, name: str, told: Told, _: Translate, *, word: str = "") -> ShownCheck:
    mark, sentence = told
    return coded(check, line(mark, name, sentence, _, word=word), _)


def _day(day: date | None, _: Translate) -> str:
    return "" if day is None else full_day(day, _)


def _presence(found: Findings, _: Translate) -> Told:
    apart = found.pair is YesNoUnknown.NO
    return {
        Presence.NOT_EXAMINED: (Mark.NOT_CHECKED, _("Non contrôlé par cette borne.")),
        Presence.NONE: (Mark.WARNING, _("Aucun n’a pu être lu.")),
        Presence.ONE: (Mark.WARNING, _("Un seul des deux a pu être lu.")),
        Presence.UNREADABLE: (Mark.WARNING, _("Ils n’ont pas pu être compris.")),
        Presence.BOTH: (Mark.WARNING, _("Les deux sont là, mais ne vont pas ensemble."))
        if apart
        else (Mark.OK, _("Les deux sont là et vont ensemble.")),
    }[found.presence]


def _term(found: Findings, _: Translate) -> Told:
    mark, sentence = {
        Term.UNKNOWN: (Mark.WARNING, _("L’horloge de la borne n’est pas sûre.")),
        Term.NOT_YET: (Mark.WARNING, _("Valables à partir du {first}.")),
        Term.ENDED: (Mark.WARNING, _("Terminés depuis le {last}.")),
        Term.ENDING: (Mark.WARNING, _("Jusqu’au {last} : pensez à votre nouvelle carte.")),
        Term.RUNNING: (Mark.OK, _("Jusqu’au {last}.")),
    }[found.term]
    return mark, sentence.format(first=_day(found.not_before, _), last=_day(found.not_after, _))


def _holder(found: Findings, _: Translate) -> Told:
    return {
        YesNoUnknown.YES: (Mark.OK, _("C’est bien le porteur de la carte.")),
        YesNoUnknown.NO: (Mark.WARNING, _("Leur identifiant n’est pas celui de la carte.")),
        YesNoUnknown.UNKNOWN: (Mark.NOT_CHECKED, _("L’identifiant n’a pas pu être comparé.")),
    }[found.holder]


def _chain(found: Findings, _: Translate) -> Told:
    return {
        ChainStatus.KNOWN: (Mark.OK, _("Signés par une autorité reconnue.")),
        ChainStatus.UNKNOWN_AUTHORITY: (Mark.WARNING, _("Aucune autorité reconnue ne les a signés.")),
        ChainStatus.NOT_CHECKED: (Mark.NOT_CHECKED, _("Cette borne n’a pas d’autorité de référence.")),
    }[found.chain]


def _revocation(found: Findings, _: Translate) -> Told:
    """Only a fresh list that names the card condemns it (rule 12)."""
    mark, sentence = {
        Revocation.GOOD: (Mark.OK, _("Absente de la liste du {day}.")),
        Revocation.REVOKED: (Mark.FAULT, _("Déclarée perdue, volée ou retirée (liste du {day}).")),
        Revocation.SUSPENDED: (Mark.WARNING, _("Une réserve figure sur la liste du {day}.")),
        Revocation.NAMED_BY_OLD_LIST: (Mark.WARNING, _("Citée par la liste du {day}, trop ancienne.")),
        Revocation.STALE: (Mark.NOT_CHECKED, _("Révocation non contrôlée : la liste du {day} est trop ancienne.")),
        Revocation.NO_LIST: (Mark.NOT_CHECKED, _("Révocation non contrôlée : aucune liste.")),
        Revocation.NOT_CHECKED: (Mark.NOT_CHECKED, _("Révocation non contrôlée.")),
    }[found.revocation]
    return mark, sentence.format(day=_day(found.list_day, _))
