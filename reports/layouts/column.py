"""A column that fills from top to bottom, and how each block is set in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reports.layouts.lines import wrap
from reports.layouts.marks import Group, Line, Mark, Measure, Role, Style, Text


@dataclass(frozen=True, slots=True)
class Styles:
    """The sizes of one paper, in points. ``gap`` is the smallest vertical space, ``label_width`` that of a label
    standing at the left of its value; 0 puts it above."""

    title: Style
    lead: Style
    heading: Style
    body: Style
    value: Style
    number: Style
    small: Style
    gap: float
    label_width: float
    writing_line: float

    def scaled(self, factor: float) -> Styles:
        """Return the same sizes times ``factor``; the line to write on keeps the height a hand needs."""
        return replace(
            self,
            title=_scaled(self.title, factor),
            lead=_scaled(self.lead, factor),
            heading=_scaled(self.heading, factor),
            body=_scaled(self.body, factor),
            value=_scaled(self.value, factor),
            number=_scaled(self.number, factor),
            small=_scaled(self.small, factor),
            gap=self.gap * factor,
            label_width=self.label_width * factor,
        )


def _scaled(style: Style, factor: float) -> Style:
    return replace(style, size=style.size * factor, leading=style.leading * factor)


# Of a line's leading, what lies above the baseline: the halved lead plus the ascent of Source Sans (0.75 of its size).
_ASCENT = 0.75


@dataclass(slots=True)
class Column:
    """``x`` and ``width`` in points; ``y`` is where the next mark goes; ``groups`` collects what was set."""

    x: float
    width: float
    y: float
    styles: Styles
    measure: Measure
    groups: list[Group] = field(default_factory=list)

    def add(self, role: Role, *marks: Mark) -> None:
        self.groups.append(Group(role, marks))

    def space(self, gaps: float) -> None:
        self.y += gaps * self.styles.gap

    def text(self, text: str, style: Style, left: float = 0, width: float | None = None) -> tuple[Text, ...]:
        """Set ``text`` at ``left`` points from the column's edge, move below it and return its marks."""
        room = self.width - left if width is None else width
        return tuple(self._line(line, style, left) for line in wrap(text, room, style, self.measure))

    def _line(self, line: str, style: Style, left: float) -> Text:
        baseline = self.y + (style.leading - style.size) / 2 + _ASCENT * style.size
        self.y += style.leading
        return Text(self.x + left, baseline, self.measure(line, style), line, style)

    def rule(self, thickness: float) -> Line:
        return Line(self.x, self.y, self.width, thickness)
