"""Writing a file so that a crash leaves the old one or the new one, and creating one that must not exist yet."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE = 0o600
"""Only the account that writes the file may read it."""

PUBLIC = 0o644
"""Every account may read the file."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
"""O_EXCL refuses a name that exists, a link included, wherever the link points (open(2))."""


def write_durably(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Put ``content`` in the place of ``path``, whole or not at all, durable on return, with exactly ``mode``.

    The folder must exist. Until the name changes the content lies beside it, in ``unfinished(path)``. Raises OSError;
    the old file then stands as it was, or the new one in its place, which a crash may still undo.
    """
    beginning = unfinished(path)
    beginning.unlink(missing_ok=True)
    _write_new(beginning, content, mode)
    try:
        take_the_place(beginning, path)
    except OSError:
        beginning.unlink(missing_ok=True)
        raise


def create_private(path: Path, content: bytes) -> None:
    """Write a file that nobody else may read. Raises FileExistsError if the name exists, OSError.

    A file that could not be written to its end is removed.
    """
    _write_new(path, content, PRIVATE)


def unfinished(path: Path) -> Path:
    """Where the next content of ``path`` lies until it is complete."""
    return path.with_name(f"{path.name}-new")


def take_the_place(new: Path, old: Path) -> None:
    """Rename ``new``, whose content is on the disk already, to ``old``; durable on return. Raises OSError."""
    new.replace(old)
    make_names_durable(old.parent)


def make_folder(folder: Path) -> None:
    """Make it, and the folders that lead to it, for everybody to read; durable on return. Raises OSError."""
    for each in reversed((folder, *folder.parents)):
        if not each.exists():
            each.mkdir(0o755, exist_ok=True)
            make_names_durable(each.parent)


def make_names_durable(folder: Path) -> None:
    """Wait until the disk has every file made, renamed or removed in ``folder``. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a new file to the disk; remove what could not be written to its end. The umask takes nothing from mode."""
    descriptor = os.open(path, _NEW, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
