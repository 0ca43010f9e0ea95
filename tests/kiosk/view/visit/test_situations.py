"""What is shown of the situations: every field that the card gives, in words, and nothing that it does not."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.model import Activity, Billing, HolderIdentity, PracticeSituations
from kiosk.view.model.screen import FactGroup
from kiosk.view.visit.situations import groups, professional
from reports.papers.languages import UNTRANSLATED

ACTIVITY = Activity(
    number=1,
    mode=0,
    speciality=0x26,
    qualification=0x01,
    pharmacist_table="DA",
    billing_link=1,
    company="CABINET ROULETTE RPPS",
    id_type="4",
    identifier="99900021520005",
    sector="SA07",
)
BILLING = Billing(
    link=1,
    billing_id="994004802",
    speciality=19,
    convention=1,
    zone=20,
    ik=2,
    approvals=(1, 0, 0),
    may_sign_fse=True,
    may_sign_lots=False,
)
NOTHING = Billing(None, None, None, None, None, None, (), None, None)


def shown(*activities: Activity, billing: tuple[Billing, ...] | None = (BILLING,)) -> tuple[FactGroup, ...]:
    return groups(PracticeSituations(activities, billing), UNTRANSLATED)


def facts(group: FactGroup) -> dict[str, str]:
    assert len({fact.name for fact in group.facts}) == len(group.facts)
    return {fact.name: fact.value for fact in group.facts}


def test_a_whole_situation_is_told_field_by_field() -> None:
    (group,) = shown(ACTIVITY)
    assert group.title == "Situation n° 1"
    assert facts(group) == {
        "Raison sociale": "CABINET ROULETTE RPPS",
        "Mode d’exercice": "Libéral, exploitant ou commerçant",
        "Secteur d’activité": "Cabinet individuel",
        "Type de structure": "Cabinet RPPS",
        "N° de structure": "99900021520005",
        "Spécialité ADELI": "Médecine légale et Expertises médicales",
        "Qualification": "Spécialité ordinale (SM)",
        "Tableau des pharmaciens": "DA – Pharmacien adjoint",
        "N° de facturation": "99400480, clé 2",
        "Convention": "Conventionné",
        "Spécialité Assurance Maladie": "Chirurgie dentaire",
        "Zone tarifaire": "Zone B",
        "Indemnité kilométrique": "Indemnités kilométriques montagne",
        "Agréments": "Agrément D ou agrément DDASS",
        "Signature d’une facture": "Autorisée",
        "Signature d’un lot": "Non autorisée",
    }
    assert group.remark == ""


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"mode": 2}, "Mode d’exercice", "code 02"),
        ({"sector": "SA64"}, "Secteur d’activité", "code SA64"),
        ({"id_type": "7"}, "Type de structure", "code 7"),
        ({"speciality": 0x84}, "Spécialité ADELI", "code 84"),
        ({"speciality": 0x8B}, "Spécialité ADELI", "code 8B"),
        ({"qualification": 0x06}, "Qualification", "code 06"),
        ({"pharmacist_table": "Z"}, "Tableau des pharmaciens", "Z"),
    ],
)
def test_an_unknown_code_of_an_activity_is_shown_as_it_is(changed: dict[str, object], name: str, said: str) -> None:
    (group,) = shown(replace(ACTIVITY, **changed))  # type: ignore[arg-type]  # one field of the test's choice
    assert facts(group)[name] == said


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"speciality": 86}, "Spécialité Assurance Maladie", "code 86"),
        ({"convention": 4}, "Convention", "code 4"),
        ({"zone": 21}, "Zone tarifaire", "code 21"),
        ({"zone": 20, "convention": None}, "Zone tarifaire", "code 20"),
        ({"zone": 10, "convention": 3}, "Zone tarifaire", "code 10"),
        ({"zone": 99, "convention": None}, "Zone tarifaire", "Non définie"),
        ({"ik": 4}, "Indemnité kilométrique", "code 4"),
        ({"approvals": (7, 0)}, "Agréments", "code 07"),
        ({"approvals": (0, 0, 0)}, "Agréments", "Pas d’agrément"),
        ({"approvals": (4, 0, 4)}, "Agréments", "Agrément K"),
        ({"approvals": (4, 5, 6)}, "Agréments", "Agrément K ; Agrément L ; Agrément M"),
        ({"billing_id": "99400480"}, "N° de facturation", "99400480"),
        ({"billing_id": "9940048021"}, "N° de facturation", "9940048021"),
    ],
)
def test_an_unknown_code_of_the_billing_is_shown_as_it_is(changed: dict[str, object], name: str, said: str) -> None:
    billing = replace(BILLING, **changed)  # type: ignore[arg-type]  # as above
    (group,) = shown(ACTIVITY, billing=(billing,))
    assert facts(group)[name] == said


@pytest.mark.parametrize(
    ("skills", "said"),
    [
        ((0, 0), ("code 00", "code 00")),
        ((0, None), ("code 00", None)),
        ((0, 1), ("Médecine générale (polyvalente en milieu hospitalier)", "Spécialité ordinale (SM)")),
        ((1, 0), ("Allergologie", "Spécialité de concours hospitalier (SCH)")),
        ((None, None), (None, None)),
    ],
)
def test_two_zeros_are_no_speciality(skills: tuple[int | None, int | None], said: tuple[str | None, ...]) -> None:
    """A nurse whose card holds zeros there is no general practitioner."""
    (group,) = shown(replace(ACTIVITY, speciality=skills[0], qualification=skills[1]))
    assert (facts(group).get("Spécialité ADELI"), facts(group).get("Qualification")) == said


def test_what_the_card_does_not_give_has_no_line() -> None:
    (group,) = shown(Activity(3, mode=1, billing_link=2), billing=(replace(NOTHING, link=2),))
    assert (group.title, facts(group)) == ("Situation n° 3", {"Mode d’exercice": "Salarié"})


def test_a_situation_that_made_no_sense_says_so() -> None:
    (group,) = shown(Activity(2), billing=())
    assert (group.facts, group.remark) == ((), "Cette situation n’a pas pu être lue.")


def test_billing_that_could_not_be_read_is_not_told_as_absent() -> None:
    (unread,) = shown(ACTIVITY, billing=None)
    (absent,) = shown(ACTIVITY, billing=())
    assert unread.remark == "Les données de facturation n’ont pas pu être lues."
    assert absent.remark == "La carte ne porte pas de facturation pour cette situation."


def test_billing_without_a_field_that_makes_sense_could_not_be_read() -> None:
    (linked,) = shown(ACTIVITY, billing=(replace(NOTHING, link=1),))
    (stray,) = shown(billing=(NOTHING,))
    assert linked.remark == stray.remark == "Les données de facturation n’ont pas pu être lues."


def test_each_situation_has_its_own_billing_and_none_is_lost() -> None:
    second, stray = replace(BILLING, link=2, billing_id="991129768"), replace(BILLING, link=9, billing_id="991130634")
    found = shown(ACTIVITY, replace(ACTIVITY, number=2, billing_link=2), billing=(second, BILLING, stray))
    assert [(group.title, facts(group)["N° de facturation"]) for group in found] == [
        ("Situation n° 1", "99400480, clé 2"),
        ("Situation n° 2", "99112976, clé 8"),
        ("Facturation sans situation", "99113063, clé 4"),
    ]


def test_no_link_on_either_side_joins_nothing() -> None:
    situation, stray = shown(replace(ACTIVITY, billing_link=None), billing=(replace(BILLING, link=None),))
    assert situation.remark == "La carte ne porte pas de facturation pour cette situation."
    assert stray.title == "Facturation sans situation"


def test_the_professional_is_told_as_lire_cps_begins() -> None:
    holder = HolderIdentity(31, "PAUL", "ROULETTE RPPS", 0, "899900021520", 40)
    assert facts(professional(holder, UNTRANSLATED)) == {
        "Nom": "Monsieur PAUL ROULETTE RPPS",
        "Profession": "Chirurgien-Dentiste",
        "Type de carte": "Carte de Professionnel de Santé (CPS)",
        "Type d’identifiant": "N° RPPS",
        "Identifiant": "99900021520",
    }
    unknown = HolderIdentity(None, None, "X", 7, "7ABC", 11)
    assert facts(professional(unknown, UNTRANSLATED)) == {
        "Nom": "X",
        "Profession": "code 11",
        "Type de carte": "code 07",
        "Type d’identifiant": "code 7",
        "Identifiant": "ABC",
    }


BYTE = st.none() | st.integers(0, 255)
TWO_DIGITS = st.none() | st.integers(0, 99)
DIGIT = st.none() | st.integers(0, 9)
ACTIVITIES = st.builds(
    Activity,
    number=st.integers(1, 16),
    mode=TWO_DIGITS,
    speciality=BYTE,
    qualification=BYTE,
    pharmacist_table=st.none() | st.text("ABCDEGHMZ", min_size=1, max_size=2),
    billing_link=BYTE,
    company=st.none() | st.text("ABC ", min_size=1).filter(str.strip),
    id_type=st.none() | st.sampled_from("0123456789"),
    identifier=st.none() | st.text("0123456789", min_size=1, max_size=14),
    sector=st.none() | st.from_regex(r"SA[0-9]{2}", fullmatch=True),
)
BILLINGS = st.builds(
    Billing,
    link=BYTE,
    billing_id=st.none() | st.text("0123456789", min_size=1, max_size=10),
    speciality=TWO_DIGITS,
    convention=DIGIT,
    zone=TWO_DIGITS,
    ik=DIGIT,
    approvals=st.lists(st.integers(0, 99), max_size=3).map(tuple),
    may_sign_fse=st.none() | st.booleans(),
    may_sign_lots=st.none() | st.booleans(),
)


@given(activities=st.lists(ACTIVITIES, max_size=4), billing=st.none() | st.lists(BILLINGS, max_size=4).map(tuple))
def test_every_field_that_a_card_gives_is_shown_and_no_other(
    activities: list[Activity], billing: tuple[Billing, ...] | None
) -> None:
    found = groups(PracticeSituations(tuple(activities), billing), UNTRANSLATED)
    given_by_activities = sum(_given(activity, "number", "billing_link") for activity in activities)
    times = {id(entry): _times_shown(entry, activities) for entry in billing or ()}
    given_by_billing = sum(_given(entry, "link") * times[id(entry)] for entry in billing or ())
    assert sum(len(group.facts) for group in found) == given_by_activities + given_by_billing
    assert all(group.facts or group.remark for group in found)


def _given(told: Activity | Billing, *but: str) -> int:
    return sum(getattr(told, f.name) not in (None, ()) for f in fields(told) if f.name not in but)


def _times_shown(entry: Billing, activities: list[Activity]) -> int:
    """With each situation that names its link, or else once on its own."""
    links = [activity.billing_link for activity in activities if activity.billing_link is not None]
    return max(1, links.count(entry.link)) if entry.link is not None else 1


def test_an_empty_card_has_no_group() -> None:
    assert shown(billing=()) == ()
