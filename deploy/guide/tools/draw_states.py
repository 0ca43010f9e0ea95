"""Draws the machine from its own table: one diagram a group of rules, in Mermaid's notation.

``python deploy/guide/tools/draw_states.py FILE`` rewrites what stands in FILE between ``<!-- states:begin -->`` and
``<!-- states:end -->``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from kiosk.flow.machine import TABLES
from kiosk.flow.model.states import Action
from kiosk.flow.step.transitions import TransitionTable, Trigger

VISIT = "[*]"
"""The visit underneath, in the diagram of staff mode."""

BEGIN, END = "<!-- states:begin -->", "<!-- states:end -->"

EVERYWHERE = """\
Partout : « Arrêter » et l’absence de réponse mènent à `take_card`, ou à `waiting` si la carte est déjà sortie. Une
carte retirée mène à `waiting` ; un résultat reste alors encore 30 s à l’écran, sans identité, à moins qu’une carte ne
soit insérée : elle commence sa propre visite. « Aide » appelle l’accueil par-dessus l’état présent. `unblocking`,
`changing` et `take_card` n’ont ni aide ni sortie : ils finissent seuls. Un lecteur ou un service de carte absent mène
à `out_of_service`. En attente, la carte insérée mène à `reading`, à un refus (`mute`, `vitale`, `foreign`,
`contactless`, `old_generation`) ou à `choose_card`. Pendant `torn`, la carte remise est relue ; sans elle, ou sans
réponse, vient `torn_unknown`. `stuck` mène à `torn` quand la carte sort. Le mode agent se pose par-dessus l’état, sans
le changer ; ses pages ont leur propre dessin, où `[*]` est la visite.
"""


def diagram() -> str:
    """Every group of rules as a Markdown section."""
    return "\n".join((EVERYWHERE, *map(_section, TABLES)))


def replaced(text: str) -> str:
    """``text`` with a fresh diagram between its marks. Raises ValueError if they are missing."""
    head, rest = text.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    return f"{head}{BEGIN}\n\n{diagram()}\n{END}{tail}"


def _section(table: TransitionTable) -> str:
    arrows = sorted(f"    {source} --> {target} : {label}" for (source, target), label in _labels(table).items())
    return "\n".join((f"### {table.title}", "", "```mermaid", "stateDiagram-v2", *arrows, "```", ""))


def _labels(table: TransitionTable) -> dict[tuple[str, str], str]:
    triggers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rule in table.rules.values():
        for target in rule.targets or {rule.place}:
            triggers[rule.place.value, VISIT if target is None else target.value].append(_name(rule.trigger))
    return {arrow: ", ".join(sorted(names)) for arrow, names in triggers.items()}


def _name(trigger: Trigger) -> str:
    return trigger.value if isinstance(trigger, Action) else trigger.__name__


def main() -> None:
    path = Path(sys.argv[1])
    path.write_text(replaced(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
