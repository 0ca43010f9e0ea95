"""What becomes of a node that nobody touches, and what comes too late for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.card.model import CodeAccepted, Unblocked
from kiosk.flow.machine import step
from kiosk.flow.model.events import (
    CardCallReturned,
    CurrentPinEnded,
    EntryChanged,
    Event,
    PaperEnded,
    PaperResult,
    Pressed,
    ReadFailed,
    ReadFailure,
    UnblockEnded,
)
from kiosk.flow.model.staff_desk import CodeAnswer
from kiosk.flow.model.staff_messages import StaffCodeAnswered, StaffTyped
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk
from search.canonical import LAST_TICKET, PAGE, SCREEN, canonical
from search.clocks import NOW
from search.moves import by_time_alone, make
from search.node import Held, Node
from stories.story import counters

ENDS_BY_ITSELF = "time alone leads to waiting, out of service, a refusal, or « reprenez votre carte »"
TOO_LATE = "a press of another screen and the answer to another ticket change nothing"

_TYPED = Held(puk="A", new_pin="g", confirm="=", current_pin="A").entry
_LATE: tuple[Event, ...] = (
    *(Pressed(action, SCREEN - 1) for action in (Action.SEND, Action.VALIDATE, Action.YES, Action.STILL_HERE)),
    *(Pressed(action, PAGE + 1) for action in (Action.CONTINUE, Action.OPEN_KIOSK)),
    EntryChanged(_TYPED, SCREEN - 1),
    UnblockEnded(LAST_TICKET, Unblocked(counters(3))),
    CurrentPinEnded(LAST_TICKET, CodeAccepted(counters(3), None)),
    ReadFailed(LAST_TICKET, ReadFailure.IN_USE),
    CardCallReturned(LAST_TICKET),
    PaperEnded(LAST_TICKET, PaperResult.FAILED),
    StaffTyped(6, PAGE + 1),
    StaffCodeAnswered(PAGE + 1, CodeAnswer.ACCEPTED),
)


def heeds_what_is_late(kiosk: Kiosk) -> Event | None:
    """The first such event that changes something."""
    return next((event for event in _LATE if step(kiosk, event, NOW) != (kiosk, ())), None)


def at_rest(kiosk: Kiosk) -> bool:
    """Nothing is expected of anybody, but to take a card out or to put one in."""
    rests = kiosk.state.traits.unattended or kiosk.state is State.TAKE_CARD
    return rests and kiosk.overlay is Overlay.NONE and kiosk.staff is None


@dataclass
class TimeAlone:
    """Follows deadlines, and nothing else, in whatever order they may fall."""

    _known: dict[int, bool] = field(default_factory=dict)

    def ends(self, node: Node) -> bool:
        """Whether every order comes to rest; one that turns in a circle does not.

        A clock that only begins again stops no other one: while an operation is under way, staff mode stays open.
        """
        key = hash(node)
        if key not in self._known:
            self._known[key] = False
            self._known[key] = at_rest(node.kiosk) or self._goes_on_and_ends(node)
        return self._known[key]

    def _goes_on_and_ends(self, node: Node) -> bool:
        steps = [make(node, happening) for happening in by_time_alone(node)]
        after = [each for each in (canonical(step.after, step.now) for step in steps) if each != node]
        return bool(after) and all(self.ends(each) for each in after)
