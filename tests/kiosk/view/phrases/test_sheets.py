"""The sheets behind « Affichage » and « Langue »."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.sentences import WORDS
from kiosk.view.model.appearance import Appearance
from kiosk.view.phrases.sheets import display_sheet, language_sheet
from reports.papers.languages import LANGUAGES


@pytest.mark.parametrize("now", [Appearance(), Appearance(2.0, contrast=True, calm=True), Appearance(1.5)])
def test_every_choice_exists_and_what_holds_is_marked_once_a_row(now: Appearance) -> None:
    sheet = display_sheet(replace(WORDS, appearance=now))
    reached = {now.choose(choice.name) for choice in sheet.choices}
    assert len(sheet.choices) == 7
    assert {each.text_scale for each in reached} == {1.0, 1.5, 2.0}
    for row in sheet.rows:
        marked = [choice for choice in row.choices if choice.chosen]
        assert len(marked) == 1
        assert now.choose(marked[0].name) == now


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.tag)
def test_each_language_stands_under_its_own_name(language: object) -> None:
    sheet = language_sheet(WORDS.said_in(language.tag))  # type: ignore[attr-defined]  # a Language
    assert [choice.label for choice in sheet.choices] == [each.name for each in LANGUAGES]
    assert [choice.name for choice in sheet.choices if choice.chosen] == [f"speak_{language.tag}"]  # type: ignore[attr-defined]
