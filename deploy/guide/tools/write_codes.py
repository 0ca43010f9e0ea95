"""The page of the guide that explains every code, written from the catalogue itself.

``python deploy/guide/tools/write_codes.py FILE`` rewrites what stands in FILE between ``<!-- codes:begin -->`` and
``<!-- codes:end -->``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from diagnostics.outcomes.codes import Code

BEGIN, END = "<!-- codes:begin -->", "<!-- codes:end -->"

FAMILIES = {
    "U": "Déblocage, et code porteur oublié",
    "C": "Code porteur actuel",
    "A": "Contrôle de la carte",
    "R": "Réfection de code",
    "N": "Carte à remplacer",
    "L": "Lecture de la carte",
    "T": "Machine (montrés, jamais comptés)",
}
"""By the letter that a code begins with, in the order of the page."""


def page() -> str:
    """One table for each family, in Markdown."""
    return "\n".join(_table(letter, title) for letter, title in FAMILIES.items())


def replaced(text: str) -> str:
    """``text`` with fresh tables between its marks. Raises ValueError if they are missing."""
    head, rest = text.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    return f"{head}{BEGIN}\n\n{page()}\n{END}{tail}"


def _table(letter: str, title: str) -> str:
    codes = sorted((code for code in Code if code.value.startswith(letter)), key=lambda code: code.value)
    lines = (f"| {code.value} | {code.sentence} | {code.remedy} |" for code in codes)
    return "\n".join((f"## {title}", "", "| code | ce qui s’est passé | que faire |", "|---|---|---|", *lines, ""))


def main() -> None:
    path = Path(sys.argv[1])
    path.write_text(replaced(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
