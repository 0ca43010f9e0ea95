"""Walks every state that a visit can reach, and says what it found.

``python tests/benchmarks/walk_visit.py [--most NODES] [NAME …]``. Without names all walks of
``tests/support/search/walks.py``, one after the other; ``--list`` names them. A property that is broken is printed with
the shortest way to it, and makes the command fail. Properties, figures and limits: deploy/reference/walked-visit.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from search.scope import Scope
from search.walk import Walk
from search.walks import WALKS
from search.words import told


def walked(scope: Scope) -> bool:
    """Walk it and print a line of the table; True if every property held."""
    started = time.process_time()
    walk = Walk(scope).run()
    seconds = time.process_time() - started
    end = "whole" if walk.complete else "cut short"
    print(
        f"| {scope.name} | {walk.nodes:,} | {walk.transitions:,} | {walk.deepest} | {seconds:.0f} | {end} |", flush=True
    )
    for violation in walk.violations.values():
        print("\n".join(told(violation)))
        print(f"  broken {walk.broken[violation.broken]} times", flush=True)
    return not walk.violations


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Walk every state that a visit can reach.")
    parser.add_argument("names", nargs="*", help="walks, all if none is named")
    parser.add_argument("--most", type=int, help="nodes after which each walk is cut short")
    parser.add_argument("--list", action="store_true", help="only name the walks")
    chosen = parser.parse_args(arguments)
    names = [scope.name for scope in WALKS]
    if chosen.list:
        print("\n".join(names))
        return 0
    if unknown := set(chosen.names) - set(names):
        parser.error(f"no such walk: {', '.join(sorted(unknown))}")
    print("| walk | states | transitions | longest way | CPU seconds | |\n|---|---|---|---|---|---|")
    walks = [scope for scope in WALKS if not chosen.names or scope.name in chosen.names]
    held = [walked(replace(scope, most_nodes=chosen.most)) for scope in walks]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
