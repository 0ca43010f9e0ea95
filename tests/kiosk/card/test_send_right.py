"""The right to send: claimed by the worker or revoked by the deadline, never both (rule 11)."""

from __future__ import annotations

import threading

import pytest

from kiosk.card.errors import SendRevoked
from kiosk.card.send_right import SendRight


def test_a_right_may_be_claimed_again_until_it_is_revoked() -> None:
    right = SendRight()
    right.claim()
    right.claim()
    assert not right.revoked
    assert right.revoke() is False
    assert right.revoked
    with pytest.raises(SendRevoked):
        right.claim()
    assert right.revoke() is False


def test_a_right_revoked_first_was_never_used() -> None:
    right = SendRight()
    assert right.revoke() is True
    with pytest.raises(SendRevoked):
        right.claim()
    assert right.revoke() is True


def test_claim_and_revoke_never_both_win() -> None:
    for _ in range(200):
        right, start, claimed, unused = SendRight(), threading.Barrier(2), [], []

        def claim(right: SendRight = right, start: threading.Barrier = start, claimed: list[bool] = claimed) -> None:
            start.wait()
            try:
                right.claim()
            except SendRevoked:
                return
            claimed.append(True)

        worker = threading.Thread(target=claim)
        worker.start()
        start.wait()
        unused.append(right.revoke())
        worker.join()
        assert unused == [not claimed]
