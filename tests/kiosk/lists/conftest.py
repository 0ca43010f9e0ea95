"""A web server, and the PKI of these tests."""

from __future__ import annotations

import pytest

from fixtures.web import web
from lab.igc import Pki, new_pki


@pytest.fixture(scope="session")
def pki() -> Pki:
    return new_pki()


@pytest.fixture(scope="session")
def stranger() -> Pki:
    """Another PKI with the same names and other keys."""
    return new_pki()
