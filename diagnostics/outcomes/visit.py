"""What is kept of a whole visit, each as a table of its own so that nothing can be crossed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_ISO_639_1 = re.compile(r"[a-z]{2}")
_MINUTE_S = 60


class DurationBucket(Enum):
    """How long a visit lasted, no finer than planning needs; lower bounds are inside, upper ones outside."""

    UNDER_1_MIN = "under_1_min"
    FROM_1_TO_2_MIN = "1_to_2_min"
    FROM_2_TO_5_MIN = "2_to_5_min"
    FROM_5_TO_10_MIN = "5_to_10_min"
    FROM_10_MIN = "10_min_or_more"

    @classmethod
    def containing(cls, duration_s: float) -> DurationBucket:
        """Raises ValueError if ``duration_s`` is negative or not a number."""
        if not duration_s >= 0:
            raise ValueError(f"a visit cannot last {duration_s} s")
        below = (bucket for limit_min, bucket in _UPPER_BOUNDS if duration_s < limit_min * _MINUTE_S)
        return next(below, cls.FROM_10_MIN)


_UPPER_BOUNDS = (
    (1, DurationBucket.UNDER_1_MIN),
    (2, DurationBucket.FROM_1_TO_2_MIN),
    (5, DurationBucket.FROM_2_TO_5_MIN),
    (10, DurationBucket.FROM_5_TO_10_MIN),
)


@dataclass(frozen=True, slots=True)
class VisitMargins:
    """``language`` is an ISO 639-1 code ("fr"); ``assisted``: staff were called or took part.

    Raises ValueError for any other form of language: free text has no way into the store.
    """

    duration: DurationBucket
    language: str
    printed: bool
    assisted: bool

    def __post_init__(self) -> None:
        if not _ISO_639_1.fullmatch(self.language):
            raise ValueError("the language must be two small letters (ISO 639-1)")
