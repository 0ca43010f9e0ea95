"""USB devices as the kernel lays them out under /sys, in a folder that a test mounts there: real programs read them."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path

_CONTROLLER = "devices/pci0000:00/0000:00:06.0"
_HUB = f"{_CONTROLLER}/usb1"


@dataclass(frozen=True, slots=True)
class Usb:
    """``interfaces``: class, subclass and protocol of each."""

    vendor: int
    product: int
    name: str
    interfaces: tuple[tuple[int, int, int], ...]
    serial: str = ""


ROOT_HUB = Usb(0x1D6B, 2, "xHCI Host Controller", ((9, 0, 0),), "0000:00:06.0")


def plug_in(folder: Path, *devices: Usb) -> None:
    """``folder`` becomes a /sys with one controller, its hub, and ``devices`` in its ports in order."""
    _lay_out(folder, _HUB, ROOT_HUB, 1)
    (folder / _CONTROLLER / "uevent").write_text("DRIVER=xhci_hcd\n")
    for port, device in enumerate(devices, 1):
        _lay_out(folder, f"{_HUB}/1-{port}", device, port + 1)


def _lay_out(folder: Path, place: str, device: Usb, number: int) -> None:
    made = folder / place
    (made / "port").mkdir(parents=True)
    (made / "port" / "connect_type").write_text("hotplug\n")
    (made / "descriptors").write_bytes(_descriptors(device))
    values = {
        "idVendor": f"{device.vendor:04x}",
        "idProduct": f"{device.product:04x}",
        "product": device.name,
        "serial": device.serial,
        "authorized": "1",
        "uevent": f"DEVTYPE=usb_device\nDRIVER=usb\nBUSNUM=001\nDEVNUM={number:03d}",
    }
    for name, value in values.items():
        if value:
            (made / name).write_text(f"{value}\n")
    listed = folder / "bus" / "usb" / "devices"
    listed.mkdir(parents=True, exist_ok=True)
    (listed / made.name).symlink_to(os.path.relpath(made, listed))
    (made / "subsystem").symlink_to(os.path.relpath(folder / "bus" / "usb", made))


def _descriptors(device: Usb) -> bytes:
    """USB 2.0, 9.6.1 (device, 18 bytes), 9.6.3 (configuration, 9 bytes) and 9.6.5 (interface, 9 bytes)."""
    interfaces = b"".join(struct.pack("<9B", 9, 4, n, 0, 0, *kind, 0) for n, kind in enumerate(device.interfaces))
    head = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 0, 0, 0, 64, device.vendor, device.product, 0x100, 0, 0, 0, 1)
    size = 9 + len(interfaces)
    configuration = struct.pack("<BBHBBBBB", 9, 2, size, len(device.interfaces), 1, 0, 0xA0, 50)
    return head + configuration + interfaces
