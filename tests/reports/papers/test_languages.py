"""The holder's language beside the French: complete, and nothing else on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bench.papers import AUDIT, BESIDE, ISSUER, OFFICE, RECEIPT, REFERRAL, REPLACEMENT
from diagnostics.outcomes.catalogue import CATALOGUE
from kiosk.view.phrases.receipts import RECEIPT_TITLES
from reports.papers.bilingual import blocks_of, footer_of
from reports.papers.blocks import HolderName, LabelledValue, NumberPairs, Translate, texts
from reports.papers.documents import document, in_language
from reports.papers.languages import LANGUAGES, catalogue, read_po, translator
from reports.papers.papers import Issuer, Office, Paper, Receipt, ReferralReason, ReplacementReason

EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH_MONTH = [date(2026, month, 1) for month in range(1, 13)]


def every_paper() -> list[Paper]:
    """Every sentence that a paper with two languages can hold is in one of these."""
    lines = [(entry.sentence, entry.remedy) for code, entry in CATALOGUE.items() if code.value[0] != "T"]
    receipts: list[Paper] = [replace(RECEIPT, sentences=(said,), next_steps=(next_,)) for said, next_ in lines]
    receipts += [replace(RECEIPT, title=title) for title in RECEIPT_TITLES]
    referrals = [replace(REFERRAL, reason=reason) for reason in ReferralReason]
    replacements = [replace(REPLACEMENT, reason=reason) for reason in ReplacementReason]
    expired = [replace(REPLACEMENT, reason=ReplacementReason.EXPIRED, expired_on=day) for day in EACH_MONTH]
    return [*receipts, *referrals, *replacements, *expired, replace(REFERRAL, simulated=True)]


def asked_for() -> set[str]:
    asked: set[str] = set()

    def note(text: str) -> str:
        asked.add(re.sub("[\u00a0\u202f]", " ", text))
        return text

    recording: Translate = note
    for paper, (office, issuer) in product(every_paper(), ((OFFICE, ISSUER), (Office(), Issuer()))):
        in_language(paper, office, issuer, recording, "xx")
    in_language(REFERRAL, OFFICE, replace(ISSUER, as_of=None), recording, "xx")
    return asked


@EACH_LANGUAGE
def test_each_sentence_has_its_translation_and_no_translation_is_without_its_sentence(language):
    known, asked = catalogue(language), asked_for()
    assert {text for text in asked if not known.get(text)} == set()
    assert set(known) - asked == set()


@EACH_LANGUAGE
def test_values_stand_in_the_translation_too(language):
    for french, other in catalogue(language).items():
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", other)), french


@EACH_LANGUAGE
def test_hard_spaces_of_the_french_do_not_hide_a_translation(language):
    said = "Contact perdu\u00a0: nous ne savons pas si la carte est débloquée."
    assert translator(language)(said) not in ("", said)


def test_an_unknown_sentence_stays_french():
    assert translator("en")("Une phrase inconnue.") == "Une phrase inconnue."


@pytest.mark.parametrize("paper", BESIDE)
def test_the_french_is_whole_and_the_other_language_beside_it(paper):
    alone = document(replace(paper, language=None), OFFICE, ISSUER)
    both = document(paper, OFFICE, ISSUER)
    assert replace(both, beside=None) == alone
    assert both.beside is not None
    assert both.beside.language == paper.language
    for block, twins in blocks_of(both):
        facts = block.lines if isinstance(block, LabelledValue) else ()
        assert not set(twins) & {*facts, *texts(block)} - {""}
        assert any(twins) or isinstance(block, NumberPairs | HolderName) or texts(block) == ISSUER.enclose


def test_what_is_the_same_in_both_languages_is_said_once():
    both = document(replace(REFERRAL, language="en"), OFFICE, ISSUER)
    assert footer_of(both)[-1] == ("La carte est lue pour vous aider\u00a0: rien sur vous n’est gardé.", "")
    numbers = [twins for block, twins in blocks_of(both) if isinstance(block, NumberPairs)]
    assert numbers == [("Card number",)]


@pytest.mark.parametrize("language", [None, "", "de", "fr"])
def test_a_language_we_do_not_have_leaves_the_paper_in_french(language):
    assert document(replace(REFERRAL, language=language), OFFICE, ISSUER).beside is None


def test_the_audit_is_in_french_alone():
    assert not hasattr(AUDIT, "language")
    assert hasattr(Receipt, "language")


def test_a_catalogue_is_read_as_gettext_writes_it():
    text = '# said\nmsgid ""\nmsgstr "Language: en\\n"\n\n#: a.py:1\nmsgid "a "\n"b"\nmsgstr "\\"c\\" "\n"d\\\\"\n'
    assert read_po(text) == {"a b": '"c" d\\'}


@pytest.mark.parametrize("line", ['msgid_plural "a"', 'msgctxt "a"', "msgid a", 'msgid "a" "b"', '"a"x', 'msgid "a'])
def test_what_it_does_not_know_is_refused(line):
    with pytest.raises(ValueError, match=re.escape(line)):
        read_po(f'msgid "x"\n{line}\n')
