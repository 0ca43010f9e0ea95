"""Does this machine's CUPS keep what it prints? Unless it is proved that it does not, no identity is printed.

It is proved by CUPS's two configuration files (cupsd.conf(5), cups-files.conf(5)), those that the running cupsd was
started with, and the kernel's list of mounts: job files are deleted at the end of the job, and until then they are in
memory. A cupsd that was not restarted after a change of its files, and swap, are outside this proof.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from pathlib import Path


class SpoolRisk(Enum):
    """Why a job might stay on this machine."""

    SETTINGS_UNREADABLE = "settings_unreadable"
    KEEPS_JOB_FILES = "keeps_job_files"
    SPOOL_ON_DISK = "spool_on_disk"
    TEMPORARY_FILES_ON_DISK = "temporary_files_on_disk"


@dataclass(frozen=True, slots=True)
class SpoolSettings:
    """Where the proof is read; the defaults are Debian's."""

    cupsd_conf: Path = Path("/etc/cups/cupsd.conf")
    cups_files_conf: Path = Path("/etc/cups/cups-files.conf")
    mountinfo: Path = Path("/proc/self/mountinfo")


def settings_in_use(processes: Path = Path("/proc")) -> SpoolSettings:
    """The files of the cupsd that runs, by its command line (cupsd(8): ``-c``, ``-s``); Debian's where it names none.

    Only root's counts: another account could start a program of that name. Several that do not agree prove nothing.
    """
    found = set(filter(None, map(_settings_of, processes.glob("[0-9]*"))))
    return found.pop() if len(found) == 1 else SpoolSettings()


def _settings_of(process: Path) -> SpoolSettings | None:
    """None for whatever is no cupsd of root's, or has just ended."""
    try:
        if process.stat().st_uid != 0:
            return None
        words = (process / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return None
    if Path(os.fsdecode(words[0])).name != "cupsd":
        return None
    debian = SpoolSettings()
    named = dict(pairwise(map(os.fsdecode, words)))
    return SpoolSettings(Path(named.get("-c", debian.cupsd_conf)), Path(named.get("-s", debian.cups_files_conf)))


# cupsd.conf(5): the default is 86400 seconds, and these words and no time at all mean "delete at the end of the job".
_DELETE_AT_END = frozenset({"no", "off", "false", "disabled", "0"})
_MEMORY = frozenset({"tmpfs", "ramfs"})
_OCTAL = re.compile(r"\\([0-7]{3})")


def spool_risks(settings: SpoolSettings) -> tuple[SpoolRisk, ...]:
    """Return every reason to think that a job stays; nothing means that an identity may be printed."""
    try:
        return _risks(settings)
    except (OSError, UnicodeDecodeError):
        return (SpoolRisk.SETTINGS_UNREADABLE,)


def _risks(settings: SpoolSettings) -> tuple[SpoolRisk, ...]:
    keeping = _values(settings.cupsd_conf, "PreserveJobFiles")
    spool = Path((_values(settings.cups_files_conf, "RequestRoot") or ["/var/spool/cups"])[-1])
    temporary = Path((_values(settings.cups_files_conf, "TempDir") or [str(spool / "tmp")])[-1])
    mounts = _mounts(settings.mountinfo)
    found = (
        (not keeping or not {v.lower() for v in keeping} <= _DELETE_AT_END, SpoolRisk.KEEPS_JOB_FILES),
        (not _in_memory(spool, mounts), SpoolRisk.SPOOL_ON_DISK),
        (not _in_memory(temporary, mounts), SpoolRisk.TEMPORARY_FILES_ON_DISK),
    )
    return tuple(risk for is_so, risk in found if is_so)


def _values(path: Path, directive: str) -> list[str]:
    """Every value that ``path`` gives to ``directive``, in order. Directives are case-insensitive."""
    lines = (line.split("#")[0].split(None, 1) for line in path.read_text().splitlines())
    return [words[1].strip() for words in lines if len(words) == 2 and words[0].lower() == directive.lower()]


def _mounts(mountinfo: Path) -> dict[Path, str]:
    """Mount point → type of its file system; proc(5): field 5, and the first after the separator ``-``."""
    rows = (line.split(" - ", 1) for line in mountinfo.read_text().splitlines())
    return {Path(_unescaped(left.split()[4])): right.split()[0] for left, right in rows}


def _unescaped(field: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)


def _in_memory(path: Path, mounts: dict[Path, str]) -> bool:
    real = path.resolve()
    nearest = next((mounts[place] for place in (real, *real.parents) if place in mounts), "")
    return nearest in _MEMORY
