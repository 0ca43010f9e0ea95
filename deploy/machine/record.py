"""Writes ``resultats.md``: of each scenario, on each distribution, what its last run saw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORD = "resultats.jsonl"
HEAD = """# La machine entière : derniers résultats

Écrit par `sh deploy/machine/try.sh --record` d’après ce que chaque scénario a noté ; rien n’y est ajouté à la main. La
machine est émulée sans accélération matérielle : ses durées sont environ quinze fois celles d’une vraie.

| scénario | système | joué le | version | résultat | durée |
|---|---|---|---|---|---|
"""


def runs(folder: Path) -> list[dict[str, Any]]:
    """Every run on record under ``folder``, the oldest first."""
    lines = [line for path in folder.glob(f"*/{RECORD}") for line in path.read_text(encoding="utf-8").splitlines()]
    return sorted((json.loads(line) for line in lines), key=lambda run: str(run["when"]))


def page(all_runs: list[dict[str, Any]]) -> str:
    """The whole page, from the last run of each scenario on each system."""
    last = {(run["scenario"], run["machine"]): run for run in all_runs}.values()
    return HEAD + "".join(map(_row, last)) + "".join(map(_section, last))


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
