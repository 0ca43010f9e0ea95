"""The last technical events as a page of staff mode shows them."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.flow.model.staff_desk import TechnicalEvent, TechnicalEvents
from kiosk.runtime.journal.recent_events import RecentEvent

SHOWN = 30


def technical_events(events: Iterable[RecentEvent]) -> TechnicalEvents:
    """The last ``SHOWN`` of ``events`` (oldest first), newest first, in local time."""
    newest = list(events)[: -SHOWN - 1 : -1]
    return TechnicalEvents(
        tuple(TechnicalEvent(each.at.astimezone(), each.event.value, tuple(each.fields.items())) for each in newest)
    )
