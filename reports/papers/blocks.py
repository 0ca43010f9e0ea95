"""A document: what a paper or a screen says, in reading order, with no idea of its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from diagnostics.outcomes.status import Status


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentences that matter most, right under the title."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class NumberedSteps:
    """What to do, in order; printed with numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to gather, in any order; printed with boxes to tick."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A labelled value of one line or several, like a telephone number or an address; ``note`` is secondary."""

    label: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A labelled line, or several, to fill in by hand."""

    label: str
    lines: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class NumberPairs:
    """A card number in pairs of digits, so that it can be compared by eye."""

    label: str
    pairs: tuple[str, ...]

    def __repr__(self) -> str:
        return "NumberPairs(•••)"


@dataclass(frozen=True, slots=True, repr=False)
class HolderName:
    """Whose card it is."""

    label: str
    name: str

    def __repr__(self) -> str:
        return "HolderName(•••)"


@dataclass(frozen=True, slots=True)
class CheckBlock:
    """One check, with the word that stands for its state and, where something is to be done, ``remedy``."""

    label: str
    sentence: str
    state: Status
    word: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The one thing to remember, framed."""

    text: str


@dataclass(frozen=True, slots=True)
class StampBox:
    """Room for the stamp of the office."""

    label: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A page to open with a telephone; ``caption`` says what it is."""

    url: str
    caption: str


Block = (
    Lead
    | Heading
    | Paragraph
    | NumberedSteps
    | Checklist
    | LabelledValue
    | Blank
    | NumberPairs
    | HolderName
    | CheckBlock
    | Notice
    | StampBox
    | Qr
)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. ``letterhead``: the office, its name first. ``dateline``: day, outcome code, then ``across`` again
    because pale ink may not print.

    ``across`` is written over everything when the card was not a real one, else empty. ``footer`` holds small lines
    at the foot. ``language`` is a BCP 47 tag. ``translation`` is the same document in the
    holder's language, block for block.
    """

    title: str
    language: str
    letterhead: tuple[str, ...]
    dateline: tuple[str, ...]
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
    across: str = ""
    translation: Document | None = None


def texts(block: Block) -> tuple[str, ...]:
    """The words of ``block`` that have a translation, in reading order."""
    match block:
        case Lead():
            return block.sentences
        case Heading() | Paragraph() | Notice():
            return (block.text,)
        case NumberedSteps() | Checklist():
            return block.items
        case LabelledValue():
            return (block.label, block.note)
        case Blank() | NumberPairs() | HolderName() | StampBox():
            return (block.label,)
        case CheckBlock():
            return (block.label, block.sentence, block.remedy, block.word)
        case Qr():
            return (block.caption,)
        case _:
            assert_never(block)
