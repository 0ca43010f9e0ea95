"""The screens while no visit is on: insert a card, or why the kiosk cannot read it."""

from __future__ import annotations

from kiosk.card.model import CardKind
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.for_one_visit import other_languages
from kiosk.view.model.screen import Button, ButtonRole, Choice, Message, PictureName, ProgressContent, Tone
from kiosk.view.model.words import Words
from reports.papers.languages import Translate


def waiting(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    no_code = secondary(Action.NO_CODE, _("Je n’ai pas mon code de déblocage"))
    if kiosk.visit.face is Face.CARD_ALREADY_THERE:
        return Draft(
            _("Une carte est déjà dans le lecteur"),
            (_("Est-ce la vôtre ? Sinon, prévenez l’accueil."),),
            content=Message(PictureName.INSERT_CARD),
            buttons=(primary(Action.START, _("C’est ma carte, la lire")), no_code),
        )
    return Draft(
        _("Insérez votre carte CPS"),
        (
            _("Puce vers l’avant, face visible."),
            _("Si elle est déjà dans le lecteur, vérifiez qu’elle est bien enfoncée."),
        ),
        content=Message(PictureName.INSERT_CARD),
        buttons=(no_code, *_languages(words)),
        faults=words.faults,
    )


def _languages(words: Words) -> tuple[Button, ...]:
    """A key for each other language, named in that language."""
    return tuple(
        Button(Action.SPEAK, language.name, language=language.tag) for language in other_languages(words.language)
    )


def out_of_service(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Borne momentanément indisponible"),
        (_("Adressez-vous à l’accueil."),),
        content=Message(PictureName.OUT_OF_SERVICE),
    )


def reading(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Lecture de votre carte…"),
        (_("Laissez-la dans le lecteur."),),
        content=ProgressContent(PictureName.INSERT_CARD, _("La lecture prend quelques secondes.")),
        step=1,
    )


def mute(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Nous n’arrivons pas à lire cette carte"),
        (_("Retirez-la et vérifiez le sens : puce vers l’avant."), _("Puis réessayez.")),
        Tone.WARNING,
        Message(PictureName.CARD_UPSIDE_DOWN),
    )


def vitale(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("C’est une carte Vitale"),
        (_("Cette borne est réservée aux cartes de professionnel de santé."), _("Retirez votre carte.")),
        Tone.WARNING,
        Message(PictureName.CARD_VITALE),
    )


def foreign(kiosk: Kiosk, words: Words) -> Draft:
    """The screen names the card where the answer to reset names it."""
    _ = words.translate
    return Draft(
        _foreign_title(None if kiosk.visit.card is None else kiosk.visit.card.kind, _),
        (_("Retirez-la et insérez votre carte de professionnel de santé."),),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
    )


def _foreign_title(kind: CardKind | None, _: Translate) -> str:
    match kind:
        case CardKind.BANK:
            return _("C’est une carte bancaire")
        case CardKind.AGENT:
            return _("C’est une carte d’agent")
        case _:
            return _("Cette carte n’est pas une CPS")


def contactless(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Insérez votre carte dans la fente"),
        (_("Cette borne ne lit pas la carte sans contact."),),
        Tone.WARNING,
        Message(PictureName.CARD_CONTACTLESS),
    )


def old_generation(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Cette carte est d’un ancien modèle"),
        (_("La borne ne sait pas la lire. Demandez de l’aide."),),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.HELP, _("Demander de l’aide")),),
    )


def in_use(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Carte utilisée par un autre logiciel"),
        (_("Patientez ou demandez de l’aide."),),
        Tone.WARNING,
        Message(PictureName.CLOCK),
        (primary(Action.RETRY, _("Réessayer")), secondary(Action.STOP, _("Arrêter"))),
    )


def choose_card(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Deux cartes CPS sont insérées"),
        (_("Laquelle voulez-vous utiliser ?"),),
        content=Choice(),
        buttons=(
            Button(Action.CHOOSE_LEFT, _("Celle de gauche"), ButtonRole.PRIMARY, picture=PictureName.LEFT),
            Button(Action.CHOOSE_RIGHT, _("Celle de droite"), ButtonRole.PRIMARY, picture=PictureName.RIGHT),
        ),
    )


def take_card(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    body = (
        (_("La borne a redémarré."), _("Reprenez votre carte, puis insérez-la de nouveau."))
        if kiosk.visit.face is Face.AFTER_RESTART
        else (_("Merci."),)
    )
    return Draft(_("Reprenez votre carte"), body, content=Message(PictureName.TAKE_CARD))
