"""Every state that waits for a person ends by itself, after a warning."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code
from kiosk.card.model import Sent
from kiosk.flow.card.reading import show_mute
from kiosk.flow.model.states import Face, Limit, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.sending.after_lost_contact import tell_unknown
from kiosk.flow.step.leaving import close, leave, resume, take_back_answer
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import Leaving

CONTACT_LOST_S = 2.0
"""How long the watcher gets to report a removal before a lost contact counts as a mute card."""

_UNWARNED = frozenset({Limit.TORN, Limit.OTHER_CARD, Limit.STUCK})
"""A warning would hide what the person is asked to do with the card."""


def limit_s(kiosk: Kiosk) -> float | None:
    """Seconds without a touch after which the present state ends, longer while staff are there; None if it does not."""
    times, limit = kiosk.rules.times, kiosk.state.traits.limit
    if limit is Limit.NEVER:
        return None
    usual = {
        Limit.QUESTION: times.question_s,
        Limit.TYPING: times.question_s if kiosk.visit.face is Face.LAST_TRY else times.typing_s,
        Limit.TORN: times.torn_s,
        Limit.OTHER_CARD: times.other_card_s,
        Limit.STUCK: times.stuck_s,
    }[limit]
    return usual if kiosk.staff is None else max(usual, times.with_help_s)


def tick(move: Move) -> Move:
    """Let time pass."""
    kiosk, times = move.kiosk, move.kiosk.rules.times
    if kiosk.visit.removed_at is not None:
        since = max(kiosk.visit.removed_at, kiosk.entered_at)
        return leave(move, Leaving.TIMED_OUT) if _past(move, since, times.after_removal_s) else move
    if kiosk.overlay is Overlay.HELP_CALLED:
        return _called_for(move)
    if kiosk.state is State.READING and kiosk.visit.face is Face.CONTACT_LOST:
        return show_mute(move) if _past(move, kiosk.entered_at, CONTACT_LOST_S) else move
    return _unattended_for(move)


def _called_for(move: Move) -> Move:
    """A call waits long for an answer; staff who answered and do not come within the time of a page are gone."""
    kiosk = move.kiosk
    if kiosk.staff is None and kiosk.staff_answered and _past(move, kiosk.touched_at, kiosk.rules.staff.idle_s):
        return take_back_answer(move)
    return expire(move) if _past(move, kiosk.touched_at, kiosk.rules.times.with_help_s) else move


def _unattended_for(move: Move) -> Move:
    limit = limit_s(move.kiosk)
    if limit is None:
        return move
    if _past(move, move.kiosk.touched_at, limit):
        return expire(move)
    warn_at = limit - move.kiosk.rules.times.warning_s
    warned = (
        move.kiosk.covered or move.kiosk.overlay is Overlay.STILL_THERE or move.kiosk.state.traits.limit in _UNWARNED
    )
    if not warned and _past(move, move.kiosk.touched_at, warn_at):
        return move.with_kiosk(overlay=Overlay.STILL_THERE, screen=move.kiosk.screen + 1)
    return move


def expire(move: Move) -> Move:
    """The time is over and nobody answered; a call for help that stands over no visit only falls silent."""
    state, lost = move.kiosk.state, move.visit.lost_contact
    if not state.traits.offers_stop:
        return resume(move)
    if lost is not None and lost.sent is not Sent.NOTHING:
        return tell_unknown(move)
    if state is State.STUCK:
        return close(move.with_visit(code=Code.CARD_SERVICE_STUCK), Leaving.TIMED_OUT).enter(
            State.OUT_OF_SERVICE, Face.SERVICE_STUCK
        )
    return leave(move, Leaving.TIMED_OUT)


def _past(move: Move, since: float, seconds: float) -> bool:
    return move.now - since >= seconds
