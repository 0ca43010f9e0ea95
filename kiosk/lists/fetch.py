"""Each list from its address into its place: downloaded, judged, then swapped for the old one in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from diagnostics.files.alone import enter_alone
from diagnostics.files.durable import PUBLIC, unfinished, write_durably
from kiosk.audit.igc_sante import Authorities
from kiosk.audit.revocation import RevocationList, is_complete, is_signed_by, number_of, read_list
from kiosk.config.os_errors import reason_of
from kiosk.lists.addresses import ListAddress
from kiosk.lists.download import DownloadLimits, download
from kiosk.lists.outcomes import ListOutcome, NotDownloaded


@dataclass(frozen=True, slots=True)
class FetchedList:
    """``in_place``: the believed list that stands there now, the new one or the old one; None if there is none."""

    source: ListAddress
    outcome: ListOutcome
    in_place: RevocationList | None
    detail: str = ""


def fetch_lists(
    sources: Iterable[ListAddress],
    authorities: Authorities,
    folder: Path,
    now: datetime,
    limits: DownloadLimits | None = None,
) -> Iterator[FetchedList]:
    """One result for each of ``sources`` as soon as it is known; what becomes of one does not stop the others.

    ``now`` is aware. Raises BlockingIOError if another fetch is at work in ``folder``, OSError if it cannot be opened.
    """
    descriptor = enter_alone(folder)
    try:
        for source in sources:
            with suppress(OSError):
                unfinished(folder / source.name).unlink()  # left by a fetch that was killed
            yield _fetch(source, authorities, folder / source.name, now, limits or DownloadLimits())
    finally:
        os.close(descriptor)


def _fetch(
    source: ListAddress, authorities: Authorities, path: Path, now: datetime, limits: DownloadLimits
) -> FetchedList:
    held = believed(_read(path), authorities)
    try:
        raw = download(source.address, limits)
    except NotDownloaded as error:
        return FetchedList(source, error.outcome, held, error.detail)
    found = read_list(raw)
    outcome = judged(found, held, authorities, now)
    if outcome is not ListOutcome.NEW:
        return FetchedList(source, outcome, held)
    try:
        write_durably(path, raw, PUBLIC)
    except OSError as error:
        return FetchedList(source, ListOutcome.NOT_WRITTEN, held, reason_of(error))
    return FetchedList(source, ListOutcome.NEW, found)


def judged(
    found: RevocationList | None, held: RevocationList | None, authorities: Authorities, now: datetime
) -> ListOutcome:
    """What may take the place of ``held``, the believed list that stands there; the first line that fits.

    ================  =======================================================================
    ``NOT_A_LIST``    it is no list
    ``STRANGER``      no authority of ``authorities`` signed it
    ``NOT_COMPLETE``  the kiosk could use it for no certificate: a delta, part of the reasons…
    ``NOT_YET``       it is issued after ``now``: the kiosk would have none until then
    ``SAME``          it is ``held``
    ``OLDER``         ``held`` has the same issuer, and is issued later or has a higher number
    ``NEW``           otherwise
    ================  =======================================================================
    """
    if found is None:
        return ListOutcome.NOT_A_LIST
    if believed(found, authorities) is None:
        return ListOutcome.STRANGER
    if not is_complete(found):
        return ListOutcome.NOT_COMPLETE
    if found.issued > now:
        return ListOutcome.NOT_YET
    if held is None or held.parsed.issuer != found.parsed.issuer:
        return ListOutcome.NEW
    if held.parsed == found.parsed:
        return ListOutcome.SAME
    return ListOutcome.OLDER if _is_older(found, held) else ListOutcome.NEW


def believed(found: RevocationList | None, authorities: Authorities) -> RevocationList | None:
    """The list if one of ``authorities`` signed it."""
    if found is None:
        return None
    return found if any(is_signed_by(found, der) for der in (*authorities.issuing, *authorities.roots)) else None


def _is_older(found: RevocationList, held: RevocationList) -> bool:
    number, before = number_of(found), number_of(held)
    return found.issued < held.issued or (number is not None and before is not None and number < before)


def _read(path: Path) -> RevocationList | None:
    try:
        return read_list(path.read_bytes())
    except OSError:
        return None
