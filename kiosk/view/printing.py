"""The paper: on its way, sent, shown on the screen instead, or failed. What was done to the card stands either way."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeGuard, assert_never

from diagnostics.outcomes import Code
from kiosk.flow.effects import PaperKind
from kiosk.flow.kiosk import Kiosk
from kiosk.flow.states import Action, Face
from kiosk.view.draft import Draft, primary
from kiosk.view.papers import document
from kiosk.view.screen import LineStyle, Message, Paper, PaperLine, Picture, Progress, Tone
from kiosk.view.words import Words
from reports.blocks import (
    Blank,
    Block,
    CheckLine,
    Checklist,
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
)


def printing(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    done = (primary(Action.FINISH, _("Terminer")),)
    match kiosk.visit.face:
        case Face.RUNNING:
            picture = Progress(Picture.PRINTER, _("L’imprimante travaille."))
            return Draft(_("Impression…"), content=picture, buttons=done)
        case Face.SENT:
            body = (_("Prenez-la avant de partir."),)
            return Draft(_("Fiche envoyée à l’imprimante"), body, content=Message(Picture.PRINTER), buttons=done)
        case Face.DONE:
            body = (_("Prenez-la avant de partir."),)
            return Draft(_("Votre fiche est imprimée"), body, Tone.OK, Message(Picture.PRINTER), done)
        case Face.FAILED:
            return _failed(kiosk, words)
        case _:
            return Draft(
                _("Votre fiche"),
                (_("L’essentiel est à l’écran, vous pouvez le photographier."),),
                content=_paper(kiosk, words),
                buttons=done,
            )


def _failed(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    unblocked = (_("Votre carte est bien débloquée."),) if kiosk.visit.code is Code.UNBLOCKED else ()
    return Draft(
        _("L’imprimante ne répond pas"),
        (*unblocked, _("L’essentiel est à l’écran, vous pouvez le photographier.")),
        Tone.WARNING,
        _paper(kiosk, words),
        (primary(Action.FINISH, _("Terminer")),),
        code="T07",
    )


def _paper(kiosk: Kiosk, words: Words) -> Paper:
    kind = kiosk.visit.paper or PaperKind.RECEIPT
    shown = document(kiosk, kind, words)
    head = (PaperLine(LineStyle.HEADING, shown.title),)
    lines = tuple(line for block in shown.blocks for line in _lines(block))
    return Paper(head + tuple(line for line, following in pairwise((*lines, None)) if _says_something(line, following)))


def _says_something(line: PaperLine | None, following: PaperLine | None) -> TypeGuard[PaperLine]:
    """A heading over nothing is left out: blank lines to fill in by hand stand on paper only."""
    if line is None:
        return False
    over_nothing = following is None or following.style is LineStyle.HEADING
    return line.style is not LineStyle.HEADING or not over_nothing


def _lines(block: Block) -> tuple[PaperLine, ...]:
    match block:
        case Lead(texts):
            return tuple(PaperLine(LineStyle.TEXT, text) for text in texts)
        case Heading(text):
            return (PaperLine(LineStyle.HEADING, text),)
        case Paragraph(text) | Notice(text):
            return (PaperLine(LineStyle.TEXT, text),)
        case Steps(items):
            return tuple(PaperLine(LineStyle.STEP, f"{n}. {text}") for n, text in enumerate(items, 1))
        case Checklist(items):
            return tuple(PaperLine(LineStyle.STEP, f"• {text}") for text in items)
        case Fact():
            note = f" ({block.note})" if block.note else ""
            return (PaperLine(LineStyle.FACT, f"{block.label}\u00a0: {', '.join(block.lines)}{note}"),)
        case CheckLine():
            return (PaperLine(LineStyle.FACT, f"{block.label}\u00a0: {block.sentence} ({block.word})"),)
        case Qr():
            return (PaperLine(LineStyle.FACT, f"{block.caption}\u00a0: {block.url}"),)
        case Blank() | StampBox() | NumberPairs() | HolderName():
            return ()
        case _:
            assert_never(block)
