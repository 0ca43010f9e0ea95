"""The PKI of these tests, made once."""

from __future__ import annotations

import pytest

from kiosk.audit.findings import Day
from lab.igc import TODAY, Pki, new_pki


@pytest.fixture(scope="session")
def pki() -> Pki:
    return new_pki()


@pytest.fixture(scope="session")
def stranger() -> Pki:
    """Another PKI with the same names and other keys."""
    return new_pki()


@pytest.fixture(scope="session")
def sane_day() -> Day:
    return Day(TODAY, clock_sane=True)
