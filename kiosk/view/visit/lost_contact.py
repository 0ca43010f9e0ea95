"""The kiosk lost contact with the card: what it knows, what it does not, and what the card says once it is back."""

from __future__ import annotations

from kiosk.card.model import Purpose
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.sending.lost_contact import may_begin_again
from kiosk.flow.step.permitted import current_pin_offered, unblock_offered
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, Message, PictureName, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import dots, puk_tries, tries
from kiosk.view.phrases.offers import step_of_change, unblock_or_help
from kiosk.view.phrases.receipts import receipt_button
from kiosk.view.phrases.unknowns import not_known, nothing_more_sent
from reports.papers.languages import Translate


def torn(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    known = (nothing_more_sent(kiosk, _),) if kiosk.visit.face is Face.NOTHING_SENT else ()
    return Draft(
        _("Le contact avec votre carte a été perdu"),
        (_("Remettez la même carte : nous vérifierons ce qui a été fait."), *known),
        Tone.WARNING,
        Message(PictureName.INSERT_CARD),
        (secondary(Action.STOP, _("Arrêter")),),
        step=step_of_change(kiosk, 4),
    )


def other_card(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("C’est une autre carte"),
        (_("Remettez la carte de tout à l’heure."),),
        Tone.WARNING,
        Message(PictureName.TAKE_CARD),
        (secondary(Action.NO_LONGER_HAVE, _("Je ne l’ai plus")),),
        step=step_of_change(kiosk, 4),
    )


def torn_done(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = 0 if after is None else after.pin.left
    return Draft(
        _("Votre carte n’est plus bloquée"),
        (
            _("Nous l’avons relue."),
            _("Nous ne savons pas si le nouveau code est enregistré."),
            _.plural("Essayez-le : vous avez un seul essai.", "Essayez-le : vous avez {n} essais.", left),
        ),
        Tone.OK,
        Message(PictureName.CARD_OK, dots(None if after is None else after.pin)),
        (*try_or_finish(kiosk, _), receipt_button(words)),
        step=4,
    )


def try_or_finish(kiosk: Kiosk, _: Translate) -> tuple[Button, ...]:
    """Offer to try the code while its card is in the reader and the kiosk may ask it."""
    if current_pin_offered(kiosk):
        return (primary(Action.TRY_PIN, _("Essayer mon code")), secondary(Action.FINISH, _("Terminer")))
    return (primary(Action.FINISH, _("Terminer")),)


def torn_not_done(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    face, after = kiosk.visit.face, kiosk.visit.after
    if face is Face.NOW_BLOCKED:
        return _last_try_counted(kiosk, words)
    of_current_pin = face in (Face.CURRENT_PIN_NO_TRY, Face.CURRENT_PIN_TRY_COUNTED)
    same_code = of_current_pin or face in (Face.FORGOTTEN, Face.FORGOTTEN_TRY_COUNTED)
    counted = face in (Face.TRY_COUNTED, Face.CURRENT_PIN_TRY_COUNTED, Face.FORGOTTEN_TRY_COUNTED)
    stop = secondary(Action.FINISH, _("Arrêter"))
    again = may_begin_again(kiosk)
    return Draft(
        _not_done(kiosk, _, same_code=same_code),
        (_("Un essai a été compté.") if counted else _("Aucun essai n’a été compté."),),
        Tone.WARNING,
        Message(
            PictureName.SHIELD if same_code else PictureName.CARD_BLOCKED,
            tries(None if after is None else after.pin, _) if of_current_pin else puk_tries(after, _),
        ),
        (
            primary(Action.RESTART if again else Action.HELP, _("Recommencer") if again else _("Demander de l’aide")),
            receipt_button(words),
            stop,
        ),
        step=step_of_change(kiosk, 4),
    )


def _not_done(kiosk: Kiosk, _: Translate, *, same_code: bool) -> str:
    """Where the PIN was only tried, do not say that it is unchanged: an earlier operation may have left it unknown."""
    if kiosk.visit.purpose in (Purpose.TRY, Purpose.SITUATIONS):
        return _("Nous ne savons pas si ce code est le bon")
    return _("Votre code porteur n’a pas changé") if same_code else _("Votre carte est toujours bloquée")


def _last_try_counted(kiosk: Kiosk, words: Words) -> Draft:
    """The screen does not call the code wrong: a card may count a try before it compares the code."""
    _ = words.translate
    unblock = (_("Vous pouvez le débloquer maintenant."),) if unblock_offered(kiosk) else ()
    return Draft(
        _("Votre code porteur est maintenant bloqué"),
        (_("Le dernier essai a été compté."), *unblock),
        Tone.WARNING,
        Message(PictureName.CARD_BLOCKED, dots(None if kiosk.visit.after is None else kiosk.visit.after.pin)),
        (unblock_or_help(kiosk, _), secondary(Action.FINISH, _("Terminer"))),
    )


def torn_unknown(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    said_nothing = _("La carte ne nous a pas dit ce qu’elle a fait")
    titles = {
        Face.PLAIN: _("Nous n’avons pas pu relire votre carte"),
        Face.UNKNOWN: _("La relecture de votre carte ne permet pas de conclure"),
        Face.CURRENT_PIN: said_nothing,
        Face.FORGOTTEN: said_nothing,
    }
    return Draft(
        titles[kiosk.visit.face],
        (not_known(kiosk, _), _("Revenez avec elle, ou essayez-la.")),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.FINISH, _("Terminer")), receipt_button(words)),
        step=step_of_change(kiosk, 4),
    )
