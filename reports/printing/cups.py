"""The one door to CUPS: its own programs, run as children with argument lists, each for a bounded time.

Questions go through ``ipptool`` with the request on its standard input and a property list back (its JSON is not
JSON when a value is missing: 2.4.2 prints the bare key); papers through ``lp``, from memory, never a file.
Only a CUPS on this machine, by its socket: what another machine keeps of a job cannot be known.
"""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from xml.parsers.expat import ExpatError

# Constant, because CUPS and the printer show and keep it: it tells neither which paper it is nor for whom.
JOB_TITLE = "fiche"

ASK_S = 3.0
"""Seconds that one question may take."""

_SEND_TIMEOUT_S = 10.0
_JOB_ID = re.compile(rb"-(\d+) \(\d+ file")

Attributes = Mapping[str, object]


class CupsError(Exception):
    """A program of CUPS did not answer in time, is missing, or could not reach its server."""


@dataclass(frozen=True, slots=True)
class IppAnswer:
    """An IPP answer: ``status`` as a keyword (RFC 8011 appendix B), ``objects`` what it says of each printer or job."""

    status: str
    objects: tuple[Attributes, ...]

    @property
    def attributes(self) -> Attributes:
        """Those of the only object, empty if there is none."""
        return self.objects[0] if self.objects else {}


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the CUPS behind ``socket``. ``media`` is a PWG 5101.1 name, or empty for the queue's default."""

    name: str
    media: str = "iso_a4_210x297mm"
    socket: Path = Path("/run/cups/cups.sock")

    @property
    def uri(self) -> str:
        return f"ipp://{quote(str(self.socket), safe='')}/printers/{quote(self.name)}"


def ask_printer(uri: str, within_s: float = ASK_S) -> IppAnswer:
    """Ask a queue, or a printer itself, for its state. Raises CupsError."""
    names = "printer-state,printer-state-reasons,printer-is-accepting-jobs,printer-input-tray,device-uri"
    return _ask(uri, f"OPERATION Get-Printer-Attributes\n{_HEAD}\nATTR keyword requested-attributes {names}", within_s)


def ask_waiting_jobs(uri: str, within_s: float = ASK_S) -> IppAnswer:
    """Ask a queue, or a printer itself, for the names of the jobs that have not ended. Raises CupsError."""
    return _ask(
        uri,
        f"OPERATION Get-Jobs\n{_HEAD}\nATTR keyword which-jobs not-completed\n"
        "ATTR keyword requested-attributes job-id,job-name",
        within_s,
    )


def ask_job(queue: Queue, job: int) -> IppAnswer:
    """Ask for the state of a job. Raises CupsError."""
    return _ask(
        queue.uri,
        f"OPERATION Get-Job-Attributes\n{_HEAD}\nATTR integer job-id {job}\n"
        "ATTR keyword requested-attributes job-state,job-state-reasons",
        ASK_S,
    )


def send(pdf: bytes, queue: Queue) -> int | None:
    """Hand ``pdf`` to ``queue`` and return the job's number, or None if CUPS refused it. Raises CupsError."""
    media = ("-o", f"media={queue.media}") if queue.media else ()
    done = _run(("lp", "-d", queue.name, "-t", JOB_TITLE, *media, "-"), pdf, queue.socket, _SEND_TIMEOUT_S)
    found = _JOB_ID.search(done.stdout)
    return int(found[1]) if done.returncode == 0 and found else None


def purge(queue: Queue, job: object, within_s: float = ASK_S) -> None:
    """Cancel a job, in the printer too where it speaks IPP, and delete its files. Raises CupsError."""
    _run(("cancel", "-x", f"{queue.name}-{job}"), b"", queue.socket, within_s)


_HEAD = """GROUP operation-attributes-tag
ATTR charset attributes-charset utf-8
ATTR naturalLanguage attributes-natural-language en
ATTR uri printer-uri $uri
ATTR name requesting-user-name $user"""


def _ask(uri: str, request: str, within_s: float) -> IppAnswer:
    test = f'{{\nNAME "question"\n{request}\n}}\n'
    network_s = f"{within_s * 2 / 3:.1f}"
    done = _run(("ipptool", "-T", network_s, "-X", uri, "/dev/stdin"), test.encode(), None, within_s)
    try:
        question = plistlib.loads(done.stdout)["Tests"][0]
        return IppAnswer(question["StatusCode"], tuple(question["ResponseAttributes"][1:]))
    except (plistlib.InvalidFileException, ExpatError, LookupError) as error:
        raise CupsError("no answer") from error


def _run(
    arguments: Sequence[str], given: bytes, socket: Path | None, timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a program in a plain environment: its messages in English, nobody's ~/.cups/lpoptions."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/nonexistent"}
    if socket is not None:
        environment["CUPS_SERVER"] = str(socket)
    try:
        return subprocess.run(
            arguments, input=given, capture_output=True, timeout=timeout_s, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CupsError(arguments[0]) from error
