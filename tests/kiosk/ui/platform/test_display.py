from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.ui.platform.display import upright_window
from lab.display import Display

ASK = "from kiosk.ui.platform.display import screen_size; print(screen_size())"


def asked(environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", ASK]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout.strip()


def test_the_screen_is_as_large_as_the_server_says(tmp_path: Path) -> None:
    with Display(tmp_path) as display:
        assert asked({**os.environ, "DISPLAY": display.name}) == "(1080, 1920)"


def test_without_a_screen_there_is_no_size() -> None:
    assert asked({name: value for name, value in os.environ.items() if name != "DISPLAY"}) == "None"


@pytest.mark.parametrize(
    ("screen", "window"), [((1920, 1080), (534, 950)), ((1080, 1920), (1080, 1920)), ((3840, 2160), (1069, 1901))]
)
def test_the_demonstration_stands_upright_on_any_screen(screen: tuple[int, int], window: tuple[int, int]) -> None:
    assert upright_window(screen) == window
