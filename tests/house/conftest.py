"""What the house tests look at: the checkout, its tracked files, and the modules of the three floors."""

import subprocess
from pathlib import Path

import pytest

FLOORS = ("kiosk", "reports", "diagnostics")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Every file git knows, and every new one it would not ignore: what a commit could publish."""
    names = subprocess.run(
        # The checkout may belong to somebody else than the one who runs the tests.
        ["git", "-c", f"safe.directory={root}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


@pytest.fixture(scope="session")
def sources(root: Path) -> list[Path]:
    """Every Python file of the three floors, tests not included."""
    found = [path for floor in FLOORS for path in sorted((root / floor).rglob("*.py"))]
    assert len(found) > 20, "the floors were not found"
    return found
