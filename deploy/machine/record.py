"""Writes ``resultats.md`` and its pictures: of each scenario, on each distribution, what its last run saw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

RECORD = "resultats.jsonl"
HEAD = """# La machine entière : derniers résultats

Écrit par `sh deploy/machine/try.sh --record` d’après ce que chaque scénario a noté ; rien n’y est ajouté à la main. La
machine est émulée sans accélération matérielle : ses durées sont environ quinze fois celles d’une vraie.

| scénario | système | joué le | version | résultat | durée |
|---|---|---|---|---|---|
"""

SHOWN = "mise-en-service"
"""The scenario whose pictures are kept: a visit from the waiting screen to the green one."""

WIDTH_PX, HEIGHT_PX, A_ROW = 216, 384, 5


def sheet(pictures: list[Path], target: Path) -> None:
    """All pictures on one, small, in a palette of 32 colours."""
    rows = -(-len(pictures) // A_ROW)
    whole = Image.new("RGB", (A_ROW * WIDTH_PX, rows * HEIGHT_PX), "white")
    for number, path in enumerate(pictures):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((WIDTH_PX - 8, HEIGHT_PX - 8), Image.Resampling.LANCZOS)
        whole.paste(small, (number % A_ROW * WIDTH_PX + 4, number // A_ROW * HEIGHT_PX + 4))
    whole.quantize(32).save(target, optimize=True)


def runs(*records: Path) -> list[dict[str, Any]]:
    """The last run of each scenario on each system, of all that these files hold, the oldest first."""
    lines = [line for path in records for line in path.read_text(encoding="utf-8").splitlines()]
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for run in sorted((json.loads(line) for line in lines), key=_when):
        last[run["scenario"], run["machine"]] = run
    return sorted(last.values(), key=_when)


def page(last: list[dict[str, Any]]) -> str:
    """The whole page, from the last run of each scenario on each system."""
    return HEAD + "".join(map(_row, last)) + "".join(map(_section, last))


def write(folder: Path, target: Path) -> None:
    """The page ``target``, and beside it what it says as data, and a picture for each system.

    What was on record before, perhaps from another machine, stays unless ``folder`` has a later run of it.
    """
    known = target.with_name(RECORD)
    known.touch()
    last = runs(known, *folder.glob(f"*/{RECORD}"))
    known.write_text("".join(json.dumps(run, ensure_ascii=False) + "\n" for run in last), encoding="utf-8")
    text = page(last)
    for pictures in sorted(folder.glob(f"*/{SHOWN}/pictures")):
        suite = pictures.parent.parent.name
        image = target.with_name(f"visite-{suite}.png")
        sheet(sorted(pictures.glob("*.png")), image)
        text += f"\n![La visite sous {suite}, sur l’écran de la machine, jusqu’à la carte débloquée.]({image.name})\n"
    target.write_text(text, encoding="utf-8")


def _when(run: dict[str, Any]) -> str:
    return str(run["when"])


def _row(run: dict[str, Any]) -> str:
    result = "passé" if run["passed"] else "**échec**"
    cells = (run["scenario"], run["machine"], run["when"], run["commit"], result, f"{run['seconds']} s")
    return f"| {' | '.join(cells)} |\n"


def _section(run: dict[str, Any]) -> str:
    facts = "".join(_fact(name, value) for name, value in run["facts"].items())
    failure = "" if run["passed"] else f"\nÉchec :\n\n```\n{run['failure'].strip()}\n```\n"
    return f"\n## {run['scenario']}, {run['machine']}\n{failure}\n{facts}" if facts or failure else ""


def _fact(name: str, value: object) -> str:
    if isinstance(value, dict):
        return f"- `{name}`\n" + "".join(f"  - {key} : {word}\n" for key, word in value.items())
    if isinstance(value, list):
        return f"- `{name}`\n" + "".join(f"  - {word}\n" for word in value)
    if isinstance(value, str) and "\n" in value:
        block = "".join(f"  {line}".rstrip() + "\n" for line in value.splitlines())
        return f"- `{name}`\n\n  ```\n{block}  ```\n\n"
    return f"- `{name}` : {value}\n"
