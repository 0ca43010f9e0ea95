"""Puts the examination of certificates together, at the first card and on the card's thread.

What validates them takes longer to import than the first screen to show, and only a card needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from importlib import import_module

from kiosk.audit.findings import Day, Findings
from kiosk.audit.trust import Trust, TrustFolders
from kiosk.card.model import CardContent
from kiosk.config.settings import Config
from kiosk.runtime.card.jobs import Examine


def examination(
    config: Config, vouching_for_simulated: Callable[[date], Trust], simulated_readers: tuple[str, ...]
) -> Examine:
    """Real cards are judged by the configured folders, those in ``simulated_readers`` (prefixes) by nothing of them.

    ``vouching_for_simulated`` gives what simulated cards of one day are judged by.
    """
    folders = TrustFolders(*config.trust_folders())
    look = cache(lambda: import_module("kiosk.audit.examination").examine)
    of_day = lru_cache(maxsize=1)(vouching_for_simulated)

    def examine(content: CardContent, reader: str, day: Day) -> Findings:
        simulated = reader.startswith(simulated_readers)
        found: Findings = look()(content, of_day(day.today) if simulated else folders.trust(), day)
        return found

    return examine
