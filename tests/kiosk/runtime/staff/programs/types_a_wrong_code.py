"""Tries wrong staff codes, and is killed while one is being compared: ``path boot seconds count``."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from kiosk.runtime.staff import code
from kiosk.runtime.staff.back_off import BackOff, Uptime

path, boot, seconds, count = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
gate = code.StaffGate(code.hash_of(bytearray(b"271828")), BackOff(path, Uptime(boot, lambda: seconds)))


class DiesComparing:
    """Stands for argon2 at the moment when the power goes."""

    def verify(self, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


for _ in range(count - 1):
    sys.stdout.write(f"{gate.check(bytearray(b'314159'), 1).answer.value}\n")
    sys.stdout.flush()
code._HASHER = DiesComparing()  # type: ignore[assignment]  # on purpose: see above
gate.check(bytearray(b"314159"), 1)
