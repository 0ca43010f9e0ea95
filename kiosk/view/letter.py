"""The letter: is there one, is it this card's, and what if not."""

from __future__ import annotations

from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action
from kiosk.view.counting import pairs, spaced
from kiosk.view.draft import Draft, primary, secondary
from kiosk.view.screen import CardNumber, HelpPanel, Message, Picture
from kiosk.view.words import Translate, Words


def card_number(kiosk: Kiosk) -> str:
    """The 10 digits, or nothing once the card is out."""
    card = kiosk.visit.card
    return "" if card is None or card.content is None else card.content.number or ""


def where_is_the_code(_: Translate) -> HelpPanel:
    return HelpPanel(
        _("Où trouver ce code ?"),
        _("Sur le courrier envoyé avec votre carte. Il porte aussi votre code porteur. Celui-ci a 8 chiffres."),
        Picture.LETTER_CODE,
    )


def have_code(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Avez-vous votre code de déblocage ?"),
        (_("8 chiffres, sur le même courrier que votre code porteur."),),
        content=Message(Picture.LETTER_CODE),
        buttons=(primary(Action.YES, _("Oui, je l’ai")), secondary(Action.NO, _("Non, je ne l’ai pas"))),
        step=2,
        back=True,
        help=where_is_the_code(_),
    )


def letter_check(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Est-ce bien le numéro de votre courrier ?"),
        (_("Comparez avec le numéro de carte imprimé en haut du courrier."),),
        content=CardNumber(pairs(card_number(kiosk))),
        buttons=(
            primary(Action.YES, _("Oui, c’est ce numéro")),
            secondary(Action.NO, _("Non, ce n’est pas le même")),
            secondary(Action.NOT_SURE, _("Je ne suis pas sûr")),
        ),
        step=2,
        back=True,
        private=True,
    )


def other_letter(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    number = card_number(kiosk)
    search = _("Cherchez le courrier qui porte le numéro {number}.").format(number=spaced(number))
    return Draft(
        _("Ce courrier est celui d’une autre carte"),
        (search,),
        content=CardNumber(pairs(number)),
        buttons=(primary(Action.YES, _("Je l’ai trouvé")), secondary(Action.NO, _("Je ne le trouve pas"))),
        step=2,
        back=True,
        private=True,
    )
