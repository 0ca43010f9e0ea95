"""The pad screens of an unblocking and of a change. They show how many digits there are, never which."""

from __future__ import annotations

from dataclasses import replace

from kiosk.card.model import Counters, Purpose
from kiosk.flow.codes.typing import complete, entry_field, typed
from kiosk.flow.model.entry import CodeSlot, Confirmation
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, Pad, Tone, Tries
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of, tries_words
from kiosk.view.visit.letter import where_is_the_code
from reports.papers.languages import Translate


def puk(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    counters = counters_of(kiosk)
    same = kiosk.visit.face is Face.SAME_PUK
    length = _.plural(
        "{n} chiffre, inscrit sur votre courrier.", "{n} chiffres, inscrits sur votre courrier.", code_length(kiosk)
    )
    body = [] if same else [length]
    if not same and counters is not None and counters.puk.max is not None and counters.puk.left < counters.puk.max:
        body.append(_("Des essais ont déjà été perdus : vérifiez chaque chiffre."))
    return Draft(
        _("Tapez votre code de déblocage"),
        tuple(body),
        Tone.WARNING if same else Tone.NEUTRAL,
        code_pad(
            kiosk,
            _,
            _("C’est le même code que tout à l’heure : la carte l’a refusé. Vérifiez chaque chiffre.") if same else "",
            _puk_tries(counters, _),
        ),
        (validate_button(kiosk, _), secondary(Action.WHERE, _("Où le trouver ?"))),
        step=2,
        back=True,
        help=where_is_the_code(kiosk, _),
    )


_NEW_PIN_ERRORS = {
    Face.PLAIN: "",
    Face.WEAK_ALIKE: "Ce code est trop facile à deviner : les chiffres sont identiques. Choisissez-en un autre.",
    Face.WEAK_RUN: "Ce code est trop facile à deviner : les chiffres se suivent. Choisissez-en un autre.",
    Face.WEAK_YEAR: "Ce code ressemble à une année : il est facile à deviner.",
    Face.SAME_AS_CURRENT_PIN: "C’est déjà votre code. Choisissez-en un autre.",
}
_DIFFERENT = "Les deux codes sont différents. Choisissez de nouveau votre code."
"""What ``MISMATCH_TWICE`` says first."""


def new_pin(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    error = _new_pin_error(kiosk, _)
    year = kiosk.visit.face is Face.WEAK_YEAR
    return Draft(
        _("Choisissez votre nouveau code porteur"),
        () if error else (_.plural("{n} chiffre.", "{n} chiffres.", code_length(kiosk)), _what_to_choose(kiosk, _)),
        Tone.WARNING if error else Tone.NEUTRAL,
        replace(code_pad(kiosk, _, error), peekable=not year),
        (
            primary(Action.CHOOSE_ANOTHER, _("Choisir un autre code")),
            secondary(Action.KEEP_ANYWAY, _("Garder quand même")),
        )
        if year
        else (validate_button(kiosk, _),),
        step=3,
        back=True,
    )


def _is_change(kiosk: Kiosk) -> bool:
    return kiosk.visit.purpose is Purpose.CHANGE


def _new_pin_error(kiosk: Kiosk, _: Translate) -> str:
    """Say which code the person need not type again."""
    if kiosk.visit.face is not Face.MISMATCH_TWICE:
        error = _NEW_PIN_ERRORS[kiosk.visit.face]
        return _(error) if error else ""
    kept = (
        _("Vous n’aurez pas à retaper votre code actuel.")
        if _is_change(kiosk)
        else _("Vous n’aurez pas à retaper votre code de déblocage.")
    )
    return f"{_(_DIFFERENT)} {kept}"


def _what_to_choose(kiosk: Kiosk, _: Translate) -> str:
    if _is_change(kiosk):
        return _("Un code facile à retenir, difficile à deviner.")
    return _("Vous pouvez garder l’ancien, sauf s’il est trop simple.")


def _final_words(kiosk: Kiosk, _: Translate) -> str:
    """The last button says what it does to this card."""
    if _is_change(kiosk):
        return _("Changer mon code")
    return _("Enregistrer mon nouveau code") if kiosk.visit.forgotten else _("Débloquer ma carte")


def confirm(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    differ = kiosk.visit.face is Face.MISMATCH_ONCE
    match = kiosk.visit.entry.confirmation is Confirmation.MATCH
    send = primary(
        Action.SEND,
        _final_words(kiosk, _),
        enabled=match,
        why_not="" if match else _.plural("Retapez le chiffre", "Retapez les {n} chiffres", code_length(kiosk)),
    )
    same = _.plural("Le même chiffre, pour être sûr.", "Les mêmes {n} chiffres, pour être sûr.", code_length(kiosk))
    different = _("Code de confirmation erroné : les deux codes sont différents.")
    again = _("Retapez-le, ou choisissez de nouveau votre code avec « Retour ».")
    return Draft(
        _("Retapez votre nouveau code porteur"),
        () if differ else (same,),
        Tone.WARNING if differ else Tone.NEUTRAL,
        code_pad(kiosk, _, f"{different} {again}" if differ else ""),
        (send,),
        step=3,
        back=True,
    )


def validate_button(kiosk: Kiosk, _: Translate) -> Button:
    ready = complete(kiosk)
    missing = code_length(kiosk) - typed(kiosk)
    whole = ready or missing <= 0
    why_not = "" if whole else _.plural("Il manque 1 chiffre", "Il manque {n} chiffres", missing)
    return primary(Action.VALIDATE, _("Valider"), enabled=ready, why_not=why_not)


def code_pad(kiosk: Kiosk, _: Translate, error: str = "", tries: Tries | None = None) -> Pad:
    field, count = entry_field(kiosk), typed(kiosk)
    slot = CodeSlot.PUK if field is None else field.slot
    length = code_length(kiosk)
    words = _.plural("{n} chiffre sur {of}", "{n} chiffres sur {of}", count, of=length)
    return Pad(slot, count, length, words, error, tries)


def code_length(kiosk: Kiosk) -> int:
    field = entry_field(kiosk)
    return 0 if field is None else field.max_digits


def _puk_tries(counters: Counters | None, _: Translate) -> Tries | None:
    if counters is None:
        return None
    return Tries(counters.puk.left, counters.puk.max or 0, tries_words(counters.puk.left, _))
