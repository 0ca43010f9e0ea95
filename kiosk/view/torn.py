"""Contact was lost: what we know, what we do not, and what the card says once it is back."""

from __future__ import annotations

from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action, Face
from kiosk.flow.tearing import may_begin_again_with
from kiosk.view.counting import dots, puk_tries
from kiosk.view.draft import Draft, primary, secondary
from kiosk.view.screen import Message, Picture, Tone
from kiosk.view.words import Words


def torn(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    known = (_("Rien n’a été envoyé."),) if kiosk.visit.face is Face.NOTHING_SENT else ()
    return Draft(
        _("Le contact avec votre carte a été perdu"),
        (_("Remettez la même carte : nous vérifierons ce qui a été fait."), *known),
        Tone.WARNING,
        Message(Picture.INSERT_CARD),
        (secondary(Action.STOP, _("Arrêter")),),
        step=4,
    )


def other_card(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("C’est une autre carte"),
        (_("Remettez la carte de tout à l’heure."),),
        Tone.WARNING,
        Message(Picture.TAKE_CARD),
        (secondary(Action.NO_LONGER_HAVE, _("Je ne l’ai plus")),),
        step=4,
    )


def torn_done(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = 0 if after is None else after.pin.left
    tries_left = _("un seul essai") if left == 1 else _("{n} essais").format(n=left)
    return Draft(
        _("Votre carte n’est plus bloquée"),
        (
            _("Nous l’avons relue."),
            _("Nous ne savons pas si le nouveau code est enregistré."),
            _("Essayez-le : vous avez {tries}.").format(tries=tries_left),
        ),
        Tone.OK,
        Message(Picture.CARD_OK, dots(None if after is None else after.pin)),
        (primary(Action.FINISH, _("Terminer")), secondary(Action.PRINT, _receipt_label(words))),
        step=4,
        code="U13",
    )


def torn_not_done(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    spent = kiosk.visit.face is Face.TRY_COUNTED
    counted = _("Un essai a été compté.") if spent else _("Aucun essai n’a été compté.")
    stop = secondary(Action.FINISH, _("Arrêter"))
    again = may_begin_again_with(kiosk)
    return Draft(
        _("Votre carte est toujours bloquée"),
        (counted,),
        Tone.WARNING,
        Message(Picture.CARD_BLOCKED, puk_tries(after, _)),
        (primary(Action.RESTART, _("Recommencer")), stop)
        if again
        else (primary(Action.HELP, _("Demander de l’aide")), stop),
        step=4,
        code="U12" if spent else "U11",
    )


def torn_unknown(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    reread = kiosk.visit.face is Face.UNKNOWN
    return Draft(
        _("La relecture de votre carte ne permet pas de conclure")
        if reread
        else _("Nous n’avons pas pu relire votre carte"),
        (_("Nous ne savons pas si elle est débloquée."), _("Revenez avec elle, ou essayez-la.")),
        Tone.WARNING,
        Message(Picture.CARD_REFUSED),
        (primary(Action.FINISH, _("Terminer")), secondary(Action.PRINT, _receipt_label(words))),
        step=4,
        code="U14",
    )


def _receipt_label(words: Words) -> str:
    _ = words.translate
    return _("Imprimer un reçu") if words.printer else _("Voir le reçu")
