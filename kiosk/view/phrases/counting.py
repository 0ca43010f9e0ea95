"""Tries, numbers and dates in words."""

from __future__ import annotations

from datetime import date

from kiosk.card.model import Counters, TryCounter
from kiosk.flow.model.visit import Kiosk
from kiosk.view.model.screen import Tries
from reports.papers.languages import Translate


def counters_of(kiosk: Kiosk) -> Counters | None:
    """The counters of the card in play as last read."""
    card = kiosk.visit.card
    return None if card is None or card.snapshot is None else card.snapshot.counters


def tries_words(left: int, _: Translate) -> str:
    """« Il vous reste 3 essais. »"""
    if left <= 0:
        return _("Il ne reste aucun essai.")
    return _.plural("Il vous reste un seul essai.", "Il vous reste {n} essais.", left)


def tries(counter: TryCounter | None, _: Translate) -> Tries | None:
    """Dots and words for a counter; None if it is unknown."""
    if counter is None:
        return None
    return Tries(counter.left, counter.max or 0, tries_words(counter.left, _))


def dots(counter: TryCounter | None) -> Tries | None:
    """Dots alone, where the sentence beside them says it."""
    return None if counter is None else Tries(counter.left, counter.max or 0, "")


def puk_tries(counters: Counters | None, _: Translate) -> Tries | None:
    """Dots and words that name the code they speak of."""
    if counters is None:
        return None
    left = counters.puk.left
    words = _.plural("Un seul essai pour le code de déblocage.", "{n} essais pour le code de déblocage.", left)
    return Tries(left, counters.puk.max or 0, words)


def counters_words(counters: Counters | None, _: Translate) -> tuple[str, ...]:
    """What the card's counters say, in words; nothing if they are unknown."""
    if counters is None:
        return (_("L’état de la carte n’a pas pu être relu."),)
    pin = (
        _("Le code porteur est bloqué.")
        if counters.pin_blocked
        else _.plural("Code porteur : un seul essai restant.", "Code porteur : {n} essais restants.", counters.pin.left)
    )
    puk = (
        _("Code de déblocage : plus aucun essai.")
        if counters.puk_dead
        else _.plural(
            "Code de déblocage : un seul essai restant.", "Code de déblocage : {n} essais restants.", counters.puk.left
        )
    )
    return (pin, puk)


def pairs(number: str) -> tuple[str, ...]:
    """``2900123457`` → ``29 00 12 34 57``, in pairs (deploy/reference/card.md §9)."""
    return tuple(number[start : start + 2] for start in range(0, len(number), 2))


def spaced(number: str) -> str:
    return "\u00a0".join(pairs(number))


_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def month(day: date, _: Translate) -> str:
    """« mars 2028 »"""
    return _("{month} {year}").format(month=_(_MONTHS[day.month - 1]), year=day.year)


def full_day(day: date, _: Translate) -> str:
    """« 31 mars 2028 », « 1er mars 2028 »"""
    number = _("1er") if day.day == 1 else str(day.day)
    return _("{day}\u00a0{month}").format(day=number, month=month(day, _))
