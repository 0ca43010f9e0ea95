"""The paper: on its way, sent, shown on the screen instead, or failed. What was done to the card stands either way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TypeGuard, assert_never

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.effects import PaperKind
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, LineStyle, Message, Paper, PaperLine, PictureName, ProgressContent, Tone
from kiosk.view.model.words import Words
from kiosk.view.papers import document
from reports.papers.blocks import (
    Blank,
    Block,
    CheckBlock,
    Checklist,
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
)
from reports.papers.languages import Translate
from reports.printing.trouble import Trouble


def printing(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    done = (primary(Action.FINISH, _("Terminer")),)
    back = kiosk.visit.paper is PaperKind.AUDIT and kiosk.visit.removed_at is None
    match kiosk.visit.face:
        case Face.RUNNING:
            picture = ProgressContent(PictureName.PRINTER, _("L’imprimante travaille."))
            return Draft(_("Impression…"), content=picture, buttons=done, back=back)
        case Face.SENT:
            body = (_("Prenez-la avant de partir."),)
            return Draft(
                _("Fiche envoyée à l’imprimante"), body, Tone.NEUTRAL, Message(PictureName.PRINTER), done, back=back
            )
        case Face.DONE:
            body = (_("Prenez-la avant de partir."),)
            return Draft(_("Votre fiche est imprimée"), body, Tone.OK, Message(PictureName.PRINTER), done, back=back)
        case _:
            return replace(_on_the_screen(kiosk, words), back=back)


def _on_the_screen(kiosk: Kiosk, words: Words) -> Draft:
    """What the paper would say, and why there is none."""
    _ = words.translate
    failed = kiosk.visit.face is Face.FAILED
    trouble = kiosk.visit.paper_trouble
    wrong = failed or trouble is not None
    return Draft(
        trouble_words(trouble, _) if failed else _("Votre fiche"),
        (
            *_what_stands(kiosk, _, failed=failed),
            *_why(trouble, _, failed=failed),
            *_to_photograph(_),
            *_may_come_out(kiosk, _),
        ),
        Tone.WARNING if wrong else Tone.NEUTRAL,
        _paper(kiosk, words),
        (primary(Action.FINISH, _("Terminer")), *_again(kiosk, _, wrong=wrong)),
    )


def _what_stands(kiosk: Kiosk, _: Translate, *, failed: bool) -> tuple[str, ...]:
    """Say that the card keeps what was done to it, where its receipt failed."""
    done = {
        Code.UNBLOCKED: _("Votre carte est bien débloquée ; le reçu n’a pas pu être imprimé."),
        Code.FORGOTTEN_SET: _("Votre code porteur est bien remplacé ; le reçu n’a pas pu être imprimé."),
        Code.PIN_CHANGED: _("Votre code porteur est bien changé ; le reçu n’a pas pu être imprimé."),
    }
    receipt = kiosk.visit.paper is PaperKind.RECEIPT
    return (done[kiosk.visit.code],) if failed and receipt and kiosk.visit.code in done else ()


def _why(trouble: Trouble | None, _: Translate, *, failed: bool) -> tuple[str, ...]:
    return () if failed or trouble is None else (trouble_words(trouble, _) + ".",)


def _may_come_out(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """The printer did not say that it let go of it: a page with a name may not lie there for others."""
    may = kiosk.visit.paper_may_come_out
    return (_("L’imprimante l’a peut-être gardée : prévenez l’accueil."),) if may else ()


def _to_photograph(_: Translate) -> tuple[str, ...]:
    return (_("L’essentiel est à l’écran, vous pouvez le photographier."),)


def _again(kiosk: Kiosk, _: Translate, *, wrong: bool) -> tuple[Button, ...]:
    possible = wrong and kiosk.rules.printer and kiosk.visit.removed_at is None
    return (secondary(Action.RETRY, _("Réessayer l’impression")),) if possible else ()


def trouble_words(trouble: Trouble | None, _: Translate) -> str:
    """What is wrong with the printer, to the person in front of it, without a full stop."""
    said = {
        Trouble.CUPS_DOWN: _("Le service d’impression est arrêté"),
        Trouble.NO_QUEUE: _("L’imprimante de la borne est introuvable"),
        Trouble.QUEUE_STOPPED: _("L’imprimante a été mise en pause"),
        Trouble.NO_PAPER: _("L’imprimante n’a plus de papier"),
        Trouble.JAM: _("Le papier est coincé dans l’imprimante"),
        Trouble.DOOR_OPEN: _("L’imprimante est ouverte"),
        Trouble.OFFLINE: _("L’imprimante est éteinte ou débranchée"),
        Trouble.PRINTER_ERROR: _("L’imprimante signale une panne"),
        Trouble.LEFT_OVER: _("L’imprimante n’a pas fini une page plus ancienne"),
        Trouble.REFUSED: _("L’imprimante a refusé la fiche"),
        Trouble.TOO_SLOW: _("L’imprimante n’a pas fini à temps"),
        Trouble.STOPPED_BY_US: _("L’impression a été arrêtée"),
        Trouble.END_UNKNOWN: _("L’imprimante ne répond pas"),
        None: _("L’imprimante ne répond pas"),
    }
    return said[trouble]


def _paper(kiosk: Kiosk, words: Words) -> Paper:
    kind = kiosk.visit.paper or PaperKind.RECEIPT
    french = document(kiosk, kind, words)
    shown = french.translation or french
    head = (PaperLine(LineStyle.HEADING, shown.title),)
    lines = tuple(line for block in shown.blocks for line in _lines(block, words.translate))
    return Paper(head + tuple(line for line, following in pairwise((*lines, None)) if _says_something(line, following)))


def _says_something(line: PaperLine | None, following: PaperLine | None) -> TypeGuard[PaperLine]:
    """A heading over nothing is left out: blank lines to fill in by hand stand on paper only."""
    if line is None:
        return False
    over_nothing = following is None or following.style is LineStyle.HEADING
    return line.style is not LineStyle.HEADING or not over_nothing


def _lines(block: Block, _: Translate) -> tuple[PaperLine, ...]:
    match block:
        case Lead(texts):
            return tuple(PaperLine(LineStyle.TEXT, text) for text in texts)
        case Heading(text):
            return (PaperLine(LineStyle.HEADING, text),)
        case Paragraph(text) | Notice(text):
            return (PaperLine(LineStyle.TEXT, text),)
        case NumberedSteps(items):
            return tuple(PaperLine(LineStyle.STEP, f"{n}. {text}") for n, text in enumerate(items, 1))
        case Checklist(items):
            return tuple(PaperLine(LineStyle.STEP, f"• {text}") for text in items)
        case LabelledValue():
            note = f" ({block.note})" if block.note else ""
            return (_fact(block.label, f"{', '.join(block.lines)}{note}", _),)
        case CheckBlock():
            said = " ".join(filter(None, (block.sentence, block.remedy)))
            return (_fact(block.label, f"{said} ({block.word})", _),)
        case Qr():
            return (_fact(block.caption, block.url, _), PaperLine(LineStyle.CODE, block.url))
        case Blank() | StampBox() | NumberPairs() | HolderName():
            return ()
        case _:
            assert_never(block)


def _fact(label: str, value: str, _: Translate) -> PaperLine:
    return PaperLine(LineStyle.FACT, _("{label}\u00a0: {value}").format(label=label, value=value))
