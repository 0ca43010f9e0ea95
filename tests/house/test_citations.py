"""What the code cites stands in the repository: every section, rule and decision that is named has its heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REFERENCE = re.compile(r"deploy/reference/([\w-]+\.md)((?:,? ?§[\d.]*\d)*)")
RULE = re.compile(r"(?<!screen )\b[Rr]ules? (\d+)(?:(?:, | and )(\d+))*")
SCREEN_RULE = re.compile(r"\b[Ss]creen rules? (\d+)")
OUTSIDE = re.compile(r"\b(?:cps-card\.md|UX\.md|DESIGN\b|HOUSE\.md|STYLE\.md|peers\.md|platform\.md)")


def headings(page: Path) -> set[str]:
    """The numbers that the page's headings begin with: ``4.3``, ``Rule 7``."""
    return set(re.findall(r"^#{2,3} ((?:Rule )?\d[\d.]*?)\.? ", page.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def texts(root: Path, tracked: list[Path]) -> dict[str, str]:
    """Code, pages and settings; not this file, which names what it looks for."""
    kinds = {".py", ".kv", ".md", ".sql", ".sh", ".toml"}
    chosen = [path for path in tracked if path.suffix in kinds and path != Path(__file__)]
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in chosen}


def test_a_cited_section_exists(root: Path, texts: dict[str, str]) -> None:
    found = [
        (name, page, section)
        for name, text in texts.items()
        for page, sections in REFERENCE.findall(text)
        for section in re.findall(r"§([\d.]*\d)", sections) or [""]
    ]
    assert found
    pages = root / "deploy" / "reference"
    assert [cited for cited in found if not (pages / cited[1]).is_file()] == []
    assert [cited for cited in found if cited[2] and cited[2] not in headings(pages / cited[1])] == []


@pytest.mark.parametrize(("pattern", "page"), [(RULE, "rules.md"), (SCREEN_RULE, "screen-rules.md")])
def test_a_cited_rule_exists(root: Path, texts: dict[str, str], pattern: re.Pattern[str], page: str) -> None:
    known = headings(root / "deploy" / "reference" / page)
    cited = {
        (name, number)
        for name, text in texts.items()
        for match in pattern.finditer(text)
        for number in re.findall(r"\d+", match[0])
        if not name.endswith("screen-rules.md")
    }
    assert cited
    assert sorted((name, number) for name, number in cited if f"Rule {number}" not in known) == []


def test_nothing_cites_a_page_that_is_not_here(texts: dict[str, str]) -> None:
    assert [(name, match[0]) for name, text in texts.items() for match in OUTSIDE.finditer(text)] == []
