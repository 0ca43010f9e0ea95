"""README and its neighbours say what exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
COMMANDS = ("run", "demo", "simulate", "audit", "card", "stats", "selftest", "staff", "bundle", "fleet", "lists")


def words(root: Path) -> str:
    return "\n".join((root / name).read_text() for name in DOCUMENTS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_readme_exists(root: Path, name: str) -> None:
    assert f"`guichet-cps {name}`" in (root / "README.md").read_text()
    result = subprocess.run(
        [sys.executable, "-m", "kiosk", name, "--help"], cwd=root, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_no_other_command_is_promised(root: Path) -> None:
    assert set(re.findall(r"`guichet-cps (\w+)", words(root))) == set(COMMANDS)


def test_a_file_that_is_named_exists(root: Path) -> None:
    pages = [root / "CONTRIBUTING.md", *sorted((root / "deploy" / "reference").glob("*.md"))]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`((?:kiosk|reports|diagnostics|deploy|tests)/[\w./-]+)`", page.read_text())
    }
    assert named
    assert sorted((page, path) for page, path in named if not (root / path).exists()) == []


def test_scripts_and_links_lead_somewhere(root: Path) -> None:
    scripts = re.findall(r"\bsh (deploy/[\w./-]+)", words(root))
    links = re.findall(r"\]\((?!https?:)([^)#]+)", words(root))
    assert {"deploy/quickstart.sh", "deploy/lock.sh", "LICENSE"} <= {*scripts, *links}
    assert [target for target in (*scripts, *links) if not (root / target).exists()] == []
