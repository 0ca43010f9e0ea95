"""The two ways out of the office: a new letter (*réfection de code*), or a new card.

Facts: the unblock code has 8 digits and stands on the same letter as the code porteur; the issuer, not the office,
sends that letter again; the card is then unblocked where it was refused (deploy/reference/card.md §13.1).
"""

from __future__ import annotations

from typing import assert_never

from reports.papers.blocks import (
    Blank,
    Block,
    Checklist,
    Heading,
    LabelledValue,
    Lead,
    Notice,
    NumberedSteps,
    Qr,
    StampBox,
)
from reports.papers.french import long_day
from reports.papers.identity import identity_blocks
from reports.papers.languages import Translate
from reports.papers.papers import Issuer, Office, Referral, ReferralReason, Replacement, ReplacementReason


def referral_blocks(paper: Referral, office: Office, issuer: Issuer, _: Translate) -> tuple[Block, ...]:
    """What a réfection de code is, whom to ask, what to send, what to bring back."""
    return (
        Lead(_referral_lead(paper.reason, _)),
        *identity_blocks(paper.holder, paper.identity_allowed, _),
        Heading(_("Que faire")),
        NumberedSteps(
            (
                _first_step(paper.reason, _),
                _("Demandez une réfection de code à {issuer}.").format(issuer=_issuer_name(issuer, _)),
                _("Un nouveau courrier vous sera envoyé, avec votre code de déblocage."),
                _("Revenez ici avec votre carte et ce courrier."),
            )
        ),
        *_whom_to_ask(issuer, _),
        Heading(_("À rapporter ici")),
        Checklist((_("Votre carte CPS"), _("Le courrier qui porte votre code de déblocage"))),
        Notice(_("Gardez cette carte, vous pourrez la débloquer ici dès réception du courrier.")),
        *_stamp(office, _),
    )


def replacement_blocks(paper: Replacement, office: Office, issuer: Issuer, _: Translate) -> tuple[Block, ...]:
    """Why the card cannot serve any more, and whom to ask for another."""
    return (
        Lead(_replacement_lead(paper, _)),
        *identity_blocks(paper.holder, paper.identity_allowed, _),
        Heading(_("Que faire")),
        NumberedSteps(
            (
                _("Demandez une nouvelle carte à {issuer}.").format(issuer=_issuer_name(issuer, _)),
                _("Donnez le numéro de la carte et le motif écrit en haut de cette fiche."),
                _("Gardez la carte avec cette fiche jusqu’à la réponse : on peut vous la demander."),
            )
        ),
        *_whom_to_ask(issuer, _),
        *_stamp(office, _),
    )


def _referral_lead(reason: ReferralReason, _: Translate) -> tuple[str, ...]:
    match reason:
        case ReferralReason.CODE_UNKNOWN | ReferralReason.NO_CARD:
            return (
                _("Vous n’avez pas votre code de déblocage (8 chiffres)."),
                _("Sans ce code, la carte ne peut être débloquée ni ici ni à l’accueil."),
            )
        case ReferralReason.OTHER_LETTER:
            return (
                _("Le courrier que vous avez est celui d’une autre carte."),
                _("Sans le courrier de cette carte, elle ne peut être débloquée ni ici ni à l’accueil."),
            )
        case ReferralReason.TWO_WRONG:
            return (
                _("La carte a refusé le code de déblocage."),
                _("Nous nous sommes arrêtés pour ne pas perdre les essais qui restent."),
            )
        case _:
            assert_never(reason)


def _first_step(reason: ReferralReason, _: Translate) -> str:
    match reason:
        case ReferralReason.CODE_UNKNOWN | ReferralReason.NO_CARD:
            return _("Cherchez encore : ce code est sur le même courrier que votre code porteur.")
        case ReferralReason.OTHER_LETTER:
            return _("Cherchez encore : le bon courrier porte le numéro de cette carte.")
        case ReferralReason.TWO_WRONG:
            return _("N’essayez pas d’autres codes : chaque erreur est comptée.")
        case _:
            assert_never(reason)


def _replacement_lead(paper: Replacement, _: Translate) -> tuple[str, ...]:
    match paper.reason:
        case ReplacementReason.PUK_EXHAUSTED:
            return (_("Son code de déblocage n’est plus accepté."), _("La carte ne peut plus être débloquée."))
        case ReplacementReason.EXPIRED if paper.expired_on is not None:
            return (_("Elle n’est plus valable depuis le {day}.").format(day=long_day(paper.expired_on, _)),)
        case ReplacementReason.EXPIRED:
            return (_("Sa date de validité est passée."),)
        case ReplacementReason.REVOKED:
            return (_("Elle a été déclarée perdue, volée ou retirée."),)
        case ReplacementReason.FAULTY:
            return (_("Elle ne répond pas comme une carte doit répondre."), _("La borne ne peut pas la débloquer."))
        case _:
            assert_never(paper.reason)


def _issuer_name(issuer: Issuer, _: Translate) -> str:
    return issuer.name or _("l’organisme qui a délivré la carte")


def _whom_to_ask(issuer: Issuer, _: Translate) -> tuple[Block, ...]:
    """Known facts as facts, missing ones as lines that the office can fill in."""
    qr = (Qr(issuer.page_url, _("Page officielle")),) if issuer.page_url else ()
    return (
        Heading(_("À qui s’adresser")),
        _known_or_blank(_("Téléphone"), (issuer.telephone,), note=issuer.telephone_note),
        _known_or_blank(_("Formulaire"), (issuer.form_name,)),
        _known_or_blank(_("Adresse"), issuer.post_to),
        *qr,
        Heading(_("À joindre")),
        Checklist(issuer.enclose) if issuer.enclose else Blank(_("Pièces demandées")),
    )


def _known_or_blank(label: str, lines: tuple[str, ...], note: str = "") -> Block:
    known = tuple(line for line in lines if line)
    return LabelledValue(label, known, note) if known else Blank(label)


def _stamp(office: Office, _: Translate) -> tuple[Block, ...]:
    return (StampBox(_("Cachet du guichet")),) if office.stamp_box else ()
