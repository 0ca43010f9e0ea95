"""The end of an unblocking: proved, half done or refused, and what the person does now."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import current_pin_offered
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, Message, PictureName, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of, dots, tries_words
from reports.papers.languages import Translate


def unblocked(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after, forgotten = kiosk.visit.after, kiosk.visit.face is Face.FORGOTTEN
    left = 0 if after is None else after.pin.left
    body = [
        _.plural(
            "Nous l’avons vérifié sur la carte : un seul essai disponible.",
            "Nous l’avons vérifié sur la carte : {n} essais disponibles.",
            left,
        ),
        _("Utilisez le code que vous venez de choisir."),
    ]
    if after is not None and after.puk_uses_left == 0:
        body.append(_("Au prochain blocage, elle devra être remplacée."))
    details = () if kiosk.visit.removed_at is not None else (secondary(Action.DETAILS, _("Voir mes informations")),)
    return Draft(
        _("Votre nouveau code porteur est enregistré") if forgotten else _("Votre carte est débloquée"),
        tuple(body),
        Tone.OK,
        Message(PictureName.CARD_OK, dots(None if after is None else after.pin)),
        (
            primary(Action.PRINT, _("Imprimer un reçu") if words.printer else _("Voir le reçu")),
            *details,
            secondary(Action.FINISH, _("Terminer sans reçu")),
        ),
        step=4,
    )


def not_proved(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = () if after is None else (tries_words(after.pin.left, _),)
    was_blocked = kiosk.visit.face is Face.PLAIN
    return Draft(
        _("Votre carte n’est plus bloquée, mais elle refuse le nouveau code")
        if was_blocked
        else _("Votre carte refuse le nouveau code"),
        (_("Nous n’avons plus rien envoyé."), *left),
        Tone.WARNING,
        Message(PictureName.SHIELD, dots(None if after is None else after.pin)),
        (
            primary(Action.HELP, _("Demander de l’aide")),
            secondary(Action.PRINT, _("Imprimer") if words.printer else _("Voir la fiche")),
            secondary(Action.FINISH, _("Terminer")),
        ),
        step=4,
    )


def half_done(kiosk: Kiosk, words: Words) -> Draft:
    """CPS4: the new code was refused, or (face CONTACT_LOST) never left; with FORGOTTEN nothing was blocked before."""
    _ = words.translate
    was_blocked = kiosk.visit.face is not Face.FORGOTTEN
    why = (
        _("Le contact a été perdu avant l’envoi du nouveau code : l’ancien est toujours valable.")
        if kiosk.visit.face is Face.CONTACT_LOST
        else _("Elle a refusé le nouveau code : l’ancien est toujours valable.")
    )
    return Draft(
        _("Votre carte n’est plus bloquée") if was_blocked else _("Votre code porteur n’a pas changé"),
        (why if was_blocked else _("Le nouveau n’est pas enregistré : l’ancien est toujours valable."),),
        Tone.WARNING,
        Message(PictureName.CARD_OK),
        (
            *_change_or_finish(kiosk, _),
            secondary(Action.PRINT, _("Imprimer un reçu") if words.printer else _("Voir le reçu")),
        ),
        step=4,
    )


def _change_or_finish(kiosk: Kiosk, _: Translate) -> tuple[Button, ...]:
    """The old PIN still works: a person who knows it may change it while the card is in the reader."""
    if current_pin_offered(kiosk):
        return (primary(Action.CHANGE_PIN, _("Changer mon code")), secondary(Action.FINISH, _("Terminer")))
    return (primary(Action.FINISH, _("Terminer")),)


def referral(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    keep = (
        _("Gardez votre carte : vous pourrez la débloquer ici dès réception.")
        if kiosk.visit.face is not Face.NO_CARD
        else _("Revenez avec votre carte dès réception : vous pourrez la débloquer ici.")
    )
    return Draft(
        _("Demandez une réfection de code"),
        (
            _("Sans code de déblocage, la carte ne peut être débloquée ni ici ni à l’accueil."),
            _("Cette fiche explique comment le recevoir."),
            keep,
        ),
        content=Message(PictureName.LETTER_BOTH),
        buttons=(
            primary(Action.PRINT, _("Imprimer la fiche") if words.printer else _("Voir la fiche")),
            secondary(Action.CONTINUE, _("Continuer sans imprimer") if words.printer else _("Terminer")),
        ),
    )


def replacement(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Cette carte doit être remplacée"),
        (*_lost_now(kiosk, _), _("Son code de déblocage n’est plus accepté."), _("La fiche explique la démarche.")),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (
            primary(Action.PRINT, _("Imprimer la fiche") if words.printer else _("Voir la fiche")),
            secondary(Action.CONTINUE, _("Continuer sans imprimer") if words.printer else _("Terminer")),
        ),
    )


def _lost_now(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """Say that this visit lost the last try. After a lost contact the code is not called wrong: the card may not have
    compared it.
    """
    counters = counters_of(kiosk)
    if kiosk.visit.code is not Code.PUK_EXHAUSTED or counters is None or counters.puk.left:
        return ()
    if kiosk.visit.face is Face.PUK_REFUSED:
        return (_("Ce code n’était pas le bon : c’était le dernier essai."),)
    return (_("Le dernier essai du code de déblocage a été perdu."),)
