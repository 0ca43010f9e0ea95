"""Staff mode, which has its words and no way in yet."""

from __future__ import annotations

from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action
from kiosk.view.draft import Draft, primary
from kiosk.view.screen import Message, Picture
from kiosk.view.words import Words


def staff(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Réservé aux agents"),
        (_("Cet espace n’est pas encore ouvert."),),
        content=Message(Picture.PERSON),
        buttons=(primary(Action.FINISH, _("Terminer")),),
    )
