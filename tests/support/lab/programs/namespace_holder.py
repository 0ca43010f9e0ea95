"""Run inside fresh mount and network namespaces: prepares them, says so, and keeps them until its stdin ends.

Prints ``ready`` once. The loopback is brought up by ioctl because minimal images have no ``ip``.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import sys
from pathlib import Path

SIOCSIFFLAGS = 0x8914  # linux/sockios.h
IFF_UP = 0x1
RUN = Path("/run/pcscd")


def loopback_up() -> None:
    """Set IFF_UP on ``lo``: struct ifreq is a 16-byte name, then the flags as a short."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def main() -> None:
    """Prepare and wait."""
    RUN.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", str(RUN)], check=True)
    loopback_up()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
