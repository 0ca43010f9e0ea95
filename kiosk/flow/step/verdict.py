"""The verdict: what can be done with the card in play, told as soon and as often as it may have changed."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.card.codes.unblock.policy import UnblockObstacle
from kiosk.flow.model.states import Face, State
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import obstacle_to_unblock, verdict_face


def show_verdict(move: Move) -> Move:
    """What can be done with the card; whatever was begun before, no code is asked for any more."""
    move = move.with_visit(purpose=None, forgotten=False)
    if obstacle_to_unblock(move.kiosk) is UnblockObstacle.PUK_DEAD:
        return end_with_dead_puk(services.begin(move, Service.UNBLOCK), Code.REPLACE_PUK_DEAD)
    return move.enter(State.VERDICT, verdict_face(move.kiosk))


def end_with_dead_puk(move: Move, code: Code, face: Face = Face.PUK_DEAD) -> Move:
    """No try or use of the PUK is left, found so or lost now: only a new card helps.

    ``face`` is PUK_REFUSED where the card itself just refused the code.
    """
    move = services.end(move, Service.UNBLOCK, code)
    return move.with_visit(code=code).enter(State.REPLACEMENT, face)
