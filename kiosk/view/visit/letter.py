"""The letter: is there one, is it this card's, and what if not."""

from __future__ import annotations

from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import CardNumber, HelpPanel, Message, PictureName
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import pairs, spaced
from reports.papers.languages import Translate


def card_number(kiosk: Kiosk) -> str:
    """The 10 digits, or nothing once the card is out."""
    card = kiosk.visit.card
    return "" if card is None or card.content is None else card.content.number or ""


def where_is_the_code(kiosk: Kiosk, _: Translate) -> HelpPanel:
    """Both codes are on the letter: their lengths tell them apart."""
    told = _("Sur le courrier envoyé avec votre carte.")
    lengths = _.plural(
        "Le code de déblocage a {n} chiffre ; le code porteur en a {pin}.",
        "Le code de déblocage a {n} chiffres ; le code porteur en a {pin}.",
        puk_length(kiosk),
        pin=_pin_length(kiosk),
    )
    return HelpPanel(_("Où trouver ce code ?"), f"{told} {lengths}", PictureName.LETTER_CODE)


def puk_length(kiosk: Kiosk) -> int:
    """Digits of the PUK, from the card; 8 until it is read."""
    card = kiosk.visit.card
    formats = None if card is None or card.content is None else card.content.formats
    return 8 if formats is None else formats.puk.max_digits


def _pin_length(kiosk: Kiosk) -> int:
    card = kiosk.visit.card
    formats = None if card is None or card.content is None else card.content.formats
    return 4 if formats is None else formats.pin.max_digits


def have_code(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Avez-vous votre code de déblocage ?"),
        (_("8 chiffres, sur le même courrier que votre code porteur."),),
        content=Message(PictureName.LETTER_CODE),
        buttons=(primary(Action.YES, _("Oui, je l’ai")), secondary(Action.NO, _("Non, je ne l’ai pas"))),
        step=2,
        back=True,
        help=where_is_the_code(kiosk, _),
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
