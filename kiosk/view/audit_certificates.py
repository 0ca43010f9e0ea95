"""The lines of the control that speak of the certificates: there, in date, the holder's, vouched for, not revoked."""

from __future__ import annotations

from typing import assert_never

from kiosk.audit.findings import Answer, Chain, Findings, Presence, Revocation, Term
from kiosk.view.audit_line import line
from kiosk.view.counting import full_day
from kiosk.view.screen import CheckLine, Mark
from kiosk.view.words import Translate


def certificate_lines(found: Findings, _: Translate) -> tuple[CheckLine, ...]:
    """What nobody looked at is one line; what could not be read leaves nothing else to say but the revocation."""
    first, revocation = _presence(found, _), _revocation(found, _)
    if found.presence not in (Presence.ONE, Presence.BOTH):
        return (first, revocation)
    return (first, _term(found, _), _holder(found.holder, _), _chain(found.chain, _), revocation)


def _presence(found: Findings, _: Translate) -> CheckLine:
    name = _("Certificats")
    match found.presence:
        case Presence.NOT_EXAMINED:
            return line(Mark.NOT_CHECKED, name, _("Non contrôlé par cette borne."), _)
        case Presence.NONE:
            return line(Mark.WARNING, name, _("Aucun n’a pu être lu."), _)
        case Presence.ONE:
            return line(Mark.WARNING, name, _("Un seul des deux a pu être lu."), _)
        case Presence.UNREADABLE:
            return line(Mark.WARNING, name, _("Ils n’ont pas pu être compris."), _)
        case Presence.BOTH:
            return _pair(found.pair, name, _)
        case _:
            assert_never(found.presence)


def _pair(pair: Answer, name: str, _: Translate) -> CheckLine:
    if pair is Answer.NO:
        return line(Mark.WARNING, name, _("Les deux sont là, mais ne vont pas ensemble."), _)
    return line(Mark.OK, name, _("Les deux sont là et vont ensemble."), _)


def _term(found: Findings, _: Translate) -> CheckLine:
    name = _("Dates des certificats")
    first = "" if found.not_before is None else full_day(found.not_before, _)
    last = "" if found.not_after is None else full_day(found.not_after, _)
    match found.term:
        case Term.UNKNOWN:
            return line(Mark.WARNING, name, _("L’horloge de la borne n’est pas sûre."), _)
        case Term.NOT_YET:
            return line(Mark.WARNING, name, _("Valables à partir du {day}.").format(day=first), _)
        case Term.ENDED:
            return line(Mark.WARNING, name, _("Terminés depuis le {day}.").format(day=last), _)
        case Term.ENDING:
            soon = _("Jusqu’au {day} : pensez à votre nouvelle carte.")
            return line(Mark.WARNING, name, soon.format(day=last), _, word=_("Bientôt"))
        case Term.RUNNING:
            return line(Mark.OK, name, _("Jusqu’au {day}.").format(day=last), _)
        case _:
            assert_never(found.term)


def _holder(holder: Answer, _: Translate) -> CheckLine:
    name = _("Porteur des certificats")
    match holder:
        case Answer.YES:
            return line(Mark.OK, name, _("C’est bien le porteur de la carte."), _)
        case Answer.NO:
            return line(Mark.WARNING, name, _("Leur identifiant n’est pas celui de la carte."), _)
        case Answer.UNKNOWN:
            return line(Mark.NOT_CHECKED, name, _("L’identifiant n’a pas pu être comparé."), _)
        case _:
            assert_never(holder)


def _chain(chain: Chain, _: Translate) -> CheckLine:
    name = _("Autorité de certification")
    match chain:
        case Chain.KNOWN:
            return line(Mark.OK, name, _("Signés par une autorité reconnue."), _)
        case Chain.UNKNOWN_AUTHORITY:
            return line(Mark.WARNING, name, _("Aucune autorité reconnue ne les a signés."), _)
        case Chain.NOT_CHECKED:
            return line(Mark.NOT_CHECKED, name, _("Cette borne n’a pas d’autorité de référence."), _)
        case _:
            assert_never(chain)


def _revocation(found: Findings, _: Translate) -> CheckLine:
    name = _("Révocation")
    day = "" if found.list_day is None else full_day(found.list_day, _)
    match found.revocation:
        case Revocation.GOOD:
            return line(Mark.OK, name, _("Absente de la liste du {day}.").format(day=day), _)
        case Revocation.REVOKED:
            gone = _("Déclarée perdue, volée ou retirée (liste du {day}).")
            return line(Mark.FAULT, name, gone.format(day=day), _)
        case Revocation.SUSPENDED:
            return line(Mark.WARNING, name, _("Une réserve figure sur la liste du {day}.").format(day=day), _)
        case Revocation.NAMED_BY_OLD_LIST:
            return line(Mark.WARNING, name, _("Citée par la liste du {day}, trop ancienne.").format(day=day), _)
        case Revocation.STALE:
            old = _("Révocation non contrôlée : la liste du {day} est trop ancienne.")
            return line(Mark.NOT_CHECKED, name, old.format(day=day), _)
        case Revocation.NO_LIST:
            return line(Mark.NOT_CHECKED, name, _("Révocation non contrôlée : aucune liste."), _)
        case Revocation.NOT_CHECKED:
            return line(Mark.NOT_CHECKED, name, _("Révocation non contrôlée."), _)
        case _:
            assert_never(found.revocation)
