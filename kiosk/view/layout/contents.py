"""What stands on the sheet of each kind of content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from diagnostics.outcomes.status import Status
from kiosk.view.layout.blocks import (
    Align,
    Beside,
    Block,
    Dots,
    Gap,
    LyingBar,
    OnGround,
    Picture,
    QrBlock,
    Ruled,
    Sheet,
    Sign,
    Stack,
    Text,
    Work,
    sentences,
)
from kiosk.view.layout.items import Box, Item
from kiosk.view.layout.look import TIGHTEST, Look, Type
from kiosk.view.model.screen import (
    Bar,
    CardFact,
    CardNumber,
    Chart,
    Charts,
    Checks,
    Choice,
    FactGroup,
    Groups,
    LineStyle,
    Message,
    Pad,
    Paper,
    PaperLine,
    PictureName,
    ProgressContent,
    Screen,
    ShownCheck,
    Tone,
    Tries,
)

STATUS_TONES = {
    Status.OK: Tone.OK,
    Status.WARNING: Tone.WARNING,
    Status.FAULT: Tone.WARNING,
    Status.NOT_CHECKED: Tone.NEUTRAL,
}
"""A fault is told from a warning by its sign and its word: red is kept for what can destroy the card."""

_PAD_SIZES = (Type.BODY, Type.PAD_ACTION, Type.SMALL_GROWTH)
"""Of the sentences above a pad, by how tight they stand."""
PICTURE_MM = 60.0
SMALL_PICTURE_MM = 30.0
_MOST_DOTS = 10
_SHORT_LABEL = 20
"""Letters up to which a label stands beside its bar."""
QR_MM = 40.0
"""With its quiet zone; at most 41 modules of an address of 60 letters, so 0.8 mm each, read from an arm away."""


def content_blocks(look: Look, screen: Screen) -> list[Block]:
    """What stands under the question of ``screen``; of a pad, what stands above its discs."""
    content = screen.content
    match content:
        case Message():
            return [Sheet(look, _message(look, screen, content), screen.tone)]
        case ProgressContent():
            return [Sheet(look, _progress(look, screen, content))]
        case CardNumber():
            return [Sheet(look, _number(look, screen, content), screen.tone)]
        case Choice():
            pictures = Beside(_picture(look, content.left), _picture(look, content.right), 0.5, look.mm(8))
            return [Sheet(look, Stack([*_body(look, screen), pictures, *_facts(look, screen)], look.mm(5)))]
        case Pad():
            said: list[Block] = [Text(look, text, _PAD_SIZES[look.tight]) for text in screen.body if text]
            return [*_tries(look, content.tries, screen.tone), *said, *_facts(look, screen)]
        case Checks():
            checks = Stack([Ruled(look, _check(look, line, screen)) for line in content.lines])
            inside = Stack([checks, Gap(look.mm(2)), *_facts(look, screen)])
            return [*_body(look, screen), Sheet(look, inside, sides_mm=6, ends_mm=3)]
        case Groups():
            groups = [Sheet(look, _group(look, group), grows=False) for group in content.groups]
            return [*_body(look, screen), *groups, *_facts(look, screen), Gap()]
        case Paper():
            lines = [_paper_line(look, line) for line in content.lines]
            return [*_body(look, screen), Sheet(look, Stack([*lines, Gap(), *_facts(look, screen)], look.mm(4)))]
        case Charts():
            charts = [Sheet(look, _chart(look, chart), grows=False) for chart in content.charts]
            return [*_body(look, screen), *charts, *_facts(look, screen), Gap()]
        case _:
            assert_never(content)


def _body(look: Look, screen: Screen, align: Align = Align.LEFT) -> list[Block]:
    return [sentences(look, screen.body, align)] if any(screen.body) else []


def _facts(look: Look, screen: Screen) -> list[Block]:
    """The line of validity and the code for the help desk, each on a quiet ground."""
    return [OnGround(look, Text(look, text), look.palette.shade) for text in (screen.validity, screen.code) if text]


def _picture(look: Look, picture: PictureName, tone: Tone = Tone.NEUTRAL) -> Picture:
    least = PICTURE_MM if look.upright and not look.tight else SMALL_PICTURE_MM
    return Picture(look, picture, look.mm(least), tone)


def _tries(look: Look, tries: Tries | None, tone: Tone) -> list[Block]:
    """The words are always there, the dots where they are few enough to count."""
    if tries is None:
        return []
    words = Text(look, tries.words, Type.PAD_ACTION if look.tight else Type.BODY, bold=True)
    if not 0 < tries.max <= _MOST_DOTS or (tries.words and look.scale > 1):
        return [words] if tries.words else []
    few = tries.max <= _MOST_DOTS // 2
    diameter, gap = look.mm(9 if few else 7), look.mm(4 if few else 3)
    if not tries.words:
        return [Dots(look, tries.max, tries.left, diameter, gap, look.strong(tone), align=_align(look))]
    dots = Dots(look, tries.max, tries.left, diameter, gap, look.strong(tone))
    if look.upright and look.scale == 1:
        return [Beside(dots, words, dots.span, look.mm(6))]
    return [Stack([dots, words], look.mm(3))]


def _message(look: Look, screen: Screen, content: Message) -> Block:
    """A picture as large as there is room above the text; where none is left the text comes alone.

    Where the text is large the tries left come first: they are seen before anything is read on.
    """
    body, tries = _body(look, screen, _align(look)), _tries(look, content.tries, screen.tone)
    said = [*body, *tries] if look.scale == 1 else [*tries, *body]
    texts = Stack(said, look.mm(6))
    alone = look.tight == TIGHTEST and (any(screen.body) or content.tries is not None)
    if content.picture is None or alone:
        return Stack([texts, Gap(), *_facts(look, screen)], look.mm(5))
    return Stack([_picture(look, content.picture, screen.tone), texts, *_facts(look, screen)], look.mm(6))


def _align(look: Look) -> Align:
    """Short lines stand in the middle under their picture; long ones are read more easily from one edge."""
    return Align.MIDDLE if look.upright and look.scale == 1 else Align.LEFT


def _progress(look: Look, screen: Screen, content: ProgressContent) -> Block:
    detail = Text(look, content.detail, align=Align.MIDDLE)
    picture = _picture(look, content.picture)
    return Stack([picture, *_body(look, screen, Align.MIDDLE), Work(look), detail, *_facts(look, screen)], look.mm(5))


def _number(look: Look, screen: Screen, content: CardNumber) -> Block:
    """The number under the picture; where the text is large it comes first, since the rest may have to scroll."""
    spaced = ("\u00a0 " if look.scale == 1 else " ").join(content.pairs)
    number = Text(look, spaced, Type.NUMBER, bold=True, colour=look.palette.primary, align=Align.MIDDLE)
    picture, body = _picture(look, content.picture), sentences(look, screen.body, _align(look))
    if look.tight == TIGHTEST:
        return Stack([number, body, *_facts(look, screen), Gap()], look.mm(5))
    if look.scale == 1:
        return Stack([picture, body, number, *_facts(look, screen)], look.mm(5))
    return Stack([number, picture, body, *_facts(look, screen)], look.mm(5))


def _check(look: Look, line: ShownCheck, screen: Screen) -> Block:
    colour = look.strong(STATUS_TONES[line.status])
    head = screen.keys.labelled.format(label=line.name, value=line.word)
    if line.remedy and line.code:
        head = f"{head} · {line.code}"
    texts = [
        Text(look, head, bold=True, colour=colour),
        *(Text(look, text) for text in (line.sentence, line.remedy) if text),
    ]
    sign = Sign(look, line.status.value, look.mm(14), colour)
    return Beside(sign, Stack(texts), look.mm(14), look.mm(6))


def _group(look: Look, group: FactGroup) -> Block:
    quiet = look.palette.secondary_text
    title = Text(look, group.title, bold=True, colour=look.palette.primary)
    remark = [Text(look, group.remark, colour=quiet)] if group.remark else []
    return Stack([title, *(Ruled(look, _fact(look, fact)) for fact in group.facts), *remark], look.mm(2))


def _fact(look: Look, fact: CardFact) -> Block:
    name = Text(look, fact.name, colour=look.palette.secondary_text)
    value = Text(look, fact.value, bold=True)
    if not look.upright or look.scale > 1:
        return Stack([name, value], look.mm(1))
    return Beside(name, value, 0.42, look.mm(5), in_the_middle=False)


def _paper_line(look: Look, line: PaperLine) -> Block:
    if line.style is LineStyle.CODE:
        return QrBlock(line.text, look.mm(QR_MM))
    bold = line.style in (LineStyle.HEADING, LineStyle.FACT)
    return Text(look, line.text, bold=bold, colour=look.palette.primary if line.style is LineStyle.HEADING else None)


def _chart(look: Look, chart: Chart) -> Block:
    beside = look.scale == 1 and all(len(bar.label) <= _SHORT_LABEL for bar in chart.bars)
    rows = Stack([_bar(look, bar, beside=beside) for bar in chart.bars], look.mm(5))
    return Stack([Text(look, chart.title, bold=True, colour=look.palette.primary), rows], look.mm(4))


def _bar(look: Look, bar: Bar, *, beside: bool) -> Block:
    colour = look.strong(bar.tone) if bar.share else look.palette.outline
    label, line = Text(look, bar.label), LyingBar(look, bar.share, bar.number, colour)
    return Beside(label, line, 0.44, look.mm(4)) if beside else Stack([label, line], look.mm(1))


def question(look: Look, screen: Screen) -> list[Block]:
    """Where the person is, and what is asked; what was wrong with a code stands in the place of its question."""
    steps = screen.steps
    blocks: list[Block] = []
    if steps is not None and not (look.tight and isinstance(screen.content, Pad)):
        dots = Dots(look, len(steps.names), steps.current, look.mm(7), look.mm(9), look.palette.primary, linked=True)
        blocks.append(Beside(dots, Text(look, steps.words, Type.SMALL_GROWTH), dots.span, look.mm(6)))
    if isinstance(screen.content, Pad) and screen.content.error:
        return [*blocks, _error(look, screen.content.error)]
    type_ = Type.PAD_QUESTION if look.tight == TIGHTEST else Type.QUESTION
    if isinstance(screen.content, Pad):
        type_ = Type.TIGHT_QUESTION if look.tight else Type.PAD_QUESTION
    return [*blocks, Text(look, screen.title, type_, bold=True)]


def _error(look: Look, error: str) -> Block:
    family = look.palette.warning
    sign = Sign(look, "warning", look.mm(12), family.strong)
    text = Text(look, error, _PAD_SIZES[look.tight], bold=True, colour=family.strong)
    return OnGround(look, Beside(sign, text, look.mm(12), look.mm(5)), family.tint, sides_mm=6)


def strip(look: Look, pad: Pad, digits: str) -> Block:
    """What is being typed: the discs, or the digits while they may be seen, and how many there are."""
    if digits:
        spaced = "\u00a0\u00a0".join(digits)
        typed: Block = Text(look, spaced, Type.NUMBER, bold=True, align=Align.MIDDLE, grows=True)
    else:
        few, most = (18, 12), (10, 4)
        diameter, gap = few if pad.length <= 6 else (14, 8) if pad.length <= 8 else most
        typed = Dots(
            look,
            pad.length,
            pad.typed,
            look.mm(diameter),
            look.mm(gap),
            look.palette.primary,
            marks_next=True,
            align=Align.MIDDLE,
        )
    words = "" if pad.error else pad.count_words
    line = _AtLeast(typed, look.mm(20))
    count = Text(look, words or " ", Type.SMALL_GROWTH, align=Align.MIDDLE)
    return Sheet(look, Stack([line, count], look.mm(3)), ends_mm=4, grows=False)


class _AtLeast:
    """A block with ``least`` pixels of height, so that the discs and the digits take the same room."""

    grows = False

    def __init__(self, block: Block, least: int) -> None:
        self._block = block
        self._least = least

    def height(self, width: int) -> int:
        return max(self._block.height(width), self._least)

    def items(self, place: Box) -> Iterator[Item]:
        height = place.height if self._block.grows else self._block.height(place.width)
        return self._block.items(place.middle(place.width, height))
