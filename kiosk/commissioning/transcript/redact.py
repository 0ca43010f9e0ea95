"""Redacts a transcript: what is not on the allow-list is replaced, tags and lengths stay.

Every answer keeps its length, so that the same program, played against it, asks for the same things again and finds
the same shape. What may stay is listed for each kind of file; a file of no known kind is blank inside its TLV.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk.card import spec
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv, read_one
from kiosk.card.pkcs15.directories import DirectoryEntry, Location, decode_entry, decode_odf
from kiosk.card.reading.objects import unless_unreadable
from kiosk.commissioning.transcript.files_read import Files, Path, Piece, pieces, segments
from kiosk.commissioning.transcript.read_only_connection import NotAReading, Step, is_empty_verify, is_reading
from kiosk.commissioning.transcript.redaction_rules import (
    CERTIFICATE,
    CODES,
    DATA_OBJECTS,
    FILE_CONTROL,
    FILES,
    UNKNOWN,
    Redactor,
    directory,
)
from kiosk.commissioning.transcript.redaction_values import blank

_OUTSIDE_FILES = {spec.INS_SELECT: FILE_CONTROL, spec.INS_GET_DATA: CODES}


def redact(steps: list[Step]) -> list[Step]:
    """The same commands, with answers that identify no person and no card.

    Raises NotAReading if a step is no reading: whatever it would be, it is not written down.
    """
    if not all(is_reading(step.command) or is_empty_verify(step.command) for step in steps):
        raise NotAReading("a transcript holds readings only")
    read = segments(steps)
    rules = rules_of(read)
    clean = {
        path: {at: rules.get(path, UNKNOWN)(raw) for at, raw in stretches.items()} for path, stretches in read.items()
    }
    placed = list(pieces(steps))
    outside = _answers_outside_files(steps, placed)
    return [
        replace(step, data=outside[index] if piece.path is None else _cut(clean[piece.path], piece, len(step.data)))
        for index, (step, piece) in enumerate(zip(steps, placed, strict=True))
    ]


def rules_of(read: Files) -> dict[Path, Redactor]:
    """What each file is, as far as the card's own directories tell; one that is said to be two things is unknown."""
    listing = directory(read)
    found: dict[Path, Redactor] = {**FILES, spec.EF_ODF: listing}
    directories = unless_unreadable(lambda: decode_odf(records(read, spec.EF_ODF)))
    if directories is None:
        return found
    for place in (*directories.codes, *directories.data, *directories.certificates, *directories.keys):
        _add(found, place.path, listing)
    for entry in entries(read, directories.data):
        _add(found, entry.location.path, DATA_OBJECTS.get(entry.label, UNKNOWN))
    for entry in entries(read, directories.certificates):
        _add(found, entry.location.path, CERTIFICATE)
    return found


def entries(read: Files, places: tuple[Location, ...]) -> list[DirectoryEntry]:
    """The objects that directories name, as far as they were read and can be understood."""
    found = [
        unless_unreadable(partial(decode_entry, record)) for place in places for record in records(read, place.path)
    ]
    return [entry for entry in found if entry is not None]


def records(read: Files, path: Path) -> list[Tlv]:
    """The objects at the start of a file, up to what is none."""
    raw = read.get(path, {}).get(0, b"")
    found: list[Tlv] = []
    at = 0
    while (record := unless_unreadable(partial(read_one, raw, at, Lengths.ANY_FORM))) is not None:
        found.append(record)
        at += len(record.raw)
    return found


def _add(found: dict[Path, Redactor], path: Path, rule: Redactor) -> None:
    found[path] = rule if found.get(path, rule) is rule else UNKNOWN


def _cut(stretches: dict[int, bytes], piece: Piece, length: int) -> bytes:
    """The bytes of one answer out of the stretch that it lies in."""
    start = max((at for at in stretches if at <= piece.offset), default=0)
    at = piece.offset - start
    return stretches[start][at : at + length] if length else b""


def _answers_outside_files(steps: list[Step], placed: list[Piece]) -> list[bytes]:
    """For each step what stands for its answer; an answer that came in parts is looked at whole."""
    found = [blank(step.data) for step in steps]
    for begin, piece in enumerate(placed):
        rule = _OUTSIDE_FILES.get(piece.answers)
        if rule is None or steps[begin].command[1] == spec.INS_GET_RESPONSE:
            continue
        end = begin + 1
        while end < len(steps) and steps[end].command[1] == spec.INS_GET_RESPONSE:
            end += 1
        whole = rule(b"".join(step.data for step in steps[begin:end]))
        for index in range(begin, end):
            length = len(steps[index].data)
            found[index], whole = whole[:length], whole[length:]
    return found
