"""The configuration that a command works with; a refused one ends the command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kiosk.config import Config, ConfigError, default_database, load
from kiosk.runtime.journal import Journal, Technical

EX_CONFIG = 78
"""Exit status of a configuration that cannot be used (sysexits.h)."""


def configuration(path: Path | None) -> Config:
    """The settings of that file, or the defaults; says what is wrong with it and exits with ``EX_CONFIG``."""
    try:
        return Config() if path is None else load(path)
    except ConfigError as error:
        Journal().write(Technical.CONFIG_REFUSED, count=len(error.problems))
        click.echo(str(error), err=True)
        sys.exit(EX_CONFIG)


def database_of(config: Config) -> Path:
    """The file of the figures: the configured one, else in the user's state folder."""
    return Path(config.storage.database) if config.storage.database else default_database(os.environ)
