"""Screen, sound, settings, versions, and what the kiosk itself noticed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from diagnostics.health.check import HealthCheck
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.readiness.station import (
    check_kiosk,
    check_screen,
    check_settings,
    check_sound,
    check_versions,
    installed,
)
from kiosk.readiness.this_machine import Settings, has_sound_output
from kiosk.view.design.sizes import PANEL_21_5, Panel

UPRIGHT = (1080, 1920)


@pytest.mark.parametrize(
    ("pixels", "state"),
    [
        (UPRIGHT, Status.OK),
        ((2160, 3840), Status.OK),
        ((1920, 1080), Status.FAULT),
        ((1080, 1080), Status.WARNING),
        (None, Status.NOT_CHECKED),
    ],
)
def test_the_screen_against_the_configured_millimetres(pixels: tuple[int, int] | None, state: Status) -> None:
    assert check_screen(PANEL_21_5, pixels).state is state


@pytest.mark.parametrize(("width_mm", "state"), [(300.0, Status.OK), (285.1, Status.WARNING), (316.0, Status.WARNING)])
def test_a_pixel_may_be_a_twentieth_off_square(width_mm: float, state: Status) -> None:
    """1000 x 1800 pixels on ``width_mm`` x 540 mm: square at 300 mm, 5 % at 285.7 and 315."""
    assert check_screen(Panel(1000, 1800, width_mm, 540.0), (1000, 1800)).state is state


@pytest.mark.parametrize(
    ("lower_edge_mm", "state"),
    [(899.0, Status.WARNING), (900.0, Status.OK), (901.0, Status.WARNING), (None, Status.OK)],
)
def test_what_is_pressed_is_within_reach_of_whoever_sits(lower_edge_mm: float | None, state: Status) -> None:
    result = check_screen(PANEL_21_5, UPRIGHT, lower_edge_mm)
    assert result.state is state
    assert ("pavé de" in result.sentence) is (lower_edge_mm is not None)


def test_a_panel_too_small_says_its_arithmetic_even_unseen() -> None:
    result = check_screen(Panel(1080, 1920, 150.0, 260.0), None)
    assert result.state is Status.FAULT
    assert "150" in result.sentence
    assert "=" in result.sentence


@pytest.mark.parametrize(
    ("listed", "heard"),
    [
        (None, False),
        ("", False),
        ("00-00: ALC236 : ALC236 : playback 1 : capture 1\n", True),
        ("01-00: USB Audio : USB Audio : capture 1\n", False),
    ],
)
def test_a_device_that_plays(tmp_path: Path, listed: str | None, heard: bool) -> None:
    if listed is not None:
        (tmp_path / "pcm").write_text(listed)
    assert has_sound_output(tmp_path / "pcm") is heard
    assert check_sound(available=heard).state is (Status.OK if heard else Status.WARNING)


@pytest.mark.parametrize(
    ("settings", "state", "code"),
    [
        (Settings(given=True, problems=0, missing=()), Status.OK, None),
        (Settings(given=True, problems=0, missing=("bureau.nom",)), Status.WARNING, None),
        (Settings(given=False, problems=0, missing=()), Status.WARNING, None),
        (Settings(given=True, problems=2, missing=()), Status.FAULT, Code.CONFIGURATION_REFUSED),
    ],
)
def test_settings(settings: Settings, state: Status, code: Code | None) -> None:
    result = check_settings(settings)
    assert (result.state, result.code) == (state, code)
    assert all(key in result.sentence for key in settings.missing)


def test_an_update_that_did_not_start_is_told(tmp_path: Path) -> None:
    mark = tmp_path / "repli"
    assert check_versions(gone_back=mark).state is Status.OK
    mark.write_text("0.2.0+deb12\n")
    assert check_versions(gone_back=mark).state is Status.WARNING


def test_versions_are_told() -> None:
    result = check_versions()
    assert result.state is Status.OK
    assert all(name in result.sentence for name in ("guichet-cps", "Python 3.", "Kivy 2.", "pyscard 2."))


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["absent-thing>=1", "click>=8", 'other-thing>=2; extra == "test"']
    monkeypatch.setattr("kiosk.readiness.station.requires", lambda _: asked)
    result = check_versions()
    assert result.state is Status.FAULT
    assert "absent-thing" in result.sentence
    assert "other-thing" not in result.sentence
    assert installed("absent-thing") is None


def test_a_kiosk_that_is_not_installed_is_an_error_of_the_check() -> None:
    with pytest.raises(PackageNotFoundError):
        check_versions("absent-thing")


def test_a_kiosk_s_own_faults_have_the_words_of_their_code() -> None:
    (one,) = check_kiosk([Code.CARD_SERVICE_STUCK])
    code = Code.CARD_SERVICE_STUCK
    assert (one.check, one.state, one.sentence, one.remedy) == (
        HealthCheck.KIOSK,
        Status.FAULT,
        code.sentence,
        code.remedy,
    )
    assert [result.state for result in check_kiosk([])] == [Status.OK]
