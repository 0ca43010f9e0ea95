"""The card and its holder on paper: printed when allowed and known, else a line to fill in."""

from __future__ import annotations

from reports.papers.blocks import Blank, Block, HolderName, NumberPairs
from reports.papers.languages import Translate
from reports.papers.papers import Holder


def identity_blocks(holder: Holder, allowed: bool, _: Translate) -> tuple[Block, ...]:
    """Return the card number in pairs and the holder's name, or blank lines when they are unknown or not allowed."""
    number, name = (holder.card_number, holder.name) if allowed else (None, None)
    number_label, name_label = _("Numéro de la carte"), _("Titulaire")
    return (
        NumberPairs(number_label, pairs(number)) if number else Blank(number_label),
        HolderName(name_label, name) if name else Blank(name_label),
    )


def pairs(number: str) -> tuple[str, ...]:
    """Cut a card number into pairs from the left: ``"2900123457"`` → ``("29", "00", "12", "34", "57")``."""
    return tuple(number[i : i + 2] for i in range(0, len(number), 2))
