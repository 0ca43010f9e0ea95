"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kiosk.config import parse_size


class Size(click.ParamType[tuple[int, int]]):
    """``1080x1920``."""

    name = "LxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        try:
            return parse_size(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


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
    help="Nom exact du lecteur (un nom inconnu fait afficher les noms) ; sinon la première CPS trouvée.",
)
size_option = click.option("--size", type=Size(), help="Taille de la fenêtre en pixels, par exemple 1080x1920.")
