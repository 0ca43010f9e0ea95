"""What the walk supposes: its vault is the vault, what it forgets decides nothing, its quick copy is a copy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice, product

import pytest

from kiosk.card.model import CodeRole
from kiosk.flow.model.effects import ALL_CODES, Effect, EndVisit, KeepRefusedPuk, Unblock, UseCurrentPin, Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.visit import Kiosk, Visit
from kiosk.flow.step.move import Move
from kiosk.runtime.vault import Vault
from search.canonical import canonical, renumbered
from search.clocks import NOW
from search.moves import Happening, happenings, make
from search.node import ALIKE, CODES, EQUAL, GOOD, PARTIAL, RUN, SAME, UNEQUAL, YEAR, Held, Node
from search.quick import quick_replace
from search.scope import READINGS, Scope, Staff
from search.walk import Walk
from search.walks import CPS3, ONLY_PIN, ONLY_UNBLOCK, READERS, edges_of_the_pin, edges_of_the_puk

DIGITS = {
    (CodeSlot.PUK, "A"): "12345678",
    (CodeSlot.PUK, "B"): "87654321",
    (CodeSlot.CURRENT_PIN, "A"): "7294",
    (CodeSlot.CURRENT_PIN, "B"): "7295",
    (CodeSlot.NEW_PIN, GOOD): "4071",
    (CodeSlot.NEW_PIN, ALIKE): "1111",
    (CodeSlot.NEW_PIN, RUN): "1234",
    (CodeSlot.NEW_PIN, YEAR): "1968",
    (CodeSlot.CONFIRM, UNEQUAL): "9999",
}
EVERYTHING = (*edges_of_the_puk(CPS3), *edges_of_the_pin(CPS3))
SCOPES = (
    Scope("unblock", (CPS3,), EVERYTHING, without=ONLY_UNBLOCK, staff=Staff.HELP, most_nodes=2000),
    Scope("current PIN", (CPS3,), EVERYTHING, without=ONLY_PIN, calls=True, most_nodes=2000),
    Scope("papers", (CPS3,), EVERYTHING, readings=READINGS, readers=READERS, printer=True, idle=True, most_nodes=2000),
)


def typed(vault: Vault, held: Held, slot: CodeSlot, code: str) -> Held:
    """Clear the slot and type that code, in both."""
    if code == EQUAL:
        digits = DIGITS[CodeSlot.NEW_PIN, held.new_pin]
    elif code == SAME:
        digits = DIGITS[CodeSlot.CURRENT_PIN, held.current_pin]
    else:
        digits = "5" if code == PARTIAL else DIGITS[slot, code]
    vault.wipe((slot,))
    for digit in digits:
        vault.add_digit(slot, int(digit), 8)
    return replace(held, **{slot.name.lower(): code})


WAYS = [
    [(CodeSlot.PUK, code) for code in ("A", PARTIAL)],
    [(CodeSlot.NEW_PIN, code) for code in (GOOD, ALIKE, RUN, YEAR)],
    [(CodeSlot.CONFIRM, code) for code in (EQUAL, UNEQUAL)],
]


@pytest.mark.parametrize("codes", list(product(*WAYS)), ids=lambda codes: "".join(code for _, code in codes))
def test_the_vault_of_the_walk_tells_what_the_vault_tells(codes: tuple[tuple[CodeSlot, str], ...]) -> None:
    vault, held = Vault(), Held()
    for slot, code in codes:
        held = typed(vault, held, slot, code)
        assert held.entry == vault.entry()
    for role, slot, refused in (
        (CodeRole.PUK, CodeSlot.PUK, KeepRefusedPuk()),
        (CodeRole.PUK, CodeSlot.PUK, KeepRefusedPuk()),
    ):
        vault.keep_refused(role)
        held = held.after((refused,))
        assert held.entry == vault.entry()
        for code in CODES[:2]:
            held = typed(vault, held, slot, code)
            assert held.entry == vault.entry()
    for wiped in ((CodeSlot.NEW_PIN,), ALL_CODES, (CodeSlot.REFUSED_PUK,)):
        vault.wipe(wiped)
        held = held.after((Wipe(wiped),))
        assert held.entry == vault.entry()


def test_a_new_code_that_is_the_current_one_is_known_to_both() -> None:
    vault, held = Vault(), Held()
    held = typed(vault, held, CodeSlot.CURRENT_PIN, "A")
    held = typed(vault, held, CodeSlot.NEW_PIN, SAME)
    assert held.entry == vault.entry()
    assert held.entry.same_as_current_pin


def told(effects: tuple[Effect, ...]) -> list[object]:
    """What was asked of the world; a visit's end without what was printed, a permit by what it is for."""
    kept = [replace(each, printed=False) if isinstance(each, EndVisit) else each for each in effects]
    return sorted(
        repr(
            (type(each), each.permit.ef_sn, each.permit.counters) if isinstance(each, Unblock | UseCurrentPin) else each
        )
        for each in kept
    )


@dataclass
class NotingMerges(Walk):
    """Notes who came to a node that was known: the node, the one before, and which of its happenings led there."""

    merges: list[tuple[int, int, int]] = field(default_factory=list)

    def _meet(self, node: Node, parent: int, at: int, depth: int) -> int:
        before = self.nodes
        index = super()._meet(node, parent, at, depth)
        if self.nodes == before:
            self.merges.append((index, parent, at))
        return index

    def whole(self, way: tuple[Happening, ...]) -> Node:
        """Where that way leads, if nothing is forgotten on it."""
        node = renumbered(Node(Kiosk(rules=self.scope.rules)), NOW)
        for happening in way:
            made = make(node, happening)
            node = renumbered(made.after, made.now)
        return node

    def two_ways_to_one(self, merge: tuple[int, int, int]) -> tuple[Node, Node]:
        known, parent, at = merge
        way, _ = self.way_to(parent)
        last = next(islice(happenings(canonical(self.whole(way)), self.scope), at, None))
        return self.whole(self.way_to(known)[0]), self.whole((*way, last))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_what_is_forgotten_decides_nothing(scope: Scope) -> None:
    """Whatever happens to two nodes that were taken for one has the same effects, and the same node comes of it."""
    walk = NotingMerges(scope)
    walk.run()
    different = 0
    for merge in walk.merges[:: len(walk.merges) // 80]:
        one, other = walk.two_ways_to_one(merge)
        different += one != other
        for happening in happenings(canonical(one), scope):
            first, second = make(one, happening), make(other, happening)
            assert canonical(first.after, first.now) == canonical(second.after, second.now)
            assert told(first.effects) == told(second.effects)
    assert different


def test_a_quick_copy_is_a_copy() -> None:
    assert quick_replace(Visit(), mismatches=2) == replace(Visit(), mismatches=2)
    assert quick_replace(Kiosk(), screen=7, visit=Visit(forgotten=True)) == Kiosk(screen=7, visit=Visit(forgotten=True))
    assert quick_replace(Move(Kiosk(), 1.0), now=2.0) == Move(Kiosk(), 2.0)
    with pytest.raises(KeyError):
        quick_replace(Kiosk(), no_such_field=1)
