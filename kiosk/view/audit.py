"""The control of the card, fiche n° 2: one line a check, and what is not checked says so."""

from __future__ import annotations

from datetime import date

from kiosk.audit.verdict import Doubt, Validity, Verdict
from kiosk.card.model import CardContent, CardSnapshot, UpdateWindow
from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action
from kiosk.view.counting import full_day, spaced
from kiosk.view.draft import Draft, primary
from kiosk.view.nomenclature import CIVILITIES, PROFESSIONS, TYPES
from kiosk.view.screen import CheckLine, Checks, Mark
from kiosk.view.words import Translate, Words


def audit(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Contrôle de votre carte"),
        content=Checks(check_lines(kiosk, _)),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        back=True,
        private=True,
    )


def check_lines(kiosk: Kiosk, _: Translate) -> tuple[CheckLine, ...]:
    """The checks of the card in play; none once it is out."""
    card = kiosk.visit.card
    if card is None or card.snapshot is None or card.content is None:
        return ()
    return lines(card.snapshot, card.content, card.verdict, _)


def lines(snapshot: CardSnapshot, content: CardContent, found: Verdict | None, _: Translate) -> tuple[CheckLine, ...]:
    """The checks of one card, in the order in which a person asks."""
    return (
        *_test_card(content, _),
        _validity(content, found, _),
        _issued(content, found, _),
        _pin(snapshot, _),
        _puk(snapshot, _),
        _number(content, _),
        _holder(content, _),
        _profession(content, _),
        _update(snapshot, _),
        _unchecked(_("Certificats"), _),
        _unchecked(_("Révocation"), _),
        _unchecked(_("Situations d’exercice"), _),
    )


def _line(mark: Mark, name: str, sentence: str, _: Translate, *, private: bool = False, word: str = "") -> CheckLine:
    return CheckLine(mark, word or _word(mark, _), name, sentence, private)


def _word(mark: Mark, _: Translate) -> str:
    match mark:
        case Mark.OK:
            return _("Bon")
        case Mark.WARNING:
            return _("À vérifier")
        case Mark.FAULT:
            return _("Non valable")
        case Mark.NOT_CHECKED:
            return _("Non contrôlé")


def _unchecked(name: str, _: Translate) -> CheckLine:
    return _line(Mark.NOT_CHECKED, name, _("Non contrôlé par cette borne."), _)


def _test_card(content: CardContent, _: Translate) -> tuple[CheckLine, ...]:
    if not content.is_test_card:
        return ()
    return (_line(Mark.WARNING, _("Carte de test"), _("Elle ne sert pas à exercer."), _, word=_("À savoir")),)


def _validity(content: CardContent, found: Verdict | None, _: Translate) -> CheckLine:
    name, until = _("Validité"), content.valid_until
    if until is None or found is None:
        return _line(Mark.WARNING, name, _("La date de fin n’a pas pu être lue."), _)
    if found.validity is Validity.EXPIRED:
        return _line(Mark.FAULT, name, _("Terminée depuis le {day}.").format(day=full_day(until, _)), _)
    if Doubt.CLOCK in found.doubts:
        unsure = _("Jusqu’au {day}, mais l’horloge de la borne n’est pas sûre.")
        return _line(Mark.WARNING, name, unsure.format(day=full_day(until, _)), _)
    return _line(Mark.OK, name, _("Jusqu’au {day}.").format(day=full_day(until, _)), _)


def _issued(content: CardContent, found: Verdict | None, _: Translate) -> CheckLine:
    name, day = _("Émission"), content.issued
    if day is None:
        return _line(Mark.WARNING, name, _("La date d’émission n’a pas pu être lue."), _)
    early = found is not None and Doubt.NOT_YET_ISSUED in found.doubts
    return _line(Mark.WARNING if early else Mark.OK, name, _issued_words(day, _, early=early), _)


def _issued_words(day: date, _: Translate, *, early: bool) -> str:
    words = _("Émise le {day}, une date à venir.") if early else _("Émise le {day}.")
    return words.format(day=full_day(day, _))


def _pin(snapshot: CardSnapshot, _: Translate) -> CheckLine:
    name, counters = _("Code porteur"), snapshot.counters
    if counters is None:
        return _line(Mark.WARNING, name, _("Le compteur n’a pas pu être lu."), _)
    left = counters.pin.left
    if left == 0:
        return _line(Mark.FAULT, name, _("Plus aucun essai."), _, word=_("Bloqué"))
    if left == 1:
        return _line(Mark.WARNING, name, _("Un seul essai restant."), _)
    return _line(Mark.OK, name, _("{n} essais restants.").format(n=left), _)


def _puk(snapshot: CardSnapshot, _: Translate) -> CheckLine:
    name, counters = _("Code de déblocage"), snapshot.counters
    if counters is None:
        return _line(Mark.WARNING, name, _("Le compteur n’a pas pu être lu."), _)
    if counters.puk_dead:
        return _line(Mark.FAULT, name, _("Plus aucun essai ou plus aucune utilisation."), _, word=_("Épuisé"))
    sentence = _tries_and_uses(counters.puk.left, counters.puk_uses_left, _)
    whole = counters.puk.max is None or counters.puk.left >= counters.puk.max
    return _line(Mark.OK if whole and not counters.puk_last else Mark.WARNING, name, sentence, _)


def _tries_and_uses(left: int, uses: int | None, _: Translate) -> str:
    tries = _("Un seul essai restant") if left == 1 else _("{n} essais restants").format(n=left)
    if uses is None:
        return f"{tries}."
    used = _("une seule utilisation") if uses == 1 else _("{n} utilisations").format(n=uses)
    return f"{tries}, {used}."


def _number(content: CardContent, _: Translate) -> CheckLine:
    name = _("Numéro de carte")
    if content.number is None:
        return _line(Mark.WARNING, name, _("Il n’a pas pu être lu."), _)
    return _line(Mark.OK, name, spaced(content.number), _, private=True)


def _holder(content: CardContent, _: Translate) -> CheckLine:
    name, holder = _("Porteur"), content.holder
    if holder is None:
        return _line(Mark.WARNING, name, _("Le nom n’a pas pu être lu."), _)
    civility = _(CIVILITIES.get(holder.civility or 0, ""))
    parts = (civility, holder.usual_first_name, holder.exercise_name)
    return _line(Mark.OK, name, " ".join(part for part in parts if part), _, private=True)


def _profession(content: CardContent, _: Translate) -> CheckLine:
    name, holder = _("Profession"), content.holder
    label = None if holder is None or holder.profession is None else PROFESSIONS.get(holder.profession)
    if holder is None or label is None:
        return _line(Mark.WARNING, name, _("La profession n’a pas pu être lue."), _)
    type_ = TYPES.get(-1 if holder.card_type is None else holder.card_type)
    return _line(Mark.OK, name, f"{label} – {type_}" if type_ else label, _, private=True)


def _update(snapshot: CardSnapshot, _: Translate) -> CheckLine:
    name = _("Mise à jour de la carte")
    if snapshot.update_window is UpdateWindow.CORRUPT:
        return _line(Mark.WARNING, name, _("Un incident est noté sur la carte."), _)
    return _line(Mark.OK, name, _("Aucun incident noté."), _)
