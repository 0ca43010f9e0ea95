"""What a run of commands read of which file: the bytes of each, put together from its readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.card import spec
from kiosk.card.iso7816.status_words import bytes_waiting
from kiosk.commissioning.transcript.read_only_connection import Step

Path = bytes
"""From the MF: begins 3F00."""

_SHORT_IDENTIFIER = spec.READ_BY_SHORT_IDENTIFIER << 8
"""Of P1 P2: no offset but a short identifier and a small offset."""

Files = dict[Path, dict[int, bytes]]
"""For each file its stretches without a gap, by the offset they begin at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one step brought: bytes of ``path`` from ``offset``; ``path`` is None for what is in no file.

    ``answers``: the INS of the command whose answer this is, also where GET RESPONSE brought it.
    """

    answers: int
    path: Path | None
    offset: int


def pieces(steps: Iterable[Step]) -> Iterator[Piece]:
    """One for each step."""
    path: Path | None = None
    answers = offset = 0
    continued = False
    for step in steps:
        ins = step.command[1]
        if ins != spec.INS_GET_RESPONSE or not continued:
            answers, offset = ins, int.from_bytes(step.command[2:4], "big")
        if ins == spec.INS_SELECT:
            path = _selected(step.command)
        elif ins == spec.INS_READ_BINARY and offset >= _SHORT_IDENTIFIER and step.data:
            path, offset = _read_by_short_identifier(step.data), offset & 0xFF
        in_file = answers == spec.INS_READ_BINARY
        yield Piece(answers, path if in_file else None, offset if in_file else 0)
        offset += len(step.data)
        continued = bytes_waiting(step.sw) is not None


def segments(steps: list[Step]) -> Files:
    """What was read of each file; what was read twice counts once."""
    known: dict[Path, dict[int, int]] = {}
    for step, piece in zip(steps, pieces(steps), strict=True):
        if piece.path is not None:
            known.setdefault(piece.path, {}).update(enumerate(step.data, piece.offset))
    return {path: dict(_stretches(places)) for path, places in known.items()}


def _stretches(places: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    start: int | None = None
    found = bytearray()
    for offset in sorted(places):
        if start is None or offset != start + len(found):
            if start is not None:
                yield start, bytes(found)
            start, found = offset, bytearray()
        found.append(places[offset])
    if start is not None:
        yield start, bytes(found)


def _read_by_short_identifier(data: bytes) -> Path | None:
    """EF.SN is told by its bytes; None for any other file, because the current directory is not known here."""
    return spec.EF_SN if data.startswith(spec.EF_SN_HEADER + spec.ISSUER) else None


def _selected(select: bytes) -> Path | None:
    """The file that a SELECT names by its path; None for an application or the MF."""
    p1, data = select[2], select[5 : 5 + select[4]] if len(select) > 5 else b""
    if p1 == spec.SELECT_BY_PATH_FROM_MF:
        return spec.MF + data
    return data if p1 == spec.SELECT_BY_PATH and data.startswith(spec.MF) else None
