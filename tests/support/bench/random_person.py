"""Somebody at a kiosk: presses what the screen offers, types codes, moves the card, waits, and errs in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from time import monotonic

from bench.lying_channel import Channel
from bench.threaded_kiosk import PATIENCE_S, ThreadedKiosk
from kiosk.flow.model.entry import CodeSlot, weakness_of
from kiosk.flow.model.states import Action, State
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.reader.readers import DEFAULT_READER
from kiosk.view.model.screen import Pad, Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of

WORDS = Words(date.today()).said_in("en")
OF_THE_SCREEN_ALONE = frozenset({Action.LANGUAGE, Action.DISPLAY, Action.PRIVACY, Action.SPEAK, Action.WHERE})
"""The flow never sees these."""

EAGER = frozenset({Action.UNBLOCK, Action.YES, Action.VALIDATE, Action.SEND, Action.CHANGE_PIN, Action.TRY_PIN})
RELUCTANT = frozenset({Action.STOP, Action.HELP, Action.BACK, Action.NO, Action.NOT_SURE, Action.NO_CODE})
RELUCTANT |= {Action.PREFER_TO_STOP, Action.FINISH, Action.NO_LONGER_HAVE}
ENDING = (Action.FINISH, Action.STOP, Action.CONTINUE, Action.PREFER_TO_STOP, Action.RESUME, Action.STILL_HERE)
FINAL = frozenset(
    {
        (State.CONFIRM, Action.SEND),
        (State.LAST_TRY, Action.SEND),
        (State.CURRENT_PIN, Action.SEND),
        (State.CURRENT_PIN, Action.VALIDATE),
    }
)
"""Where a press may send codes; of a change, the last of these is not the final one yet."""


class NotAtRest(Exception):
    """The kiosk goes on doing something, or does not come back to where it waits."""


@dataclass
class Codes:
    """``card`` with the codes that its holder knows."""

    card: SimulatedCard
    puk: str
    pins: list[str]

    @property
    def pin(self) -> str:
        """The one that works, as far as they know it."""
        return next((pin for pin in self.pins if self.card.pin_is(pin)), self.pins[0])


@dataclass
class Press:
    """A press that may send: ``slot`` is what was typed for it, ``at_gate``: the gate of a last try of the PIN."""

    slot: CodeSlot
    at_gate: bool


@dataclass
class Person:
    """``own`` and ``others``: a second card that they may put in by mistake."""

    random: Random
    top: ThreadedKiosk
    channel: Channel
    own: Codes
    others: Codes
    typed: dict[CodeSlot, str] = field(default_factory=dict)
    final: list[Press] = field(default_factory=list)
    unspent: Press | None = None
    all_typed: set[str] = field(default_factory=set)

    def visit(self) -> None:
        """From the first insertion to the kiosk that waits without a card. Raises NotAtRest."""
        self.insert(self.own)
        for _ in range(self.random.randint(15, 70)):
            self.settle()
            if self.at_home:
                break
            self.act()
        self.go_home()

    @property
    def inside(self) -> SimulatedCard | None:
        return self.top.readers._slots[DEFAULT_READER].card

    @property
    def at_home(self) -> bool:
        return self.top.kiosk.state is State.WAITING and self.inside is None and not self.channel.hanging

    def insert(self, codes: Codes) -> None:
        self.top.readers.insert(codes.card)

    def settle(self) -> None:
        """Until nothing goes on but calls that hang, or wait for a card that is held."""
        began = monotonic()
        self.channel.waiting.clear()
        while not self._at_rest():
            self.top.take_in(0.002)
            if monotonic() - began > PATIENCE_S:
                raise NotAtRest("something still goes on")

    def _at_rest(self) -> bool:
        lane, channel = self.top.runtime._card, self.channel
        with lane._lock:
            now, given_up = lane._current, [call.ident for call in lane._abandoned]
            stands = now is None or now.ident in channel.hanging | channel.waiting
            seen = self.top.kiosk.report == self.top.readers.report()
            return stands and channel.hanging.issuperset(given_up) and seen and self.top.calls.empty()

    def act(self) -> None:
        """One thing that people do."""
        state, chance = self.top.kiosk.state, self.random.random()
        if self.channel.hanging or self.channel.waiting:
            if chance < 0.1:
                self.channel.release()
                return
            if state.traits.sending or state is State.READING:
                self.top.wait(self.random.choice((1, 2, 5, 5, 31)))
                return
        if chance < 0.02:
            self.move_card()
        elif chance < 0.04:
            self.top.wait(self.random.choice((1, 20, 31, 101, 281, 401)))
        elif state is State.TORN or state.traits.wants_card_out or self.inside is None:
            self.change_card()
        else:
            self.answer_screen()

    def move_card(self) -> None:
        if self.top.readers.remove() is None:
            self.insert(self.own)

    def change_card(self) -> None:
        """Take it out, or put one in; results are also left with a button."""
        state = self.top.kiosk.state
        if self.inside is not None:
            self.top.readers.remove()
        elif state in (State.TORN, State.OTHER_CARD, State.WAITING) or self.random.random() < 0.3:
            self.insert(self.own if self.random.random() < 0.8 else self.others)
        else:
            self.answer_screen()

    def answer_screen(self) -> None:
        front = self.front()
        actions = offered(front)
        if isinstance(front.content, Pad) and front.content.typed < front.content.length:
            self.type(front.content)
        elif actions:
            weights = [12 if each in EAGER else 0.2 if each in RELUCTANT else 2 for each in actions]
            self.press(self.random.choices(actions, weights)[0])
        else:
            self.top.wait(5)

    def front(self) -> Screen:
        screen = screen_of(self.top.kiosk, self.top.now, WORDS)
        return screen.overlay or screen

    def press(self, action: Action) -> None:
        """Sometimes twice, as an impatient finger does; the second comes on the screen that there was."""
        kiosk = self.top.kiosk
        if (kiosk.state, action) in FINAL:
            slot = CodeSlot.PUK if CodeSlot.PUK in self.typed else CodeSlot.CURRENT_PIN
            self.unspent = Press(slot, kiosk.state is State.CURRENT_PIN and action is Action.SEND)
            self.final.append(self.unspent)
        for _ in range(1 + (self.random.random() < 0.1)):
            self.top.runtime.press(action, kiosk.front)

    def type(self, pad: Pad) -> None:
        if pad.typed:
            self.press(Action.CLEAR)
        digits = self.digits(pad.slot)
        if pad.slot in (CodeSlot.PUK, CodeSlot.CURRENT_PIN):
            self.typed.clear()
        self.typed[pad.slot] = digits
        self.all_typed.add(digits)
        self.top.type(digits)

    def digits(self, slot: CodeSlot) -> str:
        """The right ones, most of the time."""
        codes = self.others if self.inside is self.others.card else self.own
        slips = self.random.random()
        if slot is CodeSlot.CONFIRM:
            return self.typed[CodeSlot.NEW_PIN] if slips < 0.9 else some_digits(self.random, 4)
        if slot is CodeSlot.NEW_PIN:
            new = some_digits(self.random, 4) if slips < 0.9 else self.random.choice(("1111", "1234", "1975"))
            codes.pins.append(new)
            return new
        right = codes.puk if slot is CodeSlot.PUK else codes.pin
        return right if slips < 0.7 else right[:-1] if slips < 0.73 else some_digits(self.random, len(right))

    def go_home(self) -> None:
        """Take the card, press what ends, wait; whatever hangs comes back at last."""
        for _ in range(40):
            self.channel.release()
            self.settle()
            if self.at_home:
                return
            self.top.readers.remove()
            self.settle()
            actions = offered(self.front())
            ending = [action for action in ENDING if action in actions]
            if ending and self.random.random() < 0.8:
                self.press(ending[0])
            else:
                self.top.wait(self.random.choice((61, 181, 301)))
        raise NotAtRest("the visit does not end")


def offered(front: Screen) -> list[Action]:
    buttons = [button.action for button in (*front.buttons, *front.tools) if button.enabled]
    return [action for action in buttons if action not in OF_THE_SCREEN_ALONE]


def some_digits(random: Random, count: int) -> str:
    """Never a weak one."""
    while True:
        digits = "".join(random.choice("0123456789") for _ in range(count))
        if weakness_of([int(digit) for digit in digits]) is None:
            return digits
