"""The screens of an unblocking: the last try, the send, and what the card answered."""

from __future__ import annotations

from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import current_pin_offered
from kiosk.view.model.draft import Draft, danger, primary, secondary
from kiosk.view.model.screen import CardNumber, Message, PictureName, ProgressContent, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_words, dots, pairs, spaced, tries_words
from kiosk.view.phrases.receipts import receipt_button
from kiosk.view.phrases.unknowns import not_known_yet, nothing_more_sent
from kiosk.view.visit.letter import card_number, puk_length
from reports.papers.languages import Translate


def last_try(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Dernier essai"),
        (
            _.plural(
                "Si le code de déblocage ({n} chiffre) est faux, la carte devra être remplacée.",
                "Si le code de déblocage ({n} chiffres) est faux, la carte devra être remplacée.",
                puk_length(kiosk),
            ),
            _("Vous pouvez arrêter sans risque, ou retaper le code avec « Retour »."),
        ),
        Tone.DANGER,
        CardNumber(pairs(card_number(kiosk))),
        (
            primary(Action.PREFER_TO_STOP, _("Je préfère arrêter")),
            danger(Action.SEND, _("J’ai vérifié, j’essaie")),
        ),
        step=3,
        back=True,
        private=True,
    )


def unblocking(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Enregistrement du nouveau code") if kiosk.visit.forgotten else _("Recyclage en cours"),
        (_("Ne retirez pas votre carte."),),
        content=ProgressContent(PictureName.CLOCK, _("La carte travaille. Cela peut durer une minute.")),
        step=4,
    )


def wrong_puk(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = 0 if after is None else after.puk.left
    number = card_number(kiosk)
    if not number:
        return Draft(
            _("Code de déblocage erroné"),
            (tries_words(left, _), _("Remettez votre carte pour continuer.")),
            Tone.WARNING,
            Message(PictureName.CARD_BLOCKED),
            (primary(Action.FINISH, _("Terminer")),),
            step=2,
        )
    ask = _("Le numéro de votre carte est {number} : est-ce celui de votre courrier ?").format(number=spaced(number))
    return Draft(
        _("Code de déblocage erroné"),
        (tries_words(left, _), ask),
        Tone.WARNING,
        CardNumber(pairs(number)),
        (
            primary(Action.YES, _("Oui, je retape le code")),
            secondary(Action.NO, _("Non, ou je n’ai pas le bon courrier")),
        ),
        step=2,
        private=True,
    )


def two_wrong(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = 0 if after is None else after.puk.left
    keep = _.plural("Il reste un seul essai : ne le perdons pas.", "Il reste {n} essais : ne les perdons pas.", left)
    return Draft(
        _("Arrêtons-nous là pour aujourd’hui"),
        (keep, _("Faites-vous aider, ou demandez une réfection de code.")),
        Tone.WARNING,
        Message(PictureName.PERSON, dots(None if after is None else after.puk)),
        (
            primary(Action.HELP, _("Demander de l’aide")),
            secondary(Action.PRINT, _("Imprimer la démarche") if words.printer else _("Voir la démarche")),
            secondary(Action.FINISH, _("Terminer")),
        ),
    )


def stopped(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    if kiosk.visit.face is Face.OLD_CODE_STANDS:
        return _old_code_stands(kiosk, words)
    return Draft(
        _("Nous avons arrêté par prudence"),
        (
            _("La carte a donné une réponse inattendue."),
            *_sent_or_stored(kiosk, _),
            *counters_words(kiosk.visit.after, _),
        ),
        Tone.WARNING,
        Message(PictureName.SHIELD),
        (
            primary(Action.HELP, _("Demander de l’aide")),
            receipt_button(words),
            secondary(Action.FINISH, _("Terminer")),
        ),
    )


def _sent_or_stored(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    match kiosk.visit.face:
        case Face.NOTHING_SENT:
            return (nothing_more_sent(kiosk, _),)
        case Face.UNKNOWN:
            return (_("Nous ne savons pas quel code est enregistré."),)
        case _:
            return ()


def _old_code_stands(kiosk: Kiosk, words: Words) -> Draft:
    """A change whose new code the card refused with a reason."""
    _ = words.translate
    after = kiosk.visit.after
    finish = _("Terminer")
    buttons = (
        (primary(Action.CHANGE_PIN, _("Choisir un autre code")), secondary(Action.FINISH, finish))
        if current_pin_offered(kiosk)
        else (primary(Action.FINISH, finish),)
    )
    return Draft(
        _("Votre code porteur n’a pas changé"),
        (_("La carte a refusé le nouveau code."), _("L’ancien est toujours valable.")),
        Tone.WARNING,
        Message(PictureName.SHIELD, dots(None if after is None else after.pin)),
        buttons,
        step=4,
    )


def card_changed(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("La carte a changé depuis sa lecture"),
        (nothing_more_sent(kiosk, _),),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.REREAD, _("Relire la carte")), secondary(Action.STOP, _("Arrêter"))),
    )


def stuck(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    nothing = kiosk.visit.face is Face.NOTHING_SENT
    return Draft(
        _("La carte ne répond plus"),
        (_("Retirez-la."), nothing_more_sent(kiosk, _) if nothing else not_known_yet(kiosk, _)),
        Tone.WARNING,
        Message(PictureName.TAKE_CARD),
    )
