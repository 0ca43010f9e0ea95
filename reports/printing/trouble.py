"""Why nothing can be printed, or was."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """``LEFT_OVER``: a page of an earlier visit is still in the printer. ``END_UNKNOWN``: it may have come out."""

    CUPS_DOWN = "cups_down"
    NO_QUEUE = "no_queue"
    QUEUE_STOPPED = "queue_stopped"
    NO_PAPER = "no_paper"
    JAM = "jam"
    DOOR_OPEN = "door_open"
    OFFLINE = "offline"
    PRINTER_ERROR = "printer_error"
    LEFT_OVER = "left_over"
    REFUSED = "refused"
    TOO_SLOW = "too_slow"
    STOPPED_BY_US = "stopped_by_us"
    END_UNKNOWN = "end_unknown"
