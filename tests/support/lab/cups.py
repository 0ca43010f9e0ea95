"""A real CUPS and a real IPP printer in a network and mount namespace of their own, in a temporary folder.

``ippeveprinter`` insists on DNS-SD, so the namespace has its own D-Bus and Avahi; nothing outside it is touched.
cupsd has the settings of ``deploy/cups`` and listens where they say, in the namespace: tests outside it print through
``lab.queue``; what must reach the printer itself runs within ``lab.inside()``. Needs root, and Debian's cups,
cups-ipp-utils, avahi-daemon, dbus and iproute2. Every process is a child, and dies with the tests.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from checkout import ROOT
from lab.namespaces import unshare
from reports.printing.cups import Queue

PRINTER_URI = "ipp://localhost:8631/ipp/print"
_CLONE_NEWNET = 0x40000000
_START_TIMEOUT_S = 20

_FURNISH = """
set -e
ip link set lo up
mkdir -p /run/dbus /run/avahi-daemon
mount -t tmpfs tmpfs /run/dbus
mount -t tmpfs tmpfs /run/avahi-daemon
mkdir -p /run/cups
mount -t tmpfs -o mode=755 tmpfs /run/cups
mount --bind {folder}/etc /etc/cups
"""

_BUS = """<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>
<auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/>
<allow receive_sender="*"/><allow send_type="method_call"/></policy></busconfig>
"""

_GOOD = 'exec cat "$1"'
# The printer's own protocol for its state; the jam lasts until the printer's folder is cleared away.
ENDLESS = 'while [ -e "$1" ]; do sleep 0.1; done'
JAMMED = f'echo "STATE: +media-jam-error" >&2; {ENDLESS}'

SETTINGS = ROOT / "deploy" / "cups"
"""The files that a kiosk's CUPS is given, used as they are."""


class CupsLab:
    """Use as a context manager. ``queue`` is a raw queue: what it is given is what the printer gets.

    ``namespace`` is the id of a process whose mount and network namespaces are used, instead of new ones.
    """

    def __init__(self, namespace: int | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cups-lab-", dir="/tmp"))
        self._namespace = namespace
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> CupsLab:
        with self._stack:
            self._stack.callback(shutil.rmtree, self.folder)
            self._write_settings()
            self._enter_namespace()
            self._stack.callback(self._stop_all)
            self._start_discovery()
            self.start_printer()
            self.start_cups()
            self.add_queue(self.queue.name, f"{PRINTER_URI}?contimeout=2")
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _enter_namespace(self) -> None:
        if self._namespace is None:
            holder = subprocess.Popen(
                _dying([*unshare("--mount", "--net"), "sh", "-c", "echo ready; exec cat"]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self._stack.callback(_end, holder)
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"ready\n"
            self._namespace = holder.pid
        self._run("sh", "-c", _FURNISH.format(folder=self.folder))
        self._stack.callback(self._run, "umount", "/etc/cups")

    def _stop_all(self) -> None:
        for name in reversed(list(self._children)):
            self._stop(name)

    @property
    def root(self) -> Path:
        """The namespace's file system, from outside."""
        return Path(f"/proc/{self._namespace}/root")

    @property
    def queue(self) -> Queue:
        return Queue("borne", socket=self.root / "run/cups/cups.sock")

    @property
    def printed(self) -> list[bytes]:
        """What came out of the printer since it was switched on, oldest first."""
        papers = sorted((self.folder / "paper").iterdir(), key=lambda p: int(p.name.split("-")[0]))
        return [p.read_bytes() for p in papers]

    def start_printer(self, mechanism: str = _GOOD) -> None:
        """Switch the printer on, with paper in it. ``mechanism`` is a shell script: its output is the paper."""
        paper, memory = self.folder / "paper", self.folder / "printer-memory"
        for old in (*paper.iterdir(), *memory.iterdir()):
            old.unlink()
        program = self.folder / "mechanism"
        program.write_text(f"#!/bin/sh\n{mechanism}\n")
        program.chmod(0o755)
        self._start(
            "printer", "ippeveprinter", "-p", "8631", "-n", "localhost", "-r", "off", "-c", str(program),
            "-D", f"file://{paper}", "-d", str(memory), "-f", "application/pdf,image/pwg-raster", "Simulated",
        )  # fmt: skip
        self._wait_for("ipptool", "-T", "1", "-q", PRINTER_URI, "get-printer-attributes.test")

    def stop_printer(self) -> None:
        self._stop("printer")

    def start_cups(self) -> None:
        self._start("cupsd", "cupsd", "-f")
        self._wait_for("lpstat", "-h", str(self.queue.socket), "-r", said=b"scheduler is running")

    def stop_cups(self) -> None:
        self._stop("cupsd")

    def set_paper(self, main: int, by_pass: int) -> None:
        """Leave so many sheets of A4 in the printer's two trays, as a hand would, through its own page."""
        trays = ((1, main), (3, by_pass))
        query = "&".join(f"size{n}=iso_a4_210x297mm&type{n}=stationery&level{n}={level}" for n, level in trays)
        page = f"http://localhost:8631/media?{query}"
        with self.inside(), urllib.request.urlopen(page, timeout=5) as answer:
            assert answer.status == 200

    def add_queue(self, name: str, device: str) -> Queue:
        """A raw queue to another printer."""
        self._run("lpadmin", "-h", str(self.queue.socket), "-p", name, "-E", "-v", device)
        return replace(self.queue, name=name)

    def refuse_jobs(self) -> None:
        self._run("cupsreject", "-h", str(self.queue.socket), self.queue.name)

    def disable_queue(self) -> None:
        self._run("cupsdisable", "-h", str(self.queue.socket), self.queue.name)

    def enable_queue(self) -> None:
        self._run("cupsenable", "-h", str(self.queue.socket), self.queue.name)
        self._run("cupsaccept", "-h", str(self.queue.socket), self.queue.name)

    def spool_files(self) -> list[str]:
        """Names in CUPS's spool: ``c…`` are control files, ``d…`` are papers."""
        return [path.name for path in (self.root / "run/cups/spool").iterdir() if path.is_file()]

    def read_spool(self, name: str) -> bytes:
        return (self.root / "run/cups/spool" / name).read_bytes()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """This thread, and the children it starts, are on the namespace's network."""
        theirs = Path(f"/proc/{self._namespace}/ns/net")
        with Path("/proc/thread-self/ns/net").open() as before, theirs.open() as there:
            _setns(there.fileno())
            try:
                yield
            finally:
                _setns(before.fileno())

    def enter(self, *command: str) -> list[str]:
        """Return the command line that runs ``command`` within both namespaces."""
        return ["nsenter", "-t", str(self._namespace), "-m", "-n", "--", *command]

    def _write_settings(self) -> None:
        self.folder.chmod(0o755)
        for name in ("etc", "etc/ppd", "log", "paper", "printer-memory"):
            (self.folder / name).mkdir()
        (self.folder / "bus.conf").write_text(_BUS)
        for settings in SETTINGS.glob("*.conf"):
            shutil.copy(settings, self.folder / "etc")

    def _start_discovery(self) -> None:
        bus = self._start("bus", "dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", "--nopidfile",
                          "--print-address")  # fmt: skip
        assert bus.stdout is not None
        assert bus.stdout.readline().startswith(b"unix:")
        self._start("avahi", "avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits")
        self._wait_for("dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.Avahi", "/",
                       "org.freedesktop.Avahi.Server.GetState", said=b"int32 2")  # fmt: skip

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE if name == "bus" else subprocess.DEVNULL
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(_dying(self.enter(*command)), stdout=pipe, stderr=log)
        self._children[name] = child
        return child

    def _stop(self, name: str) -> None:
        _end(self._children.pop(name))

    def _run(self, *command: str) -> None:
        done = subprocess.run(self.enter(*command), capture_output=True, timeout=20, check=False)
        assert done.returncode == 0, done.stderr

    def _wait_for(self, *command: str, said: bytes = b"") -> None:
        """Ask until the answer is right; the asking itself paces the loop."""
        end = time.monotonic() + _START_TIMEOUT_S
        while True:
            done = subprocess.run(self.enter(*command), capture_output=True, timeout=10, check=False)
            if done.returncode == 0 and said in done.stdout:
                return
            assert time.monotonic() < end, (command, done.stdout, done.stderr)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End one process by its id: politely, then not."""
    child.terminate()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()


def _dying(command: Sequence[str]) -> list[str]:
    """``command``, killed by the kernel if the tests die."""
    return ["setpriv", "--pdeathsig", "KILL", *command]


def _setns(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
