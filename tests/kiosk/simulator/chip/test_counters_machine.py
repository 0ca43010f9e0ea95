"""The counters under any sequence of commands, resets and tears, against a model written apart from the card.

The model is a few integers and two flags; it knows codes by name and never by bytes.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.codes import fresh_codes
from kiosk.simulator.chip.command import ChipCommand
from kiosk.simulator.chip.cps2ter import Cps2terHalf
from kiosk.simulator.chip.cps3 import Cps3Chip
from kiosk.simulator.chip.filesystem import directory
from kiosk.simulator.chip.habits import Habits, ShortRead, UseSpentBy
from kiosk.simulator.chip.navigator import Navigator
from kiosk.simulator.chip.tear import ArmedTear, CardTorn, Moment
from kiosk.simulator.transport.t0 import T0Link

PINS = {"a": b"1234\xff\xff\xff\xff", "b": b"4321\xff\xff\xff\xff", "c": b"0000\xff\xff\xff\xff"}
PUKS = {"right": b"12345678", "wrong": b"12345679"}
NAMES = st.sampled_from(sorted(PINS))
MOMENTS = st.sampled_from([None] * 9 + list(Moment))  # each tear forgets what was verified: let it be rare


class Counters(RuleBasedStateMachine):
    """One card and its model."""

    @initialize(
        exhausting=st.sampled_from([0x63C0, 0x6983]),
        spent_by=st.sampled_from(UseSpentBy),
        pin_tries=st.integers(0, 3),
        puk_tries=st.integers(0, 10),
        uses=st.integers(0, 4),
    )
    def start(self, exhausting, spent_by, pin_tries, puk_tries, uses):
        habits = Habits(exhausting=exhausting, use_spent_by=spent_by)
        codes = fresh_codes("1234", "12345678", habits)
        codes.pin.tries_left, codes.puk.tries_left, codes.puk.uses_left = pin_tries, puk_tries, uses
        chip = Cps3Chip(Navigator(directory(0x3F00), 256), codes, Cps2terHalf(directory(0x3F00)))
        self.card = SimulatedCard("model", b"\x3b\x00", T0Link(chip, ShortRead.EXACT), codes)
        self.exhausting, self.spent_by = exhausting, spent_by
        self.pin, self.pin_tries, self.pin_verified = "a", pin_tries, False
        self.puk_tries, self.uses, self.puk_verified = puk_tries, uses, False

    def send(self, head, data, tear):
        """The status word, or None if the card was torn out."""
        self.card.arm(None if tear is None else ArmedTear(0, tear))
        try:
            return self.card.transmit(bytes.fromhex(head) + bytes([len(data)]) + data)[1]
        except CardTorn:
            return None

    def contact_lost(self):
        self.pin_verified = self.puk_verified = False

    def pin_compared(self, name):
        """The model's VERIFY of the PIN."""
        if self.pin_tries == 0:
            return 0x6983
        if name == self.pin:
            self.pin_tries, self.pin_verified = 3, True
            return 0x9000
        self.pin_tries, self.pin_verified = self.pin_tries - 1, False
        return 0x63C0 + self.pin_tries if self.pin_tries else self.exhausting

    def puk_compared(self, name):
        """The model's VERIFY of the PUK."""
        if self.puk_tries == 0 or self.uses == 0:
            return 0x6983
        if name == "wrong":
            self.puk_tries, self.puk_verified = self.puk_tries - 1, False
            return 0x63C0 + self.puk_tries if self.puk_tries else self.exhausting
        self.puk_tries, self.puk_verified = 10, True
        if self.spent_by is UseSpentBy.VERIFY:
            self.uses -= 1
            self.puk_verified = self.uses > 0
        return 0x9000

    def unblocked(self, name):
        """The model's RESET RETRY COUNTER."""
        if not self.puk_verified:
            return 0x6982
        self.pin, self.pin_tries, self.pin_verified = name, 3, False
        if self.spent_by is UseSpentBy.RESET:
            self.uses -= 1
            self.puk_verified = self.uses > 0
        return 0x9000

    def outcome(self, sw, expected, tear, counted):
        """Apply the model as far as the tear let the card go, and compare status words."""
        if tear is None:
            assert sw == expected()
            return
        assert sw is None
        if tear is Moment.AFTER:
            expected()
        elif tear is Moment.COUNTED:
            counted()
        self.contact_lost()

    @rule(name=NAMES, tear=MOMENTS)
    def verify_pin(self, name, tear):
        sw = self.send("00200001", PINS[name], tear)
        self.outcome(sw, lambda: self.pin_compared(name), tear, self.count_pin)

    @rule(old=NAMES, new=NAMES, tear=MOMENTS)
    def change_pin(self, old, new, tear):
        def changed():
            sw = self.pin_compared(old)
            if sw == 0x9000:
                self.pin = new
            return sw

        sw = self.send("00240001", PINS[old] + PINS[new], tear)
        self.outcome(sw, changed, tear, self.count_pin)

    @rule(name=st.sampled_from(sorted(PUKS)), tear=MOMENTS)
    def verify_puk(self, name, tear):
        def count():
            if self.uses:
                self.puk_tries = max(0, self.puk_tries - 1)

        sw = self.send("00200002", PUKS[name], tear)
        self.outcome(sw, lambda: self.puk_compared(name), tear, count)

    @rule(name=NAMES, tear=MOMENTS)
    def unblock(self, name, tear):
        def count():
            if self.puk_verified and self.spent_by is UseSpentBy.RESET:
                self.uses -= 1

        sw = self.send("002C0201", PINS[name], tear)
        self.outcome(sw, lambda: self.unblocked(name), tear, count)

    @rule()
    def reset(self):
        self.card.power()
        self.contact_lost()

    def count_pin(self):
        self.pin_tries = max(0, self.pin_tries - 1)

    @invariant()
    def the_chip_agrees(self):
        state = self.card.state()
        assert (state.pin_tries_left, state.puk_tries_left, state.puk_uses_left) == (
            self.pin_tries,
            self.puk_tries,
            self.uses,
        )
        assert (state.pin_verified, state.puk_verified) == (self.pin_verified, self.puk_verified)
        assert self.card.pin_is({"a": "1234", "b": "4321", "c": "0000"}[self.pin])

    @invariant()
    def the_card_tells_the_same(self):
        _, waiting = self.card.transmit(bytes.fromhex("00CB3FFF0A4D087006BF810202A080"))
        told, _ = self.card.transmit(bytes([0, 0xC0, 0, 0, waiting & 0xFF]))
        assert told[8:18] == bytes([0x9A, 1, 10, 0x9B, 1, self.puk_tries, 0x9D, 2, 0, self.uses])


Counters.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
TestCounters = Counters.TestCase


def test_a_command_prints_without_its_data():
    assert "1234" not in repr(ChipCommand(0, 0x20, 0, 1, b"1234"))
