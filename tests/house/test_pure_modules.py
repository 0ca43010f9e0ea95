"""The pure parts import on a machine without a reader, a screen, a database or a PDF library."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

DRIVERS = ("smartcard", "kivy", "sqlite_utils", "sqlite3", "reportlab", "psycopg")

SQL = ("sqlite3", "sqlite_utils")

# The doors, and the folders that reach one. Whatever is not below one of them is pure.
DOORS: dict[str, tuple[str, ...]] = {
    "kiosk.__main__": DRIVERS,
    "kiosk.app": DRIVERS,
    "kiosk.card.pcsc": ("smartcard",),
    "kiosk.commands": SQL,
    "kiosk.readiness": SQL,
    "kiosk.runtime": SQL,
    "kiosk.ui": ("kivy",),
    "reports.pdf": ("reportlab",),
    "diagnostics.database": SQL,
    "diagnostics.figures": SQL,
    "diagnostics.files.read_only": SQL,
    "diagnostics.fleet": ("psycopg", *SQL),
    "diagnostics.health": SQL,
    "diagnostics.store": SQL,
}


def module_name(root: Path, path: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def is_below(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def allowed(module: str) -> tuple[str, ...]:
    return next((drivers for door, drivers in DOORS.items() if is_below(module, door)), ())


def import_blocked(root: Path, drivers: tuple[str, ...], modules: list[str]) -> dict[str, str]:
    child = subprocess.run(
        [sys.executable, Path(__file__).with_name("import_blocked.py"), ",".join(drivers), *modules],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, str] = json.loads(child.stdout)
    return answer


@pytest.fixture(scope="module")
def modules(root: Path, sources: list[Path]) -> list[str]:
    return [module_name(root, path) for path in sources]


def test_pure_modules_import_without_any_driver(root: Path, modules: list[str]) -> None:
    pure = [module for module in modules if not allowed(module)]
    assert import_blocked(root, DRIVERS, pure) == {}


@pytest.mark.parametrize("drivers", sorted({door for door in DOORS.values() if "kivy" not in door}))
def test_a_door_lets_no_other_driver_in(root: Path, modules: list[str], drivers: tuple[str, ...]) -> None:
    others = tuple(driver for driver in DRIVERS if driver not in drivers)
    assert import_blocked(root, others, [module for module in modules if allowed(module) == drivers]) == {}


def test_the_block_is_felt(root: Path) -> None:
    assert set(import_blocked(root, DRIVERS, [*DRIVERS])) == set(DRIVERS)


def test_no_door_is_listed_without_need(root: Path, modules: list[str]) -> None:
    for door in DOORS:
        behind = [module for module in modules if is_below(module, door)]
        assert import_blocked(root, DRIVERS, behind), f"{door} imports without a driver"
