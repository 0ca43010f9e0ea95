"""The settings of a command: read or refused; and what lies beside them, the figures and the commissioning records."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from kiosk.card.commission import Commission
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commissioning.records import read_records
from kiosk.config.errors import ConfigError
from kiosk.config.settings import Config, default_database, load
from kiosk.readiness.this_machine import Settings
from kiosk.runtime.journal.journal import Journal, Technical


def configuration(path: Path | None) -> Config:
    """The settings of that file, or the defaults; says what is wrong with it and exits with ``ExitStatus.CONFIG``."""
    try:
        return Config() if path is None else load(path)
    except ConfigError as error:
        Journal().write(Technical.CONFIG_REFUSED, count=len(error.problems))
        end(str(error), ExitStatus.CONFIG)


def database_of(config: Config) -> Path:
    """The file of the figures: the configured one, else in the user's state folder."""
    return Path(config.storage.database) if config.storage.database else default_database(os.environ)


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """``refusal``: what is wrong with the file, for the technician, empty if nothing is."""

    config: Config
    settings: Settings
    refusal: str = ""


def checked_settings(path: Path | None) -> CheckedSettings:
    """The settings of that file, or the usual ones; never raises for what is in the file."""
    if path is None:
        return CheckedSettings(Config(), Settings(given=False, problems=0, missing=()))
    try:
        config = load(path)
    except ConfigError as error:
        return CheckedSettings(Config(), Settings(given=True, problems=len(error.problems), missing=()), str(error))
    return CheckedSettings(config, Settings(given=True, problems=0, missing=config.to_complete()))


def records_folder(config: Config, database: Path) -> Path:
    """The configured folder, else beside the database."""
    configured = config.card.commissioning
    return database.with_name("mises-en-service") if configured is None else Path(configured)


def commissioned(config: Config, database: Path) -> frozenset[Commission]:
    """What the folder holds; a record that cannot be believed is told to the technician and counts as none."""
    found = read_records(records_folder(config, database))
    for sentence in found.refused:
        click.echo(sentence, err=True)
    if found.refused:
        Journal().write(Technical.COMMISSIONING_REFUSED, count=len(found.refused))
    return found.commissions
