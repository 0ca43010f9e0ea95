"""What the readiness checks look at on this machine, from its configuration; staff mode and ``selftest`` begin here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from diagnostics.health.clock import Bounds
from diagnostics.outcomes.codes import Code
from kiosk.card.commission import SIMULATED_READERS
from kiosk.card.iso7816.connection import SlotReport
from kiosk.config.settings import Config
from kiosk.readiness.cards import Commissioning
from kiosk.readiness.run import Machine
from kiosk.readiness.station import Settings, has_sound_output
from kiosk.runtime.process.sane_clock import BELIEVED_YEARS, RELEASED
from kiosk.ui.platform.display import screen_size


def machine(
    config: Config,
    database: Path,
    report: Callable[[], SlotReport],
    commissioning: Commissioning,
    *,
    settings: Settings | None = None,
    sound: Callable[[], bool] = has_sound_output,
    noticed: Callable[[], tuple[Code, ...]] | None = None,
) -> Machine:
    """``settings``: how the configuration came about, if not from a file without errors.

    A running kiosk hands in what it knows better: the ``report`` of its own watcher, whether its chime plays
    (``sound``) and its own faults (``noticed``).
    """
    return Machine(
        report=report,
        is_simulated=lambda reader: reader.startswith(SIMULATED_READERS),
        commissioning=commissioning,
        queue=config.queue(),
        database=database,
        trust_folders=config.trust_folders(),
        panel=config.panel(),
        pixels=screen_size,
        settings=settings or Settings(given=True, problems=0, missing=config.to_complete()),
        bounds=Bounds(RELEASED, RELEASED.replace(year=RELEASED.year + BELIEVED_YEARS)),
        now=lambda: datetime.now().astimezone(),
        sound=sound,
        noticed=noticed,
    )
