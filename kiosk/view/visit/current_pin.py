"""The current PIN: typed to change it, to try it, or to open the situations; and what the card answered."""

from __future__ import annotations

from kiosk.card.model import Purpose
from kiosk.flow.codes.forgotten import settable_with
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import current_pin_offered, unblock_offered
from kiosk.view.model.draft import Draft, danger, primary, secondary
from kiosk.view.model.screen import Button, Message, PictureName, ProgressContent, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of, dots, tries, tries_words
from kiosk.view.phrases.offers import step_of_change, unblock_or_help
from kiosk.view.phrases.receipts import receipt_button
from kiosk.view.visit.code_pads import code_length, code_pad, validate_button
from reports.papers.languages import Translate


def current_pin(kiosk: Kiosk, words: Words) -> Draft:
    if kiosk.visit.face is Face.LAST_TRY:
        return _last_try(kiosk, words)
    _ = words.translate
    counters = counters_of(kiosk)
    errors = {
        Face.PLAIN: "",
        Face.SAME_CURRENT_PIN: _(
            "C’est le même code que tout à l’heure : la carte l’a refusé. Vérifiez chaque chiffre."
        ),
        Face.MISMATCH_THRICE: _("Reprenons depuis le début : les deux nouveaux codes étaient différents."),
    }
    error = errors[kiosk.visit.face]
    last = counters is not None and counters.pin.left == 1
    return Draft(
        _("Tapez votre code porteur") if _trying(kiosk) else _("Tapez votre code porteur actuel"),
        () if error else (_which_code(kiosk, _),),
        Tone.WARNING if error or last else Tone.NEUTRAL,
        code_pad(kiosk, _, error, tries(None if counters is None else counters.pin, _)),
        (validate_button(kiosk, _),),
        step=step_of_change(kiosk, 2),
        back=True,
    )


def _trying(kiosk: Kiosk) -> bool:
    return kiosk.visit.purpose is Purpose.TRY


def _which_code(kiosk: Kiosk, _: Translate) -> str:
    n = code_length(kiosk)
    match kiosk.visit.purpose:
        case Purpose.TRY:
            return _.plural(
                "{n} chiffre. Il sera essayé une seule fois.", "{n} chiffres. Ils seront essayés une seule fois.", n
            )
        case Purpose.SITUATIONS:
            return _.plural(
                "{n} chiffre. Il ouvre vos situations d’exercice.",
                "{n} chiffres. Ils ouvrent vos situations d’exercice.",
                n,
            )
        case Purpose.CHANGE | None:
            return _.plural(
                "Le chiffre que vous utilisez aujourd’hui.", "Les {n} chiffres que vous utilisez aujourd’hui.", n
            )


def _last_try(kiosk: Kiosk, words: Words) -> Draft:
    """Ask once more just before the last try is sent; red only if a refusal would make the card useless."""
    _ = words.translate
    counters = counters_of(kiosk)
    ends_the_card = counters is not None and counters.puk_dead
    blocks = _("Si ce code est faux, le code porteur sera bloqué.")
    stop = _("Vous pouvez arrêter sans risque, ou retaper le code avec « Retour ».")
    return Draft(
        _("Dernier essai avant blocage"),
        (blocks, _("La carte devra alors être remplacée.") if ends_the_card else stop),
        Tone.DANGER if ends_the_card else Tone.WARNING,
        Message(PictureName.SHIELD, dots(None if counters is None else counters.pin)),
        (
            primary(Action.PREFER_TO_STOP, _("Je préfère arrêter")),
            (danger if ends_the_card else secondary)(Action.SEND, _("J’essaie")),
        ),
        step=step_of_change(kiosk, 3),
        back=True,
    )


def changing(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    titles = {
        Face.PLAIN: _("Enregistrement du nouveau code"),
        Face.TRYING: _("Essai de votre code"),
        Face.OPENING: _("Lecture de vos situations"),
    }
    return Draft(
        titles[kiosk.visit.face],
        (_("Ne retirez pas votre carte."),),
        content=ProgressContent(PictureName.CLOCK, _("La carte travaille. Cela peut durer une minute.")),
        step=step_of_change(kiosk, 4),
    )


def wrong_pin(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    if kiosk.visit.face is Face.NOW_BLOCKED:
        return _now_blocked(kiosk, words)
    after = kiosk.visit.after
    left = 0 if after is None else after.pin.left
    out = kiosk.visit.removed_at is not None
    return Draft(
        _("Ce code n’est pas le bon"),
        (
            *_which_was_wrong(kiosk, _),
            tries_words(left, _),
            *((_("Remettez votre carte pour continuer."),) if out else ()),
        ),
        Tone.WARNING,
        Message(PictureName.SHIELD, dots(None if after is None else after.pin)),
        (primary(Action.FINISH, _("Terminer")),) if out else _after_a_wrong_code(kiosk, _),
        step=step_of_change(kiosk, 2),
    )


def _which_was_wrong(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """A person who changes their PIN typed three codes: say which one the card refused."""
    if kiosk.visit.purpose is not Purpose.CHANGE:
        return ()
    return (_("Le code actuel a été refusé ; le nouveau n’est pas enregistré."),)


def _after_a_wrong_code(kiosk: Kiosk, _: Translate) -> tuple[Button, ...]:
    """Another try, where there may be one; what helps a forgotten code; the way out."""
    stop = secondary(Action.FINISH, _("Arrêter"))
    if not current_pin_offered(kiosk):
        return (primary(Action.FORGOTTEN, _("J’ai oublié mon code")), stop)
    return (primary(Action.RETRY, _("Réessayer")), secondary(Action.FORGOTTEN, _("J’ai oublié mon code")), stop)


def _now_blocked(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    unblock = (_("Vous pouvez le débloquer maintenant."),) if unblock_offered(kiosk) else ()
    return Draft(
        _("Votre code porteur est maintenant bloqué"),
        (_("Ce code n’était pas le bon : c’était le dernier essai."), *unblock),
        Tone.WARNING,
        Message(PictureName.CARD_BLOCKED, dots(None if after is None else after.pin)),
        (unblock_or_help(kiosk, _), secondary(Action.FINISH, _("Terminer"))),
    )


def pin_changed(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    return Draft(
        _("Votre code porteur est changé"),
        (_("Nous l’avons vérifié sur la carte."), _("Utilisez-le dès maintenant.")),
        Tone.OK,
        Message(PictureName.CARD_OK, dots(None if after is None else after.pin)),
        (
            primary(Action.FINISH, _("Terminer")),
            receipt_button(words),
        ),
        step=4,
    )


def pin_works(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    left = () if after is None else (_.plural("Un seul essai disponible.", "{n} essais disponibles.", after.pin.left),)
    return Draft(
        _("Votre code fonctionne"),
        (_("La carte vient de l’accepter."), *left),
        Tone.OK,
        Message(PictureName.CARD_OK, dots(None if after is None else after.pin)),
        (primary(Action.FINISH, _("Terminer")), receipt_button(words)),
    )


def change_unknown(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    after = kiosk.visit.after
    blocked = after is not None and after.pin_blocked
    state = _("Votre code porteur est bloqué.") if blocked else tries_words(0 if after is None else after.pin.left, _)
    possible = current_pin_offered(kiosk)
    finish = secondary(Action.FINISH, _("Terminer"))
    return Draft(
        _("Nous ne savons pas quel code est enregistré"),
        (*((_("Essayez le nouveau."),) if possible else ()), state),
        Tone.WARNING,
        Message(PictureName.SHIELD, dots(None if after is None else after.pin)),
        (
            primary(Action.TRY_PIN, _("Essayer mon code")) if possible else unblock_or_help(kiosk, _),
            receipt_button(words),
            finish,
        ),
    )


def forgotten(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vous avez oublié votre code porteur ?"),
        (
            _("Sauf si vous l’avez changé, il est sur le courrier du code de déblocage."),
            _("Inutile d’essayer des codes au hasard."),
        ),
        content=Message(PictureName.LETTER_BOTH),
        buttons=(
            primary(Action.BACK, _("Compris")),
            *((secondary(Action.TRY_PIN, _("Je l’ai retrouvé : l’essayer")),) if current_pin_offered(kiosk) else ()),
            secondary(Action.SET_WITH_PUK, _("Choisir un nouveau code, avec l’agent"))
            if settable_with(kiosk)
            else secondary(Action.HELP, _("Je l’avais changé : demander de l’aide")),
        ),
    )
