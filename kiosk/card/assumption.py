"""One fact that no real card or sourced document has shown, and what happens where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """How a fact is known."""

    INFERRED = "inferred"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assumption:
    """``fact`` is used in the modules ``used_in``; ``if_wrong`` says what happens then."""

    key: str
    standing: Standing
    fact: str
    used_in: str
    if_wrong: str
