"""What is published: no trace of a developer's machine, nothing left for later, locks that can be trusted."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]\w*|Users/\w+)/")
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|archive\.ubuntu\.com|security\.ubuntu\.com"
)
POSTPONED = re.compile(r"\b(?:TODO|FIXME|HACK)\b")

LOCKS = ("requirements.lock", "deploy/build.lock", "deploy/test.lock")
PINNED = re.compile(r"[a-z0-9-]+==\S+( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def text_of(path: Path) -> str:
    """The file's text; nothing for a picture or a font."""
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode()


def found(root: Path, files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path in files
        if path != Path(__file__)  # it has to name what it looks for
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES, POSTPONED], ids=["paths", "registries", "postponed"])
def test_nothing_of_the_kind_is_published(root: Path, tracked: list[Path], pattern: re.Pattern[str]) -> None:
    assert found(root, tracked, pattern) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATHS, "see /home/anne/notes"),
        (MACHINE_PATHS, 'open("/{}/x")'.format("root")),
        (REGISTRIES, "https://{}.org/simple".format("pypi")),
        (POSTPONED, "# TODO: later"),
    ],
)
def test_the_search_finds_what_it_looks_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def pins(lock: str) -> list[list[str]]:
    """A lock's requirements, each as its pin followed by its hashes."""
    joined = re.sub(r"^ *#.*$", "", lock, flags=re.MULTILINE).replace("\\\n", "")
    return [re.split(r" +(?=--hash)", line.strip()) for line in joined.splitlines() if line.strip()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_pins_and_hashes_and_no_address(root: Path, name: str) -> None:
    lock = (root / name).read_text()
    assert "://" not in lock
    assert pins(lock)
    for pin, *hashes in pins(lock):
        assert PINNED.fullmatch(pin.strip()), pin
        assert hashes, pin
        assert all(HASH.fullmatch(text) for text in hashes), pin


def locked(root: Path, name: str) -> dict[str, str]:
    return dict(pin.partition(" ;")[0].strip().split("==") for pin, *_ in pins((root / name).read_text()))


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("deploy/build.lock", ["build"]),
        ("requirements.lock", ["run"]),
        ("deploy/test.lock", ["run", "test"]),
    ],
)
def test_a_lock_satisfies_what_the_project_asks_for(root: Path, name: str, tables: list[str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = {
        "build": project["build-system"]["requires"],
        "run": project["project"]["dependencies"],
        "test": project["project"]["optional-dependencies"]["test"],
    }
    versions = locked(root, name)
    for requirement in (Requirement(text) for table in tables for text in asked[table]):
        assert requirement.specifier.contains(versions[requirement.name]), requirement


def test_what_is_tested_is_what_is_installed(root: Path) -> None:
    tested = locked(root, "deploy/test.lock")
    assert {name: tested.get(name) for name in locked(root, "requirements.lock")} == locked(root, "requirements.lock")


def test_the_licence_is_the_declared_one(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["license"] == "EUPL-1.2"
    assert (root / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
