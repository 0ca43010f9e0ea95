"""The guide explains every code, with the very words of the screen."""

from __future__ import annotations

import pytest

from checkout import ROOT
from diagnostics.outcomes.codes import Code
from write_codes import FAMILIES, replaced

PAGE = ROOT / "deploy" / "guide" / "codes.md"


def test_the_page_is_what_the_code_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert replaced(text) == text


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained_once(code: Code) -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {code.value} |")]
    assert lines == [f"| {code.value} | {code.sentence} | {code.remedy} |"]


def test_every_letter_has_its_family() -> None:
    assert {code.value[0] for code in Code} == set(FAMILIES)


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        replaced("no marks")
