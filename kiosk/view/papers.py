"""From a visit to the paper it leaves with: the kiosk's values mapped to those of ``reports``.

Papers are written in French whatever the screen speaks; ``reports`` puts the holder's language beside it.
"""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.codes import Code
from kiosk.flow.card.audit import audit_code
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.visit import Kiosk
from kiosk.view.audit.checks import check_lines
from kiosk.view.model.words import Words
from kiosk.view.phrases.receipts import receipt_title
from reports.papers.blocks import Document
from reports.papers.documents import document as document_of
from reports.papers.languages import UNTRANSLATED
from reports.papers.papers import (
    UNKNOWN_HOLDER,
    AuditRow,
    AuditSheet,
    Holder,
    Paper,
    Receipt,
    Referral,
    ReferralReason,
    Replacement,
    ReplacementReason,
)


def document(kiosk: Kiosk, kind: PaperKind, words: Words) -> Document:
    """What the paper of this visit says. Identity is in it only where ``words.identity_on_paper`` allows."""
    return document_of(paper(kiosk, kind, words), words.office, words.issuer)


def paper(kiosk: Kiosk, kind: PaperKind, words: Words) -> Paper:
    """The values of the paper, fixed at this moment."""
    match kind:
        case PaperKind.RECEIPT:
            return _receipt(kiosk, words)
        case PaperKind.REFERRAL:
            return _referral(kiosk, words)
        case PaperKind.REPLACEMENT:
            return _replacement(kiosk, words)
        case PaperKind.AUDIT:
            return _audit(kiosk, words)
        case _:
            assert_never(kind)


def is_simulated(kiosk: Kiosk) -> bool:
    """The card of the visit lies in a simulated reader, or is of the test category.

    While a visit has no card the readers that hold one are asked, else all of them: a single real one is enough for no.
    """
    card = kiosk.visit.card
    if card is not None:
        return card.test_card or kiosk.rules.is_simulated(card.reader)
    slots = () if kiosk.report is None else kiosk.report.slots
    asked = [slot for slot in slots if slot.present] or slots
    return bool(asked) and all(kiosk.rules.is_simulated(slot.reader) for slot in asked)


def _outcome(kiosk: Kiosk) -> Code:
    """What the visit came to. The flow asks for no paper without it, but for the audit's."""
    if kiosk.visit.code is None:
        raise ValueError("this paper needs an outcome")
    return kiosk.visit.code


def _receipt(kiosk: Kiosk, words: Words) -> Receipt:
    code = _outcome(kiosk)
    return Receipt(
        outcome=code.value,
        title=receipt_title(code),
        sentences=(code.sentence,),
        next_steps=(code.remedy,),
        day=words.today,
        place=words.office.name,
        simulated=is_simulated(kiosk),
        language=words.language,
    )


def _referral(kiosk: Kiosk, words: Words) -> Referral:
    code = _outcome(kiosk)
    return Referral(
        reason=_why_no_code(code, other_letter=kiosk.visit.other_letter),
        outcome=code.value,
        day=words.today,
        identity_allowed=words.identity_on_paper,
        holder=_holder(kiosk),
        simulated=is_simulated(kiosk),
        language=words.language,
    )


def _why_no_code(code: Code, *, other_letter: bool) -> ReferralReason:
    match code:
        case Code.TWO_WRONG:
            return ReferralReason.TWO_WRONG
        case Code.REFERRAL_WITHOUT_CARD:
            return ReferralReason.NO_CARD
        case _:
            return ReferralReason.OTHER_LETTER if other_letter else ReferralReason.CODE_UNKNOWN


_WHY_REPLACED = {
    Code.PUK_EXHAUSTED: ReplacementReason.PUK_EXHAUSTED,
    Code.REPLACE_PUK_DEAD: ReplacementReason.PUK_EXHAUSTED,
    Code.REPLACE_EXPIRED: ReplacementReason.EXPIRED,
    Code.REPLACE_REVOKED: ReplacementReason.REVOKED,
    Code.REPLACE_FAULTY: ReplacementReason.FAULTY,
}


def _replacement(kiosk: Kiosk, words: Words) -> Replacement:
    code = _outcome(kiosk)
    found = None if kiosk.visit.card is None else kiosk.visit.card.verdict
    reason = _WHY_REPLACED[code]
    expired = reason is ReplacementReason.EXPIRED
    return Replacement(
        reason=reason,
        outcome=code.value,
        day=words.today,
        expired_on=found.valid_until if expired and found is not None else None,
        identity_allowed=words.identity_on_paper,
        holder=_holder(kiosk),
        simulated=is_simulated(kiosk),
        language=words.language,
    )


def _audit(kiosk: Kiosk, words: Words) -> AuditSheet:
    lines = check_lines(kiosk, UNTRANSLATED)
    code = audit_code(None if kiosk.visit.card is None else kiosk.visit.card.verdict)
    return AuditSheet(
        outcome=code.value,
        verdict=code.sentence,
        checks=tuple(AuditRow(line.name, line.sentence, line.status) for line in lines if not line.private),
        day=words.today,
        identity_allowed=words.identity_on_paper,
        holder=_holder(kiosk),
        simulated=is_simulated(kiosk),
    )


def _holder(kiosk: Kiosk) -> Holder:
    card = kiosk.visit.card
    if card is None or card.content is None:
        return UNKNOWN_HOLDER
    content = card.content
    holder = content.holder
    parts = () if holder is None else (holder.usual_first_name, holder.exercise_name)
    return Holder(content.number, " ".join(part for part in parts if part) or None)
