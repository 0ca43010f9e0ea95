"""Namespaces for what a test starts. Where the system refuses them, one sentence ends the tests."""

from __future__ import annotations

import os
import subprocess
from functools import cache


class NoNamespaces(RuntimeError):
    """The system refuses; the text says in French what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Ces essais ont besoin de créer des espaces de noms, ce que le système refuse : lancez-les en root, "
            "sur une machine ou dans un conteneur qui le permet (« docker run --privileged », par exemple)."
        )


@cache
def unshare(*options: str) -> tuple[str, ...]:
    """The command that runs another one in new namespaces. Raises NoNamespaces."""
    command = ("unshare", *options, "--")
    if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        raise NoNamespaces
    return command


def unshare_mounts() -> tuple[str, ...]:
    """As ``unshare``, for mounts that nobody else sees and that vanish with the command; root is not needed."""
    as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    return unshare("--mount", *as_root)
