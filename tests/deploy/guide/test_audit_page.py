"""The page says which options and which endings ``guichet-cps lists fetch`` has."""

from __future__ import annotations

import re

import click
import pytest

from checkout import ROOT
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.lists.command import fetch_command
from kiosk.lists.download import DownloadLimits

PAGE = (ROOT / "deploy" / "guide" / "audit.md").read_text(encoding="utf-8")
SECTION = PAGE.split("### Télécharger les listes")[1].split("\n### ")[0]


def test_every_option_and_no_other() -> None:
    known = {option.opts[0] for option in fetch_command.params if isinstance(option, click.Option)}
    assert set(re.findall(r"(?<!enable )--\w+", SECTION)) == known - {"-h"}


def test_every_status_and_no_other() -> None:
    source = (ROOT / "kiosk" / "commands" / "lists" / "command.py").read_text(encoding="utf-8")
    used = sorted({ExitStatus[name] for name in re.findall(r"ExitStatus\.([A-Z]+)", source)} | {ExitStatus.CONFIG})
    assert re.findall(r"^\| (\d+) \|", SECTION, re.MULTILINE) == [str(status.value) for status in used]


@pytest.mark.parametrize("said", ["cinq minutes au plus", "vingt\nsecondes sans un octet", "64 Mo au plus"])
def test_the_limits(said: str) -> None:
    usual = DownloadLimits()
    assert (usual.whole_s, usual.silence_s, usual.bytes_max) == (300.0, 20.0, 64 * 2**20)
    assert said in SECTION
