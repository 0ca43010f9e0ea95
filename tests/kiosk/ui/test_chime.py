from __future__ import annotations

import struct
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from kiosk.ui.chime import LOUDNESS, RATE, TONES, written

ASK = """
import os
from pathlib import Path
from kiosk.ui.platform.environment import WindowSettings, kivy_environment
with kivy_environment(WindowSettings(64, 64, offscreen=True)):
    from kiosk.ui.chime import Chime
    chime = Chime(Path(os.environ["KIVY_HOME"]))
    chime.call(True)
    chime.call(False)
    print("available" if chime.available else "silent")
"""
AND_THEN = 'import os; os.write(2, b"kept")'


def test_the_call_is_two_soft_tones_without_a_click(tmp_path: Path) -> None:
    with wave.open(str(written(tmp_path))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        frames = file.readframes(file.getnframes())
    samples = [sample for (sample,) in struct.iter_unpack("<h", frames)]
    assert len(samples) == sum(int(RATE * seconds) for _, seconds in TONES)
    assert 0.8 * LOUDNESS < max(map(abs, samples)) / 32767 <= LOUDNESS
    assert max(abs(b - a) for a, b in zip([0, *samples], [*samples, 0], strict=True)) / 32767 < 0.2 * LOUDNESS


@pytest.mark.parametrize(("driver", "said"), [("dummy", "available"), ("nothing-of-the-kind", "silent")])
def test_a_machine_without_sound_is_told_apart(driver: str, said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ASK + AND_THEN],
        env={"SDL_AUDIODRIVER": driver},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.split()[-1] == said
    assert ran.stderr == "kept"


def test_alsa_does_not_complain_either() -> None:
    env = {"SDL_AUDIODRIVER": "alsa", "ALSA_CONFIG_PATH": "/dev/null"}
    program = ASK + AND_THEN
    ran = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert (ran.stdout.split()[-1], ran.stderr) == ("silent", "kept")


def test_without_a_stderr_it_rings_all_the_same() -> None:
    ran = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" 2>&-', sys.executable, ASK],
        env={"SDL_AUDIODRIVER": "dummy"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.split()[-1] == "available"
