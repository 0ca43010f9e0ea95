"""``filtered.py UNIT COMMAND…``: the command as nobody, under a unit's system call filter as systemd would load it.

An allow list that answers EPERM, made of several SystemCallFilter= lines as systemd.exec(5) reads them. systemd-analyze
tells what is in a group; libseccomp makes the filter.
"""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from pathlib import Path

_ALLOW, _EPERM = 0x7FFF0000, 0x00050000 | errno.EPERM
_NO_NEW_PRIVS = 38
_NOBODY = 65534


def members(group: str) -> set[str]:
    """The system calls of a group, and of the groups within it."""
    command = ["systemd-analyze", "syscall-filter", "--no-pager", group]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    words = [line.strip() for line in lines[1:] if line.strip() and "#" not in line]
    return {name for word in words for name in (members(word) if word.startswith("@") else {word})}


def allowed(unit: Path) -> set[str]:
    calls = members("@default")
    for line in unit.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key != "SystemCallFilter":
            continue
        named = {
            name for word in value.lstrip("~").split() for name in (members(word) if word.startswith("@") else {word})
        }
        calls = calls - named if value.startswith("~") else calls | named
    return calls


def main() -> None:
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_EPERM)))
    for name in allowed(Path(sys.argv[1])):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # an architecture does not have every one
            library.seccomp_rule_add(context, ctypes.c_uint32(_ALLOW), ctypes.c_int(number), ctypes.c_uint(0))
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    if library.seccomp_load(context) != 0:
        raise OSError("the kernel refuses the filter")
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606


main()
