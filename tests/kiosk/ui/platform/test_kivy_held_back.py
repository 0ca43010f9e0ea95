"""What Kivy logs while the window is made is not lost when that fails as nobody expected."""

from __future__ import annotations

import logging

import pytest

from kiosk.ui.platform.environment import kivy_held_back

LOG = logging.getLogger("kivy")


class Broken(Exception):
    """Something that nobody expected."""


def fail_after_logging() -> None:
    with kivy_held_back():
        LOG.info("a detail")
        LOG.warning("no OpenGL")
        raise Broken


def test_a_failure_that_nobody_expected_keeps_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(LOG.handlers)
    with pytest.raises(Broken):
        fail_after_logging()
    LOG.warning("later")
    assert capsys.readouterr().err == "no OpenGL\n"
    assert LOG.handlers == before
