"""The visitor's language: complete, true to its form, for one visit, and on the papers too."""

from __future__ import annotations

import re

import pytest

from bench.noting import plain
from bench.sentences import ISSUERS_LABELS, WORDS, asked_for, screen_in, strings, written
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, State
from kiosk.view.model.for_one_visit import BACK_TO_FIRST_S, LanguageChoice, other_languages
from kiosk.view.model.screen import Screen
from kiosk.view.papers import document
from reports.papers.languages import FRENCH as SOURCE
from reports.papers.languages import LANGUAGES, translator
from stories.every_screen import NAMES, story

FRENCH = SOURCE.tag
OTHERS = tuple(language.tag for language in LANGUAGES[1:])
EACH = pytest.mark.parametrize("language", OTHERS)
EVERY_STORY = pytest.mark.parametrize("name", NAMES)

TO_THE_AGENT = {
    "Fin d’aide",
    "Agent : comparez vous aussi les deux numéros.",
    "Agent : relisez le courrier avec lui.",
    "L’agent est toujours là ?",
    "Sans réponse, l’aide finit dans {n} seconde.",
    "Je suis là",
    "Sinon, le mode agent se ferme.",
    "Mode agent",
    "Quitter",
}
"""What is said to whoever helps, over the visitor's own screens."""


def values(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def bare(forms: tuple[str, ...]) -> list[str]:
    """Without what stands in brackets or quotation marks."""
    return [re.sub(r" ?[(«“][^)»”]*[)»”]", "", form) for form in forms]


def every_form(language: str) -> list[str]:
    return [form for forms in translator(language, "kiosk").forms.values() for form in forms]


@EACH
def test_each_sentence_has_its_translation_and_no_translation_is_without_its_sentence(language: str) -> None:
    known, said = translator(language, "kiosk").forms, asked_for() | written()
    labels = {plain(label) for label in ISSUERS_LABELS}
    assert {text for text in said - labels - TO_THE_AGENT if not all(known.get(text, [""]))} == set()
    assert set(known) - said == set()


@EACH
def test_values_stand_in_the_translation_too(language: str) -> None:
    for french, others in translator(language, "kiosk").forms.items():
        for other in others:
            assert values(french) - {"{n}"} == values(other) - {"{n}"}, french
            assert len(others) > 1 or values(french) == values(other), french
        assert len(others) == 1 or "{n}" in others[-1], french


@EACH
def test_screens_and_papers_use_one_word_for_one_thing(language: str) -> None:
    """A sentence that both say may differ only where the screen adds the word that stands on the letter."""
    screens, papers = translator(language, "kiosk").forms, translator(language).forms
    both = set(screens) & set(papers)
    assert {text for text in both if bare(screens[text]) != bare(papers[text])} == set()


@EACH
def test_it_is_written_as_its_own_readers_write(language: str) -> None:
    for other in every_form(language):
        assert not re.search(r"\w [:;?!](?: |$)|« | »|'", other), other
        assert other == other.strip() or other == "; "


def test_spanish_opens_what_it_closes() -> None:
    for other in every_form("es"):
        assert other.count("¿") == other.count("?"), other
        assert other.count("¡") == other.count("!"), other


@EVERY_STORY
@EACH
def test_french_spaces_stay_in_french(language: str, name: str) -> None:
    screen = screen_in(language, name)
    in_pairs = re.compile(r"\d\d(?:\u00a0\d\d)+")
    hard = [text for text in strings(screen) if "\u00a0" in in_pairs.sub("", text)]
    staff_page = screen.state is State.STAFF
    assert staff_page or {text for text in hard if plain(text) not in TO_THE_AGENT} == set()


def test_french_keeps_its_spaces() -> None:
    assert "\u00a0?" in screen_in(FRENCH, "have_code").title


@EVERY_STORY
@EACH
def test_nothing_but_the_words_changes(language: str, name: str) -> None:
    def form(screen: Screen) -> list[object]:
        shown = [screen, *([screen.overlay] if screen.overlay else [])]
        keys = [(key.role, key.enabled, bool(key.why_not)) for one in shown for key in one.buttons]
        return [*keys, *((one.state, one.number, one.tone, type(one.content), len(one.body)) for one in shown)]

    assert form(screen_in(language, name)) == form(screen_in(FRENCH, name))


@EACH
def test_a_voice_says_it_in_that_language(language: str) -> None:
    french, other = screen_in(FRENCH, "verdict-blocked"), screen_in(language, "verdict-blocked")
    assert (french.language, other.language) == (FRENCH, language)
    assert other.spoken != french.spoken
    assert translator(language, "kiosk")("Débloquer mon code porteur") in other.spoken


@EACH
@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("staff")])
def test_staff_pages_are_french(language: str, name: str) -> None:
    screen = screen_in(language, name)
    if screen.state is State.STAFF:
        assert screen == screen_in(FRENCH, name)


@EACH
def test_the_paper_has_the_language_beside_the_french(language: str) -> None:
    kiosk = story("referral").kiosk
    paper = document(kiosk, PaperKind.REFERRAL, WORDS.said_in(language))
    assert paper.language == FRENCH
    assert paper.translation is not None
    assert paper.translation.language == language
    assert document(kiosk, PaperKind.REFERRAL, WORDS).translation is None


def test_every_language_is_offered_by_its_own_name_on_the_waiting_screen() -> None:
    for chosen in LANGUAGES:
        buttons = [button for button in screen_in(chosen.tag, "waiting").buttons if button.action is Action.SPEAK]
        assert {(button.language, button.label) for button in buttons} == {
            (language.tag, language.name) for language in LANGUAGES if language is not chosen
        }
        assert len({button.name for button in buttons}) == len(buttons)


@EVERY_STORY
def test_every_tool_of_settings_has_its_sheet(name: str) -> None:
    screen = screen_in(FRENCH, name)
    tools = {button.action for button in screen.tools}
    assert (screen.languages is not None) is (Action.LANGUAGE in tools)
    assert (screen.display is not None) is (Action.DISPLAY in tools)
    assert Action.LANGUAGE in tools or not tools or screen.state is State.STAFF


def test_a_language_is_chosen_by_its_name() -> None:
    choice = LanguageChoice()
    for language in (*LANGUAGES, LANGUAGES[1]):
        choice.speak(language.tag)
        assert choice.current is language
        assert {choice.current, *other_languages(choice.current.tag)} == set(LANGUAGES)


def test_it_lasts_for_the_visit_and_goes_back_to_french_for_the_next_person() -> None:
    choice = LanguageChoice()
    choice.speak("es")
    for state in (State.WAITING, State.READING, State.VERDICT, State.TAKE_CARD):
        assert not choice.end_with_the_visit(state, 0)
        assert choice.current.tag == "es"
    assert choice.end_with_the_visit(State.WAITING, 0)
    assert choice.current.tag == FRENCH


@pytest.mark.parametrize("state", [State.WAITING, State.OUT_OF_SERVICE])
def test_a_language_that_nobody_reads_is_given_up(state: State) -> None:
    choice = LanguageChoice()
    choice.end_with_the_visit(state, 0)
    choice.speak("en")
    assert not choice.end_with_the_visit(state, BACK_TO_FIRST_S - 0.1)
    assert choice.end_with_the_visit(state, BACK_TO_FIRST_S)


def test_a_kiosk_that_goes_out_of_service_in_a_visit_is_french_again() -> None:
    choice = LanguageChoice()
    choice.speak("en")
    choice.end_with_the_visit(State.READING, 0)
    assert choice.end_with_the_visit(State.OUT_OF_SERVICE, 0)
