"""A window on a machine without a sound card: one event of the journal, and nothing else on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OPEN = """
import sys
from pathlib import Path
from kiosk.app.assembly import Doors, Places, assemble
from kiosk.config.settings import Config
from kiosk.simulator.reader.readers import SimulatedReaders
from kiosk.ui.platform.environment import WindowSettings, kivy_environment
readers = SimulatedReaders()
parts = assemble(Config(), Doors(readers, readers.watcher()), Places(Path(sys.argv[1]) / "base"))
with kivy_environment(WindowSettings(1080, 1920, offscreen=True)):
    from kiosk.app.window import KioskWindow
    KioskWindow(parts, Config().panel())
"""


@pytest.mark.parametrize(("driver", "told"), [("dummy", []), ("nothing-of-the-kind", [("sound", False)])])
def test_a_machine_without_sound_says_so_once(tmp_path: Path, driver: str, told: list[tuple[str, bool]]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path)],
        env={"SDL_AUDIODRIVER": driver},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    events = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(event["event"], event["available"]) for event in events] == told
