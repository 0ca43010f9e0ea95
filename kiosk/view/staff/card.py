"""The card in the reader as a technician looks at it: no name, no number, no code, nothing new is read."""

from __future__ import annotations

from kiosk.card.cps.atr import kind_of
from kiosk.card.cps.generations import generation_of
from kiosk.card.iso7816.connection import ReaderSlot
from kiosk.card.model import Counters, TryCounter
from kiosk.flow.model.visit import CardInPlay, Kiosk
from kiosk.view.audit.certificates import certificate_lines
from kiosk.view.model.draft import Draft
from kiosk.view.model.screen import CardFact, FactGroup, Groups, Message, PictureName, Tone
from kiosk.view.model.words import Words
from reports.papers.languages import Translate

BYTES_A_LINE = 6


def card_audit(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    slots = () if kiosk.report is None else kiosk.report.slots
    present = [slot for slot in slots if slot.present]
    if not present:
        body = (_("Aucune carte n’est dans un lecteur."),)
        return Draft(_("Carte"), body, content=Message(PictureName.INSERT_CARD), back=True)
    groups = [_reader(slot, _) for slot in present]
    if kiosk.visit.card is not None:
        groups += _in_play(kiosk.visit.card, _)
    return Draft(_("Carte"), tone=Tone.NEUTRAL, content=Groups(tuple(groups)), back=True)


def _reader(slot: ReaderSlot, _: Translate) -> FactGroup:
    if slot.mute:
        return FactGroup(slot.reader, remark=_("La carte ne répond pas."))
    rows = (slot.atr[start : start + BYTES_A_LINE] for start in range(0, len(slot.atr), BYTES_A_LINE))
    atr = "\n".join(row.hex(" ").upper() for row in rows)
    return FactGroup(
        slot.reader,
        (CardFact(_("Réponse (ATR)"), atr), CardFact(_("Modèle"), _(generation_of(kind_of(slot.atr)).word))),
    )


def _in_play(card: CardInPlay, _: Translate) -> list[FactGroup]:
    """What the visit read of its card."""
    snapshot = card.snapshot
    if not card.kind.is_cps_in_contact:
        return []
    if snapshot is None:
        return [FactGroup(_("Compteurs"), remark=_("La carte n’est pas encore lue."))]
    return [_counters(snapshot.counters, _), _content(card, _), _certificates(card, _)]


def _counters(counters: Counters | None, _: Translate) -> FactGroup:
    title = _("Compteurs")
    if counters is None:
        return FactGroup(title, remark=_("Ils n’ont pas pu être lus."))
    facts = [
        CardFact(_("Essais du code porteur"), _of(counters.pin, _)),
        CardFact(_("Essais du code de déblocage"), _of(counters.puk, _)),
    ]
    if counters.puk_uses_left is not None:
        facts.append(CardFact(_("Déblocages possibles"), str(counters.puk_uses_left)))
    return FactGroup(title, tuple(facts))


def _of(counter: TryCounter, _: Translate) -> str:
    """Tries left, of how many where the card says it."""
    return str(counter.left) if counter.max is None else _("{n} sur {of}").format(n=counter.left, of=counter.max)


def _content(card: CardInPlay, _: Translate) -> FactGroup:
    title = _("Codes")
    if card.content is None:
        return FactGroup(title, remark=_("Lecture en cours."))
    formats = card.content.formats
    if formats is None:
        return FactGroup(title, remark=_("La carte ne dit pas leur longueur."))
    least, most = formats.pin.min_digits, formats.pin.max_digits
    length = str(least) if least == most else _("{least} à {most}").format(least=least, most=most)
    return FactGroup(
        title,
        (
            CardFact(_("Chiffres du code porteur"), length),
            CardFact(_("Chiffres du code de déblocage"), str(formats.puk.max_digits)),
        ),
    )


def _certificates(card: CardInPlay, _: Translate) -> FactGroup:
    title = _("Certificats")
    if card.verdict is None:
        return FactGroup(title, remark=_("Ils ne sont pas encore contrôlés."))
    lines = certificate_lines(card.verdict.certificates, _)
    return FactGroup(title, tuple(CardFact(line.name, line.sentence) for line in lines))
