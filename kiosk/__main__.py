"""The command line: one group, and one command for each file or folder of ``kiosk.commands``."""

from __future__ import annotations

from importlib.metadata import version

import click

from kiosk.commands.audit import audit
from kiosk.commands.bundle.command import bundle
from kiosk.commands.card import card
from kiosk.commands.demo import demo
from kiosk.commands.fleet.command import fleet
from kiosk.commands.lists.command import lists
from kiosk.commands.options import help_option, speak_french
from kiosk.commands.run import run
from kiosk.commands.selftest import selftest
from kiosk.commands.simulate import simulate
from kiosk.commands.staff import staff
from kiosk.commands.stats import stats


@click.group()
@help_option
@click.version_option(version("guichet-cps"), message="%(version)s", help="Affiche la version.")
def main() -> None:
    """Borne de diagnostic et de déblocage des cartes CPS."""


for command in (run, demo, simulate, stats, audit, card, selftest, staff, bundle, fleet, lists):
    main.add_command(command)


def start() -> None:
    """What the installed command runs."""
    speak_french()
    main(prog_name="guichet-cps")


if __name__ == "__main__":
    start()
