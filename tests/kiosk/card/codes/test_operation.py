"""What holds for every operation on either generation: who stops it, when, and that nothing of the codes is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bench.card import Codes, ScriptedConnection
from bench.operation import CHANGE, OPERATIONS, SITUATIONS, TRY, UNBLOCK, Operation, perform
from bench.traces import (
    ASK_PIN,
    BY_PATH,
    CPS3,
    CPS4,
    NO_COUNTERS,
    NOT_IN_MF,
    OPEN,
    SERIAL,
    Script,
    before_codes,
    code_commands,
    identified,
    told_by,
)
from kiosk.card.codes import operation as operations
from kiosk.card.codes.code_source import padded
from kiosk.card.errors import CardInUse, CardRemoved, CardWasReset, SendRevoked
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardKind, CodeFormat, CodeRole, Sent, Torn, Unexpected, Voided
from kiosk.card.send_right import SendRight

Make = Callable[..., ScriptedConnection]
EITHER = pytest.mark.parametrize("kind", [CPS3, CPS4])
EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


def untouched(operation: Operation, kind: CardKind) -> Script:
    """The second reading of the card that the published permit is for."""
    return before_codes(kind, 0 if operation is UNBLOCK else 3)


def up_to(operation: Operation, kind: CardKind, count: int) -> Script:
    """As many code commands as ``count`` were accepted."""
    return [*untouched(operation, kind), *((command, "9000") for command in code_commands(operation, kind)[:count])]


def last_sent(operation: Operation, kind: CardKind, count: int) -> Sent:
    return operation.sent(operation.headers(kind)[:count], kind)


@dataclass
class Interrupted(Codes):
    """Calls ``interrupt`` when it is asked for a code after it gave ``at``."""

    at: int = 0
    interrupt: Callable[[], object] = lambda: None

    def code(self, role: CodeRole) -> bytearray:
        if len(self.given) == self.at:
            self.interrupt()
        return super().code(role)


def withdraw() -> None:
    raise SendRevoked


def asked_for(operation: Operation, kind: CardKind) -> list[int]:
    """How many codes were asked for when each code command left: first each is looked at, then each command's own.

    The reset of a CPS4, which carries none, looks whether the new one is still there.
    """
    roles = 1 if operation in (TRY, SITUATIONS) else 2
    per_command = [2, 1] if (operation, kind) == (CHANGE, CPS3) else [1] * len(code_commands(operation, kind))
    return [roles + sum(per_command[: at + 1]) for at in range(len(per_command))]


@EITHER
@EACH
def test_any_difference_from_the_permit_voids_it_before_any_code(
    scripted: Make, operation: Operation, kind: CardKind
) -> None:
    pin = 0 if operation is UNBLOCK else 3
    opening, (select, *rest) = ([NOT_IN_MF], BY_PATH) if kind is CPS3 else ([OPEN], SERIAL[CPS4])
    another = [(command, str(answer).replace("138450F", "138460F")) for command, answer in rest]
    foreign = [(command, str(answer).replace("8025000001", "8025000002")) for command, answer in rest]
    scripts: list[Script] = [
        [*opening, (select[0], "6A82")],
        [*opening, select, *another],
        [*opening, select, *foreign],
        [*identified(kind), *told_by(kind, 3 - pin)],
        [*identified(kind), *told_by(kind, 1)],
        [*identified(kind), *told_by(kind, pin, 9)],
        [*identified(kind), *(NO_COUNTERS if kind is CPS3 else [(ASK_PIN, "6A88")])],
        [*opening, select, *rest[:-1], (rest[-1][0], "6A82")],
    ]
    if kind is CPS3:
        scripts.append([(NOT_IN_MF[0], another[-1][1])])
        scripts.append([(NOT_IN_MF[0], foreign[-1][1]), select, *foreign])
    for script in scripts:
        connection = scripted(script)
        assert perform(connection, operation.published_permit(kind)) == Voided(), script
        assert connection.ended == [Disposition.LEAVE]


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        *((UNBLOCK, Codes(puk_digits=puk)) for puk in ("1234567", "123456789", "1234567A")),
        *(
            (operation, Codes(current_pin_digits=pin))
            for operation in (CHANGE, TRY, SITUATIONS)
            for pin in ("123", "12345", "12E4")
        ),
        *(
            (operation, Codes(pin_digits=pin))
            for operation in (UNBLOCK, CHANGE)
            for pin in ("123", "25801", "12 4", "")
        ),
    ],
    ids=str,
)
def test_codes_the_card_cannot_have_never_reach_it(scripted: Make, operation: Operation, codes: Codes) -> None:
    connection = scripted([])
    assert perform(connection, operation.published_permit(), codes) == Voided()
    assert connection.ended == []
    assert not any(any(buffer) for buffer in codes.given)


@EITHER
@EACH
def test_every_buffer_that_held_a_code_is_wiped(
    scripted: Make, monkeypatch: pytest.MonkeyPatch, operation: Operation, kind: CardKind
) -> None:
    """Those that came from the vault, that were padded and joined; the fixture looks at those that were sent."""
    made: list[bytearray] = []
    joined: list[bytearray] = []
    join = operations._joined

    def kept(code: bytearray, format_: CodeFormat) -> bytearray:
        made.append(padded(code, format_))
        return made[-1]

    monkeypatch.setattr(operations, "padded", kept)
    monkeypatch.setattr(operations, "_joined", lambda parts: joined.append(join(parts)) or joined[-1])
    codes, commands = Codes(), code_commands(operation, kind)
    perform(
        scripted([*up_to(operation, kind, len(commands) - 1), (commands[-1], CardRemoved())]),
        operation.published_permit(kind),
        codes,
    )
    assert len(codes.given) == len(made) == asked_for(operation, kind)[-1]
    assert {len(buffer) for buffer in made} == {8}
    assert len(joined) == len(commands)
    assert not any(any(buffer) for buffer in (*made, *joined, *codes.given))


@EITHER
@EACH
@pytest.mark.parametrize("by_deadline", [True, False])
def test_once_the_codes_or_the_right_are_withdrawn_the_next_command_does_not_leave(
    scripted: Make, operation: Operation, kind: CardKind, by_deadline: bool
) -> None:
    """Whatever was sent before, nobody knows; the worker only leaves."""
    for count, given in enumerate([0, *asked_for(operation, kind)[:-1]]):
        send_right = SendRight()
        codes = Interrupted(at=given, interrupt=send_right.revoke if by_deadline else withdraw)
        if count == 0:
            read = by_deadline or given > 0
            connection = scripted(untouched(operation, kind) if read else [])
            with pytest.raises(SendRevoked):
                perform(connection, operation.published_permit(kind), codes, send_right)
            assert connection.ended == ([Disposition.LEAVE] if read else [])
        else:
            connection = scripted(up_to(operation, kind, count))
            result = perform(connection, operation.published_permit(kind), codes, send_right)
            assert result == Torn(last_sent(operation, kind, count))
            assert connection.ended == [Disposition.RESET]
        assert not any(any(buffer) for buffer in codes.given)


@EITHER
@EACH
def test_codes_withdrawn_between_the_look_at_them_and_the_send_mean_that_nothing_was_sent(
    scripted: Make, operation: Operation, kind: CardKind
) -> None:
    """On a CPS3 a change needs both: the current PIN is wiped although the new one beside it is gone."""
    first = asked_for(operation, kind)[0]
    for given in range(1 if operation in (TRY, SITUATIONS) else 2, first):
        codes, connection = Interrupted(at=given, interrupt=withdraw), scripted(untouched(operation, kind))
        with pytest.raises(SendRevoked):
            perform(connection, operation.published_permit(kind), codes)
        assert connection.ended == [Disposition.LEAVE]
        assert not any(any(buffer) for buffer in codes.given)


@EITHER
@EACH
def test_a_deadline_that_passes_during_the_last_command_is_unknown(
    scripted: Make, operation: Operation, kind: CardKind
) -> None:
    send_right = SendRight()
    commands = code_commands(operation, kind)
    connection = scripted(up_to(operation, kind, len(commands)))
    transmit, left = connection.transmit, iter(range(len(untouched(operation, kind)) + len(commands) - 1, -1, -1))

    def revoking(command: bytearray) -> tuple[bytes, int]:
        answer = transmit(command)
        if next(left) == 0:
            send_right.revoke()
        return answer

    connection.transmit = revoking  # type: ignore[method-assign]  # the deadline passes while the card works
    result = perform(connection, operation.published_permit(kind), send_right=send_right)
    assert result == Torn(last_sent(operation, kind, len(commands)))
    assert connection.ended == [Disposition.RESET]


@EITHER
@pytest.mark.parametrize("operation", [UNBLOCK, CHANGE], ids=str)
def test_a_new_code_that_is_gone_is_not_set(scripted: Make, operation: Operation, kind: CardKind) -> None:
    """A counter is not reset either for a code that vanished."""

    class Vanishing(Codes):
        def code(self, role: CodeRole) -> bytearray:
            return bytearray() if role is CodeRole.NEW_PIN and len(self.given) > 2 else super().code(role)

    accepted = 0 if (operation, kind) == (CHANGE, CPS3) else 1
    connection = scripted(up_to(operation, kind, accepted))
    result = perform(connection, operation.published_permit(kind), Vanishing())
    assert result == (Unexpected(last_sent(operation, kind, 1), None) if accepted else Voided())
    assert connection.ended == [Disposition.RESET if accepted else Disposition.LEAVE]


@pytest.mark.parametrize("operation", [TRY, SITUATIONS], ids=str)
def test_only_a_change_asks_for_a_new_code(scripted: Make, operation: Operation) -> None:
    class NoNewCode(Codes):
        def code(self, role: CodeRole) -> bytearray:
            assert role is CodeRole.CURRENT_PIN
            return super().code(role)

    script = [*up_to(operation, CPS3, 0), (code_commands(operation, CPS3)[0], CardRemoved())]
    assert perform(scripted(script), operation.published_permit(), NoNewCode()) == Torn(Sent.CURRENT_PIN)


@EACH
def test_a_right_revoked_before_the_code_sends_nothing(scripted: Make, operation: Operation) -> None:
    send_right = SendRight()
    assert send_right.revoke()
    connection = scripted(untouched(operation, CPS3))
    with pytest.raises(SendRevoked):
        perform(connection, operation.published_permit(), send_right=send_right)
    assert connection.ended == [Disposition.LEAVE]


@EACH
@pytest.mark.parametrize("age", [-0.1, 8.001])
def test_a_permit_too_old_when_the_card_was_read_sends_nothing(
    scripted: Make, operation: Operation, age: float
) -> None:
    connection = scripted(untouched(operation, CPS3))
    assert perform(connection, operation.published_permit(), clock=lambda: age) == Voided()
    assert connection.ended == [Disposition.LEAVE]


@EACH
@pytest.mark.parametrize("sent", [True, False])
def test_a_permit_serves_one_attempt_even_if_that_sent_nothing(
    scripted: Make, operation: Operation, sent: bool
) -> None:
    permit = operation.published_permit()
    lost = (code_commands(operation, CPS3)[0], CardRemoved())
    first: Script = [*untouched(operation, CPS3), lost] if sent else [NOT_IN_MF, (BY_PATH[0][0], "6A82")]
    assert (perform(scripted(first), permit) == Voided()) is not sent
    assert perform(scripted(untouched(operation, CPS3)), permit) == Voided()


@EITHER
@EACH
def test_contact_lost_before_any_code_is_told_as_nothing_sent(
    scripted: Make, operation: Operation, kind: CardKind
) -> None:
    script = untouched(operation, kind)
    connection = scripted([*script[:-1], (script[-1][0], CardRemoved())])
    assert perform(connection, operation.published_permit(kind)) == Torn(Sent.NOTHING)
    assert connection.ended == [Disposition.LEAVE]


@EACH
def test_a_transaction_that_cannot_begin_sends_nothing(scripted: Make, operation: Operation) -> None:
    connection = scripted([])
    connection.begin_error = CardWasReset()
    assert perform(connection, operation.published_permit()) == Torn(Sent.NOTHING)
    connection.begin_error = CardInUse()
    with pytest.raises(CardInUse):
        perform(connection, operation.published_permit())
    assert connection.ended == []
