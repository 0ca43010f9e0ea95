"""States that have their words and no way in yet: the present code, the situations, staff mode."""

from __future__ import annotations

from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action
from kiosk.view.codes import current_pad
from kiosk.view.counting import counters_of, dots, tries_words
from kiosk.view.draft import Draft, primary, secondary
from kiosk.view.screen import Checks, Message, Picture, Progress, Tone
from kiosk.view.words import Words


def current_pin(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Tapez votre code porteur actuel"),
        (_("Le code que vous utilisez aujourd’hui."),),
        content=current_pad(kiosk, _),
        buttons=(primary(Action.VALIDATE, _("Valider"), enabled=False, why_not=_("Tapez d’abord votre code")),),
        back=True,
    )


def wrong_pin(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    counters = counters_of(kiosk)
    left = 0 if counters is None else counters.pin.left
    return Draft(
        _("Ce code n’est pas le bon"),
        (tries_words(left, _),),
        Tone.WARNING,
        Message(Picture.SHIELD, dots(None if counters is None else counters.pin)),
        (primary(Action.FINISH, _("Terminer")),),
    )


def changing(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Enregistrement du nouveau code"),
        (_("Ne retirez pas votre carte."),),
        content=Progress(Picture.CLOCK, _("La carte travaille. Cela peut durer une minute.")),
    )


def situations(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vos situations d’exercice"),
        content=Checks(()),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        private=True,
    )


def forgotten(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vous avez oublié votre code porteur ?"),
        (
            _("Il est sur le même courrier que votre code de déblocage."),
            _("Inutile d’essayer des codes au hasard."),
        ),
        content=Message(Picture.LETTER_BOTH),
        buttons=(
            primary(Action.FINISH, _("Compris")),
            secondary(Action.HELP, _("Je l’avais changé : demander de l’aide")),
        ),
    )


def change_unknown(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    counters = counters_of(kiosk)
    left = 0 if counters is None else counters.pin.left
    return Draft(
        _("Nous ne savons pas quel code est enregistré"),
        (_("Essayez le nouveau."), tries_words(left, _)),
        Tone.WARNING,
        Message(Picture.SHIELD, dots(None if counters is None else counters.pin)),
        (primary(Action.FINISH, _("Terminer")),),
        code="C05",
    )


def pin_changed(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Votre code porteur est changé"),
        (_("Utilisez-le dès maintenant."),),
        Tone.OK,
        Message(Picture.CARD_OK),
        (primary(Action.FINISH, _("Terminer")),),
        code="C01",
    )


def pin_works(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Votre code fonctionne"),
        tone=Tone.OK,
        content=Message(Picture.CARD_OK),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        code="C02",
    )


def staff(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Réservé aux agents"),
        (_("Cet espace n’est pas encore ouvert."),),
        content=Message(Picture.PERSON),
        buttons=(primary(Action.FINISH, _("Terminer")),),
    )
