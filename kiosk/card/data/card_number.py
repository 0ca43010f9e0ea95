"""The 10-digit card number: from CPS_ID_CARD, else from the token label."""

from __future__ import annotations

import re

SOURCE_ID_CARD = "CPS_ID_CARD"
SOURCE_LABEL = "label"

_LABEL = re.compile(r"CPS[0-9]v[0-9]+-([0-9]{10})")
"""``CPS<generation>v<version>-<10 digits>``, as the issuer's own test cards are named (deploy/reference/card.md §9)."""


def number_in_label(label: str) -> str | None:
    """The number that ends a token label, None if the label has another form."""
    match = _LABEL.fullmatch(label)
    return match[1] if match else None


def card_number(on_id_card: str | None, label: str | None) -> tuple[str | None, str | None]:
    """(number, where it was found), (None, None) if the card does not tell."""
    if on_id_card is not None:
        return on_id_card, SOURCE_ID_CARD
    in_label = None if label is None else number_in_label(label)
    return (None, None) if in_label is None else (in_label, SOURCE_LABEL)
