"""What a sheet is to a reader that cannot see it: runs of marks in drawing order, and the tree that names them.

Terms of ISO 32000-1, 14.6 to 14.8: a run is a marked-content sequence, its number (MCID) its place in the page's
parent tree. Rows that follow each other are one table, items one list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from reports.layouts.marks import Across, Line, Mark, MarkedPage, MarkGroup, MarkRole, OutlineMark, Part


@dataclass(frozen=True, slots=True)
class Run:
    """Marks drawn together; ``number`` is None for decoration."""

    role: MarkRole
    marks: tuple[Mark, ...]
    number: int | None


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the tree. Of its children, numbers are runs. ``language``: where it is not that of the document."""

    tag: str
    children: tuple[Element | int, ...]
    language: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    runs: tuple[Run, ...]
    root: Element


def structure(sheet: MarkedPage) -> Structure:
    """Return the runs of ``sheet`` and its tree, both in reading order."""
    making = _Making()
    elements = [(group.role, making.element(group)) for group in sheet.groups]
    return Structure(tuple(making.runs), Element("Document", tuple(_gathered(elements))))


_DECORATION = (Line, OutlineMark, Across)
_GATHERED = {MarkRole.LIST_ITEM: "L", MarkRole.TABLE_ROW: "Table"}


def _gathered(elements: list[tuple[MarkRole, Element | None]]) -> Iterator[Element]:
    """Put items into lists and rows into tables; rows of another number of cells begin another table.

    Lines between the rows are decoration and part nothing.
    """
    named = [(role, element) for role, element in elements if element is not None]
    for (role, _cells), members in groupby(named, lambda pair: (pair[0], _width(pair[1]))):
        found = tuple(element for _role, element in members)
        if role in _GATHERED:
            yield Element(_GATHERED[role], found)
        else:
            yield from found


def _width(element: Element) -> int:
    return len(element.children) if element.tag == MarkRole.TABLE_ROW.value else 0


@dataclass(slots=True)
class _Making:
    runs: list[Run] = field(default_factory=list)
    named: int = 0

    def element(self, group: MarkGroup) -> Element | None:
        """The element of a group, None for decoration; parts of the group's own role are its own content."""
        children: list[Element | int] = []
        for part in group.parts:
            number = self._run(part)
            if part.role is MarkRole.ARTIFACT:
                continue
            content = () if number is None else (number,)
            if part.role is group.role:
                children.extend(_in_its_language(content, part))
            elif part.language and isinstance(last := children[-1], Element):
                children[-1] = Element(last.tag, (*last.children, *_in_its_language(content, part)))
            else:
                children.append(Element(part.role.value, content))
        return None if group.role is MarkRole.ARTIFACT else Element(group.role.value, tuple(children), alt=group.alt)

    def _run(self, part: Part) -> int | None:
        """Draw decoration first, then what is said; return the number of the latter."""
        decoration = tuple(mark for mark in part.marks if isinstance(mark, _DECORATION))
        said = tuple(mark for mark in part.marks if not isinstance(mark, _DECORATION))
        if decoration:
            self.runs.append(Run(MarkRole.ARTIFACT, decoration, None))
        if not said:
            return None
        self.named += 1
        self.runs.append(Run(part.role, said, self.named - 1))
        return self.named - 1


def _in_its_language(content: tuple[int, ...], part: Part) -> tuple[Element | int, ...]:
    return (Element("Span", content, part.language),) if part.language else content
