from __future__ import annotations

import re

import pytest

from diagnostics.outcomes.codes import INTERRUPTED, Code, Service

TECHNICAL = {code for code in Code if code.value.startswith("T")}
AFTER_LOST_CONTACT = (
    Code.TORN_NOT_DONE,
    Code.TORN_TRY_COUNTED,
    Code.TORN_DONE,
    Code.TORN_UNKNOWN,
    Code.CHANGE_UNKNOWN,
    Code.FORGOTTEN_UNKNOWN,
    Code.FORGOTTEN_TORN_NO_TRY,
    Code.FORGOTTEN_TORN_TRY_COUNTED,
    Code.CURRENT_PIN_TORN_NO_TRY,
    Code.CURRENT_PIN_TORN_TRY_COUNTED,
    Code.CURRENT_PIN_TORN_UNKNOWN,
)
NEVER_SAID = re.compile(
    r"\b(pin|puk|apdu|atr|sw|aodf|erreur inconnue|veuillez patienter|invalide|conserv\w*)\b", re.IGNORECASE
)
TEXTS = [text for code in Code for text in (code.sentence, code.remedy)]


def test_a_sentence_belongs_to_one_code():
    sentences = [code.sentence for code in Code]
    assert len(set(sentences)) == len(sentences)


def test_codes_are_a_letter_and_two_digits():
    assert all(re.fullmatch(r"[UARNLCT]\d\d", code.value) for code in Code)


def test_technical_codes_end_no_service_and_every_other_code_ends_one():
    assert {code for code in Code if not code.services} == TECHNICAL


@pytest.mark.parametrize("service", Service)
def test_a_service_interrupted_by_the_machine_has_a_code_of_its_own(service: Service):
    code = INTERRUPTED[service]
    assert code.value.endswith("99")
    assert code.services == {service}


def test_the_99_codes_are_for_nothing_else():
    assert {code for code in Code if code.value.endswith("99")} == set(INTERRUPTED.values())


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_short_plain_and_names_nobody(text: str):
    assert not NEVER_SAID.search(text)
    assert not re.search(r"[0-9{}%]", text)
    assert text[0].isupper()
    assert text.endswith(".")
    assert len(re.findall(r"[\w’-]+", text)) < 15


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_typeset_in_french(text: str):
    assert not set("'\"") & set(text)
    assert not re.search(r"[^\u00a0][:;?!]", text)


@pytest.mark.parametrize("code", AFTER_LOST_CONTACT)
def test_after_a_lost_contact_no_code_is_called_wrong(code: Code):
    said = code.sentence + code.remedy
    assert "perdu" in said
    assert not re.search(r"faux|erroné|incorrect", said)


def test_the_rule_about_words_can_fail():
    assert NEVER_SAID.search("Tapez votre PIN.")
    assert not NEVER_SAID.search("Tapez votre code, puis épinglez la fiche.")
