"""A machine and the rest of the world: two network namespaces on one wire, and calls from one to the other by account.

Needs root. Every process is a child, and dies with the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from lab.namespaces import unshare

INSIDE = ("10.9.9.1", "fd09::1")
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
_HOLD = ("sh", "-c", "ip link set lo up; echo ready; exec cat")

# A kernel that tells a refusal to each of many calls: it would otherwise leave most of them to wait.
_WIRE = """
set -e
ip link add kiosk netns {inside} type veth peer name world netns {outside}
nsenter -t {inside} -n ip addr add 10.9.9.1/24 dev kiosk
nsenter -t {inside} -n ip addr add fd09::1/64 dev kiosk nodad
nsenter -t {outside} -n ip addr add 10.9.9.254/24 dev world
nsenter -t {outside} -n ip addr add fd09::fe/64 dev world nodad
nsenter -t {inside} -n ip link set kiosk up
nsenter -t {outside} -n ip link set world up
nsenter -t {inside} -n ip route add default via 10.9.9.254
nsenter -t {inside} -n ip -6 route add default via fd09::fe
nsenter -t {inside} -n sh -c 'echo 0 | tee /proc/sys/net/ipv4/icmp_ratelimit /proc/sys/net/ipv6/icmp/ratelimit' >&2
"""

_ANSWER = """
import json, selectors, socket, sys
wait = selectors.DefaultSelector()
for host, port, kind in json.loads(sys.argv[1]):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    if kind == "tcp":
        made.listen()
    wait.register(made, selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in wait.select():
        if key.fileobj.type == socket.SOCK_DGRAM:
            key.fileobj.sendto(b"here", key.fileobj.recvfrom(9)[1])
        else:
            key.fileobj.accept()[0].close()
"""

_CALL = """
import json, os, socket, sys
account, source, calls = json.loads(sys.argv[1])
os.setgroups([])
os.setresgid(account, account, account)
os.setresuid(account, account, account)
reached = []
for host, port, kind in calls:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as link:
        link.settimeout(0.4)
        try:
            if source:
                link.bind((source, 0))
            link.connect((host, port))
            if kind == "udp":
                link.send(b"hello")
                link.recv(9)
        except OSError:
            continue
    reached.append((host, port, kind))
print(json.dumps(reached))
"""


class Place(NamedTuple):
    """``kind``: tcp or udp."""

    host: str
    port: int
    kind: str = "tcp"


class Wire:
    """Use as a context manager. The kiosk is INSIDE; every other address is one of ``outside``."""

    def __init__(self, outside: Sequence[Place], inside: Sequence[Place]) -> None:
        self._places = (list(inside), list(outside))
        self._stack = ExitStack()

    def __enter__(self) -> Wire:
        with self._stack:
            self.inside, self.outside = (self._started([*unshare("--net"), *_HOLD]) for _ in range(2))
            script = _WIRE.format(inside=self.inside, outside=self.outside)
            for host in {place.host for place in self._places[1]}:
                alone = f"{host}/128 nodad" if ":" in host else f"{host}/32"
                script += f"nsenter -t {self.outside} -n ip addr add dev world {alone}\n"
            subprocess.run(["sh", "-c", script], check=True)
            for namespace, places in zip((self.inside, self.outside), self._places, strict=True):
                self._started([*self._enter(namespace), sys.executable, "-c", _ANSWER, json.dumps(places)])
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, *command: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """A command on the kiosk."""
        words = [*self._enter(self.inside), *command]
        return subprocess.run(words, env=environ, capture_output=True, text=True, check=False)

    def reached(self, account: int, places: Iterable[Place]) -> set[Place]:
        """What this account of the kiosk reaches."""
        return self._calls(self.inside, account, "", places)

    def reached_from(self, source: str, places: Iterable[Place]) -> set[Place]:
        """What somebody at this address reaches on the kiosk."""
        return self._calls(self.outside, 0, source, places)

    def _calls(self, namespace: int, account: int, source: str, places: Iterable[Place]) -> set[Place]:
        words = json.dumps((account, source, list(places)))
        command = [*self._enter(namespace), sys.executable, "-c", _CALL, words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {Place(*place) for place in json.loads(done.stdout)}

    def _started(self, command: Sequence[str]) -> int:
        """A child that has said it is ready; it ends with the block."""
        child = subprocess.Popen([*_DIES_WITH_US, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._stack.enter_context(child)
        self._stack.callback(child.kill)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        return child.pid

    def _enter(self, namespace: int) -> list[str]:
        return ["nsenter", "-t", str(namespace), "-n", "--"]
