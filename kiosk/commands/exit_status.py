"""Every exit status of ``guichet-cps``, and how a command ends with one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn

import click

from kiosk.ui.platform.environment import NoWindow
from kiosk.view.layout.smallest_panel import PanelTooSmall

NO_WINDOW = "Aucun écran : la fenêtre ne peut pas s’ouvrir. Vérifiez DISPLAY."


class ExitStatus(IntEnum):
    """Scripts, units and the guide rely on these numbers; those above 64 have the names of sysexits.h.

    ``WARNING`` and ``FAULT`` are those of a Nagios plugin: ``selftest`` found a point to check, or a fault; ``fleet
    status`` also ends with ``WARNING`` when a kiosk or the central database has been silent for too long. click itself
    ends with 2 where an option does not exist. ``NO_CARD`` to ``CONTRADICTED`` belong to the commands that read a
    card; a card that is blocked or not valid was read all the same and ends with ``OK``.
    """

    OK = 0
    WARNING = 1
    FAULT = 2
    NO_CARD = 3
    NO_READER = 4
    NO_SERVICE = 5
    NOT_A_CPS = 6
    IN_USE = 7
    UNREADABLE = 8
    KIOSK_RUNS = 9
    CONTRADICTED = 10
    DATAERR = 65
    UNAVAILABLE = 69
    CANTCREAT = 73
    IOERR = 74
    TEMPFAIL = 75
    NOPERM = 77
    CONFIG = 78


def end(sentence: str, status: ExitStatus) -> NoReturn:
    """Say on stderr why the command goes no further, and exit."""
    click.echo(sentence, err=True)
    sys.exit(status)


@contextmanager
def no_window_ends(advice: str = "") -> Iterator[None]:
    """End the command where the block cannot open its window; ``advice`` says what else the person may try."""
    try:
        yield
    except NoWindow:
        end(" ".join(filter(None, (NO_WINDOW, advice))), ExitStatus.UNAVAILABLE)
    except PanelTooSmall as error:
        end(str(error), ExitStatus.CONFIG)
