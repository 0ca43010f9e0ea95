"""What vouches for simulated cards: the TEST authority and its lists of one day."""

from __future__ import annotations

from datetime import date

from kiosk.audit.trust import Trust, trust_in
from kiosk.simulator.contents.identity import REVOKED_SERIAL, Identity, current_validity
from kiosk.simulator.pki.authority import chain, serial_numbers
from kiosk.simulator.pki.revocation import lists


def vouching_for_simulated_cards(today: date) -> Trust:
    """Nobody is on the lists but the holder of the card that is revoked."""
    signed = chain(Identity(current_validity(today)))
    return trust_in((signed.root,), (signed.issuing,), lists(today, serial_numbers(REVOKED_SERIAL)))
