"""A column that fills from top to bottom, and how each block is set in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reports.layouts.marks import MM, Line, Mark, MarkGroup, MarkRole, Measure, Part, Style, TextMark


@dataclass(frozen=True, slots=True)
class Styles:
    """The sizes of one paper, in points.

    ``gap`` is the smallest vertical space. ``label_width`` is that of a label at the left of its value; 0 puts it
    above. ``translation`` is for the holder's language under the French.
    """

    title: Style
    lead: Style
    heading: Style
    body: Style
    value: Style
    number: Style
    small: Style
    translation: Style
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
            translation=_scaled(self.translation, factor),
            gap=self.gap * factor,
            label_width=self.label_width * factor,
        )


def _scaled(style: Style, factor: float) -> Style:
    return replace(style, size=style.size * factor, leading=style.leading * factor)


# Of a line's leading, what lies above the baseline: the halved lead plus the ascent of Source Sans (0.75 of its size).
_ASCENT = 0.75

# Between two languages on one line.
_APART = 2.5 * MM


@dataclass(slots=True)
class Column:
    """``x`` and ``width`` in points; ``y`` is where the next mark goes; ``groups`` collects what was set.

    ``language`` is the one that stands beside the French, empty if there is none.
    """

    x: float
    width: float
    y: float
    styles: Styles
    measure: Measure
    groups: list[MarkGroup] = field(default_factory=list)
    language: str = ""

    def add(self, role: MarkRole, *marks: Mark) -> None:
        self.group(role, Part(role, marks))

    def group(self, role: MarkRole, *parts: Part, alt: str = "") -> None:
        self.groups.append(MarkGroup(role, parts, alt))

    def space(self, gaps: float) -> None:
        self.y += gaps * self.styles.gap

    def text(self, text: str, style: Style, left: float = 0, width: float | None = None) -> tuple[TextMark, ...]:
        """Set ``text`` at ``left`` points from the column's edge, move below it and return its marks."""
        room = self.width - left if width is None else width
        lines = wrap(text, room, style, self.measure)
        return tuple(self._line(line, style, left) for line in _with_their_spaces(lines, text))

    def said(
        self, role: MarkRole, text: str, style: Style, translation: str, left: float = 0, width: float | None = None
    ) -> tuple[Part, ...]:
        """Set ``text``, and what it is in the other language below it, if anything."""
        marks = self.text(text, style, left, width)
        return (Part(role, marks), *self.other(role, translation, left, width))

    def said_on_the_line(
        self, role: MarkRole, text: str, style: Style, translation: str, left: float = 0
    ) -> tuple[Part, ...]:
        """The same, but the other language follows on the last line where there is room."""
        marks = self.text(text, style, left)
        last, small = marks[-1], self.styles.translation
        start, width = last.x + last.width + _APART, self.measure(translation, small)
        if not translation or start + width > self.x + self.width:
            return (Part(role, marks), *self.other(role, translation, left))
        return Part(role, marks), Part(role, (TextMark(start, last.y, width, translation, small),), self.language)

    def other(self, role: MarkRole, translation: str, left: float = 0, width: float | None = None) -> tuple[Part, ...]:
        """Set what stands in the other language, if anything does."""
        return (
            (Part(role, self.text(translation, self.styles.translation, left, width), self.language),)
            if translation
            else ()
        )

    def _line(self, line: str, style: Style, left: float) -> TextMark:
        baseline = self.y + (style.leading - style.size) / 2 + _ASCENT * style.size
        self.y += style.leading
        return TextMark(self.x + left, baseline, self.measure(line.rstrip(" "), style), line, style)

    def rule(self, thickness: float) -> Line:
        return Line(self.x, self.y, self.width, thickness)


def _with_their_spaces(lines: tuple[str, ...], text: str) -> list[str]:
    """Give each line back the space at which ``text`` was cut, so that a reader of the file does not join two words."""
    found, place = [], 0
    for line in lines:
        place += len(line)
        space = text[place : place + 1] == " "
        found.append(line + " " if space else line)
        place += space
    return found


def wrap(text: str, width: float, style: Style, measure: Measure) -> tuple[str, ...]:
    """Cut ``text`` at its ordinary spaces into lines no wider than ``width`` points.

    Non-breaking spaces hold. A word wider than the line is cut where it must be, so that nothing is ever lost.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, style) <= width:
            lines[-1] = longer
        elif measure(word, style) <= width:
            lines.append(word)
        else:
            lines.extend(_pieces(word, width, style, measure))
    return tuple(lines)


def _pieces(word: str, width: float, style: Style, measure: Measure) -> list[str]:
    pieces = [""]
    for letter in word:
        piece = pieces[-1]
        if piece and measure(piece + letter, style) > width:
            cut = 1 + max(piece.rfind(sign) for sign in "/-@") or len(piece)
            if measure(piece[cut:] + letter, style) > width:
                cut = len(piece)
            pieces[-1:] = [piece[:cut], piece[cut:] + letter]
        else:
            pieces[-1] += letter
    return pieces
