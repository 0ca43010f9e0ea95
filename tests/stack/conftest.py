"""One pcscd, one X server and one simulated card for all stories of a module; a kiosk of its own for each story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.display import Display
from lab.pcscd import PcscdLab
from lab.stack import PIN, PUK, Card, Stack, simulate


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PcscdLab, Display, Card]]:
    """What outlives a visit."""
    folder = tmp_path_factory.mktemp("kiosk")
    lab_folder = folder / "lab"
    lab_folder.mkdir()
    with Display(folder) as display, PcscdLab(lab_folder) as lab:
        yield lab, display, simulate(lab, folder, "--pin", PIN, "--puk", PUK)


@pytest.fixture
def stack(machine: tuple[PcscdLab, Display, Card], tmp_path: Path) -> Iterator[Stack]:
    """An empty reader and files of this test's own; every kiosk is ended with the test."""
    lab, display, card = machine
    card.remove()
    lab.wait_for("empty")
    with Stack(lab, display, tmp_path, card) as ready:
        yield ready


@pytest.fixture
def card(stack: Stack) -> Card:
    """The simulated card; at first it is not in the reader."""
    return stack.card
