"""What is shown and said, for every state and wording there is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bench.sentences import strings, told_of_the_holder
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.iso7816.connection import ReaderSlot
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.events import Pressed
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.view.model.screen import (
    ButtonRole,
    CardNumber,
    Checks,
    LineStyle,
    Pad,
    Paper,
    ProgressContent,
    Screen,
    ShownCheck,
    Tries,
)
from kiosk.view.model.words import Words
from kiosk.view.papers import paper
from kiosk.view.screen_of import DRAFTS, screen_of
from reports.papers.papers import Issuer
from stories.every_screen import NAMES, story
from stories.story import (
    AGENT,
    ATR_CPS3,
    ATR_CPS4,
    BANK,
    BLOCKED,
    CONTENT,
    PAYMENT,
    READER,
    Story,
    counters,
    cps4_counters,
    slot,
)

ON_SCREEN = {Action.PRIVACY, Action.DISPLAY, Action.WHERE, Action.LANGUAGE, Action.SPEAK}
WORDS = Words(date(2026, 11, 21), printer=True)
FORBIDDEN = re.compile(
    r"\b(PIN|PUK|APDU|invalide|erreur inconnue|veuillez patienter|conservée?s? .*code)\b", re.IGNORECASE
)


def shown(name: str) -> Screen:
    told = story(name)
    return screen_of(told.kiosk, told.now, WORDS)


def texts(screen: Screen) -> list[str]:
    """Every sentence a person can read on a screen."""
    content, found = screen.content, [screen.title, *screen.body, screen.notice, screen.validity]
    found += [button.label for button in (*screen.buttons, *screen.tools)]
    found += [button.why_not for button in screen.buttons]
    if isinstance(content, Pad):
        found += [content.error, content.count_words]
    if isinstance(content, Checks):
        found += [text for line in content.lines for text in (line.sentence, line.remedy)]
    if isinstance(content, Paper):
        found += [line.text for line in content.lines]
    if isinstance(content, ProgressContent):
        found.append(content.detail)
    if screen.overlay is not None:
        found += texts(screen.overlay)
    return [text for text in found if text]


def test_every_state_has_its_words_and_its_picture_of_itself() -> None:
    assert set(DRAFTS) == set(State) - {State.STAFF}
    assert {story(name).state for name in NAMES} == set(State) - {State.STAFF}


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_the_trade(name: str) -> None:
    for text in texts(shown(name)):
        assert not FORBIDDEN.search(text), text
        assert "{" not in text


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short(name: str) -> None:
    screen = shown(name)
    if isinstance(screen.content, Paper):
        return
    for text in texts(screen):
        for sentence in re.split(r"(?<=[.!?…:;])\s+", text):
            assert len(sentence.split()) <= 15, sentence


@pytest.mark.parametrize("name", NAMES)
def test_french_spacing_everywhere(name: str) -> None:
    for text in texts(shown(name)):
        assert not re.search(r"[^\u00a0/][;?!»]| [:;?!»]|« ", re.sub(r"https?:\S+", "", text)), text
        assert "'" not in text


@pytest.mark.parametrize("name", NAMES)
def test_one_primary_action_first_and_a_way_out(name: str) -> None:
    screen = shown(name)
    roles = [button.role for button in screen.buttons]
    if screen.state is State.CHOOSE_CARD:
        assert roles == [ButtonRole.PRIMARY, ButtonRole.PRIMARY]
    elif ButtonRole.PRIMARY in roles:
        assert roles[0] is ButtonRole.PRIMARY
        assert roles.count(ButtonRole.PRIMARY) == 1
    actions = {button.action for button in (*screen.buttons, *screen.tools)}
    if screen.state is State.STAFF:
        assert Action.STOP in actions
    elif screen.state.traits.offers_help:
        assert actions & {Action.HELP, Action.END_ASSIST}
    else:
        assert not screen.tools


@pytest.mark.parametrize("name", NAMES)
def test_a_disabled_button_says_why(name: str) -> None:
    for button in shown(name).buttons:
        assert button.enabled or button.why_not


@pytest.mark.parametrize("name", NAMES)
def test_no_identity_where_the_screen_is_not_private(name: str) -> None:
    told = story(name)
    screen = screen_of(told.kiosk, told.now, WORDS)
    seen = re.sub(r"\s", "", repr(screen)) + repr(screen)
    if not screen.private:
        assert "2900123457" not in seen.replace("\\xa0", "")
        assert "DURAND" not in seen


@pytest.mark.parametrize("name", ["wrong_puk-card-out", "unblocked-card-out"])
def test_a_result_without_its_card_offers_nothing_that_needs_it(name: str) -> None:
    told = story(name)
    for button in screen_of(told.kiosk, told.now, WORDS).buttons:
        after = story(name).press(button.action)
        assert after.kiosk.screen != told.kiosk.screen, button.action


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("later")])
def test_every_button_that_is_offered_does_something(name: str) -> None:
    told = story(name)
    screen = screen_of(told.kiosk, told.now, WORDS)
    on_screen = screen if screen.overlay is None else screen.overlay
    for button in (*on_screen.buttons, *on_screen.tools):
        if button.enabled and button.action not in ON_SCREEN:
            after = story(name).tell(Pressed(button.action, told.kiosk.front)).kiosk
            assert standing(after) != standing(told.kiosk), button.action


def standing(kiosk: Kiosk) -> tuple[int, int, bool]:
    """The question that a visitor, or an agent, has in front of them, and whether it is being answered."""
    return kiosk.screen, kiosk.front, kiosk.staff is not None and kiosk.staff.checking


def test_unblock_is_offered_only_where_the_machine_takes_it() -> None:
    for name in NAMES:
        told = story(name)
        screen = screen_of(told.kiosk, told.now, WORDS)
        if screen.overlay is None and any(button.action is Action.UNBLOCK for button in screen.buttons):
            assert told.press(Action.UNBLOCK).state is State.HAVE_CODE


def test_the_last_button_is_disabled_until_both_codes_agree() -> None:
    def send(name: str) -> tuple[bool, str]:
        (button,) = (button for button in shown(name).buttons if button.action is Action.SEND)
        return button.enabled, button.why_not

    assert send("confirm") == (False, "Retapez les 4\u00a0chiffres")
    assert send("confirm-match") == (True, "")


def test_the_number_is_shown_in_pairs() -> None:
    content = shown("letter_check").content
    assert isinstance(content, CardNumber)
    assert content.pairs == ("29", "00", "12", "34", "57")


@pytest.mark.parametrize(("name", "words"), [("puk", "0\u00a0chiffre sur 8"), ("puk-half", "4\u00a0chiffres sur 8")])
def test_the_pad_counts_and_never_shows(name: str, words: str) -> None:
    content = shown(name).content
    assert isinstance(content, Pad)
    assert content.count_words == words


def test_the_slow_sentence_comes_after_four_seconds() -> None:
    told = story("unblocking")
    at_3_9 = screen_of(told.kiosk, told.kiosk.entered_at + 3.9, WORDS).content
    at_4 = screen_of(told.kiosk, told.kiosk.entered_at + 4.0, WORDS).content
    assert isinstance(at_3_9, ProgressContent)
    assert isinstance(at_4, ProgressContent)
    assert (at_3_9.detail, at_4.detail) == ("", "La carte travaille. Cela peut durer une minute.")


@pytest.mark.parametrize(
    ("held", "simulated", "said"),
    [
        (counters(1, 10), True, True),
        (counters(1, 3), True, True),
        (counters(1, 2), True, False),
        (counters(1, 0), True, False),
        (counters(1, 10, 1), True, False),
        (counters(1, 10), False, False),
    ],
)
def test_that_it_could_be_unblocked_here_is_said_only_where_true(held: object, *, simulated: bool, said: bool) -> None:
    rules = Rules(simulated_readers=(READER,) if simulated else ("None",), policy=Policy())
    told = Story(Kiosk(rules=rules)).card(held)  # type: ignore[arg-type]  # parametrized
    body = " ".join(screen_of(told.kiosk, told.now, WORDS).body)
    assert ("le débloquer ici" in body) is said


def test_a_simulation_says_so_from_the_waiting_screen_on() -> None:
    for name in ("waiting", "verdict-blocked", "unblocked", "take_card"):
        assert "SIMULATION" in shown(name).banner
    real = Story(Kiosk(rules=Rules(simulated_readers=("None",)))).card(BLOCKED, category=0)
    assert screen_of(real.kiosk, real.now, WORDS).banner == ""
    test_card = Story(Kiosk(rules=Rules(simulated_readers=("None",)))).card(BLOCKED, category=0x82)
    assert "SIMULATION" in screen_of(test_card.kiosk, test_card.now, WORDS).banner


REAL = "Gemalto PC Twin Reader 01 00"


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ((slot(atr=None),), True),
        ((slot(atr=None), slot(REAL, None)), False),
        ((slot(), slot(REAL, None)), True),
        ((slot(atr=None), slot(REAL)), False),
        ((slot(), slot(REAL)), False),
        ((slot(), slot(READER.replace("00 00", "00 01"))), True),
        ((), False),
    ],
)
@pytest.mark.parametrize("needs_removal", [False, True])
def test_simulation_is_said_of_the_reader_that_the_card_is_in(
    slots: tuple[ReaderSlot, ...], *, said: bool, needs_removal: bool
) -> None:
    told = Story(Kiosk(needs_removal=needs_removal)).readers(*slots)
    assert ("SIMULATION" in screen_of(told.kiosk, told.now, WORDS).banner) is said


@pytest.mark.parametrize(("card_in", "said"), [(READER, True), (REAL, False)])
def test_a_visit_and_its_papers_say_simulation_for_their_own_reader(card_in: str, *, said: bool) -> None:
    told = Story(Kiosk(rules=Rules(printer=True)))
    told.readers(*(slot(each, ATR_CPS3 if each == card_in else None) for each in (READER, REAL)))
    told.read(BLOCKED).content(category=0)
    assert told.kiosk.visit.card is not None
    assert told.kiosk.visit.card.reader == card_in
    assert ("SIMULATION" in screen_of(told.kiosk, told.now, WORDS).banner) is said
    assert paper(told.kiosk, PaperKind.AUDIT, WORDS).simulated is said


@pytest.mark.parametrize(("reader", "said"), [(READER, True), (REAL, False)])
def test_a_paper_without_a_card_says_what_its_screen_says(reader: str, *, said: bool) -> None:
    told = Story(Kiosk(rules=Rules(printer=True))).readers(slot(reader, None)).press(Action.NO_CODE)
    assert told.state is State.REFERRAL
    assert ("SIMULATION" in screen_of(told.kiosk, told.now, WORDS).banner) is said
    assert paper(told.kiosk, PaperKind.REFERRAL, WORDS).simulated is said


def test_what_is_not_checked_says_so() -> None:
    content = shown("audit").content
    assert isinstance(content, Checks)
    words = {line.name: line.word for line in content.lines}
    assert {words["Certificats"], words["Révocation"], words["Situations d’exercice"]} == {"Non contrôlé"}


def test_an_unknown_part_is_to_be_checked_and_condemns_nothing() -> None:
    content = shown("audit-nothing-read").content
    assert isinstance(content, Checks)
    marks: dict[str, ShownCheck] = {line.name: line for line in content.lines}
    assert marks["Validité"].word == "À vérifier"
    assert all(line.word != "Non valable" for line in content.lines)


def test_tries_are_words_and_dots() -> None:
    screen = shown("verdict-one-try")
    assert getattr(screen.content, "tries", None) == Tries(1, 3, "Il vous reste un seul essai.")


def test_a_screen_is_spoken_without_its_disabled_buttons() -> None:
    spoken = shown("confirm").spoken
    assert spoken.startswith("Retapez votre nouveau code porteur.")
    assert "Débloquer ma carte" not in spoken


def test_nobody_is_said_to_be_called_where_nobody_can_hear() -> None:
    told = story("help_called")
    overlay = screen_of(told.kiosk, told.now, replace(WORDS, staff_hears=False)).overlay
    assert overlay is not None
    assert overlay.title == "Demandez de l’aide au comptoir"
    assert "appelons" not in " ".join(texts(overlay))


def test_without_a_printer_nothing_is_said_to_be_printed() -> None:
    quiet = replace(WORDS, printer=False)
    for name in NAMES:
        told = story(name)
        for button in screen_of(told.kiosk, told.now, quiet).buttons:
            assert "mprimer" not in button.label, (name, button.label)


@pytest.mark.parametrize("left", [3, 9, 10])
def test_where_the_maximum_is_unknown_nothing_is_said_of_lost_tries(left: int) -> None:
    told = Story().card(cps4_counters(0, left), ATR_CPS4).to_puk()
    screen = screen_of(told.kiosk, told.now, WORDS)
    assert not any("perdus" in line for line in screen.body)
    assert isinstance(screen.content, Pad)
    assert screen.content.tries == Tries(left, 0, f"Il vous reste {left}\u00a0essais.")
    assert any("perdus" in line for line in shown("puk-below-maximum").body)


@pytest.mark.parametrize(
    ("atr", "title"),
    [
        (PAYMENT, "C’est une carte bancaire"),
        (AGENT, "C’est une carte d’agent"),
        (BANK, "Cette carte n’est pas une CPS"),
    ],
)
def test_a_card_that_is_no_cps_is_named_where_its_answer_to_reset_names_it(atr, title):
    kiosk = Story().insert(atr).kiosk
    assert screen_of(kiosk, 0.0, WORDS).title.replace("\u202f", " ") == title


def test_the_official_page_is_on_the_screen_as_a_code_too():
    told = story("printing-shown")
    words = replace(WORDS, issuer=Issuer(page_url="https://exemple.example/page"))
    content = screen_of(told.kiosk, told.now, words).content
    assert isinstance(content, Paper)
    assert [line.text for line in content.lines if line.style is LineStyle.CODE] == ["https://exemple.example/page"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("replacement-just-refused", "Ce code n’était pas le bon : c’était le dernier essai."),
        ("replacement-just-lost", "Le dernier essai du code de déblocage a été perdu."),
    ],
)
def test_a_code_is_called_wrong_only_where_the_card_refused_it(name, said):
    screen = shown(name)
    assert screen.state is State.REPLACEMENT
    assert screen.body[0].replace("\u00a0", " ") == said


@pytest.mark.parametrize("name", NAMES)
def test_no_screen_tells_in_its_repr_whose_card_it_is(name: str) -> None:
    """A traceback, a log or a failing test may print a screen."""
    told = story(name)
    assert told_of_the_holder(repr(shown(name))) == []
    assert told_of_the_holder(repr(DRAFTS[told.kiosk.state](told.kiosk, WORDS))) == []


@pytest.mark.parametrize("name", ["letter_check", "other_letter", "wrong_puk", "audit"])
def test_what_identifies_the_holder_stands_on_the_screen_itself(name: str) -> None:
    assert CONTENT.number in told_of_the_holder("".join(strings(shown(name))))


IN_STATE = {told.state: told for told in map(story, NAMES) if told.kiosk.staff is None}


@pytest.mark.parametrize(
    ("state", "face"),
    [(state, face) for state in State for face in state.traits.faces],
    ids=lambda value: value.value,
)
def test_every_wording_of_every_state_has_its_screen(state: State, face: Face) -> None:
    told = IN_STATE[state]
    kiosk = replace(told.kiosk, visit=replace(told.kiosk.visit, face=face))
    assert screen_of(kiosk, told.now, WORDS).title
