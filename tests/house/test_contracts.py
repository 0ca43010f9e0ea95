"""The import contracts of pyproject.toml: they hold, and each of them can be broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINTER = Path(sys.executable).with_name("lint-imports")

VIOLATIONS = [
    ("diagnostics/__init__.py", "import kiosk", "The three floors"),
    ("diagnostics/__init__.py", "import reports", "The three floors"),
    ("reports/__init__.py", "import kiosk", "The three floors"),
    ("kiosk/card/__init__.py", "import kiosk.flow", "kiosk: imports point down"),
    ("kiosk/flow/__init__.py", "import kiosk.runtime", "kiosk: imports point down"),
    ("kiosk/view/__init__.py", "import kiosk.ui", "kiosk: imports point down"),
    ("kiosk/card/__init__.py", "import smartcard", "pyscard only"),
    ("kiosk/view/__init__.py", "import kivy", "Kivy only"),
    ("kiosk/flow/__init__.py", "import sqlite3", "sqlite-utils only in diagnostics"),
    ("reports/__init__.py", "import sqlite_utils", "sqlite-utils only in diagnostics"),
    ("kiosk/runtime/__init__.py", "import reportlab", "reportlab only in reports"),
    ("diagnostics/__init__.py", "import reportlab", "reportlab only in reports"),
    ("kiosk/runtime/__init__.py", "import kiosk.simulator", "The simulator"),
]


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The three floors and their contracts, free to be spoilt."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    for floor in ("kiosk", "reports", "diagnostics"):
        shutil.copytree(root / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_contract_holds(root: Path) -> None:
    result = lint(root)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("place", "line", "contract"), VIOLATIONS)
def test_a_forbidden_import_is_found(copy: Path, place: str, line: str, contract: str) -> None:
    file = copy / place
    file.write_text(f"{file.read_text()}\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1
    assert any(contract in row and "BROKEN" in row for row in result.stdout.splitlines()), result.stdout
