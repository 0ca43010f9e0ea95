"""The structure of a page written with reportlab's own PDF objects: it draws tags, but has no call for them.

ISO 32000-1: 14.6 marked content, 14.7.2 structure hierarchy, 14.7.4.4 parent tree, 14.8.5.7 table attributes.
"""

from __future__ import annotations

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFPage, PDFString
from reportlab.pdfgen.canvas import Canvas

from reports.layouts.marks import MarkRole
from reports.pdf.structure_tree import Element, Run, Structure

_PAGE_KEY = 0


def begin(run: Run, canvas: Canvas) -> None:
    """Open the marked content that the marks of ``run`` are drawn in."""
    name = run.role.value
    canvas.addLiteral(f"/{name} BMC" if run.number is None else f"/{name} <</MCID {run.number}>> BDC")


def end(canvas: Canvas) -> None:
    canvas.addLiteral("EMC")


def tag_page(found: Structure, canvas: Canvas) -> None:
    """Give the page that ``canvas`` has just shown its tree; the document has no other page."""
    document = canvas._doc
    page = document.Pages[0]
    _let_stand(page, StructParents=_PAGE_KEY, Tabs=PDFName("S"))
    root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    writer = _Writer(canvas, document.Reference(page))
    root["K"] = writer.write(found.root, document.Reference(root))
    parents = [writer.owners[number] for number in sorted(writer.owners)]
    root["ParentTree"] = PDFDictionary({"Nums": PDFArray([_PAGE_KEY, PDFArray(parents)])})
    root["ParentTreeNextKey"] = _PAGE_KEY + 1
    canvas.setCatalogEntry("StructTreeRoot", root)
    canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _let_stand(page: PDFPage, **entries: object) -> None:
    """reportlab writes only the page entries that it knows by name."""
    page.__NoDefault__ = [*page.__NoDefault__, *entries]
    for name, value in entries.items():
        setattr(page, name, value)


class _Writer:
    """``owners``: which element each numbered run belongs to."""

    def __init__(self, canvas: Canvas, page: PDFObjectReference) -> None:
        self.owners: dict[int, PDFObjectReference] = {}
        self._document = canvas._doc
        self._page = page

    def write(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        """Write ``element`` and all below it; return its reference."""
        written = PDFDictionary({"S": PDFName(element.tag), "P": parent})
        reference = self._document.Reference(written)
        for number in (child for child in element.children if isinstance(child, int)):
            self.owners[number] = reference
        written["K"] = PDFArray(
            [child if isinstance(child, int) else self.write(child, reference) for child in element.children]
        )
        self._describe(element, written)
        return reference

    def _describe(self, element: Element, written: PDFDictionary) -> None:
        if any(isinstance(child, int) for child in element.children):
            written["Pg"] = self._page
        if element.language:
            written["Lang"] = PDFString(element.language)
        if element.alt:
            written["Alt"] = PDFString(element.alt)
        if element.tag == MarkRole.HEADER.value:
            written["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Row")})
