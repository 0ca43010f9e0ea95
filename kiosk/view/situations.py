"""The situations of exercise, once the present code opened them."""

from __future__ import annotations

from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action, Face
from kiosk.view.draft import Draft, primary
from kiosk.view.screen import Group, Groups, Message, Picture, Tone
from kiosk.view.situation_groups import groups, professional
from kiosk.view.words import Translate, Words


def situations(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    found = kiosk.visit.situations
    if found is None or kiosk.visit.face is Face.NOT_READ:
        return _not_read(words)
    shown = groups(found, _)
    if not shown:
        return _none(words)
    return Draft(
        _("Vos situations d’exercice"),
        content=Groups((*_professional(kiosk, _), *shown)),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        back=True,
        private=True,
    )


def _professional(kiosk: Kiosk, _: Translate) -> tuple[Group, ...]:
    card = kiosk.visit.card
    holder = None if card is None or card.content is None else card.content.holder
    return () if holder is None else (professional(holder, _),)


def _not_read(words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vos situations n’ont pas pu être lues"),
        (_("Votre code porteur est le bon."), _("Aucun essai n’a été perdu.")),
        Tone.WARNING,
        Message(Picture.CARD_REFUSED),
        (primary(Action.FINISH, _("Terminer")),),
        back=True,
    )


def _none(words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vos situations d’exercice"),
        (_("Cette carte n’en porte aucune."),),
        content=Message(Picture.CARD_OK),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        back=True,
    )
