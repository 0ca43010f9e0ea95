"""Files as another account of the machine; needs root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USERS = {"root": 0, "borne": 61001, "borne-parc": 61002, "quidam": 61003, "guichet-cps-listes": 61004}


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Files are opened as that user in the block."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(USERS[name])
    os.seteuid(USERS[name])
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def make_folder(rule: str, before: Path, into: Path) -> Path:
    """What a line of tmpfiles.d(5) of type ``d`` makes, at the same place below ``into`` as it has below ``before``."""
    _, path, mode, user, group, _ = rule.split()
    made = into / Path(path).relative_to(before)
    made.mkdir()
    os.chown(made, USERS[user], USERS[group])
    made.chmod(int(mode, 8))
    return made
