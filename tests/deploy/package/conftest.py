"""The packages of this checkout, built once, and a bare system to put them in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkout import ROOT
from lab.bare_root import BareRoot

# What is compressed here is read once.
FAST = {"DPKG_DEB_COMPRESSOR_TYPE": "gzip", "DPKG_DEB_COMPRESSOR_LEVEL": "1"}


@dataclass(frozen=True, slots=True)
class Release:
    """Both packages of one version."""

    version: str
    kiosk: Path
    machine: Path


def needed() -> list[str]:
    """What the packages depend on, by the names of the control file, and what the tests here need beside."""
    control = (ROOT / "deploy" / "debian" / "control").read_text()
    fields = re.findall(r"^(?:Depends|Recommends):(.*(?:\n .*)*)", control, re.MULTILINE)
    names = {re.split(r"[ (|]", part.strip())[0] for field in fields for part in field.split(",")}
    known = sorted(name for name in names if not name.startswith(("$", "guichet-cps")))
    return [*known, "apt", "python3", "systemd", "vsmartcard-vpcd"]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("package")


@pytest.fixture(scope="module")
def bare(work: Path) -> BareRoot:
    return BareRoot(work / "root")


@pytest.fixture(scope="module")
def built(work: Path, bare: BareRoot) -> Release:
    """Built while the bare system is made."""
    with bare.make(needed()) as making:
        output = work / "built"
        done = subprocess.run(
            ["sh", ROOT / "deploy" / "debian" / "build.sh", "--output", output],
            env=os.environ | FAST,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:]
        assert making.stdout is not None
        told = making.stdout.read()
        assert making.wait() == 0, told
    (kiosk,) = output.glob("guichet-cps_*.deb")
    (machine,) = output.glob("guichet-cps-machine_*.deb")
    return Release(kiosk.name.split("_")[1], kiosk, machine)


@pytest.fixture(scope="module")
def later(work: Path, built: Release) -> Callable[..., Release]:
    """The same packages under another version; ``change`` is given the kiosk's unpacked files first."""

    def make(version: str, change: Callable[[Path], None] = lambda _: None) -> Release:
        folder = work / version
        folder.mkdir()
        made = []
        for path in (built.kiosk, built.machine):
            unpacked = work / f"{version} {path.name}"
            subprocess.run(["dpkg-deb", "--raw-extract", path, unpacked], check=True)
            control = unpacked / "DEBIAN" / "control"
            control.write_text(control.read_text().replace(built.version, version))
            told = unpacked / "usr/lib/guichet-cps/version"
            if told.exists():
                told.write_text(f"{version}\n")
                change(unpacked)
            made.append(folder / path.name.replace(built.version, version))
            subprocess.run(
                ["dpkg-deb", "--root-owner-group", "--build", unpacked, made[-1]],
                env=os.environ | FAST,
                check=True,
                capture_output=True,
            )
            shutil.rmtree(unpacked)
        return Release(version, *made)

    return make
