"""What is imported is declared, so that a fresh machine has it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCAL = {"kiosk", "reports", "diagnostics", "guichet-cps"}


def imported(paths: list[Path]) -> set[str]:
    """The top names of all absolute imports, and of packages whose files are opened by name."""
    names: set[str] = set()
    for text in (path.read_text() for path in paths):
        names.update(re.findall(r"\bfiles\(\"(\w+)", text))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions(names: set[str]) -> set[str]:
    known = packages_distributions()
    return {canonical(distribution) for name in names for distribution in known.get(name, [name])} - LOCAL


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, set[str]]:
    table = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    lists = {"run": table["dependencies"], **table["optional-dependencies"]}
    return {key: {canonical(Requirement(text).name) for text in texts} for key, texts in lists.items()}


def test_what_the_floors_import_is_declared(sources: list[Path], project: dict[str, set[str]]) -> None:
    assert distributions(imported(sources)) - project["run"] == set()


def test_what_the_tests_import_is_declared(root: Path, project: dict[str, set[str]]) -> None:
    tests = sorted((root / "tests").rglob("*.py"))
    folders = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["pythonpath"]
    on_their_path = [path for folder in folders for path in (root / folder).iterdir()]
    beside_them = {path.stem for path in (*tests, *on_their_path)}
    benchmarks = {path for path in tests if path.is_relative_to(root / "tests" / "benchmarks")}
    for paths, extras in ((benchmarks, project["mutants"]), (set(tests) - benchmarks, set())):
        declared = project["run"] | project["test"] | extras
        assert distributions(imported(sorted(paths)) - beside_them) - declared == set()
