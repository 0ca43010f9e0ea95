"""French spacing for sentences typed with ordinary spaces, such as those of a configuration file.

Rules of the Imprimerie nationale (*Lexique des règles typographiques*): no line begins with ``: ; ? ! »``, none ends
with ``«``, a number is not cut from its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from reports.blocks import (
    Blank,
    Block,
    CheckLine,
    Checklist,
    Document,
    Fact,
    Heading,
    HolderName,
    Lead,
    Notice,
    NumberPairs,
    Paragraph,
    Qr,
    StampBox,
    Steps,
    texts,
)

NBSP = "\u00a0"

_BEFORE = re.compile(r"[ \u202f](?=[:;?!»%€])")
_AFTER = re.compile(r"(?<=«)[ \u202f]")
_NUMBER = re.compile(r"(?:(?<=\d)|(?<=\b1er))[ \u202f](?=\w)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def french(text: str) -> str:
    """Return ``text`` with its non-breaking spaces and typographic apostrophes; applying it twice changes nothing."""
    for pattern in (_BEFORE, _AFTER, _NUMBER):
        text = pattern.sub(NBSP, text)
    return _APOSTROPHE.sub("’", text)


def typeset(document: Document) -> Document:
    """Return ``document`` with French spacing in every sentence; addresses of pages and names of people are kept."""
    return replace(
        document,
        title=french(document.title),
        letterhead=_all(document.letterhead),
        dateline=_all(document.dateline),
        blocks=tuple(map(_block, document.blocks)),
        footer=_all(document.footer),
        across=french(document.across),
    )


def _all(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(french, lines))


def _block(block: Block) -> Block:
    match block:
        case NumberPairs() | HolderName():
            return block
        case Qr():
            return Qr(block.url, french(block.caption))
        case Lead():
            return Lead(_all(block.sentences))
        case Heading() | Paragraph() | Notice():
            return replace(block, text=french(block.text))
        case Steps() | Checklist():
            return replace(block, items=_all(block.items))
        case Fact():
            return Fact(french(block.label), _all(block.lines), french(block.note))
        case Blank() | StampBox():
            return replace(block, label=french(block.label))
        case CheckLine():
            label, sentence, remedy, word = _all(texts(block))
            return replace(block, label=label, sentence=sentence, word=word, remedy=remedy)
        case _:
            assert_never(block)
