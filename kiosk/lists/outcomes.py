"""What can become of one address, from the call to the file in its place."""

from __future__ import annotations

from enum import Enum


class ListOutcome(Enum):
    """``NEW`` and ``SAME`` leave the published list in place; each of the others leaves what was there before."""

    NEW = "new"
    SAME = "same"
    NOT_WEB = "not_web"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    SLOW = "slow"
    CUT = "cut"
    REDIRECTED = "redirected"
    TOO_BIG = "too_big"
    NOT_A_LIST = "not_a_list"
    NOT_COMPLETE = "not_complete"
    STRANGER = "stranger"
    OLDER = "older"
    NOT_YET = "not_yet"
    NOT_WRITTEN = "not_written"


class NotDownloaded(Exception):
    """``detail``: a few words in French, or the status of HTTP; empty where the outcome says it all."""

    def __init__(self, outcome: ListOutcome, detail: str = "") -> None:
        super().__init__(f"{outcome.value} {detail}")
        self.outcome = outcome
        self.detail = detail
