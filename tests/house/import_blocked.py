"""Imports the modules named on the command line with the drivers blocked; a child of test_pure_modules.

Arguments: the blocked packages joined by commas, then module names. Writes one JSON object on stdout:
{"module": "what it asked for or how it failed"}, empty when all of them import without a driver.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class Blocker(MetaPathFinder):
    """Refuses the drivers, and remembers who asked even if the importing module hides the refusal."""

    def __init__(self, drivers: Sequence[str]) -> None:
        self.drivers = drivers
        self.asked: list[str] = []

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname.partition(".")[0] in self.drivers:
            self.asked.append(fullname)
            raise ImportError(f"{fullname} is blocked")


def failures(blocker: Blocker, modules: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for module in modules:
        blocker.asked.clear()
        try:
            importlib.import_module(module)
        except ImportError as error:
            found[module] = str(error)
        if blocker.asked:
            found[module] = f"imports {', '.join(blocker.asked)}"
    return found


def main() -> None:
    drivers, modules = sys.argv[1].split(","), sys.argv[2:]
    blocker = Blocker(drivers)
    sys.meta_path.insert(0, blocker)
    json.dump(failures(blocker, modules), sys.stdout)


main()
