"""The language of the screens: French, or what one person chose for one visit."""

from __future__ import annotations

from kiosk.view.model.for_one_visit import ForOneVisit
from reports.papers.languages import LANGUAGES, Language


def others_after(tag: str) -> tuple[Language, ...]:
    """The other languages, beginning with the one that the key of the header takes next."""
    at = next(n for n, language in enumerate(LANGUAGES) if language.tag == tag)
    return LANGUAGES[at + 1 :] + LANGUAGES[:at]


class LanguageChoice(ForOneVisit[Language]):
    """The key of the header goes round ``LANGUAGES``; the waiting screen has a key for each."""

    def __init__(self) -> None:
        super().__init__(LANGUAGES)

    def speak(self, tag: str) -> None:
        self.choose(next(language for language in LANGUAGES if language.tag == tag))
