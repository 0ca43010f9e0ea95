"""What a kiosk keeps and can decide nothing any more: it is forgotten, so that more nodes are the same.

A test lets everything happen to a node and to what is left of it, and finds the same effects and the same next node.
"""

from __future__ import annotations

from diagnostics.outcomes.codes import SOLVED, Code
from kiosk.card.codes.unblock.policy import TRIES_THAT_END_A_VISIT
from kiosk.flow.model.states import State
from kiosk.flow.model.visit import Kiosk, Visit
from search.node import Memory, Node
from search.quick import quick_replace

_LOOKED_AT_AGAIN = SOLVED | {Code.COUNTERS_UNREADABLE}
"""Outcomes that decide where the way back from the control leads."""

_TELLS_NO_COUNTERS = frozenset({State.REFERRAL, State.REPLACEMENT, State.PRINTING})
"""Results that do not say how many tries the last operation left."""

_OF_PAPERS = frozenset({State.PRINTING, State.AUDIT})


def without_the_past(node: Node) -> Node:
    kiosk = node.kiosk
    if kiosk.state.traits.unattended or kiosk.state is State.TAKE_CARD:
        left = Visit(card=kiosk.visit.card, face=kiosk.visit.face)
        return quick_replace(node, kiosk=quick_replace(kiosk, visit=left), memory=Memory(agent=node.memory.agent))
    memory = node.memory if kiosk.visit.snapshot is not None else quick_replace(node.memory, read=None)
    return quick_replace(node, kiosk=quick_replace(kiosk, visit=_of_a_visit(kiosk)), memory=memory)


def _of_a_visit(kiosk: Kiosk) -> Visit:
    """``printed``, ``paper_result`` and ``test_card`` only say what is counted or drawn, ``other_letter`` what a paper
    says."""
    visit, state = kiosk.visit, kiosk.state
    card = visit.card
    told = state.traits.shows_outcome or state is State.PRINTING
    papers = state in _OF_PAPERS
    tells_counters = state.traits.result and state not in _TELLS_NO_COUNTERS
    visit = quick_replace(
        visit,
        card=quick_replace(card, test_card=False) if card is not None and card.test_card else card,
        code=visit.code if told or visit.code in _LOOKED_AT_AGAIN else None,
        after=visit.after if tells_counters or visit.code in SOLVED else None,
        open_services=tuple(sorted(visit.open_services, key=lambda service: service.value)),
        tries_spent=min(visit.tries_spent, TRIES_THAT_END_A_VISIT),
        paper=visit.paper if papers else None,
        paper_trouble=visit.paper_trouble if papers else None,
        paper_may_come_out=papers and visit.paper_may_come_out,
        paper_result=None,
        printed=False,
        other_letter=False,
    )
    return _once_the_card_is_out(visit) if visit.removed_at is not None else visit


def _once_the_card_is_out(visit: Visit) -> Visit:
    """Nothing is typed or sent any more."""
    return quick_replace(
        visit,
        mismatches=0,
        tries_spent=0,
        number_shown=False,
        last_try_confirmed=False,
        last_pin_try_confirmed=False,
        audited=False,
    )
