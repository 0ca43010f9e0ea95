"""The address that a paper shows as a square can be read off the screen by a telephone, under every palette."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.flow.model.states import State
from kiosk.ui.gallery import shoot
from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL, Palette
from kiosk.view.model.screen import LineStyle, Paper, PaperLine, Screen

ADDRESS = "https://exemple.example/deblocage?carte=cps"


@pytest.mark.parametrize("palette", [NORMAL, HIGH_CONTRAST], ids=["normal", "high-contrast"])
def test_an_address_is_drawn_as_a_code_that_says_it(tmp_path: Path, palette: Palette) -> None:
    screen = Screen(State.PRINTING, 1, "Votre fiche", content=Paper((PaperLine(LineStyle.CODE, ADDRESS),)))
    shoot(screen, tmp_path / "paper.png", palette=palette)
    with Image.open(tmp_path / "paper.png") as picture:
        read = [barcode.text for barcode in zxingcpp.read_barcodes(picture)]
    assert read == [ADDRESS]
