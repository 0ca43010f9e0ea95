"""What one person chose about the screens, back to the first choice for the next person; the choice of a language."""

from __future__ import annotations

from typing import Generic, TypeVar

from kiosk.flow.model.states import State
from reports.papers.languages import LANGUAGES, Language

BACK_TO_FIRST_S = 60.0
"""Seconds without a touch, where nobody is in a visit, after which a choice is given up."""

T = TypeVar("T")


class ForOneVisit(Generic[T]):
    """A choice among ``options``, of which the first is the normal one."""

    def __init__(self, options: tuple[T, ...]) -> None:
        self._options = options
        self._at = 0
        self._state = State.WAITING

    @property
    def current(self) -> T:
        return self._options[self._at]

    def next(self) -> T:
        self._at = (self._at + 1) % len(self._options)
        return self.current

    def choose(self, option: T) -> None:
        self._at = self._options.index(option)

    def end_with_the_visit(self, state: State, idle_s: float) -> bool:
        """Go back to the first option once nobody is there; return whether that happened.

        A choice may be made on the waiting screen before the card is inserted, so it is given up when a visit ends, or
        when nobody touches the waiting screen for ``BACK_TO_FIRST_S``. Call it again and again, with the state of the
        kiosk and the seconds since the last touch.
        """
        nobody, was_nobody = state.traits.idle, self._state.traits.idle
        self._state = state
        if self._at == 0 or not nobody or (was_nobody and idle_s < BACK_TO_FIRST_S):
            return False
        self._at = 0
        return True


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
