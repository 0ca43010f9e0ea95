"""The holder's language beside the French: complete, and nothing else on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import product

import pytest
from babel import Locale
from babel.messages import pofile

from bench.noting import Noting
from bench.papers import AUDIT, BESIDE, ISSUER, OFFICE, RECEIPT, REFERRAL, REPLACEMENT
from diagnostics.outcomes.codes import Code
from kiosk.view.phrases.receipts import receipt_title
from reports.papers.bilingual import blocks_of, footer_of
from reports.papers.blocks import HolderName, LabelledValue, NumberPairs, texts
from reports.papers.documents import document, in_language
from reports.papers.languages import FRENCH, LANGUAGES, UNTRANSLATED, read_po, translator
from reports.papers.papers import Issuer, Office, Paper, Receipt, ReferralReason, ReplacementReason

EACH_LANGUAGE = pytest.mark.parametrize("language", [each.tag for each in LANGUAGES if each is not FRENCH])
EACH_MONTH = [date(2026, month, 1) for month in range(1, 13)]


def every_paper() -> list[Paper]:
    """Every sentence that a paper with two languages can hold is in one of these."""
    lines = [(code.sentence, code.remedy) for code in Code if code.value[0] != "T"]
    receipts: list[Paper] = [replace(RECEIPT, sentences=(said,), next_steps=(next_,)) for said, next_ in lines]
    receipts += [replace(RECEIPT, title=title) for title in {receipt_title(code) for code in Code}]
    referrals = [replace(REFERRAL, reason=reason) for reason in ReferralReason]
    replacements = [replace(REPLACEMENT, reason=reason) for reason in ReplacementReason]
    expired = [replace(REPLACEMENT, reason=ReplacementReason.EXPIRED, expired_on=day) for day in EACH_MONTH]
    return [*receipts, *referrals, *replacements, *expired, replace(REFERRAL, simulated=True)]


def asked_for() -> set[str]:
    recording = Noting()
    for paper, (office, issuer) in product(every_paper(), ((OFFICE, ISSUER), (Office(), Issuer()))):
        in_language(paper, office, issuer, recording, "xx")
    in_language(REFERRAL, OFFICE, replace(ISSUER, as_of=None), recording, "xx")
    return recording.asked


@EACH_LANGUAGE
def test_each_sentence_has_its_translation_and_no_translation_is_without_its_sentence(language):
    known, asked = translator(language).forms, asked_for()
    assert {text for text in asked if not all(known.get(text, [""]))} == set()
    assert set(known) - asked == set()


@EACH_LANGUAGE
def test_values_stand_in_the_translation_too(language):
    for french, (other,) in translator(language).forms.items():
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", other)), french


@EACH_LANGUAGE
def test_hard_spaces_of_the_french_do_not_hide_a_translation(language):
    said = "Contact perdu\u00a0: nous ne savons pas si la carte est débloquée."
    assert translator(language)(said) not in ("", said)


def test_there_is_one_translator_for_a_language_and_it_can_be_a_key():
    assert {translator("en"): "en"}[translator("en")] == "en"
    assert translator("en") != translator("es")


def test_an_unknown_sentence_stays_french():
    assert translator("en")("Une phrase inconnue.") == "Une phrase inconnue."


@pytest.mark.parametrize("paper", BESIDE)
def test_the_french_is_whole_and_the_other_language_beside_it(paper):
    alone = document(replace(paper, language=None), OFFICE, ISSUER)
    both = document(paper, OFFICE, ISSUER)
    assert replace(both, translation=None) == alone
    assert both.translation is not None
    assert both.translation.language == paper.language
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
    assert document(replace(REFERRAL, language=language), OFFICE, ISSUER).translation is None


def test_the_audit_is_in_french_alone():
    assert not hasattr(AUDIT, "language")
    assert hasattr(Receipt, "language")


HEADER = 'msgid ""\nmsgstr "Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
POLISH = HEADER.replace(
    "nplurals=2; plural=(n != 1)",
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
)


def test_a_catalogue_is_read_as_gettext_writes_it():
    text = f'# said\n{HEADER}\n#: a.py:1\nmsgid "a "\n"b"\nmsgstr "\\"c\\" "\n"d\\\\"\n'
    assert read_po(text).forms == {"a b": ('"c" d\\',)}


@pytest.mark.parametrize("package", ["reports", "kiosk"])
@EACH_LANGUAGE
def test_babel_reads_the_same_sentences(language, package):
    with (files(package) / "locale" / f"{language}.po").open("rb") as file:
        theirs = [message for message in pofile.read_po(file, abort_invalid=True) if message.id]
    alone = {each.id: (each.string,) for each in theirs if not each.pluralizable}
    counted = {each.id[0]: each.string for each in theirs if each.pluralizable}
    assert translator(language, package).forms == alone | counted


@pytest.mark.parametrize("package", ["reports", "kiosk"])
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_each_language_counts_as_unicode_says(language, package):
    forms = {n: translator(language.tag, package).form_of(n) for n in range(1000)}
    names = {n: Locale.parse(language.tag).plural_form(n) for n in range(1000)}
    alike = {(forms[n], names[n]) for n in forms}
    assert len(alike) == len(set(forms.values())) == len(set(names.values()))


def test_a_language_may_have_three_forms():
    polish = read_po(
        f'{POLISH}\nmsgid "Une carte"\nmsgid_plural "{{n}} cartes"\n'
        'msgstr[0] "{n} karta"\nmsgstr[1] "{n} karty"\nmsgstr[2] "{n} kart"\n'
    )
    said = [polish.plural("Une carte", "{n} cartes", n) for n in (0, 1, 2, 5, 12, 22)]
    assert said == ["0 kart", "1 karta", "2 karty", "5 kart", "12 kart", "22 karty"]
    assert polish.plural("Un lecteur", "{n} lecteurs", 5) == "5 lecteurs"


@pytest.mark.parametrize(("n", "said"), [(0, "0 essais sur 3"), (1, "Un seul essai"), (2, "2 essais sur 3")])
def test_what_names_no_number_is_said_of_one_alone(n, said):
    """French counts nought as one; "Un seul essai" of a card that has none left would be a lie."""
    assert UNTRANSLATED.plural("Un seul essai", "{n} essais sur {of}", n, of=3) == said


def test_nought_is_one_in_french_where_the_number_is_said():
    assert [UNTRANSLATED.plural("{n} chiffre", "{n} chiffres", n) for n in range(3)] == [
        "0 chiffre",
        "1 chiffre",
        "2 chiffres",
    ]


@pytest.mark.parametrize(
    "line", ['msgctxt "a"', "msgid a", 'msgid "a" "b"', '"a"x', 'msgid "a', 'msgstr[x] "a"', 'msgid_plurals "a"']
)
def test_what_it_does_not_know_is_refused(line):
    with pytest.raises(ValueError, match=re.escape(line)):
        read_po(f'{HEADER}\nmsgid "x"\n{line}\n')


@pytest.mark.parametrize(
    "lines",
    [
        'msgid "x"\n',
        'msgid "x"\nmsgid_plural "y"\nmsgstr[0] "a"\n',
        'msgid "x"\nmsgid_plural "y"\nmsgstr "a"\n',
        'msgid "x"\nmsgstr[0] "a"\nmsgstr[1] "b"\n',
    ],
)
def test_a_message_has_as_many_forms_as_its_language(lines):
    with pytest.raises(ValueError, match="x"):
        read_po(HEADER + lines)


def test_a_catalogue_says_how_its_language_counts():
    with pytest.raises(ValueError, match="Plural-Forms"):
        read_po('msgid ""\nmsgstr "Language: en\\n"\n')
