"""What the readiness checks look at on this machine; staff mode and ``selftest`` begin here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from diagnostics.health.clock import Bounds
from diagnostics.health.swap import KernelLists
from diagnostics.outcomes.codes import Code
from kiosk.card.commission import Commission, holds_simulated_cards
from kiosk.card.iso7816.connection import SlotReport
from kiosk.config.settings import Config
from kiosk.runtime.process.sane_clock import RELEASED, believed_since
from kiosk.ui.platform.display import screen_size
from kiosk.view.design.sizes import Panel
from reports.printing.cups import Queue
from reports.printing.spool import SpoolSettings, settings_in_use

SOUND_DEVICES = Path("/proc/asound/pcm")
"""ALSA's list of devices, one a line: ``00-00: name : name : playback 1 : capture 1``."""


@dataclass(frozen=True, slots=True)
class Commissioning:
    """What was commissioned here.

    ``refused``: how many records could not be believed. ``test_cards``: the settings allow records made with them.
    """

    done: frozenset[Commission] = frozenset()
    refused: int = 0
    test_cards: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """``given``: a file was named. ``problems``: errors in it. ``missing``: keys that a counter should fill."""

    given: bool
    problems: int
    missing: tuple[str, ...]


def has_sound_output(devices: Path = SOUND_DEVICES) -> bool:
    """Whether the kernel knows a device that plays; opens none."""
    try:
        return "playback" in devices.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Machine:
    """What the checks look at. Each of its functions is called on a thread of its own.

    ``lower_edge_mm``: how high the panel hangs, None if that is not configured. ``report``: the readers, from the
    kiosk's own watcher or from one that looks once. ``pixels``: of the screen, None if this process sees none.
    ``now``: aware, in local time. ``noticed``: the codes of a running kiosk, None beside it.
    """

    report: Callable[[], SlotReport]
    is_simulated: Callable[[str], bool]
    commissioning: Commissioning
    queue: Queue | None
    database: Path
    trust_folders: tuple[Path | None, Path | None]
    panel: Panel
    lower_edge_mm: float | None
    pixels: Callable[[], tuple[int, int] | None]
    settings: Settings
    bounds: Bounds
    now: Callable[[], datetime]
    sound: Callable[[], bool] = has_sound_output
    spool: SpoolSettings = field(default_factory=settings_in_use)
    memory: KernelLists = field(default_factory=KernelLists)
    noticed: Callable[[], tuple[Code, ...]] | None = None


def machine(
    config: Config,
    database: Path,
    report: Callable[[], SlotReport],
    commissioning: Commissioning,
    *,
    settings: Settings | None = None,
    is_simulated: Callable[[str], bool] = holds_simulated_cards,
    sound: Callable[[], bool] = has_sound_output,
    noticed: Callable[[], tuple[Code, ...]] | None = None,
) -> Machine:
    """This machine under ``config``. ``settings``: how the configuration came about, if not from a file without errors.

    A running kiosk hands in what it knows better: the ``report`` of its own watcher, which readers hold simulated
    cards, whether its chime plays (``sound``) and its own faults (``noticed``).
    """
    return Machine(
        report=report,
        is_simulated=is_simulated,
        commissioning=replace(commissioning, test_cards=config.card.test_cards),
        queue=config.queue(),
        database=database,
        trust_folders=config.trust_folders(),
        panel=config.panel(),
        lower_edge_mm=config.screen.lower_edge_mm,
        pixels=screen_size,
        settings=settings or Settings(given=True, problems=0, missing=config.to_complete()),
        bounds=believed_since(RELEASED),
        now=lambda: datetime.now().astimezone(),
        sound=sound,
        noticed=noticed,
    )
