"""The two folders between the user of the kiosk and the user who talks to the network.

``sortie`` belongs to the kiosk: it writes the closed weeks there, the other may read them. ``retour`` belongs to the
other, who writes there what the central database has confirmed. Neither can change what is the other's, and neither
trusts the kind of file that it finds: a link, a pipe or a file without end is refused, not followed.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diagnostics.files.alone import enter_alone
from diagnostics.files.durable import write_durably
from diagnostics.fleet.shipment import EPOCH, NotAShipment, Shipment, shipment_as_text, shipment_from_text
from diagnostics.outcomes.weeks import monday

SHIPMENT = Path("sortie", "semaines.json")
ACKNOWLEDGEMENT = Path("retour", "accuse.json")

SCHEMA = 1

_READABLE_BY_THE_OTHER = 0o640
"""A file takes the group of its folder, which is the other user's (setgid: deploy/fleet/systemd/tmpfiles.conf)."""

_MOST_BYTES = 32 * 2**20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FleetFileUnusable(Exception):
    """A file of the fleet cannot be read or written; ``reason`` is the system's or ours, ``path`` the file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the central database holds of ``epoch``: for each week the digest of its counters, as of ``in_week``."""

    epoch: str
    in_week: str
    digests: Mapping[str, str]

    def confirmed(self, shipment: Shipment) -> tuple[str, ...]:
        """The weeks of ``shipment`` that the central database holds exactly as they are, oldest first."""
        if self.epoch != shipment.epoch:
            return ()
        return tuple(sorted(week for week, digest in shipment.digests().items() if self.digests.get(week) == digest))


@contextmanager
def only_sender(folder: Path) -> Iterator[None]:
    """One sender of a machine at a time; the system gives the place back, however the process ends.

    Raises FleetFileUnusable if another one is at work.
    """
    path = (folder / ACKNOWLEDGEMENT).parent
    try:
        descriptor = enter_alone(path)
    except BlockingIOError as error:
        raise FleetFileUnusable(path, "un autre envoi est en cours") from error
    except OSError as error:
        raise FleetFileUnusable(path, error.strerror or "") from error
    try:
        yield
    finally:
        os.close(descriptor)


def read_shipment(folder: Path) -> Shipment | None:
    """None if nothing was handed over yet. Raises FleetFileUnusable."""
    path = folder / SHIPMENT
    text = _read(path)
    try:
        return None if text is None else shipment_from_text(text)
    except NotAShipment as error:
        raise FleetFileUnusable(path, "contenu inattendu") from error


def write_shipment(folder: Path, shipment: Shipment) -> None:
    """Raises FleetFileUnusable."""
    _write(folder / SHIPMENT, shipment_as_text(shipment))


def read_acknowledgement(folder: Path) -> Acknowledgement | None:
    """None if nothing was ever confirmed. Raises FleetFileUnusable."""
    path = folder / ACKNOWLEDGEMENT
    text = _read(path)
    try:
        return None if text is None else _acknowledgement(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FleetFileUnusable(path, "contenu inattendu") from error


def write_acknowledgement(folder: Path, acknowledgement: Acknowledgement) -> None:
    """Raises FleetFileUnusable."""
    fields = {
        "schema": SCHEMA,
        "epoch": acknowledgement.epoch,
        "in_week": acknowledgement.in_week,
        "digests": dict(sorted(acknowledgement.digests.items())),
    }
    _write(folder / ACKNOWLEDGEMENT, json.dumps(fields, indent=1) + "\n")


def _acknowledgement(text: str) -> Acknowledgement:
    fields = json.loads(text)
    acknowledgement = Acknowledgement(fields["epoch"], fields["in_week"], dict(fields["digests"]))
    monday(acknowledgement.in_week)
    whole = all(monday(week) and _DIGEST.fullmatch(digest) for week, digest in acknowledgement.digests.items())
    if fields["schema"] != SCHEMA or not EPOCH.fullmatch(acknowledgement.epoch) or not whole:
        raise ValueError("not an acknowledgement")
    return acknowledgement


def _read(path: Path) -> str | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FleetFileUnusable(path, error.strerror or "") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise FleetFileUnusable(path, "ce n’est pas un fichier")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise FleetFileUnusable(path, error.strerror or "") from error
    finally:
        os.close(descriptor)
    if len(raw) > _MOST_BYTES:
        raise FleetFileUnusable(path, "trop grand")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise FleetFileUnusable(path, "contenu inattendu") from error


def _write(path: Path, text: str) -> None:
    try:
        write_durably(path, text.encode(), _READABLE_BY_THE_OTHER)
    except OSError as error:
        raise FleetFileUnusable(path, error.strerror or "") from error
