"""The long reading arrives, or fails, in whatever state the person has come to meanwhile."""

from __future__ import annotations

from diagnostics.outcomes.codes import Code, Service
from kiosk.audit.verdict import judge
from kiosk.card.codes.unblock.policy import UnblockObstacle
from kiosk.card.model import NOTHING_READ
from kiosk.flow.card.audit import show_audit
from kiosk.flow.card.reading import short_reading_failed, show_in_use, stuck_before_any_code
from kiosk.flow.codes.current_pin import ask_current_pin
from kiosk.flow.codes.letter import ask_letter
from kiosk.flow.model.events import CardCallStuck, ContentRead, ReadFailed, ReadFailure
from kiosk.flow.model.states import Face, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step import services
from kiosk.flow.step.move import Move
from kiosk.flow.step.permitted import condemned, obstacle_to_unblock, verdict_face
from kiosk.flow.step.transitions import TransitionTable

table = TransitionTable("La suite de la lecture")

AFTER_CONTENT = (State.LETTER_CHECK, State.CURRENT_PIN, State.AUDIT, State.VERDICT)
_WHILE_READING = (State.READING, State.VERDICT, State.HAVE_CODE, State.FORGOTTEN)
"""Where the person may already be before the long reading has ended."""


def keep_content(move: Move, event: ContentRead) -> Move:
    """Keep the long reading, whatever the person is looking at."""
    card = move.card
    if card is None or card.snapshot is None:
        return move
    verdict = judge(
        card.snapshot, event.content, event.today, clock_sane=event.clock_sane, certificates=event.certificates
    )
    test_card = event.content.is_test_card
    move = move.with_card(content=event.content, verdict=verdict, test_card=test_card).with_kiosk(card_ticket=0)
    return services.end(move, Service.READING, _what_was_found(move.kiosk))


def _what_was_found(kiosk: Kiosk) -> Code:
    """How the reading is counted: what the verdict says of the whole card, else what its counters say."""
    if condemned(kiosk):
        return Code.READ_NOT_VALID
    if obstacle_to_unblock(kiosk) is UnblockObstacle.NUMBER_UNREADABLE:
        return Code.NUMBER_UNREADABLE
    return services.code_of_reading(kiosk.visit)


def long_reading_failed(move: Move) -> Move:
    """The long reading failed: what it would have said is unknown, and that is said."""
    move = move.with_card(content=NOTHING_READ).with_kiosk(card_ticket=0)
    return services.end_reading(move)


@table.on((State.READING, State.VERDICT), ContentRead, to=AFTER_CONTENT)
def go_on_with_content(move: Move, _: ContentRead) -> Move:
    return _go_on(move)


@table.on(
    _WHILE_READING,
    ReadFailed,
    to=(*AFTER_CONTENT, State.IN_USE, State.MUTE, State.UNREADABLE_COUNTERS),
)
def go_on_without_content(move: Move, event: ReadFailed) -> Move:
    if move.visit.snapshot is None:
        return short_reading_failed(move, event)
    if event.failure is ReadFailure.IN_USE:
        return show_in_use(move)
    return _go_on(long_reading_failed(move))


@table.on(_WHILE_READING, CardCallStuck, to=(State.STUCK,))
def reading_stuck(move: Move, _: CardCallStuck) -> Move:
    return stuck_before_any_code(move)


def _go_on(move: Move) -> Move:
    if move.kiosk.state is State.VERDICT:
        return move.with_face(verdict_face(move.kiosk))
    match move.visit.face:
        case Face.BEFORE_LETTER:
            return ask_letter(move)
        case Face.BEFORE_CODE:
            return ask_current_pin(move, move.visit.purpose)
        case Face.BEFORE_AUDIT:
            return show_audit(move)
        case _:
            return move
