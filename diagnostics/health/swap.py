"""Could what is in memory be written to a disk? Asked of the kernel's list of swap areas and of its devices.

A code is in memory while it is typed. The kiosk's own service is kept out of swap; what other services hold of a card
or a paper would stay readable on a disk that is carried away.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from diagnostics.health.check import CheckResult, HealthCheck, counted, ok, warning

_ENCRYPTED = "CRYPT-"
"""How the kernel's name of a dm-crypt device begins (/sys/class/block/*/dm/uuid), plain or LUKS."""


@dataclass(frozen=True, slots=True)
class KernelLists:
    """``swaps``: proc(5), a header, then a row an area: file name, type (partition or file), size…"""

    swaps: Path = Path("/proc/swaps")
    devices: Path = Path("/sys/class/block")
    by_number: Path = Path("/sys/dev/block")


def check_swap(lists: KernelLists) -> CheckResult:
    """Memory that the kernel swaps into memory (zram) stays in memory."""
    try:
        rows = [line.split() for line in lists.swaps.read_text(encoding="utf-8").splitlines()[1:]]
    except FileNotFoundError:
        rows = []
    clear = sum(not _is_safe(row[0], row[1], lists) for row in rows)
    if clear:
        areas = counted(clear, "zone n’est pas chiffrée", "zones ne sont pas chiffrées")
        return warning(
            HealthCheck.SWAP,
            f"La mémoire peut être copiée sur le disque\u00a0: {areas}.",
            "Retirez-la (swapoff -a, et sa ligne dans /etc/fstab), ou chiffrez-la (/etc/crypttab).",
        )
    if rows:
        return ok(HealthCheck.SWAP, "La mémoire d’échange est chiffrée, ou en mémoire.")
    return ok(HealthCheck.SWAP, "Il n’y a pas de mémoire d’échange\u00a0: la mémoire reste en mémoire.")


def _is_safe(name: str, kind: str, lists: KernelLists) -> bool:
    if kind == "partition":
        return Path(name).name.startswith("zram") or _is_encrypted(lists.devices / Path(name).name)
    try:
        number = os.stat(name).st_dev  # noqa: PTH116 the name is the kernel's
    except OSError:
        return False
    return _is_encrypted(lists.by_number / f"{os.major(number)}:{os.minor(number)}")


def _is_encrypted(device: Path) -> bool:
    """Itself, or everything that it is made of: a volume on an encrypted partition."""
    try:
        if (device / "dm" / "uuid").read_text(encoding="ascii").startswith(_ENCRYPTED):
            return True
    except OSError:
        pass
    try:
        beneath = list((device / "slaves").iterdir())
    except OSError:
        return False
    return bool(beneath) and all(_is_encrypted(part) for part in beneath)
