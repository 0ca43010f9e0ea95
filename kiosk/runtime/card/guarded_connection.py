"""The connection that a card session works on: it knows its deadline, and always leaves the card as it should."""

from __future__ import annotations

from kiosk.card.errors import DeadlinePassed
from kiosk.card.iso7816.connection import Connection, Disposition
from kiosk.runtime.card.deadline import CallProgress


class GuardedConnection:
    """A connection whose transaction the lane already began: the first ``begin`` finds it open.

    Once its call was abandoned nothing is transmitted any more. ``leave`` ends what the session left open.
    """

    def __init__(self, inner: Connection, progress: CallProgress) -> None:
        self._inner = inner
        self._progress = progress
        self._in_transaction = True

    @property
    def t0(self) -> bool:
        return self._inner.t0

    def begin(self) -> None:
        if not self._in_transaction:
            self._inner.begin()
            self._in_transaction = True

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        """Raises DeadlinePassed instead of sending for a call that was abandoned."""
        if not self._progress.open:
            raise DeadlinePassed
        answer = self._inner.transmit(command)
        self._progress.answered()
        return answer

    def end(self, disposition: Disposition) -> None:
        if self._in_transaction:
            self._inner.end(disposition)
            self._in_transaction = False

    def close(self, disposition: Disposition) -> None:
        self._inner.close(disposition)

    def leave(self) -> None:
        """End and close: with a reset if a code was sent, else leaving the card as it is."""
        disposition = Disposition.LEAVE if self._progress.send_right.revoke() else Disposition.RESET
        self.end(disposition)
        self.close(disposition)
