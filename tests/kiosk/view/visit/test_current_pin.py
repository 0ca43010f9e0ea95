"""What the screens say of a current PIN: true of a card that was not blocked, and calm after a lost contact."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk.card.model import CurrentPinRefused, Sent, Torn, Voided
from kiosk.flow.model.states import Action, Face, State
from kiosk.view.model.screen import ButtonRole, Checks, Groups, Message, Pad, Screen, Tone, Tries
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from stories.current_pin_screens import CURRENT_PIN_STORIES
from stories.every_screen import NAMES, story
from stories.story import BLOCKED, TODAY, Story, counters

WORDS = Words(TODAY, printer=True)
AFTER_A_TEAR = (State.TORN, State.TORN_NOT_DONE, State.TORN_UNKNOWN, State.CHANGE_UNKNOWN, State.STUCK)


def shown(name: str | Story) -> Screen:
    told = story(name) if isinstance(name, str) else name
    return screen_of(told.kiosk, told.now, WORDS)


def said(screen: Screen) -> str:
    error = screen.content.error if isinstance(screen.content, Pad) else ""
    return " ".join((screen.title, *screen.body, error)).replace("\u00a0", " ")


def labels(screen: Screen) -> list[str]:
    return [button.label.replace("\u00a0", " ") for button in screen.buttons]


def never_blocked(name: str) -> bool:
    """The stories of a current PIN that begin and end with a card that is not blocked."""
    held = story(name).kiosk.visit.card
    counters = None if held is None or held.snapshot is None else held.snapshot.counters
    return name != "half_done-card-in" and counters is not None and not counters.pin_blocked


@pytest.mark.parametrize("name", [name for name in CURRENT_PIN_STORIES if never_blocked(name)])
def test_a_card_that_was_never_blocked_is_not_said_to_be_unblocked(name: str) -> None:
    screen = shown(name)
    if screen.state is not State.VERDICT:
        assert not re.search(r"débloqu(é|er)e?\b|plus bloquée|toujours bloquée|Recyclage", said(screen))
        assert not any("Débloquer" in label for label in labels(screen))


@pytest.mark.parametrize("name", [name for name in NAMES if story(name).state in AFTER_A_TEAR])
def test_after_a_lost_contact_no_code_is_called_wrong(name: str) -> None:
    assert not re.search(r"faux|erroné|pas le bon", said(shown(name)))


@pytest.mark.parametrize(("left", "words"), [(3, "Il vous reste 3 essais."), (2, "Il vous reste 2 essais.")])
def test_the_tries_left_are_told_before_the_code_is_asked(left: int, words: str) -> None:
    content = shown(Story().card(counters(left)).press(Action.CHANGE_PIN)).content
    assert isinstance(content, Pad)
    assert content.tries is not None
    assert (content.tries.left, content.tries.max, content.tries.words.replace("\u00a0", " ")) == (left, 3, words)
    assert (content.typed, content.length) == (0, 4)


def test_the_last_try_stands_after_everything_is_typed_and_prefers_to_stop() -> None:
    story_of_it = Story().card(counters(1)).change()
    screen = shown(story_of_it)
    assert (screen.title, story_of_it.sends) == ("Dernier essai avant blocage", 0)
    assert [(button.action, button.role) for button in screen.buttons] == [
        (Action.PREFER_TO_STOP, ButtonRole.PRIMARY),
        (Action.SEND, ButtonRole.SECONDARY),
    ]
    assert Action.BACK in {button.action for button in screen.tools}
    assert screen.tone is Tone.WARNING


def test_red_is_kept_for_a_try_that_could_end_the_card() -> None:
    screen = shown("current_pin-last-try-ends-card")
    assert screen.tone is Tone.DANGER
    assert screen.buttons[1].role is ButtonRole.DANGER
    assert "La carte devra alors être remplacée." in said(screen)
    dangers = {name for name in CURRENT_PIN_STORIES if shown(name).tone is Tone.DANGER}
    assert dangers == {"current_pin-last-try-ends-card"}


@pytest.mark.parametrize("left", [2, 1])
def test_a_wrong_code_is_told_with_what_is_left(left: int) -> None:
    screen = shown(Story().card(counters(left + 1)).change().answers(CurrentPinRefused(counters(left))))
    assert screen.title == "Ce code n’est pas le bon"
    assert screen.content == Message(screen.content.picture, Tries(left, 3, ""))  # type: ignore[union-attr]  # a Message
    assert labels(screen) == ["Réessayer", "J’ai oublié mon code", "Arrêter"]


def test_where_three_codes_were_typed_the_wrong_one_is_named() -> None:
    which = "Le code actuel a été refusé ; le nouveau n’est pas enregistré."
    assert which in said(shown("wrong_pin"))
    opened = Story().card(counters(3)).open_situations().answers(CurrentPinRefused(counters(2)))
    assert which not in said(shown(opened))


def test_the_last_wrong_code_says_blocked_and_what_helps() -> None:
    screen = shown("wrong_pin-now-blocked")
    assert screen.title == "Votre code porteur est maintenant bloqué"
    assert screen.buttons[0].action is Action.UNBLOCK
    counted = shown("torn_not_done-current-pin-now-blocked")
    assert (counted.title, counted.buttons[0].action) == (screen.title, Action.UNBLOCK)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("current_pin-same-again", "C’est le même code que tout à l’heure : la carte l’a refusé. Vérifiez chaque"),
        ("new_pin-same-as-current-pin", "C’est déjà votre code. Choisissez-en un autre."),
        ("new_pin-change-mismatch-twice", "Vous n’aurez pas à retaper votre code actuel."),
        ("new_pin-mismatch-twice", "Vous n’aurez pas à retaper votre code de déblocage."),
        ("current_pin-mismatch-thrice", "Reprenons depuis le début"),
    ],
)
def test_an_error_stands_above_the_pad(name: str, error: str) -> None:
    content = shown(name).content
    assert isinstance(content, Pad)
    assert error in content.error.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("confirm-change-match", "Changer mon code"),
        ("confirm-forgotten", "Enregistrer mon nouveau code"),
        ("confirm-match", "Débloquer ma carte"),
    ],
)
def test_the_last_button_says_what_it_does_to_this_card(name: str, label: str) -> None:
    (send,) = (button for button in shown(name).buttons if button.action is Action.SEND)
    assert send.label == label


STATIONS = {"current_pin-change": 2, "new_pin-change": 3, "confirm-change": 3, "changing": 4, "pin_changed": 4}


@pytest.mark.parametrize(("name", "station"), STATIONS.items())
def test_a_change_has_its_way_in_four_stations(name: str, station: int) -> None:
    steps = shown(name).steps
    assert steps is not None
    assert (steps.current, steps.names) == (station, ("Carte", "Code", "Nouveau code", "Fin"))


@pytest.mark.parametrize("name", ["current_pin-situations", "current_pin-try", "changing-opening", "changing-trying"])
def test_a_try_and_the_situations_have_no_station_of_a_new_code(name: str) -> None:
    assert shown(name).steps is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("verdict-not-blocked-not-commissioned", "Son code ne se change pas encore sur cette borne."),
        ("verdict-one-try-without-unblock-code", "Pour changer votre code, demandez de l’aide."),
        ("verdict-length-unreadable", "Son code ne se change pas ici : sa longueur est illisible."),
    ],
)
def test_a_change_that_is_closed_is_not_offered_and_says_why(name: str, why: str) -> None:
    screen = shown(name)
    assert why in said(screen)
    assert Action.CHANGE_PIN not in {button.action for button in screen.buttons}
    assert Action.FORGOTTEN in {button.action for button in screen.buttons}


def test_situations_are_closed_with_a_reason_and_absent_where_the_code_is_blocked() -> None:
    closed = next(b for b in shown("audit-not-commissioned").buttons if b.action is Action.SITUATIONS)
    assert (closed.enabled, closed.why_not) == (False, "Pas encore autorisé ici.")
    blocked = shown(Story().card(BLOCKED).press(Action.AUDIT))
    assert isinstance(blocked.content, Checks)
    assert Action.SITUATIONS not in {button.action for button in blocked.buttons}


def test_situations_identify_the_holder_and_can_be_hidden() -> None:
    screen = shown("situations")
    assert isinstance(screen.content, Groups)
    assert [group.title.replace("\u00a0", " ") for group in screen.content.groups] == [
        "Professionnel",
        "Situation n° 1",
        "Situation n° 2",
        "Situation n° 5",
    ]
    assert screen.private


def test_staff_may_set_a_forgotten_code_only_where_the_office_allows_it() -> None:
    def offered(told: Story) -> bool:
        return Action.SET_WITH_PUK in {button.action for button in shown(told.press(Action.FORGOTTEN)).buttons}

    assert offered(Story().card(counters(3)).with_staff(forgotten=True))
    assert not offered(Story().card(counters(3)).with_staff())
    assert not offered(Story().card(counters(3)))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (lambda: Story().card(counters(3)).change().answers(Voided()), "Rien n’a été envoyé."),
        (lambda: _after_a_refusal().answers(Voided()), "Rien de plus n’a été envoyé."),
        (lambda: Story().card(counters(3)).change().stuck(nothing_sent=True), "Rien n’a été envoyé."),
        (lambda: _after_a_refusal().stuck(nothing_sent=True), "Rien de plus n’a été envoyé."),
        (lambda: Story().card(counters(3)).change().answers(Torn(Sent.NOTHING)).empty(), "Rien n’a été envoyé."),
        (lambda: _after_a_refusal().answers(Torn(Sent.NOTHING)).empty(), "Rien de plus n’a été envoyé."),
    ],
)
def test_nothing_was_sent_is_said_of_the_whole_visit(told: Callable[[], Story], words: str) -> None:
    assert words in said(shown(told()))


def _after_a_refusal() -> Story:
    """The second time the final button is pressed."""
    told = Story().card(counters(3)).change().answers(CurrentPinRefused(counters(2))).press(Action.RETRY).current_pin()
    return told.entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND)


def test_each_unknown_end_says_what_is_unknown() -> None:
    assert "quel code est enregistré" in said(shown("torn_unknown-current-pin"))
    assert "quel code est enregistré" in said(shown("torn_unknown-forgotten"))
    assert "si un essai a été compté" in said(shown("torn_unknown-situations"))
    assert "débloquée" in said(shown("torn_unknown"))


def test_every_wording_of_the_current_pin_is_looked_at() -> None:
    faces = {story(name).kiosk.visit.face for name in NAMES}
    assert {
        Face.LAST_TRY,
        Face.SAME_CURRENT_PIN,
        Face.SAME_AS_CURRENT_PIN,
        Face.TRYING,
        Face.OPENING,
        Face.NOW_BLOCKED,
        Face.OLD_CODE_STANDS,
        Face.CURRENT_PIN,
        Face.CURRENT_PIN_NO_TRY,
        Face.CURRENT_PIN_TRY_COUNTED,
        Face.FORGOTTEN,
        Face.FORGOTTEN_TRY_COUNTED,
        Face.BEFORE_CODE,
    } <= faces
