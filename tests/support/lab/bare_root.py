"""A bare system of this machine's own release in a folder, for packages to be installed in.

Each command runs in namespaces of its own: what it mounts and starts vanishes with it, and no network is seen. No
systemd runs inside. Needs root, mmdebstrap and util-linux.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from lab.namespaces import unshare

PATIENCE_S = 240.0

_ENTER = """
set -e
root=$1; shift
mount -t proc proc "$root/proc"
for place in dev/shm run; do mkdir -p "$root/$place"; mount -t tmpfs tmpfs "$root/$place"; done
mkdir -p "$root/dev/pts"
mount -t devpts devpts "$root/dev/pts"
ip link set lo up
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \\
    DEBIAN_FRONTEND=noninteractive "$@"
"""

_PASSING = ("proc/", "sys/", "dev/", "run/", "tmp/", "var/log/", "var/cache/", "var/lib/apt/", "var/lib/dpkg/")
"""What is written by every installation, whatever it installs."""


class BareRoot:
    """``make`` it first; ``path`` is its folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, packages: Sequence[str]) -> subprocess.Popen[str]:
        """Start making it, with these packages and what they ask for, from where this machine has its own."""
        command = [
            "mmdebstrap",
            "--mode=root",
            "--variant=minbase",
            "--quiet",
            '--aptopt=Apt::Install-Recommends "false"',
        ]
        command += ['--aptopt=Acquire::Languages "none"', "--dpkgopt=path-exclude=/usr/share/man/*"]
        command.append("""--customize-hook=echo '127.0.0.1 localhost' >"$1/etc/hosts\"""")
        command += [f"--include={','.join(packages)}", _codename(), str(self.path), *_sources()]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run to its end, without any network; both outputs are captured as one text."""
        done = subprocess.run(
            [
                *unshare("--mount", "--net", "--pid", "--fork", "--kill-child"),
                "sh",
                "-c",
                _ENTER,
                "sh",
                self.path,
                *command,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}")
        return done

    def shell(self, words: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("sh", "-euc", words, check=check)

    def install(self, *packages: Path) -> None:
        """As a technician does: files in a folder, one command."""
        self.run("apt-get", "install", "--yes", "--allow-downgrades", *(f"./{self.bring(path)}" for path in packages))

    def bring(self, path: Path) -> str:
        """A copy of a file in the root of this system; its name there."""
        (self.path / path.name).write_bytes(path.read_bytes())
        return path.name

    def files(self) -> set[str]:
        """Every path but what passes."""
        found = {str(path.relative_to(self.path)) for path in self.path.rglob("*")}
        return {name for name in found if not name.startswith(_PASSING) and not name.endswith((".deb", "-"))}

    def users(self) -> set[str]:
        return {line.partition(":")[0] for line in (self.path / "etc/passwd").read_text().splitlines()}


def _codename() -> str:
    words = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return words["VERSION_CODENAME"].strip('"')


def _sources() -> list[str]:
    """Where this machine has its distribution from, for what is signed by the keys that mmdebstrap knows."""
    told = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [line.split() for line in told.stdout.splitlines()]
    return [f"deb {' '.join(words[1:])}" for words in found if words[0] in ("Debian", "Ubuntu") and len(words) == 4]
