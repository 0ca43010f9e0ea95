"""Receipts: their button, and the title for each outcome."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.states import Action
from kiosk.view.model.draft import secondary
from kiosk.view.model.screen import Button
from kiosk.view.model.words import Words

_UNTITLED = "Votre visite à la borne"
_STILL_BLOCKED = "Votre carte est toujours bloquée"
_SAME_CODE = "Votre code porteur n’a pas changé"
_CONTACT_LOST = "Le contact avec votre carte a été perdu"
_NOT_READ = "Votre carte n’a pas pu être lue"

_TITLES: Mapping[Code, str] = {
    Code.UNBLOCKED: "Votre carte est débloquée",
    Code.UNBLOCK_NOT_HERE: "Votre code porteur est bloqué",
    Code.TORN_NOT_DONE: _STILL_BLOCKED,
    Code.TORN_TRY_COUNTED: _STILL_BLOCKED,
    Code.WRONG_PUK: _STILL_BLOCKED,
    Code.TORN_DONE: "Votre carte n’est plus bloquée",
    Code.HALF_DONE: "Votre carte n’est pas bloquée",
    Code.NOT_PROVED: "Votre carte n’est pas bloquée, mais elle refuse le nouveau code",
    Code.TORN_UNKNOWN: "Nous ne savons pas si votre carte est débloquée",
    Code.FORGOTTEN_SET: "Votre code porteur est remplacé",
    Code.FORGOTTEN_UNKNOWN: "Nous ne savons pas quel code est enregistré",
    Code.FORGOTTEN_TORN_NO_TRY: _SAME_CODE,
    Code.FORGOTTEN_TORN_TRY_COUNTED: _SAME_CODE,
    Code.STOPPED: "Nous avons arrêté par prudence",
    Code.CARD_CHANGED: "Rien n’a été envoyé à votre carte",
    Code.NUMBER_UNREADABLE: "Rien n’a été envoyé à votre carte",
    Code.CARD_STUCK: "Votre carte ne répond plus",
    Code.COUNTERS_UNREADABLE: "L’état de votre code est illisible",
    Code.READ_MUTE: _NOT_READ,
    Code.READ_NOT_FINISHED: _NOT_READ,
    Code.PIN_CHANGED: "Votre code porteur est changé",
    Code.PIN_WORKS: "Votre code porteur fonctionne",
    Code.NEW_CODE_REFUSED: _SAME_CODE,
    Code.CURRENT_PIN_TORN_NO_TRY: _CONTACT_LOST,
    Code.CURRENT_PIN_TORN_TRY_COUNTED: _CONTACT_LOST,
    Code.CHANGE_UNKNOWN: "Nous ne savons pas quel code est enregistré",
    Code.CURRENT_PIN_TORN_UNKNOWN: "Nous ne savons pas si un essai a été compté",
    Code.PIN_NOT_PROVED: "Votre carte refuse le nouveau code",
    Code.PIN_NOW_BLOCKED: "Votre code porteur est bloqué",
}


def receipt_title(code: Code) -> str:
    """An outcome that no receipt is printed for has a title that is true of all."""
    return _TITLES.get(code, _UNTITLED)


def receipt_button(words: Words) -> Button:
    """The button prints the receipt, or shows it where there is no printer."""
    _ = words.translate
    return secondary(Action.PRINT, _("Imprimer un reçu") if words.printer else _("Voir le reçu"))
