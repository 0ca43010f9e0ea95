"""Days in words. Papers give the day and no time: a time would tell which visit it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import assert_never

from reports.papers.blocks import (
    Blank,
    Block,
    CheckBlock,
    Checklist,
    Document,
    Heading,
    HolderName,
    LabelledValue,
    Lead,
    Notice,
    NumberedSteps,
    NumberPairs,
    Paragraph,
    Qr,
    StampBox,
    texts,
)
from reports.papers.languages import Translate


def long_day(day: date, _: Translate) -> str:
    """Return « 21 novembre 2026 » or « 1er mars 2027 »; the order of its parts is the translator's."""
    number = _("1er") if day.day == 1 else str(day.day)
    return _("{day} {month} {year}").format(day=number, month=_months(_)[day.month - 1], year=day.year)


def _months(_: Translate) -> tuple[str, ...]:
    return (
        _("janvier"),
        _("février"),
        _("mars"),
        _("avril"),
        _("mai"),
        _("juin"),
        _("juillet"),
        _("août"),
        _("septembre"),
        _("octobre"),
        _("novembre"),
        _("décembre"),
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
        case NumberedSteps() | Checklist():
            return replace(block, items=_all(block.items))
        case LabelledValue():
            return LabelledValue(french(block.label), _all(block.lines), french(block.note))
        case Blank() | StampBox():
            return replace(block, label=french(block.label))
        case CheckBlock():
            label, sentence, remedy, word = _all(texts(block))
            return replace(block, label=label, sentence=sentence, word=word, remedy=remedy)
        case _:
            assert_never(block)
