"""The published perimeter of a fleet: a month is protected and recorded once, and stands.

The tables are made here (``diagnostics.publication.publication``) from sums that the database gives to one role; it
records them and refuses the same month a second time, whoever asks. What is handed out is read back from that record.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.fleet.doors import CentralRefused, PublisherDoor, Refusal
from diagnostics.outcomes.codes import Code, Service
from diagnostics.publication.publication import SMALLEST_THRESHOLD, PublishedRow, protected


class NoDepartment(Exception):
    """No kiosk is enrolled: there is nothing that a table could be about."""


class StillAwaited(Exception):
    """Kiosks in service (``kiosks``) have not sent all of the month."""

    def __init__(self, kiosks: tuple[str, ...]) -> None:
        super().__init__(", ".join(kiosks))
        self.kiosks = kiosks


class NewerCatalogue(Exception):
    """A kiosk counts what this version does not know."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One published month (``YYYY-MM``): hidden cells have no ``n``; nothing visible is below ``threshold``.

    ``set_aside``: how many kiosks it does without, because their figures could not be.
    """

    month: str
    threshold: int
    set_aside: int
    rows: tuple[PublishedRow, ...]


def publish_month(
    central: PublisherDoor, month: str, *, threshold: int = SMALLEST_THRESHOLD, without_the_awaited: bool = False
) -> bool:
    """Protect and record ``month``, or answer False because it stands already.

    Kiosks that ``set_aside`` names are not in it. What arrives later for it will never be published: while kiosks are
    awaited, StillAwaited is raised unless ``without_the_awaited``. Raises ValueError for a threshold below
    SMALLEST_THRESHOLD, NoDepartment, NewerCatalogue, CentralUnreachable, CentralRefused (MONTH_NOT_OVER).
    """
    try:
        with central.one_moment():
            if _stands(central, month):
                return False
            if not without_the_awaited:
                _refuse_to_leave_out(central, month)
            _record(central, month, threshold)
    except CentralRefused as error:
        if error.refusal in (Refusal.MONTH_STANDS, Refusal.OVERTAKEN):  # another publisher was faster
            return False
        raise
    return True


def set_aside(central: PublisherDoor, month: str) -> tuple[str, ...]:
    """Kiosks whose figures of ``month`` cannot be: outcomes that no kiosk counts, or more than it can have counted."""
    return tuple(kiosk for (kiosk,) in central.ask("SELECT kiosk FROM fleet.set_aside(%s)", month))


def published(central: PublisherDoor) -> tuple[Publication, ...]:
    """Every published month, oldest first, as it was recorded."""
    cells = central.ask("SELECT month, threshold, set_aside, service, department, outcome, n FROM fleet.published")
    months = sorted({(month, threshold, without) for month, threshold, without, *_ in cells})
    rows: dict[str, list[PublishedRow]] = {month: [] for month, *_ in months}
    for month, _, _, service, department, outcome, n in cells:
        rows[month].append(PublishedRow(month, _service(service), department, outcome and _code(outcome), n))
    return tuple(Publication(*about, _in_order(rows[about[0]])) for about in months)


def _stands(central: PublisherDoor, month: str) -> bool:
    return bool(central.ask("SELECT 1 FROM fleet.published WHERE month = %s LIMIT 1", month))


def _refuse_to_leave_out(central: PublisherDoor, month: str) -> None:
    awaited = central.ask("SELECT kiosk FROM fleet.awaited(%s)", month)
    if awaited:
        raise StillAwaited(tuple(kiosk for (kiosk,) in awaited))


def _record(central: PublisherDoor, month: str, threshold: int) -> None:
    departments = [department for (department,) in central.ask("SELECT department FROM fleet.departments()")]
    if not departments:
        raise NoDepartment
    sums = central.ask("SELECT department, service, outcome, n FROM fleet.sums_of(%s)", month)
    cells = {(department, *_known(service, code)): n for department, service, code, n in sums}
    rows = [
        {"service": row.service.value, "department": row.department, "outcome": row.code and row.code.value, "n": row.n}
        for row in protected(cells, departments, month, threshold)
    ]
    central.record(month, threshold, rows)


def _known(service: str, code: str) -> tuple[Service, Code]:
    pair = _service(service), _code(code)
    if pair[0] not in pair[1].services:
        raise NewerCatalogue(f"{service} {code}")
    return pair


def _service(value: str) -> Service:
    try:
        return Service(value)
    except ValueError as error:
        raise NewerCatalogue(value) from error


def _code(value: str) -> Code:
    try:
        return Code(value)
    except ValueError as error:
        raise NewerCatalogue(value) from error


def _in_order(rows: list[PublishedRow]) -> tuple[PublishedRow, ...]:
    """Services as the catalogue has them, totals last."""
    services = list(Service)
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                services.index(row.service),
                row.department or "~",
                "~" if row.code is None else row.code.value,
            ),
        )
    )
