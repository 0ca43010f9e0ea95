"""The staff code, known here only by its argon2id hash (RFC 9106), and what a wrong one costs.

Python gives no power over every copy: the digits also pass through ``bytes`` on their way to the library.
"""

from __future__ import annotations

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.flow.model.staff_desk import CodeAnswer
from kiosk.flow.model.staff_messages import StaffCodeAnswered
from kiosk.runtime.staff.back_off import BackOff

_HASHER = PasswordHasher()
"""argon2id, 64 MiB, 3 passes, 4 lanes: RFC 9106 §4, second recommended option."""


class NotAHash(ValueError):
    """The text is not an argon2id hash."""


def hash_of(code: bytearray) -> str:
    """``$argon2id$…`` of the ASCII digits; another one each time."""
    return _HASHER.hash(bytes(code))


def checked_hash(text: str) -> str:
    """``text`` if it is an argon2id hash. Raises NotAHash."""
    try:
        parameters = extract_parameters(text)
    except InvalidHashError:
        raise NotAHash from None
    if parameters.type is not Type.ID:
        raise NotAHash
    return text


class StaffGate:
    """Says whether a staff code is right, and how long whoever got it wrong must wait. For one thread.

    Raises NotAHash.
    """

    def __init__(self, encoded: str, back_off: BackOff) -> None:
        self._encoded = checked_hash(encoded)
        self._back_off = back_off

    def standing(self, page: int) -> StaffCodeAnswered:
        """Whether a code may be tried now."""
        wait_s = self._back_off.remaining_s()
        return StaffCodeAnswered(page, CodeAnswer.TOO_SOON if wait_s else CodeAnswer.READY, wait_s)

    def check(self, code: bytearray, page: int) -> StaffCodeAnswered:
        """Compare ``code`` (ASCII digits), which is overwritten. A failure is on the disk before it is known."""
        try:
            wait_s = self._back_off.remaining_s()
            if wait_s:
                return StaffCodeAnswered(page, CodeAnswer.TOO_SOON, wait_s)
            self._back_off.failed()
            return self._compare(code, page)
        finally:
            code[:] = bytes(len(code))

    def _compare(self, code: bytearray, page: int) -> StaffCodeAnswered:
        try:
            _HASHER.verify(self._encoded, bytes(code))
        except (VerificationError, InvalidHashError):
            return StaffCodeAnswered(page, CodeAnswer.REFUSED, self._back_off.remaining_s())
        self._back_off.succeeded()
        return StaffCodeAnswered(page, CodeAnswer.ACCEPTED)
