"""The call for staff as a sound: two soft tones, again and again until somebody answers."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.audio import SoundLoader

from kiosk.ui.platform.environment import kivy_held_back, stderr_shut

RATE = 22_050
TONES = ((659.26, 0.35), (523.25, 0.6))
"""Hertz and seconds: E5 then C5 (equal temperament, A4 = 440 Hz)."""

LOUDNESS = 0.5
FADE_S = 0.02
EVERY_S = 6.0


class Chime:
    """``available`` is False where no sound can come out: the screen must not say then that somebody is called.

    ``folder`` takes the file that is played; a temporary one will do. What Kivy and ALSA say of a missing sound card
    is held back: whoever makes a chime tells it.
    """

    def __init__(self, folder: Path) -> None:
        with kivy_held_back(), stderr_shut():
            sound: Any = SoundLoader.load(str(written(folder)))
        self._sound: Any = sound if sound is not None and sound.length > 0 else None
        self._again: Any = None

    @property
    def available(self) -> bool:
        return self._sound is not None

    def call(self, calling: bool) -> None:
        """Begin to ring, or stop."""
        if self._again is not None:
            self._again.cancel()
            self._again = None
        if calling and self.available:
            self._sound.play()
            self._again = Clock.schedule_interval(lambda _seconds: self._sound.play(), EVERY_S)


def written(folder: Path) -> Path:
    """Write the call as ``appel.wav`` (mono, 16 bits, 22,050 Hz)."""
    path = folder / "appel.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(_tone(hertz, seconds) for hertz, seconds in TONES))
    return path


def _tone(hertz: float, seconds: float) -> bytes:
    """A sine that swells and dies away, so that it does not click."""
    count = int(RATE * seconds)
    samples = (LOUDNESS * _envelope(n / RATE, seconds) * math.sin(2 * math.pi * hertz * n / RATE) for n in range(count))
    return b"".join(struct.pack("<h", round(sample * 32767)) for sample in samples)


def _envelope(at_s: float, seconds: float) -> float:
    return min(1.0, at_s / FADE_S) * (1.0 - at_s / seconds)
