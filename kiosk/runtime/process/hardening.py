"""What the process asks of Linux before any code is typed: no core dump, no debugger, private files."""

from __future__ import annotations

import ctypes
import os
import resource

PR_SET_DUMPABLE = 4
"""prctl(2), <linux/prctl.h>."""


def harden_process() -> None:
    """No core dumps, not dumpable (so not traceable by the same user either), new files for this user only.

    Raises OSError if the kernel refuses.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    os.umask(0o077)
