"""A configuration that may be refused: a machine with a wrong file is checked too, with the usual settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kiosk.checking import missing_keys
from kiosk.config import Config, ConfigError, default_database, load
from kiosk.readiness_station import Settings


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """``refusal``: what is wrong with the file, for the technician, empty if nothing is."""

    config: Config
    settings: Settings
    refusal: str = ""

    @property
    def database(self) -> Path:
        stored = self.config.storage.database
        return Path(stored) if stored else default_database(os.environ)


def checked_settings(path: Path | None) -> CheckedSettings:
    """The settings of that file, or the usual ones; never raises for what is in the file."""
    if path is None:
        return CheckedSettings(Config(), Settings(given=False, problems=0, missing=()))
    try:
        config = load(path)
    except ConfigError as error:
        return CheckedSettings(Config(), Settings(given=True, problems=len(error.problems), missing=()), str(error))
    return CheckedSettings(config, Settings(given=True, problems=0, missing=missing_keys(config)))
