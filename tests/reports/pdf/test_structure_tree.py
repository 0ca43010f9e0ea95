"""The tags of each paper, judged by poppler and pikepdf. No claim of PDF/UA: its checker is not among the tools."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from itertools import product

import pikepdf
import pytest

from bench.papers import AUDIT, BESIDE, ISSUER, OFFICE, PAPERS, REFERRAL
from reports.papers.blocks import Document, texts
from reports.papers.documents import document
from reports.papers.papers import Paper
from reports.pdf.render import PaperSize, render

EACH = pytest.mark.parametrize(("paper", "size"), list(product((*PAPERS, *BESIDE), PaperSize)))

SHOWN = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI"}
NAMED_CONTENT = {"H1", "H2", "P", "Lbl", "LBody", "TH", "TD", "Figure", "Span"}
NESTING = {
    "Document": {"H1", "H2", "P", "L", "Table", "Figure"},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR"},
    "TR": {"TH", "TD"},
}


@pytest.fixture
def opened(paper: Paper, size: PaperSize) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(render(document(paper, OFFICE, ISSUER), size))) as pdf:
        yield pdf


def kids(element: pikepdf.Object) -> list[pikepdf.Object | int]:
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in kids(element):
        if not isinstance(kid, int):
            yield from walk(kid)


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(walk(pdf.Root.StructTreeRoot.K))


def tag(element: pikepdf.Object) -> str:
    return str(element.S).removeprefix("/")


def marked_content(pdf: pikepdf.Pdf) -> tuple[list[int], list[str]]:
    """The numbers in drawing order, and the operators that paint outside any tag."""
    numbers, loose, depth = [], [], 0
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            assert depth == 1, "marked content inside marked content"
            if name == "BDC":
                numbers.append(int(operands[1].MCID))
        elif name == "EMC":
            depth -= 1
        elif name in SHOWN and depth == 0:
            loose.append(name)
    assert depth == 0
    return numbers, loose


@EACH
def test_the_file_says_that_it_is_tagged_and_in_which_language(opened):
    assert opened.Root.MarkInfo.Marked is True
    assert str(opened.Root.Lang) == "fr"
    assert str(opened.pages[0].Tabs) == "/S"
    assert opened.pages[0].StructParents == 0
    assert opened.Root.ViewerPreferences.DisplayDocTitle is True


@EACH
def test_everything_drawn_is_tagged_or_decoration(opened):
    assert marked_content(opened)[1] == []


@EACH
def test_tree_and_page_name_the_same_content_once_in_the_same_order(opened):
    drawn, _ = marked_content(opened)
    told = [int(kid) for element in elements(opened) for kid in kids(element) if isinstance(kid, int)]
    assert drawn == list(range(len(drawn)))
    assert sorted(told) == drawn


@EACH
def test_the_parent_tree_leads_back_to_each_element(opened):
    key, parents = opened.Root.StructTreeRoot.ParentTree.Nums
    assert key == opened.pages[0].StructParents
    for number, parent in enumerate(parents):
        assert number in [kid for kid in kids(parent) if isinstance(kid, int)]
        assert parent.Pg.objgen == opened.pages[0].obj.objgen


@EACH
def test_elements_stand_where_the_standard_lets_them(opened):
    for element in elements(opened):
        for kid in kids(element):
            if isinstance(kid, int):
                assert tag(element) in NAMED_CONTENT
            else:
                assert kid.P.objgen == element.objgen
                assert tag(kid) in NESTING.get(tag(element), {"Span"})


@EACH
def test_one_title_and_then_headings(opened):
    headings = [tag(e) for e in elements(opened) if tag(e) in ("H1", "H2")]
    assert headings[0] == "H1"
    assert headings.count("H1") == 1


@EACH
def test_each_row_has_its_header_and_each_figure_its_words(opened):
    for element in elements(opened):
        if tag(element) == "TR":
            first, *rest = [tag(kid) for kid in kids(element)]
            assert (first, set(rest)) == ("TH", {"TD"})
        if tag(element) == "TH":
            assert (str(element.A.O), str(element.A.Scope)) == ("/Table", "/Row")
        if tag(element) == "Figure":
            assert str(element.Alt) == f"Page officielle\u00a0: {ISSUER.page_url}"
        if tag(element) == "Table":
            assert len({len(kids(row)) for row in kids(element)}) == 1


@pytest.mark.parametrize(("paper", "size"), list(product(BESIDE, PaperSize)))
def test_what_is_in_another_language_says_so(opened, paper):
    spoken = {str(element.Lang) for element in elements(opened) if "/Lang" in element}
    assert spoken == {paper.language}


def read_aloud(paper: Paper, size: PaperSize) -> str:
    """What poppler reads along the tree, without names of tags."""
    pdf = render(document(paper, OFFICE, ISSUER), size)
    done = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True, timeout=30)
    said = re.findall(r'^ *"(.*)"$', done.stdout.decode(), re.MULTILINE)
    return plain(" ".join(said))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def in_order(shown: Document) -> list[str]:
    words = [*shown.letterhead, *shown.dateline, shown.title]
    words += [text for block in shown.blocks for text in texts(block)]
    return [plain(word) for word in (*words, *shown.footer) if word]


@EACH
def test_poppler_reads_every_sentence_in_the_order_of_the_document(paper, size):
    heard, place = read_aloud(paper, size), 0
    for sentence in in_order(document(paper, OFFICE, ISSUER)):
        place = heard.index(sentence, place) + len(sentence)


@pytest.mark.parametrize("size", PaperSize)
def test_words_at_the_end_of_a_line_are_not_joined_to_the_next(size):
    pdf = render(document(AUDIT, OFFICE, ISSUER), size)
    done = subprocess.run(["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True, timeout=30)
    said = re.sub(r"\s+", " ", done.stdout.decode().replace("\u00a0", " "))
    for check in AUDIT.checks:
        assert check.sentence.replace("'", "’") in said


@pytest.mark.parametrize("size", PaperSize)
def test_a_referral_is_lists_and_tables_to_a_reader(size):
    with pikepdf.open(BytesIO(render(document(REFERRAL, OFFICE, ISSUER), size))) as pdf:
        shape = [tag(kid) for kid in kids(pdf.Root.StructTreeRoot.K)]
    body = shape[shape.index("H1") :]
    assert [name for name in body if name != "P"] == [
        "H1", "Table", "H2", "L", "H2", "Table", "Figure", "H2", "L", "H2", "L",
    ]  # fmt: skip
