"""What the control says of the certificates: proof as proof, doubt as doubt, and what was not checked as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.outcomes.status import Status
from kiosk.audit.findings import NOT_EXAMINED, ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.audit.verdict import Validity, Verdict
from kiosk.card.model import CardContent
from kiosk.view.audit.certificates import certificate_lines
from kiosk.view.audit.checks import lines
from kiosk.view.model.screen import ShownCheck
from reports.papers.languages import UNTRANSLATED
from stories.story import CONTENT, SERIAL, counters, snapshot

GOOD = Findings(
    presence=Presence.BOTH,
    pair=YesNoUnknown.YES,
    holder=YesNoUnknown.YES,
    term=Term.RUNNING,
    not_before=date(2025, 3, 1),
    not_after=date(2028, 3, 31),
    chain=ChainStatus.KNOWN,
    revocation=Revocation.GOOD,
    list_day=date(2026, 11, 20),
)
CERTIFICATES, DATES, HOLDER, AUTHORITY, REVOCATION = (
    "Certificats",
    "Dates des certificats",
    "Porteur des certificats",
    "Autorité de certification",
    "Révocation",
)


def said(found: Findings) -> dict[str, ShownCheck]:
    """By name; a day and its month are held together by a non-breaking space."""
    told = certificate_lines(found, UNTRANSLATED)
    return {line.name: replace(line, sentence=line.sentence.replace("\u00a0", " ")) for line in told}


def test_a_card_without_fault_has_five_good_lines() -> None:
    assert [(line.name, line.status) for line in certificate_lines(GOOD, UNTRANSLATED)] == [
        (name, Status.OK) for name in (CERTIFICATES, DATES, HOLDER, AUTHORITY, REVOCATION)
    ]


def test_nothing_examined_is_two_lines_that_say_so() -> None:
    assert [(line.name, line.status) for line in certificate_lines(NOT_EXAMINED, UNTRANSLATED)] == [
        (CERTIFICATES, Status.NOT_CHECKED),
        (REVOCATION, Status.NOT_CHECKED),
    ]


@pytest.mark.parametrize(
    ("revocation", "status"),
    [
        (Revocation.GOOD, Status.OK),
        (Revocation.REVOKED, Status.FAULT),
        (Revocation.SUSPENDED, Status.WARNING),
        (Revocation.NAMED_BY_OLD_LIST, Status.WARNING),
        (Revocation.STALE, Status.NOT_CHECKED),
        (Revocation.NO_LIST, Status.NOT_CHECKED),
        (Revocation.NOT_CHECKED, Status.NOT_CHECKED),
    ],
)
def test_only_proof_is_a_fault(revocation: Revocation, status: Status) -> None:
    """The age of the list is told whenever one was used."""
    line = said(replace(GOOD, revocation=revocation))[REVOCATION]
    assert line.status is status
    used = revocation not in (Revocation.NO_LIST, Revocation.NOT_CHECKED)
    assert ("20 novembre 2026" in line.sentence) == used
    assert line.sentence.startswith("Révocation non contrôlée") == (status is Status.NOT_CHECKED)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"presence": Presence.NONE}, CERTIFICATES),
        ({"presence": Presence.ONE, "pair": YesNoUnknown.UNKNOWN}, CERTIFICATES),
        ({"presence": Presence.UNREADABLE}, CERTIFICATES),
        ({"pair": YesNoUnknown.NO}, CERTIFICATES),
        ({"term": Term.ENDED}, DATES),
        ({"term": Term.NOT_YET}, DATES),
        ({"term": Term.ENDING}, DATES),
        ({"term": Term.UNKNOWN}, DATES),
        ({"holder": YesNoUnknown.NO}, HOLDER),
        ({"chain": ChainStatus.UNKNOWN_AUTHORITY}, AUTHORITY),
    ],
)
def test_a_doubt_is_a_warning_on_its_own_line(changes: dict[str, object], name: str) -> None:
    found = said(replace(GOOD, **changes))  # type: ignore[arg-type]  # fields of the test's choice
    assert {line.name for line in found.values() if line.status is not Status.OK} == {name}
    assert found[name].status is Status.WARNING


def test_dates_are_told_with_their_day() -> None:
    assert "31 mars 2028" in said(GOOD)[DATES].sentence
    assert "1er mars 2025" in said(replace(GOOD, term=Term.NOT_YET))[DATES].sentence


def line_of(name: str, content: CardContent = CONTENT, ef_sn: bytes | None = SERIAL) -> ShownCheck:
    verdict = Verdict(Validity.VALID, content.valid_until)
    return next(
        line for line in lines(snapshot(counters(), ef_sn), content, verdict, UNTRANSLATED) if line.name == name
    )


@pytest.mark.parametrize(
    ("digit", "status"), [(digit, Status.OK if digit == 0 else Status.WARNING) for digit in range(10)]
)
def test_the_serial_is_told_with_its_check_digit(digit: int, status: Status) -> None:
    """99213845 with 0, as published."""
    line = line_of("Numéro de série", ef_sn=SERIAL[:-1] + bytes([digit << 4 | 0x0F]))
    assert (line.status, line.private, line.sentence[:8]) == (status, True, "99213845")


@pytest.mark.parametrize("ef_sn", [None, b"", SERIAL[:-1]])
def test_a_serial_that_cannot_be_read_is_only_a_warning(ef_sn: bytes | None) -> None:
    assert line_of("Numéro de série", ef_sn=ef_sn).status is Status.WARNING


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("899700735741", Status.OK),
        ("8 99700075122", Status.OK),
        ("899700735742", Status.WARNING),
        ("00B7010446", Status.NOT_CHECKED),
        ("8997007357", Status.NOT_CHECKED),
        (None, Status.WARNING),
        ("8", Status.WARNING),
    ],
)
def test_the_national_identifier_is_told_with_its_key(written: str | None, status: Status) -> None:
    assert CONTENT.holder is not None
    content = replace(CONTENT, holder=replace(CONTENT.holder, national_id=written))
    assert line_of("Identifiant national", content).status is status


def test_a_revoked_card_is_said_not_to_be_valid() -> None:
    verdict = Verdict(Validity.REVOKED, CONTENT.valid_until)
    (line,) = (
        found for found in lines(snapshot(counters()), CONTENT, verdict, UNTRANSLATED) if found.name == "Validité"
    )
    assert (line.status, line.sentence) == (Status.FAULT, "Déclarée perdue, volée ou retirée.")


@pytest.mark.parametrize("presence", Presence)
@pytest.mark.parametrize("answers", [{"term": t} for t in Term] + [{"chain": c} for c in ChainStatus], ids=str)
@pytest.mark.parametrize("answer", YesNoUnknown)
def test_every_answer_has_a_sentence(presence: Presence, answers: dict[str, object], answer: YesNoUnknown) -> None:
    for revocation in Revocation:
        found = replace(GOOD, presence=presence, pair=answer, holder=answer, revocation=revocation, **answers)  # type: ignore[arg-type]
        told = certificate_lines(found, UNTRANSLATED)
        assert all(line.sentence and "{" not in line.sentence for line in told)
        assert len({line.name for line in told}) == len(told)
