"""The measures of the code: small files, functions and folders, imports at the top, one meaning for each class name."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE_LINES = 500
FOLDER_MODULES = 14
FUNCTION_LINES = 40  # without the docstring: a policy keeps its table there

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines(function: Function) -> int:
    """Lines from `def` to the end, its docstring left out."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return whole
    docstring = function.body[0]
    return whole - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def imports_inside(function: Function) -> bool:
    return any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))


@pytest.fixture(scope="module")
def trees(root: Path, sources: list[Path]) -> dict[str, ast.Module]:
    return {str(path.relative_to(root)): ast.parse(path.read_text()) for path in sources}


def test_files_are_small(root: Path, sources: list[Path]) -> None:
    layouts = sorted((root / "kiosk").rglob("*.kv"))
    sizes = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in [*sources, *layouts]}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_functions_are_small(trees: dict[str, ast.Module]) -> None:
    long = {
        f"{name}:{function.lineno} {function.name}": lines(function)
        for name, tree in trees.items()
        for function in functions(tree)
        if lines(function) > FUNCTION_LINES
    }
    assert long == {}


def test_a_function_is_measured_without_its_docstring() -> None:
    bare, told = functions(ast.parse('def a():\n    return 1\n\ndef b():\n    """One.\n\n    Two."""\n    return 1\n'))
    assert (lines(bare), lines(told)) == (2, 2)


LATE_IMPORTS = ("kiosk/__main__.py", "kiosk/app/", "kiosk/commands/", "kiosk/ui/painting/qr.py")
"""Where a function may import: the window must not wait for what one command or one card needs, and Kivy reads its
environment when it is imported. A QR code is drawn by reportlab, which only a paper on the screen needs."""


def test_imports_stand_at_the_top(trees: dict[str, ast.Module]) -> None:
    late = [
        f"{name}:{function.lineno}"
        for name, tree in trees.items()
        if not name.startswith(LATE_IMPORTS)
        for function in functions(tree)
        if imports_inside(function)
    ]
    assert late == []


def test_no_import_hides_in_a_string(trees: dict[str, ast.Module]) -> None:
    """Neither the types nor the contracts see a module that ``import_module`` names."""
    hidden = [name for name, tree in trees.items() if "import_module" in ast.dump(tree)]
    assert hidden == []


def test_folders_are_small(root: Path, sources: list[Path]) -> None:
    """A screen's .kv belongs to its .py, and the sentence of a folder's duty is no module."""
    tools = (root / "deploy" / "guide" / "tools").glob("*.py")
    folders = Counter(
        str(path.parent.relative_to(root))
        for path in (*sources, *tools)
        if path.name not in ("__init__.py", "__main__.py")
    )
    assert {folder: n for folder, n in folders.items() if n > FOLDER_MODULES} == {}


def test_the_kiosk_has_no_loose_module(root: Path) -> None:
    assert sorted(path.name for path in (root / "kiosk").glob("*.py")) == ["__init__.py", "__main__.py"]


def test_a_class_name_has_one_meaning(trees: dict[str, ast.Module]) -> None:
    homes: dict[str, list[str]] = {}
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(name)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_every_layout_has_its_screen_and_every_screen_its_layout(root: Path) -> None:
    layouts = {path.with_suffix("") for path in (root / "kiosk" / "ui").rglob("*.kv")}
    modules = {path.with_suffix("") for path in (root / "kiosk" / "ui").rglob("*.py")}
    screens = {path for path in modules if path.parent.name == "screens" and path.name != "__init__"}
    assert layouts - modules == set()
    assert screens - layouts == set()
