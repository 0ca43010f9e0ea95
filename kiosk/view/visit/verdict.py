"""What can be done with the card, and whether it is valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.audit.verdict import Validity
from kiosk.card.model import TryCounter
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import current_pin_offered
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Message, PictureName, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of, dots, full_day, month, tries
from kiosk.view.phrases.offers import why_no_change
from kiosk.view.phrases.receipts import receipt_button
from kiosk.view.phrases.unknowns import nothing_sent
from reports.papers.languages import Translate


def verdict(kiosk: Kiosk, words: Words) -> Draft:
    return _DRAFTS[kiosk.visit.face](kiosk, words)


def _blocked(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    again = kiosk.visit.face is Face.MISMATCH_THRICE
    return Draft(
        _("Votre code porteur est bloqué"),
        (_("Reprenons depuis le début : les codes ne concordaient pas."), *nothing_sent(kiosk, _))
        if again
        else (
            _("Trop de codes faux ont été saisis."),
            _("Vous pouvez débloquer la carte maintenant, en deux minutes."),
        ),
        Tone.WARNING,
        Message(PictureName.CARD_BLOCKED, dots(_pin(kiosk))),
        (
            primary(Action.UNBLOCK, _("Débloquer mon code porteur")),
            secondary(Action.AUDIT, _("Contrôler ma carte")),
            secondary(Action.STOP, _("Arrêter")),
        ),
        step=1,
        validity=validity_line(kiosk, _),
    )


def _not_here(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    why = (
        _("Il reste trop peu d’essais pour le code de déblocage.")
        if kiosk.visit.face is Face.NOT_HERE_TRIES
        else _("Ce modèle de carte n’y est pas encore autorisé.")
    )
    return Draft(
        _("Votre code porteur est bloqué"),
        (_("Cette borne ne peut pas le débloquer seule."), why),
        Tone.WARNING,
        Message(PictureName.CARD_BLOCKED),
        (
            primary(Action.HELP, _("Demander de l’aide")),
            secondary(Action.PRINT, _way_forward(words)),
            secondary(Action.AUDIT, _("Contrôler ma carte")),
        ),
        step=1,
        validity=validity_line(kiosk, _),
    )


def _not_read(kiosk: Kiosk, words: Words) -> Draft:
    """The kiosk lost contact while it read the card: it knows nothing against the card, nor against unblocking it."""
    _ = words.translate
    return Draft(
        _("Votre carte n’a pas pu être lue en entier"),
        (*nothing_sent(kiosk, _), _("Retirez-la, puis insérez-la de nouveau.")),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.HELP, _("Demander de l’aide")), secondary(Action.AUDIT, _("Contrôler ma carte"))),
        step=1,
    )


def _number_unreadable(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Le numéro de la carte est illisible"),
        (_("Nous ne débloquons pas sans lui."), *nothing_sent(kiosk, _)),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.HELP, _("Demander de l’aide")), secondary(Action.AUDIT, _("Contrôler ma carte"))),
        step=1,
    )


def _not_blocked(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    pin = _pin(kiosk)
    one_left = kiosk.visit.face is Face.ONE_TRY_LEFT
    left = 0 if pin is None else pin.left
    closed = why_no_change(kiosk, _)
    change = (secondary(Action.CHANGE_PIN, _("Changer mon code porteur")),) if current_pin_offered(kiosk) else ()
    return Draft(
        _("Attention : un seul essai restant") if one_left else _("Votre carte n’est pas bloquée"),
        (*(_one_left_body(kiosk, _) if one_left else (_left_for_pin(left, _),)), *closed),
        Tone.WARNING if one_left else Tone.OK,
        Message(
            PictureName.SHIELD if one_left else PictureName.CARD_OK,
            tries(pin, _) if one_left and not closed else dots(pin),
        ),
        (
            primary(Action.AUDIT, _("Contrôler ma carte")),
            *change,
            secondary(Action.FORGOTTEN, _("J’ai oublié mon code")),
            secondary(Action.FINISH, _("Terminer")),
        ),
        step=1,
        validity=validity_line(kiosk, _),
    )


def _left_for_pin(left: int, _: Translate) -> str:
    return _.plural(
        "Il vous reste un seul essai pour votre code porteur.",
        "Il vous reste {n} essais pour votre code porteur.",
        left,
    )


def _one_left_body(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """Say that the kiosk could unblock the card only where that would be true."""
    lines = (_("Une erreur de plus bloquerait le code porteur."),)
    counters = counters_of(kiosk)
    card, policy = kiosk.visit.card, kiosk.rules.policy
    possible = (
        card is not None
        and counters is not None
        and kiosk.rules.is_commissioned_for(card)
        and not counters.puk_dead
        and not counters.puk_last
        and counters.puk.left > policy.staff_at_or_below
    )
    if counters is not None and counters.puk_dead:
        return (*lines, _("La carte devrait alors être remplacée."))
    return (*lines, _("Vous pourriez alors le débloquer ici.")) if possible else lines


def _expired(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    found = None if kiosk.visit.card is None else kiosk.visit.card.verdict
    day = None if found is None else found.valid_until
    counters = counters_of(kiosk)
    blocked = counters is not None and counters.pin_blocked
    body = (
        _("Sa validité est passée.")
        if day is None
        else _("Sa validité a pris fin le {day}.").format(day=full_day(day, _))
    )
    buttons = [
        primary(Action.PRINT, _way_forward(words)),
        secondary(Action.AUDIT, _("Contrôler ma carte")),
    ]
    if kiosk.visit.face is Face.EXPIRED_BLOCKED:
        buttons.append(secondary(Action.UNBLOCK, _("Débloquer quand même")))
    return Draft(
        _("Cette carte n’est plus valable"),
        (body, _("Son code porteur est aussi bloqué.")) if blocked else (body,),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        tuple(buttons),
        step=1,
    )


def _revoked(_kiosk: Kiosk, words: Words) -> Draft:
    """The screen does not offer to unblock: the card was declared lost or stolen, perhaps not by who holds it now."""
    _ = words.translate
    return Draft(
        _("Cette carte n’est plus valable"),
        (_("Elle a été déclarée perdue, volée ou retirée."), _("Elle ne peut pas être débloquée ici.")),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.PRINT, _way_forward(words)), secondary(Action.AUDIT, _("Contrôler ma carte"))),
        step=1,
    )


_DRAFTS: Mapping[Face, Callable[[Kiosk, Words], Draft]] = {
    Face.BLOCKED: _blocked,
    Face.MISMATCH_THRICE: _blocked,
    Face.NOT_BLOCKED: _not_blocked,
    Face.ONE_TRY_LEFT: _not_blocked,
    Face.NOT_HERE_TRIES: _not_here,
    Face.NOT_HERE_MODEL: _not_here,
    Face.NOT_READ: _not_read,
    Face.NUMBER_UNREADABLE: _number_unreadable,
    Face.EXPIRED: _expired,
    Face.EXPIRED_BLOCKED: _expired,
    Face.REVOKED: _revoked,
}


def unreadable_counters(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    read = kiosk.visit.card is not None and kiosk.visit.card.snapshot is not None
    more = secondary(Action.AUDIT, _("Contrôler ma carte")) if read else secondary(Action.FINISH, _("Terminer"))
    return Draft(
        _("Nous n’avons pas pu lire l’état de votre code"),
        nothing_sent(kiosk, _),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.HELP, _("Demander de l’aide")), more, receipt_button(words)),
        step=1,
    )


def validity_line(kiosk: Kiosk, _: Translate) -> str:
    """The line reserved on the verdict: being checked, valid until, or to be checked."""
    card = kiosk.visit.card
    if card is None or card.content is None or card.verdict is None:
        unread = card is not None and card.content is not None
        return _("Validité : à vérifier") if unread else _("Validité : contrôle en cours…")
    found = card.verdict
    if found.validity is Validity.VALID and found.valid_until is not None:
        return _("Validité : valable jusqu’en {month}").format(month=month(found.valid_until, _))
    if found.validity is Validity.REVOKED:
        return _("Validité : retirée")
    if found.validity is Validity.EXPIRED and found.valid_until is not None:
        return _("Validité : terminée depuis le {day}").format(day=full_day(found.valid_until, _))
    return _("Validité : à vérifier")


def _way_forward(words: Words) -> str:
    _ = words.translate
    return _("Imprimer la marche à suivre") if words.printer else _("Voir la marche à suivre")


def _pin(kiosk: Kiosk) -> TryCounter | None:
    counters = counters_of(kiosk)
    return None if counters is None else counters.pin
