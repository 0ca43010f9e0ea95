"""Draws every screen into contact sheets, to be looked at.

    PYTHONPATH=.:tests/support xvfb-run -a .venv/bin/python tests/benchmarks/draw_gallery.py FOLDER

By default in French, upright and lying, in text of sizes 1 and 2: ``upright-1-fr-01.png`` … with the name of its story
under each screen. ``--readme`` draws the picture of the README too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import click
from PIL import Image, ImageDraw, ImageFont

from kiosk.ui.platform.environment import WindowSettings, kivy_environment

ROOT = Path(__file__).resolve().parents[2]
WIDTHS_PX = {"upright": 300, "lying": 520}
COLUMNS = {"upright": 6, "lying": 4}
ON_A_SHEET = 24
MARGIN_PX, CAPTION_PX = 10, 24
GROUND, INK = "#D5D2CA", "#14213D"
README = ("verdict-blocked", "letter_check", "puk-half", "unblocked")
README_WIDTH_PX, README_GAP_PX = 272, 24


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--way", "ways", multiple=True, type=click.Choice(list(WIDTHS_PX)), default=tuple(WIDTHS_PX))
@click.option("--scale", "scales", multiple=True, type=click.Choice(["1", "1.5", "2"]), default=("1", "2"))
@click.option("--language", "languages", multiple=True, type=click.Choice(["fr", "en", "es"]), default=("fr",))
@click.option("--contrast", is_flag=True, help="White and yellow on black.")
@click.option("--readme", is_flag=True, help="Also deploy/images/visite.png.")
def main(
    folder: Path,
    ways: Sequence[str],
    scales: Sequence[str],
    languages: Sequence[str],
    *,
    contrast: bool,
    readme: bool,
) -> None:
    """Draw the contact sheets into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    with kivy_environment(WindowSettings(64, 64, offscreen=True)):
        from bench.sentences import screen_in
        from kiosk.ui.gallery import shoot
        from kiosk.view.design.sizes import PANEL_21_5
        from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL
        from stories.every_screen import NAMES

        panels = {"upright": PANEL_21_5, "lying": PANEL_21_5.turned}

        def drawn(name: str, language: str, way: str, scale: float, width: int) -> Image.Image:
            with tempfile.NamedTemporaryFile(suffix=".png") as file:
                palette = HIGH_CONTRAST if contrast else NORMAL
                shoot(screen_in(language, name), Path(file.name), panels[way], scale, palette)
                picture = Image.open(file.name).convert("RGB")
            return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)

        for way, scale, language in product(ways, scales, languages):
            for number, first in enumerate(range(0, len(NAMES), ON_A_SHEET), 1):
                names = NAMES[first : first + ON_A_SHEET]
                pictures = [drawn(name, language, way, float(scale), WIDTHS_PX[way]) for name in names]
                path = folder / f"{way}-{scale}-{language}{'-contrast' if contrast else ''}-{number:02}.png"
                contact_sheet(pictures, names, COLUMNS[way]).save(path)
                click.echo(path)
        if readme:
            side_by_side([drawn(name, "fr", "upright", 1.0, README_WIDTH_PX) for name in README]).save(
                ROOT / "deploy/images/visite.png", optimize=True
            )


def contact_sheet(pictures: Sequence[Image.Image], names: Sequence[str], columns: int) -> Image.Image:
    """``pictures`` in rows, each over its name."""
    width, height = pictures[0].width + MARGIN_PX, pictures[0].height + CAPTION_PX + MARGIN_PX
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * width + MARGIN_PX, rows * height + MARGIN_PX), GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    for number, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        x, y = MARGIN_PX + number % columns * width, MARGIN_PX + number // columns * height
        sheet.paste(picture, (x, y))
        draw.text((x, y + picture.height + 3), name, fill=INK, font=font)
    return sheet


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """``pictures`` on white, with a little room between them."""
    step = pictures[0].width + README_GAP_PX
    row = Image.new("RGB", (len(pictures) * step - README_GAP_PX, pictures[0].height), "white")
    for number, picture in enumerate(pictures):
        row.paste(picture, (number * step, 0))
    return row


if __name__ == "__main__":
    main()
