"""What is passed from room to room can be changed by nobody, and takes no attribute that it does not declare."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ("kiosk/card", "kiosk/flow", "kiosk/runtime", "diagnostics/database", "diagnostics/store")


def dataclasses_of(tree: ast.AST) -> Iterator[tuple[str, dict[str, object]]]:
    """Name and options of each class that is decorated with ``dataclass``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                call = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
                if isinstance(call.func, ast.Name) and call.func.id == "dataclass":
                    yield node.name, {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}


@pytest.mark.parametrize("room", ROOMS)
def test_every_value_is_frozen_and_has_slots(root: Path, room: str) -> None:
    found = [
        (path.name, name, options.get("frozen"), options.get("slots"))
        for path in sorted((root / room).rglob("*.py"))
        for name, options in dataclasses_of(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found
    assert [value for value in found if value[2:] != (True, True)] == []
