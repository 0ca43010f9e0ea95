"""The PDF itself, judged by programs that are not ours: poppler, pikepdf and a QR decoder."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import product

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from bench.papers import AUDIT, BESIDE, ISSUER, OFFICE, PAPERS, RECEIPT, REFERRAL, REPLACEMENT
from reports.papers.blocks import Document
from reports.papers.documents import document
from reports.papers.papers import Issuer, Office, Paper
from reports.pdf.render import PaperSize, render

EACH = pytest.mark.parametrize(
    ("paper", "size"), list(product(PAPERS + BESIDE, PaperSize)), ids=lambda v: getattr(v, "value", type(v).__name__)
)


def pdf_of(paper: Paper, size: PaperSize, office: Office = OFFICE, issuer: Issuer = ISSUER) -> bytes:
    return render(document(paper, office, issuer), size)


def poppler(program: str, *options: str, pdf: bytes) -> bytes:
    return subprocess.run([program, *options], input=pdf, capture_output=True, check=True, timeout=30).stdout


def text_of(pdf: bytes) -> str:
    """What poppler reads, its line ends and spaces made one."""
    return re.sub(r"\s+", " ", poppler("pdftotext", "-raw", "-", "-", pdf=pdf).decode())


@EACH
def test_one_page_with_its_fonts_inside(paper, size):
    pdf = pdf_of(paper, size)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        fonts = opened.pages[0].Resources.Font
        assert {str(f.FontDescriptor.FontName)[8:] for f in fonts.values()} == {
            "SourceSansPro-Regular",
            "SourceSansPro-Bold",
        }
        assert all("/FontFile2" in f.FontDescriptor and "/ToUnicode" in f for f in fonts.values())


@EACH
def test_page_size(paper, size):
    with pikepdf.open(BytesIO(pdf_of(paper, size))) as opened:
        left, bottom, width, height = (float(v) for v in opened.pages[0].MediaBox)
    assert (left, bottom) == (0, 0)
    assert width == pytest.approx({PaperSize.A4: 595.28, PaperSize.ROLL80: 226.77}[size], abs=0.01)
    if size is PaperSize.A4:
        assert height == pytest.approx(841.89, abs=0.01)


@EACH
def test_same_document_same_bytes(paper, size):
    assert pdf_of(paper, size) == pdf_of(paper, size)


@EACH
def test_the_information_about_the_file_is_constant_and_about_nobody(paper, size):
    with pikepdf.open(BytesIO(pdf_of(paper, size))) as opened:
        info = {key: str(value) for key, value in opened.docinfo.items()}
        assert str(opened.Root.Lang) == "fr"
        assert "/Metadata" not in opened.Root
    assert info.pop("/Producer").startswith("ReportLab")
    assert info == {
        "/Title": "Fiche",
        "/Author": "",
        "/Creator": "",
        "/Subject": "",
        "/Keywords": "",
        "/CreationDate": "D:20000101000000+00'00'",
        "/ModDate": "D:20000101000000+00'00'",
        "/Trapped": "/False",
    }


@pytest.mark.parametrize("size", PaperSize)
def test_receipt_text(size):
    text = text_of(pdf_of(RECEIPT, size))
    for said in (
        "Votre carte est débloquée",
        "La carte est débloquée et le nouveau code porteur a été vérifié.",
        "Utilisez le code que vous venez de choisir.",
        "Le 21 novembre 2026",
        "Code U01",
        "CPAM de Sainte-Exemple",
        "rien sur vous n’est gardé",
    ):
        assert said in text


@pytest.mark.parametrize("size", PaperSize)
def test_referral_text(size):
    text = text_of(pdf_of(REFERRAL, size))
    for said in (
        "Demander une réfection de code",
        "29 00 12 34 57",
        "Camille DURAND-LEFÈVRE",
        "01 99 00 11 22",
        "Formulaire d’exemple",
        "75099 Paris",
        "copie d’une pièce d’identité",
        "Gardez cette carte, vous pourrez la débloquer ici dès réception du courrier.",
        "Coordonnées relevées le 1er octobre 2026.",
        "Cachet du guichet",
    ):
        assert said in text


@pytest.mark.parametrize(("paper", "size"), list(product((REFERRAL, REPLACEMENT, AUDIT), PaperSize)))
def test_no_identity_in_any_byte_when_it_is_not_allowed(paper, size):
    pdf = pdf_of(replace(paper, identity_allowed=False), size)
    text = text_of(pdf)
    assert "DURAND" not in text
    assert "2900123457" not in text.replace(" ", "")
    with pikepdf.open(BytesIO(pdf)) as opened:
        plain = b"".join(o.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream))
    assert b"DURAND" not in plain


@EACH
def test_a_simulated_card_is_written_across_the_paper(paper, size):
    assert "SIMULATION" not in text_of(pdf_of(paper, size))
    text = text_of(pdf_of(replace(paper, simulated=True), size))
    assert "CARTE DE TEST – SIMULATION" in text
    # Poppler reads the letters along the diagonal one by one.
    assert "C A R T E D E T E S T – S I M U L A T I O N" in text


@pytest.mark.parametrize("size", PaperSize)
def test_the_qr_code_opens_the_official_page(size):
    png = poppler("pdftoppm", "-r", "100", "-png", "-singlefile", "-", pdf=pdf_of(REFERRAL, size))
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(png)))] == [ISSUER.page_url]


@pytest.mark.parametrize("size", PaperSize)
def test_a_document_says_the_same_in_ink(size):
    shown: Document = document(AUDIT, OFFICE, ISSUER)
    text = text_of(render(shown, size))
    words = {word for line in (*shown.letterhead, *shown.dateline, *shown.footer) for word in line.split()}
    assert words <= set(text.split())
