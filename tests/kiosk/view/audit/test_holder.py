"""What the control says of the holder: labels where the dictionary has one, the bare code where it has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.outcomes.status import Status
from kiosk.card.model import HolderIdentity
from kiosk.view.audit.holder import holder_lines
from kiosk.view.model.screen import ShownCheck
from reports.papers.languages import UNTRANSLATED
from stories.story import CONTENT


def told(**changes: object) -> dict[str, ShownCheck]:
    holder = replace(CONTENT.holder or HolderIdentity(None, None, None, None, None, None), **changes)  # type: ignore[arg-type]
    return {line.name: line for line in holder_lines(replace(CONTENT, holder=holder), UNTRANSLATED)}


def test_a_holder_is_told_in_words() -> None:
    said = {name: line.sentence for name, line in told().items()}
    assert said["Porteur"] == "Madame CLAIRE DURAND"
    assert said["Profession"] == "Infirmier"
    assert said["Type de carte"] == "Carte de Professionnel de Santé (CPS)"
    assert said["Identifiant national"].startswith("N° RPPS 99700000012, ")


@pytest.mark.parametrize(
    ("name", "field", "code"), [("Profession", "profession", 11), ("Type de carte", "card_type", 4)]
)
def test_a_code_without_a_label_is_shown_as_it_is(name: str, field: str, code: int) -> None:
    line = told(**{field: code})[name]
    assert (line.status, line.sentence) == (Status.NOT_CHECKED, f"Code {code:02d}, inconnu de cette borne.")


@pytest.mark.parametrize(
    ("card_type", "profession", "said"),
    [
        (0, 10, "Médecin"),
        (1, 10, "Médecin en formation"),
        (1, 60, "Infirmier"),
        (2, 10, "Médecin"),
        (None, 10, "Médecin"),
    ],
)
def test_a_card_of_training_has_the_professions_that_are_learnt(
    card_type: int | None, profession: int, said: str
) -> None:
    assert told(card_type=card_type, profession=profession)["Profession"].sentence == said


def test_a_card_that_says_no_name_is_not_told_as_good() -> None:
    line = told(civility=None, usual_first_name=None, exercise_name=None)["Porteur"]
    assert line.status is Status.WARNING


@pytest.mark.parametrize(
    ("national_id", "said"),
    [
        ("0123456789", "N° ADELI 123456789, sans clé connue."),
        ("7123456789", "123456789, sans clé connue."),
        ("8", "Il n’a pas pu être lu."),
        (None, "Il n’a pas pu être lu."),
    ],
)
def test_the_kind_of_an_identifier_is_named_where_it_is_known(national_id: str | None, said: str) -> None:
    assert told(national_id=national_id)["Identifiant national"].sentence == said
