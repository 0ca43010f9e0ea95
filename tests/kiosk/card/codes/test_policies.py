"""Who may send a code: both policies row by row as their docstrings promise, the permit's life, and one spending."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card import EF_SN, FORMATS, a_current_pin_permit, a_permit, a_request, a_snapshot, counters, some_content
from kiosk.card.codes.current_pin import policy as current_pin_policy
from kiosk.card.codes.current_pin.policy import (
    CurrentPinObstacle,
    CurrentPinPermit,
    current_pin_obstacle,
    issue_current_pin_permit,
)
from kiosk.card.codes.permit import PERMIT_LIFE_S, Basis, Permit, PermitRequest
from kiosk.card.codes.unblock import policy as unblock_policy
from kiosk.card.codes.unblock.policy import (
    Policy,
    UnblockObstacle,
    UnblockPermit,
    issue_unblock_permit,
    unblock_obstacle,
)
from kiosk.card.errors import PermitVoid
from kiosk.card.model import CardKind, Counters, Purpose, TryCounter

POLICY = Policy()
BLOCKED = a_request()
OPEN = replace(a_request(counters(3)), number_shown=False)
FORGETFUL = Policy(forgotten_with_staff=True)


@dataclass(frozen=True)
class Case:
    """One reading that a row of a table speaks of, in both columns or only ``with_staff``."""

    request: PermitRequest
    policy: Policy = POLICY
    with_staff: bool = False


def of(request: PermitRequest, **changes: object) -> Case:
    return Case(replace(request, **changes))


def content(request: PermitRequest, **changes: object) -> Case:
    return Case(replace(request, content=replace(some_content(), **changes)))


def with_staff(request: PermitRequest, policy: Policy = POLICY, **changes: object) -> Case:
    return Case(replace(request, **changes), policy, with_staff=True)


def unreadable(request: PermitRequest) -> list[Case]:
    changed = [replace(request.snapshot, counters=None), replace(request.snapshot, ef_sn=None)]
    return [Case(replace(request, snapshot=snapshot)) for snapshot in changed]


LAST = [a_request(last) for last in (counters(puk=1), counters(uses=1), counters(puk=1, uses=1))]
NO_FORMATS = replace(some_content(), formats=None)
NOT_READ, NOT_UNDERSTOOD = "longer reading not there yet [1]", "AODF not understood"
GATE = {unblock_policy: "last try or use, gate not passed [1]", current_pin_policy: "last try, gate not passed [1]"}
UNBLOCK_ROWS: dict[str, list[Case]] = {
    "counters or EF.SN unreadable": unreadable(BLOCKED),
    "PIN not blocked [2]": [
        *(of(a_request(counters(pin))) for pin in (1, 2, 3)),
        of(a_request(counters(3)), staff_replaces_forgotten_pin=True),
        Case(a_request(counters(3)), FORGETFUL),
    ],
    "no try or use of the PUK left": [of(a_request(counters(puk=0))), of(a_request(counters(uses=0)))],
    "declared lost or stolen": [of(BLOCKED, revoked=True)],
    "reader not commissioned": [of(BLOCKED, reader_commissioned=False)],
    "two tries spent in this visit": [of(BLOCKED, tries_spent=2), of(BLOCKED, tries_spent=3)],
    "tries at or below the floor": [of(a_request(counters(puk=2))), Case(BLOCKED, Policy(staff_at_or_below=10))],
    "last try or use": [Case(last, Policy(staff_at_or_below=0)) for last in LAST],
    "last try or use, closed by settings [3]": [Case(last, Policy(last_try_with_staff=False)) for last in LAST],
    NOT_READ: [of(BLOCKED, content=None), *(with_staff(last, content=None) for last in LAST)],
    NOT_UNDERSTOOD: [content(BLOCKED, formats=None), *(with_staff(last, content=NO_FORMATS) for last in LAST)],
    "card number unknown": [content(BLOCKED, number=None)],
    GATE[unblock_policy]: [of(last, last_pin_try_confirmed=True) for last in LAST],
    "card number not shown [1]": [
        of(BLOCKED, number_shown=False),
        *(with_staff(last, last_try_confirmed=True, number_shown=False) for last in LAST),
    ],
    "anything else": [
        Case(BLOCKED),
        of(BLOCKED, tries_spent=1),
        *(of(a_request(now)) for now in (counters(puk=3), counters(uses=2), counters(uses=None))),
        Case(BLOCKED, Policy(staff_at_or_below=9)),
        with_staff(BLOCKED, tries_spent=2),
        with_staff(a_request(counters(puk=2))),
        *(with_staff(last, last_try_confirmed=True) for last in LAST),
        with_staff(a_request(counters(1)), FORGETFUL, staff_replaces_forgotten_pin=True),
    ],
}
DEAD = [a_request(now) for now in (counters(1, puk=0), counters(1, uses=0))]
CURRENT_PIN_ROWS: dict[str, list[Case]] = {
    "counters or EF.SN unreadable": unreadable(OPEN),
    "PIN blocked": [Case(BLOCKED)],
    "declared lost or stolen": [of(OPEN, revoked=True)],
    "reader not commissioned": [of(OPEN, reader_commissioned=False)],
    "last try, PUK dead": [Case(dead) for dead in DEAD],
    NOT_READ: [of(OPEN, content=None), *(with_staff(dead, content=None) for dead in DEAD)],
    NOT_UNDERSTOOD: [content(OPEN, formats=None), *(with_staff(dead, content=NO_FORMATS) for dead in DEAD)],
    GATE[current_pin_policy]: [
        of(a_request(counters(1)), last_try_confirmed=True),
        *(with_staff(dead, last_try_confirmed=True) for dead in DEAD),
    ],
    "anything else": [
        Case(OPEN),
        content(OPEN, number=None),
        *(of(a_request(now)) for now in (counters(2), counters(2, puk=0), counters(3, uses=0))),
        of(a_request(counters(1)), last_pin_try_confirmed=True),
        *(with_staff(dead, last_pin_try_confirmed=True) for dead in DEAD),
    ],
}


def variants(module: ModuleType, rows: dict[str, list[Case]], row: str) -> list[Case]:
    """The cases of a row with all that only a later row looks at: what was read, the gates, the card number shown."""
    order = list(rows)
    at, cases = order.index(row), rows[row]
    if at < order.index(NOT_READ):
        cases = [
            replace(case, request=replace(case.request, content=read))
            for case in cases
            for read in (some_content(), NO_FORMATS, None)
        ]
    if at < order.index(GATE[module]):
        cases = [
            replace(case, request=replace(case.request, last_try_confirmed=passed, last_pin_try_confirmed=passed))
            for case in cases
            for passed in (False, True)
        ]
    return cases


def ask_to_unblock(case: Case) -> tuple[Enum | None, Permit | Enum]:
    """What is offered, and what comes of a press."""
    return unblock_obstacle(case.request, case.policy), issue_unblock_permit(case.request, case.policy, 0.0)


def ask_for_the_current_pin(case: Case) -> tuple[Enum | None, Permit | Enum]:
    answers = [issue_current_pin_permit(case.request, purpose, 0.0) for purpose in Purpose]
    told = {"allowed" if isinstance(answer, Permit) else answer for answer in answers}
    assert len(told) == 1, "the purpose changes nothing"
    return current_pin_obstacle(case.request), answers[0]


def table(module: ModuleType) -> dict[str, tuple[str, str]]:
    """The rows of the table in a policy's docstring: walk-up visit, staff present."""
    assert module.__doc__ is not None
    rows = module.__doc__.split("=\n")[2].splitlines()[:-1]
    cells = {row[:42].strip(): (row[42:67].strip(), row[67:].strip()) for row in rows}
    assert len(cells) == len(rows)
    return cells


TABLES = [
    (unblock_policy, UNBLOCK_ROWS, ask_to_unblock, UnblockObstacle),
    (current_pin_policy, CURRENT_PIN_ROWS, ask_for_the_current_pin, CurrentPinObstacle),
]


@pytest.mark.parametrize(("module", "rows", "obstacles"), [(table[0], table[1], table[3]) for table in TABLES])
def test_the_table_has_a_row_for_each_obstacle_and_the_test_for_each_row(
    module: ModuleType, rows: dict[str, list[Case]], obstacles: type[Enum]
) -> None:
    told = table(module)
    assert list(told) == list(rows)
    assert {cell for row in told.values() for cell in row} == {"-", "allowed", *(each.value for each in obstacles)}


@pytest.mark.parametrize(
    ("module", "ask", "row", "case"),
    [
        (module, ask, row, case)
        for module, rows, ask, _ in TABLES
        for row in rows
        for case in variants(module, rows, row)
    ],
)
def test_each_row_says_what_the_policy_does(
    module: ModuleType, ask: Callable[[Case], tuple[Enum | None, Permit | Enum]], row: str, case: Case
) -> None:
    for staff, expected in zip((False, True), table(module)[row], strict=True):
        if expected == "-" or (case.with_staff and not staff):
            continue
        offered, issued = ask(replace(case, request=replace(case.request, staff_present=staff)))
        assert ("allowed" if isinstance(issued, Permit) else issued.value) == expected
        at_the_send_only = row.endswith("[1]")
        assert offered is (None if at_the_send_only or isinstance(issued, Permit) else issued)


@pytest.mark.parametrize(("flag", "staff", "allowed"), [*product([False, True], repeat=3)])
def test_a_forgotten_code_needs_the_choice_the_staff_and_the_configuration(
    flag: bool, staff: bool, allowed: bool
) -> None:
    request = replace(a_request(counters(3)), staff_replaces_forgotten_pin=flag, staff_present=staff)
    issued = issue_unblock_permit(request, Policy(forgotten_with_staff=allowed), 0.0)
    free = flag and staff and allowed
    assert isinstance(issued, UnblockPermit) if free else issued is UnblockObstacle.NOT_BLOCKED


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"snapshot": a_snapshot(counters(3, puk=0))}, UnblockObstacle.PUK_DEAD),
        ({"snapshot": a_snapshot(counters(3, uses=0))}, UnblockObstacle.PUK_DEAD),
        ({"snapshot": a_snapshot(counters(3, puk=1))}, UnblockObstacle.LAST_TRY_NOT_CONFIRMED),
        ({"revoked": True}, UnblockObstacle.REVOKED),
        ({"reader_commissioned": False}, UnblockObstacle.NOT_COMMISSIONED),
        ({"number_shown": False}, UnblockObstacle.NUMBER_NOT_SHOWN),
    ],
)
def test_a_forgotten_code_is_held_to_every_other_rule(change: dict[str, object], obstacle: UnblockObstacle) -> None:
    request = replace(a_request(counters(3)), staff_present=True, staff_replaces_forgotten_pin=True, **change)
    assert issue_unblock_permit(request, FORGETFUL, 0.0) is obstacle


REQUESTS = st.builds(
    PermitRequest,
    snapshot=st.builds(
        lambda pin, puk, uses: a_snapshot(Counters(TryCounter(pin, 3), TryCounter(puk, 10), uses)),
        st.integers(0, 3),
        st.integers(0, 10),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    content=st.one_of(st.none(), st.just(some_content())),
    reader_commissioned=st.booleans(),
    revoked=st.booleans(),
    tries_spent=st.integers(0, 3),
    staff_present=st.booleans(),
    number_shown=st.booleans(),
    last_try_confirmed=st.booleans(),
    last_pin_try_confirmed=st.booleans(),
)


@given(REQUESTS)
def test_what_no_permit_may_ever_be_made_for(request: PermitRequest) -> None:
    unblock, current_pin = issue_unblock_permit(request, POLICY, 0.0), issue_current_pin_permit(request, Purpose.TRY, 0)
    now = request.snapshot.counters
    assert now is not None
    may_unblock, may_use_the_pin = isinstance(unblock, UnblockPermit), isinstance(current_pin, CurrentPinPermit)
    assert not (may_unblock and may_use_the_pin)
    if may_unblock or may_use_the_pin:
        assert request.content is not None
        assert request.reader_commissioned
        assert not request.revoked
    if may_unblock:
        assert now.pin.left == 0
        assert now.puk.left > 0
        assert now.puk_uses_left is None or now.puk_uses_left > 0
        assert request.number_shown
        assert request.staff_present or (request.tries_spent < 2 and now.puk.left > 2 and now.puk_uses_left != 1)
        assert request.last_try_confirmed or (now.puk.left > 1 and now.puk_uses_left != 1)
    if may_use_the_pin:
        alive = now.puk.left > 0 and now.puk_uses_left != 0
        assert now.pin.left > 1 or (request.last_pin_try_confirmed and (alive or request.staff_present))


def made(pressed_at: float = 0.0) -> list[Permit]:
    """A permit of each kind."""
    return [a_permit(pressed_at=pressed_at), a_current_pin_permit(Purpose.CHANGE, pressed_at=pressed_at)]


EITHER = pytest.mark.parametrize("which", [0, 1])


def test_a_permit_says_what_it_is_for() -> None:
    for permit, now in zip(made(), (counters(), counters(3)), strict=True):
        assert (permit.reader, permit.kind, permit.ef_sn) == ("R", CardKind.CPS3, EF_SN)
        assert (permit.counters, permit.formats) == (now, FORMATS)
    for purpose in Purpose:
        assert a_current_pin_permit(purpose).purpose is purpose


def test_only_a_policy_makes_permits() -> None:
    basis = Basis("R", CardKind.CPS3, EF_SN, counters(), FORMATS)
    with pytest.raises(PermitVoid):
        UnblockPermit(object(), basis, 0.0)
    with pytest.raises(PermitVoid):
        CurrentPinPermit(object(), basis, 0.0, Purpose.TRY)


@EITHER
@pytest.mark.parametrize("age", [0.0, 0.001, 7.999, PERMIT_LIFE_S])
def test_a_permit_lives_eight_seconds(which: int, age: float) -> None:
    made(pressed_at=100.0)[which].spend(100.0 + age)


@EITHER
@pytest.mark.parametrize("age", [PERMIT_LIFE_S + 0.001, 60.0, -0.001, float("nan"), float("inf")])
def test_a_permit_is_void_before_the_press_and_after_its_life(which: int, age: float) -> None:
    permit = made(pressed_at=100.0)[which]
    with pytest.raises(PermitVoid):
        permit.spend(100.0 + age)
    with pytest.raises(PermitVoid):
        permit.spend(100.0)


@EITHER
def test_a_permit_is_spent_once_and_a_discarded_one_never(which: int) -> None:
    spent, discarded = made()[which], made()[which]
    spent.spend(1.0)
    discarded.discard()
    for permit in (spent, discarded):
        with pytest.raises(PermitVoid):
            permit.spend(1.0)


def test_of_two_threads_one_spends() -> None:
    for _ in range(200):
        permit, start, spent = a_permit(), threading.Barrier(2), []

        def spend(permit: Permit = permit, start: threading.Barrier = start, spent: list[bool] = spent) -> None:
            start.wait()
            try:
                permit.spend(1.0)
            except PermitVoid:
                return
            spent.append(True)

        threads = [threading.Thread(target=spend) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert spent == [True]
