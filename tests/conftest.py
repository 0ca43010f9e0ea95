"""What holds for every test.

Hypothesis judges what is true, not how long it took: no deadline, on any machine. What was collected lives to the end:
the garbage collector need not look at it again and again.
"""

from __future__ import annotations

import gc

import pytest
from hypothesis import settings

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-product", action="store_true", help="draw each screen in all ways it can be drawn")


LONGEST = ("tests/kiosk/ui/screens/", "tests/stack/", "tests/diagnostics/store/")
"""What takes longest. It comes first, so that of several processes none is alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
