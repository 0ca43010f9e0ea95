"""What examines the certificates of a card, made from the configured folders of authorities and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from kiosk.audit.findings import Day, Findings
from kiosk.audit.trust import Trust, TrustFolders
from kiosk.card.commission import SIMULATED_READERS, holds_simulated_cards
from kiosk.card.model import CardContent
from kiosk.config.settings import Config
from kiosk.runtime.card.jobs import Examine
from kiosk.simulator.pki.trust import vouching_for_simulated_cards


def examination(
    config: Config,
    simulated_readers: tuple[str, ...] = SIMULATED_READERS,
    vouching_for_simulated: Callable[[date], Trust] = vouching_for_simulated_cards,
) -> Examine:
    """The examination judges real cards by the configured folders, and simulated ones by the TEST authority only.

    ``simulated_readers``: what the names of readers with simulated cards begin with. ``vouching_for_simulated`` gives
    what simulated cards are judged by on one day.
    """
    folders = TrustFolders(*config.trust_folders())
    trust_of_day = lru_cache(maxsize=1)(vouching_for_simulated)

    def examined(content: CardContent, reader: str, day: Day) -> Findings:
        """Runs on the card's thread, at the first card: the import takes longer than the first screen to show."""
        from kiosk.audit.examination import examine

        simulated = holds_simulated_cards(reader, simulated_readers)
        return examine(content, trust_of_day(day.today) if simulated else folders.trust(), day)

    return examined
