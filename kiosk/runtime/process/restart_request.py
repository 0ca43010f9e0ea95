"""Asking for a restart of the card service: the kiosk may not restart it, it leaves a file for a service that may.

``deploy/systemd/guichet-cps-lecteur.path`` waits for that file and takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from kiosk.runtime.process.runtime_folder import runtime_folder

NAME = "relancer-pcscd"


def restart_request(environ: Mapping[str, str]) -> Callable[[], None]:
    """What to call; it never raises. Without a folder of its own from systemd (RuntimeDirectory=) it does nothing."""
    folder = runtime_folder(environ)

    def ask() -> None:
        if folder is not None:
            with suppress(OSError):
                (folder / NAME).touch(mode=0o600)

    return ask
