"""The languages of the screens: what each is called by those who speak it, and the choice of one for one visit."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.model.states import Action
from kiosk.view.model.for_one_visit import ForOneVisit
from reports.papers.blocks import Translate
from reports.papers.languages import translator

FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class Language:
    """``tag``: ISO 639-1, which is a BCP 47 tag too. ``name``: in the language itself. ``action`` chooses it."""

    tag: str
    name: str
    action: Action


LANGUAGES = (
    Language(FRENCH, "Français", Action.IN_FRENCH),
    Language("en", "English", Action.IN_ENGLISH),
    Language("es", "Español", Action.IN_SPANISH),
)
"""French first: every visit begins with it. The others are those of ``reports.papers.languages``."""


def translate_to(tag: str) -> Translate:
    """Give a French sentence in the language ``tag``, from the catalogue of the screens."""
    return str if tag == FRENCH else translator(tag, "kiosk")


def after(tag: str) -> tuple[Language, ...]:
    """The other languages, beginning with the one that the key of the header takes next."""
    at = next(n for n, language in enumerate(LANGUAGES) if language.tag == tag)
    return LANGUAGES[at + 1 :] + LANGUAGES[:at]


class LanguageChoice(ForOneVisit[Language]):
    """The key of the header goes round ``LANGUAGES``; the waiting screen has a key for each."""

    def __init__(self) -> None:
        super().__init__(LANGUAGES)

    def press(self, action: Action) -> bool:
        """False if ``action`` has nothing to do with languages."""
        if action is Action.LANGUAGE:
            self.next()
            return True
        chosen = next((language for language in LANGUAGES if language.action is action), None)
        if chosen is not None:
            self.choose(chosen)
        return chosen is not None
