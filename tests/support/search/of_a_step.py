"""What every step keeps: the rules of the codes, the counting of services, the numbers of screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostics.outcomes.codes import Code
from kiosk.card.model import Purpose
from kiosk.flow.model.effects import (
    BeginService,
    EndService,
    EndVisit,
    Unblock,
    UseCurrentPin,
)
from kiosk.flow.model.events import Pressed
from kiosk.flow.model.staff_desk import Page
from kiosk.flow.model.states import Action, Face, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.leaving import card_still_there
from search.moves import Step
from search.node import PARTIAL

Property = str


def broken_by(step: Step) -> Iterator[Property]:
    """The sentences that this step makes untrue."""
    sends = [effect for effect in step.effects if isinstance(effect, Unblock | UseCurrentPin)]
    if len(sends) > 1:
        yield ONE_PRESS
    for effect in sends:
        for sentence, holds in _OF_A_SEND:
            if not holds(step, effect):
                yield sentence
    yield from _services(step)


ONE_PRESS = "one press sends at most one code"
Send = Unblock | UseCurrentPin


def _pressed_final_button(step: Step, send: Send) -> bool:
    """Nothing over the screen, nobody else's page before it, and the very button that sends."""
    kiosk, event = step.before.kiosk, step.happening.event
    if not isinstance(event, Pressed) or event.screen != kiosk.front or kiosk.overlay is not Overlay.NONE:
        return False
    changing = kiosk.visit.purpose is Purpose.CHANGE
    where = (kiosk.state, event.action)
    if isinstance(send, Unblock):
        return where in ((State.CONFIRM, Action.SEND), (State.LAST_TRY, Action.SEND))
    gate = where == (State.CURRENT_PIN, Action.SEND) and kiosk.visit.face is Face.LAST_TRY
    last = (State.CONFIRM, Action.SEND) if changing else (State.CURRENT_PIN, Action.VALIDATE)
    return gate or (where == last and kiosk.visit.face is not Face.LAST_TRY)


def _one_at_a_time(step: Step, _: Send) -> bool:
    return step.after.kiosk.state.traits.sending and not step.before.kiosk.state.traits.sending


def _staff_help(kiosk: Kiosk, step: Step) -> bool:
    """They typed their code, and went back to the visit: not what the visit notes of it."""
    return step.before.memory.agent and kiosk.staff is not None and kiosk.staff.page is Page.ASSIST


def _last_puk_try(step: Step, send: Send) -> bool:
    kiosk = step.before.kiosk
    if not isinstance(send, Unblock) or not send.permit.counters.puk_last:
        return True
    return kiosk.state is State.LAST_TRY and _staff_help(kiosk, step)


def _few_puk_tries(step: Step, send: Send) -> bool:
    """Also after two refused ones in this visit."""
    kiosk = step.before.kiosk
    if not isinstance(send, Unblock):
        return True
    few = (
        send.permit.counters.puk.left <= kiosk.rules.policy.staff_at_or_below or len(step.before.memory.refused_puk) > 1
    )
    return not few or _staff_help(kiosk, step)


def _blocked_or_forgotten(step: Step, send: Send) -> bool:
    counters, kiosk = send.permit.counters, step.before.kiosk
    if isinstance(send, UseCurrentPin):
        return not counters.pin_blocked
    allowed = kiosk.rules.policy.forgotten_with_staff and _staff_help(kiosk, step)
    return not counters.puk_dead and (counters.pin_blocked or allowed)


def _last_pin_try(step: Step, send: Send) -> bool:
    kiosk = step.before.kiosk
    if not isinstance(send, UseCurrentPin) or send.permit.counters.pin.left != 1:
        return True
    at_gate = kiosk.state is State.CURRENT_PIN and kiosk.visit.face is Face.LAST_TRY
    return at_gate and (not send.permit.counters.puk_dead or _staff_help(kiosk, step))


def _never_refused(step: Step, send: Send) -> bool:
    held, memory = step.after.held, step.before.memory
    if isinstance(send, Unblock):
        return held.puk not in memory.refused_puk
    return held.current_pin not in memory.refused_pin


def _typed_whole(step: Step, send: Send) -> bool:
    held = step.after.held
    first = held.puk if isinstance(send, Unblock) else held.current_pin
    new = held.new_pin if isinstance(send, Unblock) or send.permit.purpose is Purpose.CHANGE else "whole"
    return not {first, new} & {"", PARTIAL} and (new == "whole" or held.confirm == "=")


def _same_card_read(step: Step, send: Send) -> bool:
    return step.before.memory.read is not None and send.permit.ef_sn == step.before.memory.read


def _card_as_read(step: Step, send: Send) -> bool:
    snapshot = step.before.kiosk.visit.snapshot
    return snapshot is not None and snapshot.counters == send.permit.counters and card_still_there(step.after.kiosk)


def _number_seen(step: Step, send: Send) -> bool:
    card = step.before.kiosk.visit.card
    read = card is not None and card.content is not None and card.content.number is not None
    return isinstance(send, UseCurrentPin) or (read and step.before.kiosk.visit.number_shown)


FINAL_BUTTON = "no code leaves without a press of its final button on this very screen"
LAST_PUK_TRY = "no last try of the PUK without its gate and staff"
FEW_PUK_TRIES = "staff are there for few tries of the PUK, and after two refused"
LAST_PIN_TRY = "no last try of the PIN without its gate, nor without staff where the PUK is dead"
NEVER_REFUSED = "a code that the card refused never goes again"
AFTER_LOST_CONTACT = "after a lost contact nothing is sent before the same card was read"
_OF_A_SEND: tuple[tuple[Property, Callable[[Step, Send], bool]], ...] = (
    (FINAL_BUTTON, _pressed_final_button),
    (ONE_PRESS, _one_at_a_time),
    (LAST_PUK_TRY, _last_puk_try),
    (FEW_PUK_TRIES, _few_puk_tries),
    (
        "the PUK goes to a blocked card, or for staff to a forgotten PIN, the PIN to one that is not",
        _blocked_or_forgotten,
    ),
    (LAST_PIN_TRY, _last_pin_try),
    (NEVER_REFUSED, _never_refused),
    ("what leaves was typed whole and agrees", _typed_whole),
    (AFTER_LOST_CONTACT, _same_card_read),
    ("a permit is for the card that lies in the reader, as it was read", _card_as_read),
    ("the holder saw the number of the card before its PUK leaves", _number_seen),
)

SERVICES = "a service that begins ends once"
CATALOGUE = "a service ends as the catalogue allows"
ONE_VISIT = "a visit is counted once"
STAFF_CONDEMN = "after an answer that is not expected only staff send a holder for another card"


def _services(step: Step) -> Iterator[Property]:
    """Counted from the effects alone."""
    under_way = list(step.before.kiosk.visit.open_services)
    for effect in step.effects:
        match effect:
            case BeginService(service, _):
                if service in under_way:
                    yield SERVICES
                under_way.append(service)
            case EndService(service, _, code):
                if service not in under_way:
                    yield SERVICES
                else:
                    under_way.remove(service)
                if service not in code.services:
                    yield CATALOGUE
                if code is Code.REPLACE_FAULTY and not _staff_help(step.before.kiosk, step):
                    yield STAFF_CONDEMN
    if sorted(each.value for each in under_way) != sorted(each.value for each in step.after.kiosk.visit.open_services):
        yield SERVICES
    visits = sum(isinstance(effect, EndVisit) for effect in step.effects)
    began, goes_on = step.before.kiosk.visit.started_at is not None, step.after.kiosk.visit.started_at is not None
    if visits > 1 or (visits and not began) or (began and not goes_on and not visits):
        yield ONE_VISIT
