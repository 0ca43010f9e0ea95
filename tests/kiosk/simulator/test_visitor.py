"""The demonstration's visitor, by the kiosk's own clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.visitor import ARRIVES_AFTER_S, TAKES_AFTER_S, Visitor

REFUSED_READ_IN_S = 8.0
LOOK_S = 0.25


@dataclass
class Reader:
    """Writes down what happens to it."""

    seen: list[str] = field(default_factory=list)

    def insert(self, card: SimulatedCard) -> None:
        self.seen.append(f"in {card.profile}")

    def remove(self) -> SimulatedCard | None:
        self.seen.append("out")
        return None


@dataclass
class Scene:
    """A visitor who looks four times a second at a screen that changes when it is told to."""

    reader: Reader = field(default_factory=Reader)
    now: float = 1000.0

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.reader, lambda: build("blocked", Order(date(2026, 11, 21))))

    def stands(self, state: State, seconds: float) -> list[str]:
        """What the visitor did while ``state`` stood so long."""
        done, kiosk = len(self.reader.seen), Kiosk(state=state, entered_at=self.now)
        for look in range(round(seconds / LOOK_S) + 1):
            self.visitor.see(kiosk, self.now + look * LOOK_S)
        self.now += seconds
        return self.reader.seen[done:]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_visitor_arrives_after_a_while_and_once(scene: Scene) -> None:
    assert scene.stands(State.WAITING, ARRIVES_AFTER_S - LOOK_S) == []
    scene.now -= ARRIVES_AFTER_S - LOOK_S
    assert scene.stands(State.WAITING, ARRIVES_AFTER_S) == ["in blocked"]
    assert scene.stands(State.WAITING, 60.0) == []


def test_the_card_is_taken_back_when_the_screen_asks_for_it_and_the_next_visit_comes(scene: Scene) -> None:
    scene.stands(State.WAITING, ARRIVES_AFTER_S)
    assert scene.stands(State.VERDICT, 3600.0) == []
    assert scene.stands(State.TAKE_CARD, TAKES_AFTER_S - LOOK_S) == []
    scene.now -= TAKES_AFTER_S - LOOK_S
    assert scene.stands(State.TAKE_CARD, TAKES_AFTER_S) == ["out"]
    assert scene.stands(State.WAITING, ARRIVES_AFTER_S) == ["in blocked"]


@pytest.mark.parametrize(
    "state", [State.MUTE, State.VITALE, State.FOREIGN, State.CONTACTLESS, State.OLD_GENERATION, State.STUCK]
)
def test_a_refusal_is_read_before_the_card_is_taken_out(scene: Scene, state: State) -> None:
    scene.stands(State.WAITING, ARRIVES_AFTER_S)
    assert scene.stands(state, REFUSED_READ_IN_S - LOOK_S) == []
    scene.now -= REFUSED_READ_IN_S - LOOK_S
    assert scene.stands(state, REFUSED_READ_IN_S) == ["out"]


def test_nobody_takes_a_card_that_was_not_brought(scene: Scene) -> None:
    assert scene.stands(State.TAKE_CARD, 60.0) == []
