"""Exit statuses: scripts, units and pages rely on the numbers, and every command tells its own."""

from __future__ import annotations

import inspect
import os
import re

import click
import pytest

from kiosk.__main__ import main
from kiosk.commands.exit_status import ExitStatus
from kiosk.inspection.find_card import NotRead


def commands(group: click.Group) -> list[click.Command]:
    return [
        each
        for command in group.commands.values()
        for each in (commands(command) if isinstance(command, click.Group) else [command])
    ]


def told(command: click.Command) -> set[int]:
    _, _, statuses = (command.help or "").partition("Sortie :")
    return {int(number) for number in re.findall(r"(?<![\w.])\d{1,2}(?![\w.])", statuses)}


def test_the_numbers_are_those_that_scripts_rely_on() -> None:
    assert {status.name: status.value for status in ExitStatus} == {
        "OK": 0,
        "WARNING": 1,
        "FAULT": 2,
        "NO_CARD": 3,
        "NO_READER": 4,
        "NO_SERVICE": 5,
        "NOT_A_CPS": 6,
        "IN_USE": 7,
        "UNREADABLE": 8,
        "KIOSK_RUNS": 9,
        "CONTRADICTED": 10,
        "DATAERR": 65,
        "UNAVAILABLE": 69,
        "CANTCREAT": 73,
        "IOERR": 74,
        "TEMPFAIL": 75,
        "NOPERM": 77,
        "CONFIG": 78,
    }


@pytest.mark.parametrize("status", [status for status in ExitStatus if status > 64])
def test_the_names_above_64_are_those_of_the_system(status: ExitStatus) -> None:
    assert getattr(os, f"EX_{status.name}") == status


@pytest.mark.parametrize("why", NotRead)
def test_every_reason_not_to_read_a_card_has_its_status(why: NotRead) -> None:
    assert 3 <= ExitStatus[why.name] <= 9


@pytest.mark.parametrize("command", commands(main), ids=lambda command: command.name)
def test_a_command_tells_no_status_that_does_not_exist(command: click.Command) -> None:
    assert told(command) <= set(ExitStatus)


@pytest.mark.parametrize("command", [each for each in commands(main) if told(each)], ids=lambda command: command.name)
def test_a_command_tells_every_status_that_it_ends_with(command: click.Command) -> None:
    assert command.callback is not None
    source = inspect.getsource(inspect.unwrap(command.callback))
    assert {ExitStatus[name] for name in re.findall(r"ExitStatus\.([A-Z]+)", source)} <= told(command)
