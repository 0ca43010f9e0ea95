"""A real pcscd with Debian's virtual reader, shut in mount and network namespaces of its own.

vpcd listens on every address and pcscd has one socket in /run/pcscd: without namespaces two tests could not run beside
each other, nor beside a pcscd of the machine. Needs root, ``unshare``, ``nsenter`` and ``setpriv`` (util-linux), pcscd
and vsmartcard-vpcd; no systemd. Everything started here dies with the test process, even a killed one (PDEATHSIG, and
the holder ends when its stdin does). PDEATHSIG follows the thread: start processes from the main thread.

Files are shared with the outside except /run/pcscd, so a Unix socket in a folder (the card's control, an X display in
/tmp/.X11-unix) works across; abstract sockets and TCP do not, so an X server outside is reached by its
file socket only.

The reader shows as two slots, ``Virtual PCD 00 00`` and ``Virtual PCD 00 01``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from checkout import ROOT
from lab.namespaces import unshare

FIRST_READER = "Virtual PCD 00 00"
SECOND_READER = "Virtual PCD 00 01"
PATIENCE_S = 30.0
_PROGRAMS = Path(__file__).with_name("programs")
_HOLDER = _PROGRAMS / "namespace_holder.py"
_CARD = _PROGRAMS / "simulated_card.py"
_WAIT = _PROGRAMS / "wait_for_card.py"
_READER = Path("/etc/reader.conf.d/vpcd")
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")


def end(process: subprocess.Popen[Any]) -> None:
    """End one process by its id: politely, then not."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


class PcscdLab:
    """Context manager: inside it pcscd runs and ``run`` and ``popen`` start programs that see it.

    ``folder`` is an empty temporary folder; ``env`` is the environment of everything started inside.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        checkout = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support")))
        own = {"LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": checkout}
        self.env = {**os.environ, **own}
        self.pcscd_log: list[str] = []
        self._stack = ExitStack()
        self._holder: subprocess.Popen[str] | None = None
        self._pcscd: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None

    def __enter__(self) -> PcscdLab:
        with ExitStack() as stack:
            self._start_holder(stack)
            self._configure()
            stack.callback(self.stop)
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start_holder(self, stack: ExitStack) -> None:
        command = [*_DIES_WITH_US, *unshare("--mount", "--net"), sys.executable, str(_HOLDER)]
        self._holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(end, self._holder)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "ready\n"

    def _configure(self) -> None:
        self._config = self.folder / "reader.conf.d"
        self._config.mkdir()
        shutil.copy(_READER, self._config / "vpcd")

    def inside(self, command: Sequence[str]) -> list[str]:
        """``command`` as it must be started to run in the namespaces; it keeps the id of what is started."""
        assert self._holder is not None
        return [*_DIES_WITH_US, "nsenter", "--target", str(self._holder.pid), "--mount", "--net", "--", *command]

    def run(
        self, command: Sequence[str], *, env: Mapping[str, str] | None = None, timeout: float = PATIENCE_S
    ) -> subprocess.CompletedProcess[str]:
        """Run to its end; output is captured as text. Never raises for an exit status."""
        return subprocess.run(
            self.inside(command),
            env={**self.env, **(env or {})},
            timeout=timeout,
            capture_output=True,
            text=True,
            check=False,
        )

    def popen(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, **options: Any) -> Any:
        """Start a program; it is ended with the lab at the latest."""
        process = subprocess.Popen(self.inside(command), env={**self.env, **(env or {})}, **options)
        self._stack.callback(end, process)
        return process

    def start(self) -> None:
        """Start pcscd and wait until it serves clients."""
        command = ["pcscd", "--foreground", "--info", "--config", str(self._config)]
        usage = subprocess.run(["pcscd", "--help"], capture_output=True, text=True, check=False)
        if "--disable-polkit" in usage.stdout + usage.stderr:
            command.append("--disable-polkit")
        self._pcscd = subprocess.Popen(
            self.inside(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="backslashreplace",
            env=self.env,
        )
        ready = Event()
        self._reader = Thread(target=self._read_log, args=(self._pcscd, ready), name="pcscd-log", daemon=True)
        self._reader.start()
        if not ready.wait(PATIENCE_S) or self._pcscd.poll() is not None:
            raise RuntimeError("pcscd did not start:\n" + "".join(self.pcscd_log))

    def _read_log(self, pcscd: subprocess.Popen[str], ready: Event) -> None:
        assert pcscd.stdout is not None
        for line in pcscd.stdout:
            self.pcscd_log.append(line)
            if "daemon ready" in line:
                ready.set()
        ready.set()

    def stop(self) -> None:
        """Stop pcscd, if it runs; readers and cards vanish for its clients."""
        if self._pcscd is None or self._reader is None:
            return
        self._pcscd.terminate()
        try:
            self._pcscd.wait(5)
        except subprocess.TimeoutExpired:
            self._pcscd.kill()
        self._reader.join()
        end(self._pcscd)
        self._pcscd = None

    def restart(self) -> None:
        """Stop and start pcscd; a simulated card reconnects by itself."""
        self.stop()
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within the block pcscd takes connections and answers none, as with a card that never answers."""
        assert self._pcscd is not None
        os.kill(self._pcscd.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._pcscd.pid, signal.SIGCONT)

    @contextmanager
    def renamed_reader(self, name: str) -> Iterator[None]:
        """Within the block the reader has another name, as a real one would; pcscd is restarted around it."""
        with self._configured(_READER.read_bytes().replace(b"Virtual PCD", name.encode())):
            yield

    @contextmanager
    def another_reader(self, name: bytes) -> Iterator[None]:
        """Within the block there is a second, empty reader, of two slots, with these bytes as its name.

        Its driver is a copy of vpcd's, which has room for one reader. pcscd is restarted around the block.
        """
        virtual, driver = _READER.read_bytes(), self.folder / "libifdvpcd-2.so"
        path = re.search(rb"LIBPATH\s+(\S+)", virtual)
        assert path is not None
        shutil.copy(path[1].decode(), driver)
        other = virtual.replace(path[1], bytes(driver)).replace(b"Virtual PCD", name).replace(b"0x8C7B", b"0x8C81")
        with self._configured(virtual + b"\n" + other):
            yield

    @contextmanager
    def _configured(self, readers: bytes) -> Iterator[None]:
        try:
            self._configured_anew(readers)
            yield
        finally:
            self._configured_anew(_READER.read_bytes())

    def _configured_anew(self, readers: bytes) -> None:
        self.stop()
        (self._config / "vpcd").write_bytes(readers)
        self.start()

    def card(self, profile: str, *, second_slot: bool = False) -> LabCard:
        """Put a simulated card into a slot, in a process of its own, and wait until it can be steered."""
        path = self.folder / f"card-{'1' if second_slot else '0'}.sock"
        command = [sys.executable, str(_CARD), profile, str(path), "1" if second_slot else "0"]
        process = self.popen(command, stdout=subprocess.PIPE, text=True)
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("the simulated card did not start")
        return LabCard(path)

    def wait_for(self, situation: str = "card", reader: str = FIRST_READER) -> str:
        """Wait until pcscd shows ``card``, ``mute`` or ``empty`` in ``reader``; returns the ATR in hexadecimal."""
        command = [sys.executable, str(_WAIT), reader, situation, str(PATIENCE_S)]
        done = self.run(command, timeout=PATIENCE_S + 5)
        if done.returncode != 0:
            raise RuntimeError(f"no {situation} in {reader}: {done.stderr}")
        return done.stdout.strip()


class LabCard:
    """Steers a simulated card through its control socket (commands: ``kiosk.simulator.bridge.control``)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, line: str) -> Any:
        """Send one command and return its JSON answer. Raises RuntimeError with the card's own words."""
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(PATIENCE_S)
            link.connect(str(self._path))
            link.sendall(line.encode() + b"\n")
            answer = json.loads(link.makefile("rb").readline())
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(answer["error"])
        return answer
