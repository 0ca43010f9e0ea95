"""What holds for every test.

Hypothesis judges what is true, not how long it took: no deadline, on any machine. What was collected lives to the end:
the garbage collector need not look at it again and again.
"""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest
from hypothesis import settings

from lab.namespaces import NoNamespaces

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")


LONGEST = ("tests/stack/", "tests/diagnostics/store/")
"""What takes longest. It comes first, so that of several processes none is alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where namespaces are refused, one sentence ends the session."""
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(NoNamespaces):
        report.longrepr = item.session.shouldfail = str(call.excinfo.value)
    return report


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
