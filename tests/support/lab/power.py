"""What a disk may hold when the current is cut: what a real process wrote, without what it did not wait for.

A program runs with ``programs/power.c`` preloaded, which notes every change of one folder in order. Cut after any of
them, the disk holds what was waited for (fsync(2), fdatasync(2)): the content of a file once the file was, a name once
its folder was. Of the rest it may hold anything: each change is there, or is not, or is torn in the middle of a write.
POSIX promises no more; a journalling file system keeps changes of names in order, and so loses less.

What is mapped into memory is not seen: SQLite keeps only the index of its log there (``-shm``), and makes it anew when
it is the first to open the file (sqlite.org/walformat.html, 2.2).
"""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count
from pathlib import Path
from typing import TypeVar

from checkout import ROOT

SAID = "said"
"""The file in which the program says what it has done; it is on no disk."""

_SOURCE = Path(__file__).parent / "programs" / "power.c"
_HEAD = struct.Struct("=cQQQ")
_SECTOR_BYTES = 512
_INDEX = "-shm"


class Kept(Enum):
    """What becomes of a change that was not waited for."""

    NO = 0
    YES = 1
    TORN = 2  # a write ends in its middle, at the edge of a sector


Found = TypeVar("Found")
Chooser = Callable[[int], Kept]
Disk = Mapping[str, bytes | None]
"""What each name in the folder stands for: the content of a file, None for a folder."""


@dataclass(frozen=True, slots=True)
class Change:
    """``what`` as ``programs/power.c`` has it; names are relative to the folder. ``inode``: as numbered here."""

    what: str
    inode: int
    offset: int
    content: bytes
    names: tuple[str, ...]

    @property
    def is_of_names(self) -> bool:
        return self.what in "OMRU"


class Recording:
    """The changes of one run, in order; ``said``: what the program said, each with the number of changes before it."""

    def __init__(self, changes: Sequence[Change], said: Sequence[tuple[int, bytes]]) -> None:
        self.changes = changes
        self._said = said
        self._waited_for = [
            next((later for later in range(place + 1, len(changes)) if _waits(changes[later], change)), len(changes))
            for place, change in enumerate(changes)
        ]

    def said(self, cut: int) -> bytes:
        """What the program had said before it was cut after ``cut`` changes."""
        return b"".join(text for place, text in self._said if place <= cut)

    def disks(self, per_cut: int, seed: int = 0) -> Iterator[tuple[int, Disk]]:
        """For each place to cut at: the disk that forgot all it could, the one that forgot nothing, and some between.

        Of those there are ``per_cut``; each change that may be forgotten is drawn by itself.
        """
        for cut in range(len(self.changes) + 1):
            yield cut, self.disk(cut, lambda _: Kept.NO)
            yield cut, self.disk(cut, lambda _: Kept.YES)
            for number in range(per_cut):
                draw = random.Random(f"{seed} {cut} {number}")  # noqa: S311 (a test)
                chosen = {place: draw.choice(list(Kept)) for place in range(cut)}
                yield cut, self.disk(cut, chosen.__getitem__)

    def disk(self, cut: int, kept: Chooser) -> dict[str, bytes | None]:
        """Cut after ``cut`` changes; ``kept`` says what becomes of each that was not waited for."""
        files: dict[int, bytearray] = {}
        names: dict[str, int | None] = {}
        for place, change in enumerate(self.changes[:cut]):
            fate = Kept.YES if self._waited_for[place] < cut else kept(place)
            if change.what == "O":
                files[change.inode] = bytearray()
            if fate is Kept.NO or (change.is_of_names and fate is Kept.TORN):
                continue
            _apply(change, files, names, torn=fate is Kept.TORN)
        return {
            name: None if inode is None else bytes(files[inode])
            for name, inode in names.items()
            if not name.endswith(_INDEX) and all(folder in names for folder in _folders(name))
        }


def _waits(sync: Change, change: Change) -> bool:
    if change.is_of_names:
        return sync.what == "D" and all(_folder(name) == sync.names[0] for name in change.names)
    return sync.what == "S" and sync.inode == change.inode


def _apply(change: Change, files: dict[int, bytearray], names: dict[str, int | None], *, torn: bool) -> None:
    match change.what:
        case "O" | "M":
            names[change.names[0]] = change.inode if change.what == "O" else None
        case "R":
            names.pop(change.names[0], None)
            names[change.names[1]] = change.inode
        case "U":
            names.pop(change.names[0], None)
        case "W":
            half = len(change.content) // 2 // _SECTOR_BYTES * _SECTOR_BYTES
            content = change.content[:half] if torn else change.content
            file = files[change.inode]
            file.extend(bytes(max(change.offset + len(content) - len(file), 0)))
            file[change.offset : change.offset + len(content)] = content
        case "T":
            file = files[change.inode]
            file.extend(bytes(max(change.offset - len(file), 0)))
            del file[change.offset :]


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _folders(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def recorded(program: Path, folder: Path, *arguments: object) -> Recording:
    """Run ``program`` to its end, with ``folder``, which is made, as its first argument."""
    folder.mkdir()
    log, shim = (folder.with_name(f"{folder.name}.{kind}") for kind in ("power", "so"))
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", shim, _SOURCE, "-ldl"], check=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(shim),
        "POWER_FOLDER": str(folder),
        "POWER_LOG": str(log),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support"))),
    }
    command = [sys.executable, str(program), str(folder), *map(str, arguments)]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return _read(log.read_bytes(), str(folder))


def each_disk_once(
    disks: Iterable[tuple[int, Disk]], look: Callable[[Disk, str], Found]
) -> Iterator[tuple[int, Found]]:
    """For each cut what ``look`` found on its disk; equal disks are looked at once, under a name of their own."""
    seen: dict[frozenset[tuple[str, bytes | None]], Found] = {}
    for cut, disk in disks:
        key = frozenset(disk.items())
        if key not in seen:
            seen[key] = look(disk, f"disk-{len(seen)}")
        yield cut, seen[key]


def laid_out(disk: Disk, folder: Path) -> Path:
    """``disk`` as real files in ``folder``, which is made."""
    folder.mkdir()
    for name, content in sorted(disk.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)
    return folder


def _read(log: bytes, folder: str) -> Recording:
    """An inode that the file system gives to a second file gets a second number here."""
    changes: list[Change] = []
    said: list[tuple[int, bytes]] = []
    numbers: dict[int, int] = {}
    names: dict[str, int] = {}
    fresh = count(1)
    for what, inode, offset, content in _records(log):
        paths = () if what in "WTS" else tuple(_inside(name, folder) for name in content.decode().split("\0"))
        if what == "O":
            numbers[inode] = names[paths[0]] = next(fresh)
        elif what == "R":
            names[paths[1]] = names.pop(paths[0])
        number = names[paths[1]] if what == "R" else numbers.get(inode, 0)
        if SAID in paths:
            continue
        if number and number == names.get(SAID):
            said.append((len(changes), content))
        else:
            changes.append(Change(what, number, offset, content if what == "W" else b"", paths))
    return Recording(changes, said)


def _records(log: bytes) -> Iterator[tuple[str, int, int, bytes]]:
    place = 0
    while place < len(log):
        what, inode, offset, length = _HEAD.unpack_from(log, place)
        place += _HEAD.size + length
        yield what.decode(), inode, offset, log[place - length : place]


def _inside(name: str, folder: str) -> str:
    """Relative to ``folder``, which itself is ""."""
    return "" if name == folder else name.removeprefix(f"{folder}/")
