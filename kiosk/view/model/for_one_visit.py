"""What one person chose about the screens, back to normal for the next person; the choice of a language."""

from __future__ import annotations

from typing import Generic, TypeVar

from kiosk.flow.model.states import State
from reports.papers.languages import LANGUAGES, Language

BACK_TO_FIRST_S = 60.0
"""Seconds without a touch, where nobody is in a visit, after which a choice is given up."""

T = TypeVar("T")


class ForOneVisit(Generic[T]):
    """A choice, of which ``normal`` is the one that each person finds."""

    def __init__(self, normal: T) -> None:
        self._normal = normal
        self._state = State.WAITING
        self.current = normal

    def choose(self, option: T) -> None:
        self.current = option

    def end_with_the_visit(self, state: State, idle_s: float) -> bool:
        """Go back to the normal choice once nobody is there; return whether that happened.

        A choice may be made on the waiting screen before the card is inserted, so it is given up when a visit ends, or
        when nobody touches the waiting screen for ``BACK_TO_FIRST_S``. Call it again and again, with the state of the
        kiosk and the seconds since the last touch.
        """
        nobody, was_nobody = state.traits.idle, self._state.traits.idle
        self._state = state
        if self.current == self._normal or not nobody or (was_nobody and idle_s < BACK_TO_FIRST_S):
            return False
        self.current = self._normal
        return True


def other_languages(tag: str) -> tuple[Language, ...]:
    """Those that are not spoken now."""
    return tuple(language for language in LANGUAGES if language.tag != tag)


class LanguageChoice(ForOneVisit[Language]):
    """The sheet has a key for each of ``LANGUAGES``, and so has the waiting screen."""

    def __init__(self) -> None:
        super().__init__(LANGUAGES[0])

    def speak(self, tag: str) -> None:
        self.choose(next(language for language in LANGUAGES if language.tag == tag))
