"""The right to send codes: one flag under one lock, claimed by the worker or revoked by the deadline."""

from __future__ import annotations

import threading

from kiosk.card.errors import SendRevoked


class SendRight:
    """Given to a worker for one operation.

    The worker calls ``claim`` just before each command that carries or uses a code. The deadline calls ``revoke``:
    its answer says whether anything can have been sent. After ``revoke`` nothing can be claimed any more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claimed = False
        self._revoked = False

    def claim(self) -> None:
        """Raises SendRevoked if the deadline was first."""
        with self._lock:
            if self._revoked:
                raise SendRevoked
            self._claimed = True

    @property
    def revoked(self) -> bool:
        """True once the deadline passed: the worker only leaves."""
        with self._lock:
            return self._revoked

    def revoke(self) -> bool:
        """Withdraw the right for good; return True if nothing was ever claimed, so nothing was sent."""
        with self._lock:
            self._revoked = True
            return not self._claimed
