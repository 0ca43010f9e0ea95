"""The few words that belong to the drawing and to no state."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from reports.papers.languages import Translate


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Keys of the pad, of what scrolls, of the help panel, and of the curtain over the person's data.

    ``labelled`` joins a ``label`` and its ``value``.
    """

    correct: str = "Corriger"
    clear: str = "Effacer"
    peek: str = "Afficher"
    more: str = "Lire la suite"
    back_to_top: str = "Revenir au début"
    close: str = "Fermer"
    hide: str = "Masquer"
    show: str = "Montrer"
    hidden: str = "Écran masqué"
    labelled: str = "{label}\u00a0: {value}"


FRENCH_KEYS = KeyWords()


def key_words(_: Translate) -> KeyWords:
    return KeyWords(*map(_, astuple(FRENCH_KEYS)))
