"""From the chip to the screen: what a simulated card keeps behind its code, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.counter_top import TODAY, CounterTop
from kiosk.flow.model.states import Action, State
from kiosk.simulator.profiles import Order, build
from kiosk.view.model.screen import Groups, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of

PIN = "4071"


@pytest.fixture
def top() -> Iterator[CounterTop]:
    found = CounterTop()
    yield found
    found.close()


def shown(top: CounterTop) -> Screen:
    return screen_of(top.kiosk, top.now, Words(TODAY))


def opened(top: CounterTop, profile: str) -> Screen:
    top.insert(build(profile, Order(TODAY, pin=PIN)))
    top.press(Action.AUDIT, Action.SITUATIONS)
    top.type(PIN)
    top.press(Action.VALIDATE)
    return shown(top)


@pytest.mark.parametrize("profile", ["situations-many", "cps4-situations"])
def test_both_generations_show_whose_situations_and_each_of_them(top: CounterTop, profile: str) -> None:
    content = opened(top, profile).content
    assert isinstance(content, Groups)
    titles = [group.title.replace("\u00a0", " ") for group in content.groups]
    assert titles == ["Professionnel", *(f"Situation n° {n}" for n in (1, 2, 4, 5, 6))]
    own = {fact.name: fact.value for fact in content.groups[1].facts}
    assert own["Raison sociale"] == "CABINET DU DR LEGRAND-TEST"
    assert own["Mode d’exercice"] == "Libéral, exploitant ou commerçant"
    assert own["N° de facturation"] == "76999910, clé 3"
    assert own["Signature d’une facture"] == "Autorisée"


def test_no_situation_is_said_and_what_is_broken_too(top: CounterTop) -> None:
    assert shown_without_any(top) == "Cette carte n’en porte aucune."
    top.remove()
    content = opened(top, "situations-corrupt").content
    assert isinstance(content, Groups)
    assert [group.remark for group in content.groups[1:]] == [
        "Les données de facturation n’ont pas pu être lues.",
        "Cette situation n’a pas pu être lue.",
    ]


def shown_without_any(top: CounterTop) -> str:
    (line,) = opened(top, "situations-none").body
    return line


def test_they_leave_the_screen_with_the_card(top: CounterTop) -> None:
    opened(top, "situations-many")
    assert top.kiosk.state is State.SITUATIONS
    top.remove()
    assert "LEGRAND" not in repr(shown(top))
