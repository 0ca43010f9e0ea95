"""What each paper says: a paper's values in, a document out. Pure; the kiosk's screen shows the same document.

French is the reference; the holder's language stands beside it on the papers that have one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from reports.papers.blocks import Block, CheckBlock, Document, Heading, Lead, NumberedSteps
from reports.papers.french import long_day, typeset
from reports.papers.identity import identity_blocks
from reports.papers.journeys import referral_blocks, replacement_blocks
from reports.papers.languages import FRENCH, UNTRANSLATED, Translate, language, translator
from reports.papers.papers import (
    AuditSheet,
    Issuer,
    Office,
    Paper,
    ReadinessPaper,
    Receipt,
    Referral,
    Replacement,
)
from reports.papers.readiness import health_blocks, health_dateline


def document(paper: Paper, office: Office, issuer: Issuer) -> Document:
    """Return what ``paper`` says in French, and in its language beside it."""
    french = typeset(in_language(paper, office, issuer, UNTRANSLATED, FRENCH.tag))
    other = language(_tag(paper))
    if other is None or other is FRENCH:
        return french
    return replace(french, translation=in_language(paper, office, issuer, translator(other.tag), other.tag))


def _tag(paper: Paper) -> str | None:
    match paper:
        case Receipt() | Referral() | Replacement():
            return paper.language
        case AuditSheet() | ReadinessPaper():
            return None
        case _:
            assert_never(paper)


def in_language(paper: Paper, office: Office, issuer: Issuer, _: Translate, tag: str) -> Document:
    """Return what ``paper`` says in one language, whose BCP 47 tag is ``tag``."""
    place = paper.place if isinstance(paper, Receipt) else ""
    across = _("CARTE DE TEST – SIMULATION") if paper.simulated else ""
    return Document(
        title=_title(paper, _),
        language=tag,
        letterhead=_letterhead(office, place, _),
        dateline=_dateline(paper, across, _),
        blocks=_blocks(paper, office, issuer, _),
        footer=_footer(paper, office, issuer, _),
        across=across,
    )


def _title(paper: Paper, _: Translate) -> str:
    match paper:
        case Receipt():
            return _(paper.title)
        case Referral():
            return _("Demander une réfection de code")
        case Replacement():
            return _("Faire remplacer votre carte")
        case AuditSheet():
            return _("Contrôle de votre carte")
        case ReadinessPaper():
            return _("État de la borne")
        case _:
            assert_never(paper)


def _blocks(paper: Paper, office: Office, issuer: Issuer, _: Translate) -> tuple[Block, ...]:
    match paper:
        case Receipt():
            return _receipt_blocks(paper, _)
        case Referral():
            return referral_blocks(paper, office, issuer, _)
        case Replacement():
            return replacement_blocks(paper, office, issuer, _)
        case AuditSheet():
            return _audit_blocks(paper, _)
        case ReadinessPaper():
            return health_blocks(paper, _)
        case _:
            assert_never(paper)


def _receipt_blocks(paper: Receipt, _: Translate) -> tuple[Block, ...]:
    lead = Lead(tuple(map(_, paper.sentences)))
    if not paper.next_steps:
        return (lead,)
    return (lead, Heading(_("Et maintenant")), NumberedSteps(tuple(map(_, paper.next_steps))))


def _audit_blocks(paper: AuditSheet, _: Translate) -> tuple[Block, ...]:
    lines = tuple(CheckBlock(c.label, c.sentence, c.state, _(c.state.word)) for c in paper.checks)
    identity = identity_blocks(paper.holder, paper.identity_allowed, _)
    return (Lead((paper.verdict,)), *identity, Heading(_("Ce qui a été contrôlé")), *lines)


def _letterhead(office: Office, place: str, _: Translate) -> tuple[str, ...]:
    telephone = _("Tél. {number}").format(number=office.telephone) if office.telephone else ""
    lines = (office.name or place, *office.address, telephone)
    return tuple(line for line in lines if line)


def _dateline(paper: Paper, across: str, _: Translate) -> tuple[str, ...]:
    if isinstance(paper, ReadinessPaper):
        lines = health_dateline(paper, _)
    else:
        day = _("Le {day}").format(day=long_day(paper.day, _))
        lines = (day, _("Code {code}").format(code=paper.outcome))
    return (*lines, across) if across else lines


def _footer(paper: Paper, office: Office, issuer: Issuer, _: Translate) -> tuple[str, ...]:
    if isinstance(paper, ReadinessPaper):
        return ()
    lines = [_("N’écrivez aucun code sur cette feuille.")]
    if isinstance(paper, Referral | Replacement):
        lines.append(_as_of(issuer, _))
    return tuple(line for line in (*lines, office.privacy) if line)


def _as_of(issuer: Issuer, _: Translate) -> str:
    if not (issuer.telephone or issuer.form_name or issuer.post_to or issuer.page_url):
        return ""
    if issuer.as_of is None:
        return _("Coordonnées non datées : vérifiez-les avant de vous déplacer.")
    return _("Coordonnées relevées le {day}.").format(day=long_day(issuer.as_of, _))
