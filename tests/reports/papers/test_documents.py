from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.outcomes.status import Status
from reports.papers.blocks import (
    Blank,
    Checklist,
    Document,
    HolderName,
    LabelledValue,
    Lead,
    NumberedSteps,
    NumberPairs,
    Qr,
    StampBox,
)
from reports.papers.documents import document, in_language
from reports.papers.papers import (
    AuditRow,
    AuditSheet,
    Holder,
    Issuer,
    Office,
    Receipt,
    Referral,
    ReferralReason,
    Replacement,
    ReplacementReason,
)

DAY = date(2026, 11, 21)
HOLDER = Holder(card_number="2900123457", name="Camille DURAND-LEFÈVRE")
OFFICE = Office(name="CPAM de Laval", privacy="Aucune donnée n'est gardée.")
ISSUER = Issuer(
    name="l’ANS",
    telephone="0 825 852 000",
    telephone_note="0,15 € / min",
    form_name="Formulaire 501",
    post_to=("ANS", "75000 Paris"),
    enclose=("copie d’une pièce d’identité",),
    page_url="https://esante.example/deblocage",
    as_of=date(2026, 10, 1),
)
RECEIPT = Receipt("U01", "Votre carte est débloquée", ("C'est vérifié : 3 essais.",), ("Reprenez-la.",), DAY)
REFERRAL = Referral(ReferralReason.CODE_UNKNOWN, "R01", DAY, identity_allowed=True, holder=HOLDER)
REPLACEMENT = Replacement(ReplacementReason.PUK_EXHAUSTED, "N01", DAY, identity_allowed=True, holder=HOLDER)
AUDIT = AuditSheet("A01", "Carte valable", (AuditRow("Puce", "Lue", Status.OK),), DAY, True, HOLDER)
PAPERS = (RECEIPT, REFERRAL, REPLACEMENT, AUDIT)


def of_type(doc: Document, kind: type) -> list:
    return [b for b in doc.blocks if isinstance(b, kind)]


def every_string(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [s for item in value for s in every_string(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [s for f in fields(value) for s in every_string(getattr(value, f.name))]
    return []


def test_a_receipt_has_no_field_that_could_hold_an_identity_or_a_code():
    assert {f.name for f in fields(Receipt)} == {
        "outcome", "title", "sentences", "next_steps", "day", "place", "simulated", "language",
    }  # fmt: skip


def test_a_receipt_says_what_happened_and_what_to_do_next():
    doc = document(RECEIPT, OFFICE, ISSUER)
    assert doc.title == "Votre carte est débloquée"
    assert doc.dateline == ("Le 21\u00a0novembre 2026", "Code U01")
    assert of_type(doc, NumberedSteps) == [NumberedSteps(("Reprenez-la.",))]
    assert not of_type(doc, NumberPairs) + of_type(doc, HolderName) + of_type(doc, Blank)


def test_the_place_stands_in_for_an_office_without_a_name():
    assert document(replace(RECEIPT, place="Borne 4"), Office(), ISSUER).letterhead == ("Borne 4",)
    assert document(replace(RECEIPT, place="Borne 4"), OFFICE, ISSUER).letterhead == ("CPAM de Laval",)


@pytest.mark.parametrize("paper", [REFERRAL, REPLACEMENT, AUDIT])
def test_identity_is_printed_when_allowed(paper):
    doc = document(paper, OFFICE, ISSUER)
    assert of_type(doc, NumberPairs)[0].pairs == ("29", "00", "12", "34", "57")
    assert of_type(doc, HolderName)[0].name == "Camille DURAND-LEFÈVRE"


@pytest.mark.parametrize("paper", [REFERRAL, REPLACEMENT, AUDIT])
def test_identity_becomes_blank_lines_when_not_allowed(paper):
    doc = document(replace(paper, identity_allowed=False), OFFICE, ISSUER)
    text = " ".join(every_string(doc))
    assert "DURAND" not in text
    assert "29" not in text.replace("2900", "29")
    assert [b.label for b in of_type(doc, Blank)][:2] == ["Numéro de la carte", "Titulaire"]


@pytest.mark.parametrize("paper", [REFERRAL, REPLACEMENT, AUDIT])
def test_identity_is_not_allowed_unless_it_is_said(paper):
    assert type(paper)(**{f.name: getattr(paper, f.name) for f in fields(paper) if f.default is f.default_factory}
                       ).identity_allowed is False  # fmt: skip


@given(number=st.from_regex(r"[0-9]{10}", fullmatch=True), name=st.text("ABCÉ", min_size=5, max_size=40))
def test_what_is_not_allowed_never_reaches_the_document(number, name):
    paper = replace(REFERRAL, identity_allowed=False, holder=Holder(number, name))
    everything = every_string(document(paper, Office(), Issuer()))
    assert not [s for s in everything if name in s or number in s.replace(" ", "").replace("\u00a0", "")]


def test_reprs_hide_whose_card_it_is():
    doc = document(REFERRAL, OFFICE, ISSUER)
    for shown in (repr(HOLDER), repr(REFERRAL), repr(doc)):
        assert "DURAND" not in shown
        assert "29001" not in shown
        assert "'29'" not in shown


def test_facts_that_are_not_configured_are_lines_to_fill_in_and_nothing_is_invented():
    doc = document(REFERRAL, Office(stamp_box=False), Issuer())
    assert [b.label for b in of_type(doc, Blank)] == ["Téléphone", "Formulaire", "Adresse", "Pièces demandées"]
    assert not of_type(doc, LabelledValue) + of_type(doc, Qr) + of_type(doc, StampBox)
    assert doc.letterhead == ()
    assert doc.footer == ("N’écrivez aucun code sur cette feuille.",)


def test_configured_facts_are_printed_with_their_day():
    doc = document(REFERRAL, OFFICE, ISSUER)
    assert LabelledValue("Téléphone", ("0\u00a0825\u00a0852\u00a0000",), "0,15\u00a0€ / min") in doc.blocks
    assert of_type(doc, Qr) == [Qr("https://esante.example/deblocage", "Page officielle")]
    assert Checklist(("copie d’une pièce d’identité",)) in doc.blocks
    assert "Coordonnées relevées le 1er\u00a0octobre 2026." in doc.footer
    assert "Aucune donnée n’est gardée." in doc.footer


def test_facts_without_a_day_say_so():
    assert "Coordonnées non datées" in document(REFERRAL, OFFICE, replace(ISSUER, as_of=None)).footer[1]


@pytest.mark.parametrize("reason", ReferralReason)
def test_each_referral_reason_tells_to_keep_the_card(reason):
    text = " ".join(every_string(document(replace(REFERRAL, reason=reason), OFFICE, ISSUER)))
    assert "Gardez cette carte, vous pourrez la débloquer ici dès réception" in text


@pytest.mark.parametrize(
    ("language", "lead", "first_step"),
    [
        (
            "fr",
            (
                "Le courrier que vous avez est celui d’une autre carte.",
                "Sans le courrier de cette carte, elle ne peut être débloquée ni ici ni à l’accueil.",
            ),
            "Cherchez encore\u00a0: le bon courrier porte le numéro de cette carte.",
        ),
        (
            "en",
            (
                "The letter you have belongs to another card.",
                "Without the letter of this card, it cannot be unblocked, neither here nor at the desk.",
            ),
            "Look again: the right letter bears the number of this card.",
        ),
        (
            "es",
            (
                "La carta que tiene es de otra tarjeta.",
                "Sin la carta de esta tarjeta, no se puede desbloquear ni aquí ni en la recepción.",
            ),
            "Siga buscando: la carta correcta lleva el número de esta tarjeta.",
        ),
    ],
)
def test_whoever_holds_the_letter_of_another_card_is_told_which_one_to_look_for(language, lead, first_step):
    """The number to compare stands between the two; nobody is told that they have no code."""
    doc = document(replace(REFERRAL, reason=ReferralReason.OTHER_LETTER, language=language), OFFICE, ISSUER)
    said = doc if doc.translation is None else doc.translation
    assert of_type(said, Lead) == [Lead(lead)]
    assert of_type(said, NumberedSteps)[0].items[0] == first_step
    assert of_type(said, NumberPairs)[0].pairs == ("29", "00", "12", "34", "57")
    assert "Vous n’avez pas" not in " ".join(every_string(doc))


def test_each_reason_has_a_lead_of_its_own():
    leads = {document(replace(REPLACEMENT, reason=r), OFFICE, ISSUER).blocks[0] for r in ReplacementReason}
    assert len(leads) == len(ReplacementReason)
    assert all(isinstance(lead, Lead) for lead in leads)


def test_an_expired_card_says_since_when_if_it_is_known():
    paper = replace(REPLACEMENT, reason=ReplacementReason.EXPIRED)
    assert "passée" in document(paper, OFFICE, ISSUER).blocks[0].sentences[0]
    dated = replace(paper, expired_on=date(2026, 3, 1))
    assert "depuis le 1er\u00a0mars 2026" in document(dated, OFFICE, ISSUER).blocks[0].sentences[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_simulated_card_is_written_across(paper):
    assert document(paper, OFFICE, ISSUER).across == ""
    assert document(replace(paper, simulated=True), OFFICE, ISSUER).across == "CARTE DE TEST – SIMULATION"


@pytest.mark.parametrize("paper", PAPERS)
def test_each_sentence_goes_through_the_translator_and_no_fact_about_the_holder(paper):
    marked = in_language(paper, Office(), Issuer(), lambda s: f"¤{s}", "de")
    callers = {"Camille DURAND-LEFÈVRE", *every_string(paper)}
    numbers = {n for b in of_type(marked, NumberPairs) for n in b.pairs}
    unmarked = {s for s in every_string((marked.blocks, marked.footer, marked.title)) if s and not s.startswith("¤")}
    assert unmarked <= callers | numbers
    of_closed_lists = {paper.title, *paper.sentences, *paper.next_steps} if isinstance(paper, Receipt) else set()
    assert {s for s in every_string(paper) if f"¤{s}" in every_string(marked)} == of_closed_lists


@pytest.mark.parametrize("paper", PAPERS)
def test_no_technical_word_reaches_the_public(paper):
    text = " ".join(every_string(document(paper, OFFICE, ISSUER)))
    for word in ("PIN", "PUK", "APDU", "invalide"):
        assert word not in text
