"""Nothing is clipped, nothing overlaps, whatever the names and addresses are."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.papers import AUDIT, BESIDE, ISSUER, OFFICE, PAPERS, RECEIPT, REFERRAL
from diagnostics.outcomes.status import Status
from reports.layouts import a4, roll80
from reports.layouts.column import wrap
from reports.layouts.marks import MM, Line, MarkedPage, OutlineMark, QrSquare, Style, TextMark
from reports.papers.documents import document
from reports.papers.languages import LANGUAGES
from reports.papers.papers import AuditRow, Holder, Issuer, Office, Paper, Referral, ReferralReason
from reports.pdf.render import PaperSize, measure, render

LAYOUTS = {PaperSize.A4: a4, PaperSize.ROLL80: roll80}
BODY = Style(12, 15)
WORST = Holder("9999999999", "M" * 40)
LONG_ISSUER = replace(
    ISSUER,
    name="la direction des services nationaux aux professionnels de santé",
    form_name="W" * 60,
    post_to=("Service des cartes et des codes, bureau des réfections", "W" * 60, "CS 12345", "75999 Paris Cedex 99"),
    enclose=("copie recto verso d’une pièce d’identité en cours de validité", "cette fiche, remplie et signée"),
    page_url="https://" + "exemple" * 8 + ".example/" + "a" * 60,
)
LONG_OFFICE = replace(OFFICE, name="Caisse primaire d’assurance maladie de " + "W" * 40, privacy="Confidentiel " * 30)

lines = st.text("abcdefghijklm nopqrstuvwxyzÉÀ’-WM0123456789", min_size=1, max_size=60)
issuers = st.builds(
    Issuer, name=lines, telephone=lines, telephone_note=lines, form_name=lines,
    post_to=st.lists(lines, max_size=5).map(tuple), enclose=st.lists(lines, max_size=3).map(tuple),
    page_url=st.from_regex(r"https://[a-z]{1,40}\.example/[a-z/]{0,60}", fullmatch=True),
)  # fmt: skip
offices = st.builds(Office, name=lines, address=st.lists(lines, max_size=4).map(tuple), telephone=lines, privacy=lines)
holders = st.builds(Holder, st.from_regex(r"[0-9]{10}", fullmatch=True), st.text("ABCMWÉ -", min_size=1, max_size=40))
referrals = st.builds(
    Referral, st.sampled_from(ReferralReason), st.just("R01"), st.just(REFERRAL.day), st.booleans(), holders,
    st.booleans(), st.sampled_from((None, *LANGUAGES)),
)  # fmt: skip


def boxes(sheet: MarkedPage) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each line of text and each QR code; letters reach 0.72 above and 0.2 below."""
    marks = [mark for group in sheet.groups for mark in group.marks]
    texts = [(m.x, m.y - 0.72 * m.style.size, m.x + m.width, m.y + 0.2 * m.style.size) for m in marks
             if isinstance(m, TextMark) and m.text]  # fmt: skip
    return texts + [(m.x, m.y, m.x + m.side, m.y + m.side) for m in marks if isinstance(m, QrSquare)]


def assert_all_inside(sheet: MarkedPage, margin: float) -> None:
    for left, top, right, bottom in boxes(sheet):
        assert margin - 0.01 <= left <= right <= sheet.width - margin + 0.01
        assert margin - 0.01 <= top <= bottom <= sheet.height - margin + 3
    for mark in (m for group in sheet.groups for m in group.marks if isinstance(m, OutlineMark | Line)):
        assert margin <= mark.x <= mark.x + mark.width <= sheet.width - margin + 0.01
        assert mark.y + getattr(mark, "height", 0) <= sheet.height - margin


def assert_nothing_overlaps(sheet: MarkedPage) -> None:
    found = boxes(sheet)
    for index, (left, top, right, bottom) in enumerate(found):
        for other in found[:index]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart, f"{found[index]} on {other}"


def check(paper: Paper, office: Office, issuer: Issuer, size: PaperSize) -> None:
    sheet = LAYOUTS[size].lay_out(document(paper, office, issuer), measure)
    assert_all_inside(sheet, {PaperSize.A4: 14 * MM, PaperSize.ROLL80: 4 * MM}[size])
    assert_nothing_overlaps(sheet)


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("paper", PAPERS + BESIDE, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("sample", [(OFFICE, ISSUER), (Office(), Issuer()), (LONG_OFFICE, LONG_ISSUER)])
def test_papers_fit_and_nothing_overlaps(paper, sample, size):
    check(paper, *sample, size)


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("simulated", [False, True])
@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_the_longest_identity_fits(size, simulated, language):
    check(replace(REFERRAL, holder=WORST, simulated=simulated, language=language), LONG_OFFICE, LONG_ISSUER, size)


@settings(max_examples=60, deadline=None)
@given(paper=referrals, office=offices, issuer=issuers, size=st.sampled_from(PaperSize))
def test_any_configuration_fits(paper, office, issuer, size):
    check(paper, office, issuer, size)


@pytest.mark.parametrize("size", PaperSize)
def test_poppler_sees_every_word_inside_the_page(size):
    paper = replace(REFERRAL, holder=WORST)
    pdf = render(document(paper, LONG_OFFICE, LONG_ISSUER), size)
    seen = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=30)
    page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', seen.stdout.decode())
    width, height = map(float, page.groups())
    words = re.findall(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', seen.stdout.decode()
    )
    assert len(words) > 100
    for left, top, right, bottom in (map(float, word) for word in words):
        assert 10 <= left < right <= width - 10
        assert 5 <= top < bottom <= height - 5


@pytest.mark.parametrize(("checks", "fits"), [(6, True), (12, True), (80, False)])
def test_a4_is_one_legible_page_or_an_error(checks, fits):
    many = replace(AUDIT, checks=tuple(AuditRow(f"Contrôle {n}", "Une phrase.", Status.OK) for n in range(checks)))
    doc = document(many, OFFICE, ISSUER)
    if fits:
        assert a4.lay_out(doc, measure).height == a4.HEIGHT
    else:
        with pytest.raises(a4.DoesNotFit):
            a4.lay_out(doc, measure)
        assert roll80.lay_out(doc, measure).height > a4.HEIGHT


def test_the_roll_is_as_long_as_its_content():
    short, long = (
        roll80.lay_out(document(replace(RECEIPT, sentences=("Une phrase.",) * n), OFFICE, ISSUER), measure)
        for n in (1, 3)
    )
    assert long.height - short.height == pytest.approx(2 * roll80.STYLES.lead.leading)


def test_text_of_a_usual_referral_is_not_made_small():
    sheet = a4.lay_out(document(REFERRAL, OFFICE, ISSUER), measure)
    smallest = min(m.style.size for g in sheet.groups for m in g.marks if isinstance(m, TextMark))
    assert smallest >= 11


@example(text="/WWW", width=24.0)
@given(text=st.text("abcW /-\u00a0", max_size=80), width=st.floats(20, 200))
def test_wrapping_loses_nothing_and_keeps_within_the_line(text, width):
    cut = wrap(text, width, BODY, measure)
    assert "".join(cut).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line, BODY) <= width for line in cut)


def test_a_non_breaking_space_holds():
    assert wrap("Que faire\u00a0?", measure("Que faire", BODY), BODY, measure) == ("Que", "faire\u00a0?")


def test_a_long_address_is_cut_after_a_slash():
    url = "https://a.example/deblocage"
    assert wrap(url, measure("https://a.example/deblo", BODY), BODY, measure) == ("https://a.example/", "deblocage")
