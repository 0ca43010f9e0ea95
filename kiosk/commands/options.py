"""Options that several commands share, and French for what click itself says."""

from __future__ import annotations

import gettext
import os
from difflib import get_close_matches
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from kiosk.config.settings import parse_size
from kiosk.simulator.profiles import PROFILES

SMALLEST_WINDOW_PX = 320
"""Of the shorter side: about the narrowest screen of a telephone. Below, no word of a screen can be read."""


def speak_french() -> None:
    """Give click the French catalogue of this package, whatever the machine's language is.

    click asks gettext's default domain, ``messages``.
    """
    with as_file(files("kiosk") / "locale") as folder:
        gettext.bindtextdomain("messages", str(folder))
    os.environ["LANGUAGE"] = "fr"


class ProfileChoice(click.Choice[str]):
    """A name of the list, or the names that look like what was typed; the whole list is in the help."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        close = get_close_matches(str(value), list(self.choices))
        if value in self.choices or not close:
            return super().convert(value, param, ctx)
        names = ", ".join(f"«\u00a0{name}\u00a0»" for name in close)
        return self.fail(
            f"aucune carte ne s’appelle «\u00a0{value}\u00a0». Vouliez-vous dire\u00a0: {names}\u00a0?", param, ctx
        )


class Size(click.ParamType[tuple[int, int]]):
    """``1080x1920``."""

    name = "LxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        try:
            size = parse_size(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if min(size) < SMALLEST_WINDOW_PX:
            least = f"{SMALLEST_WINDOW_PX} pixels de côté au moins"
            self.fail(f"la fenêtre serait illisible\u00a0: il faut {least}, par exemple 1080x1920", param, ctx)
        return size


help_option = click.help_option("-h", "--help", help="Affiche cette aide.")
config_option = click.option(
    "--config",
    "config_path",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Fichier de configuration (TOML).",
)
reader_option = click.option(
    "--reader",
    metavar="NOM",
    help="Nom du lecteur, ou une partie (un nom inconnu fait afficher les noms) ; sinon la première CPS trouvée.",
)
size_option = click.option("--size", type=Size(), help="Taille de la fenêtre en pixels, par exemple 1080x1920.")
papers_option = click.option(
    "--papers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dossier où écrire les papiers des cartes simulées, au lieu de les imprimer.",
)
output_option = click.option(
    "--output",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-output"),
    show_default=True,
    help="Dossier des images et des papiers.",
)
profile_option = click.option(
    "--profile",
    metavar="CARTE",
    type=ProfileChoice(list(PROFILES)),
    default="blocked",
    show_default=True,
    help="Carte simulée.",
)
PROFILES_HELP = "\n".join(
    ("\b", "Les cartes (--profile) :", *(f"  {name:<20} {each.description}" for name, each in PROFILES.items()))
)
"""The end of the help of a command that has ``profile_option``; click keeps the lines of a paragraph under ``\\b``."""
