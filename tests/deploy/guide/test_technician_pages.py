"""What the pages about updates, replacement and hardware name is here: files, commands, codes, the smallest panels."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from checkout import ROOT
from diagnostics.outcomes.codes import Code
from kiosk.__main__ import main
from kiosk.view.design.sizes import Panel
from kiosk.view.layout.smallest_panel import PanelTooSmall, refuse_too_small

GUIDE = ROOT / "deploy" / "guide"
PAGES = [GUIDE / f"{name}.md" for name in ("mises-a-jour", "remplacement", "materiel")]


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text(page))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_file_of_the_sources_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"\b(?:kiosk|deploy|tests)/[\w./-]+\.(?:py|sh|md)", text(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_technical_code_that_is_named_exists(page: Path) -> None:
    assert set(re.findall(r"\bT\d\d\b", text(page))) <= {code.value for code in Code}


def test_a_command_that_is_named_has_its_options() -> None:
    found = 0
    for name, rest in re.findall(r"guichet-cps (stats|selftest|fleet status)((?: --[\w/. -]+)+)", text(PAGES[1])):
        command: click.Command = main
        for word in name.split():
            assert isinstance(command, click.Group)
            command = command.commands[word]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known
        found += 1
    assert found == 3


def test_the_smallest_panels_are_those_that_are_accepted() -> None:
    (sizes,) = re.findall(r"debout (\d+) × (\d+) mm ; couché (\d+) × (\d+) mm", text(PAGES[2]))
    upright, lying = (int(sizes[0]), int(sizes[1])), (int(sizes[2]), int(sizes[3]))
    for width, height in (upright, lying):
        refuse_too_small(Panel(4 * width, 4 * height, width, height))
        for less in ((width - 1, height), (width, height - 1)):
            with pytest.raises(PanelTooSmall):
                refuse_too_small(Panel(4 * less[0], 4 * less[1], *less))
