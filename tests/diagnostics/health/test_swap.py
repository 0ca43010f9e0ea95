"""Swap that would write memory to a disk, on the kernel's lists as proc(5) and sysfs give them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diagnostics.health.swap import KernelLists, check_swap
from diagnostics.outcomes.status import Status

HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
LUKS, PLAIN, VOLUME = "CRYPT-LUKS2-0f3a-swap", "CRYPT-PLAIN-cswap", "LVM-a1b2"


class Kernel:
    """``/proc/swaps`` and ``/sys/class/block`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.lists = KernelLists(folder / "swaps", folder / "block", folder / "numbers")
        self._folder = folder
        for name in ("block", "numbers"):
            (folder / name).mkdir()

    def device(self, name: str, uuid: str = "", *slaves: str) -> Path:
        made = self._folder / "block" / name
        (made / "slaves").mkdir(parents=True)
        if uuid:
            (made / "dm").mkdir()
            (made / "dm" / "uuid").write_text(f"{uuid}\n")
        for slave in slaves:
            (made / "slaves" / slave).symlink_to(self._folder / "block" / slave)
        return made

    def swaps(self, *rows: str) -> Status:
        self.lists.swaps.write_text(HEADER + "".join(f"{row}\t4194300\t\t0\t\t-2\n" for row in rows))
        return check_swap(self.lists).state


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    made = Kernel(tmp_path)
    made.device("vda1")
    made.device("dm-0", LUKS, "vda1")
    made.device("dm-1", PLAIN, "vda1")
    made.device("dm-2", VOLUME, "vda1")
    made.device("dm-3", VOLUME, "dm-0")
    made.device("dm-4", VOLUME, "dm-0", "vda1")
    made.device("dm-5", "NOT-CRYPT-", "vda1")
    return made


@pytest.mark.parametrize(
    ("device", "state"),
    [
        ("vda1", Status.WARNING),
        ("dm-0", Status.OK),
        ("dm-1", Status.OK),
        ("dm-2", Status.WARNING),
        ("dm-3", Status.OK),
        ("dm-4", Status.WARNING),
        ("dm-5", Status.WARNING),
        ("zram0", Status.OK),
        ("unknown", Status.WARNING),
    ],
)
def test_a_partition_is_encrypted_itself_or_all_that_it_is_made_of_is(
    kernel: Kernel, device: str, state: Status
) -> None:
    assert kernel.swaps(f"/dev/{device} partition") is state


def test_none_is_the_best_and_one_in_clear_is_enough(kernel: Kernel) -> None:
    assert kernel.swaps() is Status.OK
    assert kernel.swaps("/dev/dm-0 partition", "/dev/vda1 partition") is Status.WARNING
    kernel.lists.swaps.unlink()
    assert check_swap(kernel.lists).state is Status.OK


def test_a_file_is_judged_by_the_disk_that_it_lies_on(kernel: Kernel, tmp_path: Path) -> None:
    area = tmp_path / "swapfile"
    area.touch()
    assert kernel.swaps(f"{area} file") is Status.WARNING
    number = area.stat().st_dev
    place = tmp_path / "numbers" / f"{os.major(number)}:{os.minor(number)}"
    place.symlink_to(tmp_path / "block" / "dm-0")
    assert kernel.swaps(f"{area} file") is Status.OK
    area.unlink()
    assert kernel.swaps(f"{area} file") is Status.WARNING


def test_the_kernels_own_list_is_understood() -> None:
    assert check_swap(KernelLists()).state in (Status.OK, Status.WARNING)
