"""A transcript as a file: what was asked of a card and what it answered, redacted, one line a command.

``{"format": 1, "generation": …, "reader_model": …, "atr": …, "t0": …, "version": …,
"steps": ["00B000000C > 5A0A… 9000", …]}``
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from kiosk.card.model import CardKind
from kiosk.commissioning.transcript.read_only_connection import Step

FORMAT = 1


@dataclass(frozen=True, slots=True, repr=False)
class Transcript:
    """``steps`` are redacted before they come here; ``atr`` is one that all cards of a kind share."""

    kind: CardKind
    reader_model: str
    atr: bytes
    t0: bool
    version: str
    steps: tuple[Step, ...]


def encode_transcript(transcript: Transcript) -> str:
    fields = {
        "format": FORMAT,
        "generation": transcript.kind.value,
        "reader_model": transcript.reader_model,
        "atr": transcript.atr.hex().upper(),
        "t0": transcript.t0,
        "version": transcript.version,
        "steps": [_line(step) for step in transcript.steps],
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _line(step: Step) -> str:
    answer = f"{step.data.hex().upper()} {step.sw:04X}".strip()
    return f"{step.command.hex().upper()} > {answer}"
