"""The visit walked whole, within bounds; and errors put into the flow, which the walk has to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.card.codes.unblock import policy
from kiosk.flow import machine
from kiosk.flow.codes import typing
from kiosk.flow.every_state import readers_changed, time_passed
from kiosk.flow.model.effects import EndService
from kiosk.flow.model.states import State
from kiosk.flow.sending import current_pin, operation_ended, unblock
from kiosk.flow.staff import assist
from kiosk.flow.step import services
from kiosk.flow.step.verdict import show_verdict
from kiosk.view.visit import lost_contact
from search.by_itself import ENDS_BY_ITSELF, TOO_LATE
from search.of_a_state import CODES_GONE, NOT_HELD, UNBLOCKED, WAY_OUT
from search.of_a_step import (
    AFTER_LOST_CONTACT,
    FEW_PUK_TRIES,
    FINAL_BUTTON,
    LAST_PIN_TRY,
    LAST_PUK_TRY,
    NEVER_REFUSED,
    SERVICES,
    STAFF_CONDEMN,
    Property,
)
from search.scope import Scope, Staff, of
from search.walk import DEAD_BUTTON, Walk
from search.walks import CPS3, IN_CI, ONLY_PIN, ONLY_UNBLOCK
from search.words import told

UNBLOCKING = Scope("unblock", (CPS3,), (of(CPS3, 0, 5), of(CPS3, 0, 4)), without=ONLY_UNBLOCK)
FEW_TRIES = Scope("few", (CPS3,), (of(CPS3, 0, 2), of(CPS3, 0, 1)), without=ONLY_UNBLOCK)
WITH_STAFF = replace(FEW_TRIES, staff=Staff.HELP)
LAST_PIN = Scope("pin", (CPS3,), (of(CPS3, 1, 5),), without=ONLY_PIN)


@pytest.mark.parametrize("scope", IN_CI, ids=lambda scope: scope.name)
def test_every_property_holds_in_every_state_that_is_reached(scope: Scope) -> None:
    walk = Walk(scope).run()
    assert "\n".join(line for found in walk.violations.values() for line in told(found)) == ""
    assert walk.complete


def _without_its_gate(module: Any, issue: str, gate: str) -> tuple[Any, str, Any]:
    right = getattr(module, issue)
    return module, issue, lambda request, *rest: right(replace(request, **{gate: True}), *rest)


def _kept(move: Any, result: Any) -> Any:
    """A refused code is wiped like the others, and may be typed again."""
    return operation_ended.wiped_all(move)


def _counted_twice(move: Any, service: Any, code: Any) -> Any:
    right = services.set_outcome_if_left
    return right(move.emit(EndService(service, services.generation(move.kiosk), code)), service, None)


def _proved(right: Callable[..., Any]) -> Callable[..., Any]:
    def conclude(move: Any, state: State, code: Any, *rest: Any) -> Any:
        return right(move, State.UNBLOCKED if state is State.NOT_PROVED else state, code, *rest)

    return conclude


def _sent_with_the_last_digit(right: Callable[..., Any]) -> Callable[..., Any]:
    def note_entry(move: Any, event: Any) -> Any:
        noted = right(move, event)
        return unblock.send(noted, event) if noted.kiosk.state is State.CONFIRM else noted

    return note_entry


def _staff_or_seen(counters: Any, request: Any, rules: Any) -> Any:
    """``or``: who saw the number of the card counts as staff."""
    return policy.UnblockObstacle.TOO_FEW_TRIES if not (request.staff_present or request.number_shown) else None


ERRORS: dict[str, tuple[Property, Scope, tuple[Any, str, Any]]] = {
    "the gate of the last try of the PUK is dropped": (
        LAST_PUK_TRY,
        WITH_STAFF,
        _without_its_gate(unblock, "issue_unblock_permit", "last_try_confirmed"),
    ),
    "the gate of the last try of the PIN is dropped": (
        LAST_PIN_TRY,
        LAST_PIN,
        _without_its_gate(current_pin, "issue_current_pin_permit", "last_pin_try_confirmed"),
    ),
    "staff or, not staff and": (FEW_PUK_TRIES, WITH_STAFF, (policy, "_obstacle_in_tries", _staff_or_seen)),
    "a refused code is forgotten": (NEVER_REFUSED, UNBLOCKING, (unblock, "codes_dealt_with", _kept)),
    "the codes stay after the answer": (
        CODES_GONE,
        UNBLOCKING,
        (operation_ended, "wiped_all", lambda move: move.with_kiosk(card_ticket=0)),
    ),
    "the ticket of an answer is not compared": (TOO_LATE, UNBLOCKING, (machine, "_awaited", lambda *_: True)),
    "an outcome is counted twice": (SERVICES, UNBLOCKING, (services, "end", _counted_twice)),
    "the codes leave with the last digit": (
        FINAL_BUTTON,
        UNBLOCKING,
        (typing, "note_entry", _sent_with_the_last_digit(typing.note_entry)),
    ),
    "the card is not read again after a lost contact": (
        AFTER_LOST_CONTACT,
        UNBLOCKING,
        (operation_ended, "lose_contact", lambda move, _: show_verdict(move)),
    ),
    "a refused proof is called unblocked": (UNBLOCKED, UNBLOCKING, (unblock, "conclude", _proved(unblock.conclude))),
    "nobody need be there to send a holder for another card": (
        STAFF_CONDEMN,
        UNBLOCKING,
        (assist, "replaceable", lambda _: True),
    ),
    "a name stays when its card is out": (NOT_HELD, FEW_TRIES, (readers_changed, "_of_nobody", lambda move: move)),
    "nobody's visit never ends": (ENDS_BY_ITSELF, FEW_TRIES, (time_passed, "expire", lambda move: move)),
    "« Arrêter » does nothing": (WAY_OUT, FEW_TRIES, (machine, "leave", lambda move, _: move)),
    "a button is offered that does nothing": (
        DEAD_BUTTON,
        UNBLOCKING,
        (lost_contact, "may_begin_again", lambda _: True),
    ),
}


@pytest.mark.parametrize("error", ERRORS)
def test_the_walk_finds_an_error_of_the_flow(error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, scope, (module, name, wrong) = ERRORS[error]
    monkeypatch.setattr(module, name, wrong)
    walk = Walk(scope).run(until=broken)
    assert broken in walk.violations, f"{walk.nodes} nodes, {walk.violations.keys()}"
