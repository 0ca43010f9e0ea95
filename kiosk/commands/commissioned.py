"""What this machine was commissioned for, for whoever starts the kiosk."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.card.commission import Commission
from kiosk.commissioning.records import read_records
from kiosk.config import Config
from kiosk.runtime.journal import Journal, Technical


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
