"""A whole machine under QEMU: its power, its root shell on a serial line, its screen, its keys and its USB reader."""

from __future__ import annotations

import codecs
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

WIDTH_PX, HEIGHT_PX = 1080, 1920
ABS_MAX = 0x7FFF
"""The far edge of QEMU's absolute pointer and of its touch screen on both axes."""

MULTITOUCH = "virtio-multitouch-pci"
"""A touch screen that only the newer QEMU have; elsewhere an absolute pointer stands for it."""

DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
"""Before the command of a process that must not outlive a trial that was killed (setpriv(1))."""

_READY = re.compile(r"root@[^ ]*# $")


class GuestError(Exception):
    """The machine did not do in time what it was asked."""


class Qmp:
    """QEMU's machine protocol on a Unix socket: one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._link = _connected(path)
        self._lines = self._link.makefile("rwb")
        self._read()
        self("qmp_capabilities")

    def __call__(self, command: str, **arguments: object) -> Any:
        """The command's answer. Raises GuestError with QEMU's words."""
        message = {"execute": command, "arguments": arguments}
        self._lines.write(json.dumps(message).encode() + b"\n")
        self._lines.flush()
        while "event" in (answer := self._read()):
            pass
        if "error" in answer:
            raise GuestError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def close(self) -> None:
        self._lines.close()
        self._link.close()

    def _read(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise GuestError("QEMU has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


class RootShell:
    """A root shell that the machine opens on its serial line by itself."""

    def __init__(self, path: Path) -> None:
        self._link = _connected(path)
        self._link.settimeout(1.0)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._text = ""

    def wait_for_root(self, patience_s: float) -> None:
        """Until the shell asks for its first command. Raises GuestError."""
        self._until(lambda text: _READY.search(text) is not None, patience_s, nudge=b"\n")
        self._send("stty -echo cols 500; PS1=; PS2=; bind 'set enable-bracketed-paste off' 2>/dev/null\n")
        self.run("true", 60.0)

    def run(self, command: str, patience_s: float = 120.0) -> tuple[int, str]:
        """Exit status and what the command printed. Raises GuestError."""
        self._text = ""
        self._send(f"echo '<''<'; ( {command} ) </dev/null 2>&1; echo \">>$?.\"\n")
        self._until(lambda text: re.search(r">>[0-9]+\.\r?\n", text) is not None, patience_s)
        found = re.search(r"<<\r?\n(.*)>>([0-9]+)\.", self._text, re.DOTALL)
        if found is None:
            raise GuestError(f"{command}: {self._text[-400:]}")
        return int(found[2]), found[1].replace("\r\n", "\n").rstrip("\n")

    def close(self) -> None:
        self._link.close()

    def _send(self, text: str) -> None:
        self._link.sendall(text.encode())

    def _until(self, done: Callable[[str], bool], patience_s: float, nudge: bytes = b"") -> None:
        end = time.monotonic() + patience_s
        quiet = 0
        while not done(self._text):
            if time.monotonic() > end:
                raise GuestError(f"nothing on the serial line after {patience_s:.0f} s: {self._text[-400:]}")
            try:
                part = self._link.recv(65536)
                if not part:
                    raise GuestError("QEMU has closed the serial line")
                self._text += self._decode(part)
                quiet = 0
            except TimeoutError:
                quiet += 1
                if nudge and quiet % 20 == 0:
                    self._link.sendall(nudge)


class Guest:
    """``folder`` holds the sockets and the serial log. Power comes with ``start`` and goes with ``cut``."""

    def __init__(self, folder: Path, root: Path, disk: Path, ccid_port: int, *, window: bool = False) -> None:
        self._folder = folder
        self._root = root
        self.disk = disk
        self._port = ccid_port
        self._window = window
        known = subprocess.run(["qemu-system-x86_64", "-device", "help"], capture_output=True, text=True, check=True)
        self._fingers = MULTITOUCH in known.stdout
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Switch on."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in ("qmp.sock", "serial.sock"):
            (self._folder / name).unlink(missing_ok=True)
        with (self._folder / "qemu.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        self.started_at = time.monotonic()
        self.qmp = Qmp(self._folder / "qmp.sock")
        self.serial = RootShell(self._folder / "serial.sock")

    def _command(self) -> list[str]:
        (kernel,) = (self._root / "boot").glob("vmlinuz-*")
        (initrd,) = (self._root / "boot").glob("initrd.img-*")
        log = self._folder / "serial.log"
        # A disk that does not lie: at a cut it has what the machine had flushed, and perhaps more.
        # Without AVX: QEMU 7.2 emulates VPGATHERDD wrongly now and then, and llvmpipe's programs crash there.
        return [
            *DIES_WITH_US,
            *("qemu-system-x86_64", "-accel", "tcg,thread=multi,tb-size=512", "-m", "2048", "-smp", "2"),
            *("-cpu", "max,avx=off,avx2=off"),
            *("-kernel", str(kernel), "-initrd", str(initrd)),
            *("-append", "root=/dev/vda rw console=ttyS0 quiet"),
            *("-drive", f"file={self.disk},if=virtio,format=qcow2,cache=writeback"),
            *("-vga", "none", "-device", f"virtio-gpu-pci,xres={WIDTH_PX},yres={HEIGHT_PX}"),
            *("-device", "virtio-keyboard-pci", "-device", MULTITOUCH if self._fingers else "virtio-tablet-pci"),
            *("-qmp", f"unix:{self._folder}/qmp.sock,server=on,wait=off"),
            *("-chardev", f"socket,id=ser,path={self._folder}/serial.sock,server=on,wait=off,logfile={log}"),
            *("-serial", "chardev:ser"),
            *("-chardev", f"socket,id=ccid,host=127.0.0.1,port={self._port},server=on,wait=off"),
            *("-device", "qemu-xhci,id=usb"),
            *("-audiodev", "none,id=sound"),
            *("-nic", "none", "-display", "gtk" if self._window else "none", "-no-reboot"),
            *("-device", "usb-ccid,id=reader,bus=usb.0"),
            *("-device", "ccid-card-passthru,id=card,chardev=ccid,bus=reader.0"),
        ]  # fmt: skip

    def wait_for_root(self, patience_s: float = 600.0) -> None:
        self.serial.wait_for_root(patience_s)

    def run(self, command: str, patience_s: float = 120.0) -> tuple[int, str]:
        return self.serial.run(command, patience_s)

    def output(self, command: str, patience_s: float = 120.0) -> str:
        """What a command that must succeed printed. Raises GuestError."""
        status, text = self.run(command, patience_s)
        if status != 0:
            raise GuestError(f"{command} ended with {status}: {text[-600:]}")
        return text

    def picture(self, path: Path) -> Path:
        """The screen as a PNG."""
        self.qmp("screendump", filename=str(path), format="png")
        return path

    def touch(self, x_px: float, y_px: float, held_s: float = 0.3) -> None:
        """A finger put down, held and lifted."""
        x, y = round(x_px / WIDTH_PX * ABS_MAX), round(y_px / HEIGHT_PX * ABS_MAX)
        if self._fingers:
            down = [_finger("begin"), _finger("data", "x", x), _finger("data", "y", y), _button("touch", down=True)]
            up = [_finger("end"), _button("touch", down=False)]
        else:
            self.qmp("input-send-event", events=[_axis("x", x), _axis("y", y)])
            down, up = [_button("left", down=True)], [_button("left", down=False)]
        self.qmp("input-send-event", events=down)
        time.sleep(held_s)
        self.qmp("input-send-event", events=up)

    def key(self, name: str) -> None:
        """A key by QEMU's name: ``kp_1``, ``kp_enter``, ``tab``, ``esc``."""
        self.qmp("send-key", keys=[{"type": "qcode", "data": name}], **{"hold-time": 200})

    def unplug_reader(self) -> None:
        self.qmp("device_del", id="reader")

    def plug_reader(self) -> None:
        self.qmp("device_add", driver="usb-ccid", id="reader", bus="usb.0")
        self.qmp("device_add", driver="ccid-card-passthru", id="card", chardev="ccid", bus="reader.0")

    def plug_headphones(self) -> None:
        self.qmp("device_add", driver="usb-audio", id="headphones", bus="usb.0", audiodev="sound")

    def plug_mouse_and_keypad(self) -> None:
        for kind in ("mouse", "kbd"):
            self.qmp("device_add", driver=f"usb-{kind}", id=kind, bus="usb.0")

    def press_with_the_pointer(self) -> None:
        """QEMU sends buttons to a mouse once the machine reads it, and a touch of the pointer would never come down.

        A touch screen needs nothing: its fingers are no buttons.
        """
        if self._fingers:
            return
        mice = str(self.qmp("human-monitor-command", **{"command-line": "info mice"}))
        index = re.search(r"Mouse #(\d+):[^\n]*\(absolute\)", mice)
        if index is None:
            raise GuestError(f"no absolute pointer among {mice}")
        self.qmp("human-monitor-command", **{"command-line": f"mouse_set {index[1]}"})

    def stand_still(self) -> None:
        """Stop the machine's time, to look at the moment at which it is then cut."""
        self.qmp("stop")

    def cut(self) -> None:
        """Cut the current: QEMU is killed where it stands."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None
        with suppress(OSError, AttributeError):
            self.qmp.close()
            self.serial.close()

    def wait_for_end(self) -> None:
        if self._process is not None:
            self._process.wait()

    def shut_down(self, patience_s: float = 180.0) -> None:
        """Switch off as the power button does, or cut after ``patience_s``."""
        self.serial._send("systemctl poweroff\n")
        with suppress(subprocess.TimeoutExpired):
            if self._process is not None:
                self._process.wait(patience_s)
        self.cut()


def overlay(base: Path, disk: Path) -> Path:
    """A disk that begins as ``base`` and keeps its own changes."""
    disk.unlink(missing_ok=True)
    kind = "qcow2" if base.suffix == ".qcow2" else "raw"
    command = ["qemu-img", "create", "-q", "-f", "qcow2", "-b", str(base), "-F", kind, str(disk)]
    subprocess.run(command, check=True)
    return disk


def _axis(name: str, value: int) -> dict[str, object]:
    return {"type": "abs", "data": {"axis": name, "value": value}}


def _button(name: str, *, down: bool) -> dict[str, object]:
    return {"type": "btn", "data": {"down": down, "button": name}}


def _finger(change: str, axis: str = "x", value: int = 0) -> dict[str, object]:
    identity = -1 if change == "end" else 0
    data = {"type": change, "slot": 0, "tracking-id": identity, "axis": axis, "value": value}
    return {"type": "mtt", "data": data}


def _connected(path: Path, patience_s: float = 30.0) -> socket.socket:
    end = time.monotonic() + patience_s
    while True:
        link = socket.socket(socket.AF_UNIX)
        try:
            link.connect(os.fspath(path))
            return link
        except OSError as error:
            link.close()
            if time.monotonic() > end:
                raise GuestError(f"QEMU does not listen on {path}: {error}") from None
            time.sleep(0.2)
