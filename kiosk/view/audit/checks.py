"""The control of the card, fiche n° 2 (deploy/reference/card.md §13.2): one line a check; the unchecked say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from diagnostics.outcomes.status import Status
from kiosk.audit.findings import NOT_EXAMINED
from kiosk.audit.verdict import Doubt, Validity, Verdict
from kiosk.card.data.ef_sn import decode_serial
from kiosk.card.errors import MalformedData
from kiosk.card.model import CardContent, CardSnapshot, UpdateWindow
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.view.audit.certificates import certificate_lines
from kiosk.view.audit.check_line import AuditCheck, coded, line
from kiosk.view.audit.holder import holder_lines
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, Checks, ShownCheck
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of, full_day, spaced
from kiosk.view.phrases.offers import current_pin_button
from reports.papers.languages import Translate


def audit(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Contrôle de votre carte"),
        content=Checks(check_lines(kiosk, _)),
        buttons=(primary(Action.FINISH, _("Terminer")), *_to_paper(words), *_to_situations(kiosk, _)),
        back=True,
        private=True,
    )


def _to_paper(words: Words) -> tuple[Button, ...]:
    """No button without a printer: the paper would say what the screen says."""
    _ = words.translate
    return (secondary(Action.PRINT, _("Imprimer ce contrôle")),) if words.printer else ()


def _to_situations(kiosk: Kiosk, _: Translate) -> tuple[Button, ...]:
    """No button where the PIN that opens the situations is blocked or its state unknown: the lines above say why."""
    counters, removed = counters_of(kiosk), kiosk.visit.removed_at is not None
    if removed or counters is None or counters.pin_blocked:
        return ()
    return (current_pin_button(kiosk, Action.SITUATIONS, _("Voir mes situations"), _),)


def check_lines(kiosk: Kiosk, _: Translate) -> tuple[ShownCheck, ...]:
    """The checks of the card in play; none once it is out."""
    card = kiosk.visit.card
    if card is None or card.snapshot is None or card.content is None:
        return ()
    return lines(card.snapshot, card.content, card.verdict, _)


def lines(snapshot: CardSnapshot, content: CardContent, found: Verdict | None, _: Translate) -> tuple[ShownCheck, ...]:
    """The checks of one card, in the order in which a person asks."""
    situations = line(Status.NOT_CHECKED, _("Situations d’exercice"), _("Elles se lisent avec votre code porteur."), _)
    return (
        *_test_card(content, _),
        coded(AuditCheck.VALIDITY, _validity(content, found, _), _),
        coded(AuditCheck.ISSUED, _issued(content, found, _), _),
        _unless_revoked(coded(AuditCheck.PIN, _pin(snapshot, _), _), found),
        coded(AuditCheck.PUK, _puk(snapshot, _), _),
        coded(AuditCheck.NUMBER, _number(content, _), _),
        coded(AuditCheck.SERIAL, _serial(snapshot, _), _),
        *holder_lines(content, _),
        coded(AuditCheck.UPDATE, _update(snapshot, _), _),
        *certificate_lines(NOT_EXAMINED if found is None else found.certificates, _),
        coded(AuditCheck.SITUATIONS, situations, _),
    )


def _unless_revoked(pin: ShownCheck, found: Verdict | None) -> ShownCheck:
    """A card that was declared lost or stolen is told no way to unblock it."""
    revoked = found is not None and found.validity is Validity.REVOKED
    return replace(pin, remedy="") if revoked else pin


def _test_card(content: CardContent, _: Translate) -> tuple[ShownCheck, ...]:
    if not content.is_test_card:
        return ()
    said = line(Status.WARNING, _("Carte de test"), _("Elle ne sert pas à exercer."), _, word=_("À savoir"))
    return (coded(AuditCheck.TEST_CARD, said, _),)


def _validity(content: CardContent, found: Verdict | None, _: Translate) -> ShownCheck:
    name, until = _("Validité"), content.valid_until
    if until is None or found is None:
        return line(Status.WARNING, name, _("La date de fin n’a pas pu être lue."), _)
    if found.validity is Validity.REVOKED:
        return line(Status.FAULT, name, _("Déclarée perdue, volée ou retirée."), _)
    if found.validity is Validity.EXPIRED:
        return line(Status.FAULT, name, _("Terminée depuis le {day}.").format(day=full_day(until, _)), _)
    if Doubt.CLOCK in found.doubts:
        unsure = _("Jusqu’au {day}, mais l’horloge de la borne n’est pas sûre.")
        return line(Status.WARNING, name, unsure.format(day=full_day(until, _)), _)
    return line(Status.OK, name, _("Jusqu’au {day}.").format(day=full_day(until, _)), _)


def _issued(content: CardContent, found: Verdict | None, _: Translate) -> ShownCheck:
    name, day = _("Émission"), content.issued
    if day is None:
        return line(Status.WARNING, name, _("La date d’émission n’a pas pu être lue."), _)
    early = found is not None and Doubt.NOT_YET_ISSUED in found.doubts
    return line(Status.WARNING if early else Status.OK, name, _issued_words(day, _, early=early), _)


def _issued_words(day: date, _: Translate, *, early: bool) -> str:
    words = _("Émise le {day}, une date à venir.") if early else _("Émise le {day}.")
    return words.format(day=full_day(day, _))


def _pin(snapshot: CardSnapshot, _: Translate) -> ShownCheck:
    name, counters = _("Code porteur"), snapshot.counters
    if counters is None:
        return line(Status.WARNING, name, _("Le compteur n’a pas pu être lu."), _)
    left = counters.pin.left
    if left == 0:
        return line(Status.FAULT, name, _("Plus aucun essai."), _, word=_("Bloqué"))
    words = _.plural("Un seul essai restant.", "{n} essais restants.", left)
    return line(Status.WARNING if left == 1 else Status.OK, name, words, _)


def _puk(snapshot: CardSnapshot, _: Translate) -> ShownCheck:
    name, counters = _("Code de déblocage"), snapshot.counters
    if counters is None:
        return line(Status.WARNING, name, _("Le compteur n’a pas pu être lu."), _)
    if counters.puk_dead:
        return line(Status.FAULT, name, _("Plus aucun essai ou plus aucune utilisation."), _, word=_("Épuisé"))
    sentence = _tries_and_uses(counters.puk.left, counters.puk_uses_left, _)
    whole = counters.puk.max is None or counters.puk.left >= counters.puk.max
    return line(Status.OK if whole and not counters.puk_last else Status.WARNING, name, sentence, _)


def _tries_and_uses(left: int, uses: int | None, _: Translate) -> str:
    tries = _.plural("Un seul essai restant", "{n} essais restants", left)
    if uses is None:
        return f"{tries}."
    return f"{tries}, {_.plural('une seule utilisation', '{n} utilisations', uses)}."


def _number(content: CardContent, _: Translate) -> ShownCheck:
    name = _("Numéro de carte")
    if content.number is None:
        return line(Status.WARNING, name, _("Il n’a pas pu être lu."), _)
    return line(Status.OK, name, spaced(content.number), _, private=True)


def _serial(snapshot: CardSnapshot, _: Translate) -> ShownCheck:
    """The check digit follows one published card (deploy/reference/card.md §5.2): a wrong one is only a doubt."""
    name = _("Numéro de série")
    try:
        serial = decode_serial(snapshot.ef_sn or b"")
    except MalformedData:
        return line(Status.WARNING, name, _("Il n’a pas pu être lu."), _)
    words = _("{number}, clé juste.") if serial.check_digit_right else _("{number}, mais sa clé est fausse.")
    status = Status.OK if serial.check_digit_right else Status.WARNING
    return line(status, name, words.format(number=serial.digits), _, private=True)


def _update(snapshot: CardSnapshot, _: Translate) -> ShownCheck:
    name = _("Mise à jour de la carte")
    if snapshot.update_window is UpdateWindow.CORRUPT:
        return line(Status.WARNING, name, _("Un incident est noté sur la carte."), _)
    return line(Status.OK, name, _("Aucun incident noté."), _)
