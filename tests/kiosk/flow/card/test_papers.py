"""Papers told as stories: sent, printed, failed for a reason, tried again, shown instead."""

from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code
from kiosk.audit.verdict import Validity
from kiosk.card.model import PukRefused, Unblocked
from kiosk.flow.model.effects import PaperKind, Print
from kiosk.flow.model.events import PaperEnded, PaperResult, PaperSent, PrinterAnswered
from kiosk.flow.model.states import Action, Face, State
from kiosk.view.model.screen import Paper, Screen
from kiosk.view.model.words import Words
from kiosk.view.papers import paper
from kiosk.view.screen_of import screen_of
from reports.papers.papers import AuditSheet, Receipt, Referral, ReferralReason
from reports.printing.trouble import Trouble
from stories.every_screen import story
from stories.story import BLOCKED, TODAY, Story, counters

WITH_PRINTER = Words(TODAY, printer=True)


@pytest.fixture
def unblocked() -> Story:
    return Story().card(BLOCKED).send().ends(Unblocked(counters(3, 10, 99)))


@pytest.fixture
def audited() -> Story:
    return Story().card(counters()).press(Action.AUDIT)


def screen(visit: Story, words: Words = WITH_PRINTER) -> Screen:
    return screen_of(visit.kiosk, visit.now, words)


def ended(visit: Story, result: PaperResult, trouble: Trouble | None = None) -> Story:
    return visit.tell(PaperEnded(visit.kiosk.paper_ticket, result, trouble))


def test_sent_is_said_before_printed(unblocked: Story) -> None:
    unblocked.press(Action.PRINT)
    assert (unblocked.kiosk.visit.face, unblocked.kiosk.visit.printed) == (Face.RUNNING, False)
    unblocked.tell(PaperSent(unblocked.kiosk.paper_ticket))
    assert (unblocked.kiosk.visit.face, unblocked.kiosk.visit.printed) == (Face.SENT, True)
    ended(unblocked, PaperResult.PRINTED)
    assert unblocked.kiosk.visit.face is Face.DONE


def test_a_paper_of_an_earlier_press_says_nothing_here(unblocked: Story) -> None:
    unblocked.press(Action.PRINT).tell(PaperSent(unblocked.kiosk.paper_ticket - 1))
    assert unblocked.kiosk.visit.face is Face.RUNNING


def test_each_trouble_is_told_apart_and_none_touches_the_outcome(unblocked: Story) -> None:
    outcomes, titles = list(unblocked.outcomes), set()
    unblocked.press(Action.PRINT)
    before = unblocked.kiosk
    for trouble in set(Trouble) - {Trouble.END_UNKNOWN}:
        unblocked.kiosk = before
        shown = screen(ended(unblocked, PaperResult.FAILED, trouble))
        titles.add(shown.title)
        assert shown.code == "Code T07"
        assert "Votre carte est bien débloquée\u00a0; le reçu n’a pas pu être imprimé." in shown.body
        assert isinstance(shown.content, Paper)
        assert "Votre carte est débloquée" in [line.text for line in shown.content.lines]
        assert unblocked.outcomes == outcomes
    assert len(titles) == len(Trouble) - 1


def test_a_page_that_the_printer_may_have_kept_is_told(unblocked: Story) -> None:
    kept = "L’imprimante l’a peut-être gardée\u00a0: prévenez l’accueil."
    unblocked.press(Action.PRINT).tell(
        PaperEnded(unblocked.kiosk.paper_ticket, PaperResult.FAILED, Trouble.NO_PAPER, may_come_out=True)
    )
    assert kept in screen(unblocked).body
    ended(unblocked.press(Action.RETRY), PaperResult.FAILED, Trouble.NO_PAPER)
    assert kept not in screen(unblocked).body


def test_what_failed_can_be_tried_again_and_only_that(unblocked: Story) -> None:
    ended(unblocked.press(Action.PRINT), PaperResult.FAILED, Trouble.NO_PAPER).press(Action.RETRY)
    assert unblocked.kiosk.visit.face is Face.RUNNING
    first, second = unblocked.of(Print)
    assert (first.paper, second.paper) == (PaperKind.RECEIPT, PaperKind.RECEIPT)
    assert first.ticket < second.ticket == unblocked.kiosk.paper_ticket
    ended(unblocked, PaperResult.PRINTED).press(Action.RETRY)
    assert len(unblocked.of(Print)) == 2


def test_a_printer_that_said_it_cannot_is_not_offered_and_the_paper_is_shown(unblocked: Story) -> None:
    assert "Imprimer un reçu" in [button.label for button in screen(unblocked).buttons]
    unblocked.tell(PrinterAnswered(Trouble.NO_PAPER))
    assert "Voir le reçu" in [button.label for button in screen(unblocked).buttons]
    unblocked.press(Action.PRINT)
    assert (unblocked.kiosk.visit.face, unblocked.of(Print)) == (Face.SHOWN, [])
    assert "L’imprimante n’a plus de papier." in screen(unblocked).body
    unblocked.press(Action.RETRY)
    assert len(unblocked.of(Print)) == 1


def test_a_printer_that_is_well_again_is_offered_again(unblocked: Story) -> None:
    unblocked.tell(PrinterAnswered(Trouble.JAM)).tell(PrinterAnswered(None)).press(Action.PRINT)
    assert unblocked.kiosk.visit.face is Face.RUNNING


def test_a_control_is_printed_and_gone_back_to(audited: Story) -> None:
    assert "Imprimer ce contrôle" in [button.label for button in screen(audited).buttons]
    audited.press(Action.PRINT)
    (printed,) = audited.of(Print)
    assert printed.paper is PaperKind.AUDIT
    assert audited.press(Action.BACK).state is State.AUDIT
    ended(audited, PaperResult.PRINTED)
    assert (audited.state, audited.kiosk.visit.printed) == (State.AUDIT, True)


def test_there_is_no_way_back_from_a_receipt(unblocked: Story) -> None:
    assert unblocked.press(Action.PRINT, Action.BACK).state is State.PRINTING


def test_without_a_printer_a_control_offers_no_paper(audited: Story) -> None:
    assert Action.PRINT not in [button.action for button in screen(audited, Words(TODAY)).buttons]


@pytest.mark.parametrize(
    ("content", "code", "validity"),
    [
        ({}, Code.AUDIT_VALID, Validity.VALID),
        ({"valid_until": None}, Code.AUDIT_TO_CHECK, Validity.TO_CHECK),
        ({"valid_until": TODAY.replace(year=TODAY.year - 1)}, Code.AUDIT_NOT_VALID, Validity.EXPIRED),
    ],
)
def test_the_sheet_has_the_verdict_of_the_control(content: dict[str, object], code: Code, validity: Validity) -> None:
    visit = Story().card(counters(), **content).press(Action.AUDIT, Action.PRINT)
    assert visit.kiosk.visit.card.verdict.validity is validity
    sheet = paper(visit.kiosk, PaperKind.AUDIT, WITH_PRINTER)
    assert isinstance(sheet, AuditSheet)
    assert sheet.outcome == code.value
    assert visit.outcomes[-1] is code


@pytest.mark.parametrize(
    ("name", "title", "sentence"),
    [
        ("torn_not_done", "Votre carte est toujours bloquée", "aucun essai compté"),
        ("torn_not_done-try-counted", "Votre carte est toujours bloquée", "un essai compté"),
        ("torn_done", "Votre carte n’est plus bloquée", "Contact perdu, mais"),
        ("torn_unknown", "Nous ne savons pas si votre carte est débloquée", "nous ne savons pas"),
        ("half_done", "Votre carte n’est pas bloquée", "ancien code porteur"),
        ("stopped", "Nous avons arrêté par prudence", "réponse inattendue"),
        ("unreadable_counters", "L’état de votre code est illisible", "rien n’a été envoyé"),
        ("not_proved", "Votre carte n’est pas bloquée, mais elle refuse le nouveau code", "refuse le nouveau code"),
    ],
)
def test_each_end_has_a_receipt_with_its_own_truth(name: str, title: str, sentence: str) -> None:
    visit = story(name)
    assert Action.PRINT in [button.action for button in screen(visit).buttons]
    visit.press(Action.PRINT)
    assert visit.state is State.PRINTING
    receipt = paper(visit.kiosk, PaperKind.RECEIPT, WITH_PRINTER)
    assert isinstance(receipt, Receipt)
    assert (receipt.title, receipt.outcome) == (title, visit.kiosk.visit.code.value)
    assert sentence in receipt.sentences[0]


@pytest.mark.parametrize(
    ("way", "reason", "said"),
    [
        ((Action.NO,), ReferralReason.CODE_UNKNOWN, "Vous n’avez pas votre code de déblocage (8 chiffres)."),
        (
            (Action.YES, Action.NO, Action.NO),
            ReferralReason.OTHER_LETTER,
            "Le courrier que vous avez est celui d’une autre carte.",
        ),
    ],
)
def test_the_paper_for_another_code_says_why_there_is_none(
    way: tuple[Action, ...], reason: ReferralReason, said: str
) -> None:
    visit = Story().card(BLOCKED).press(Action.UNBLOCK, *way)
    assert (visit.state, visit.outcomes[-1]) == (State.REFERRAL, Code.PUK_UNKNOWN)
    referral = paper(visit.kiosk, PaperKind.REFERRAL, WITH_PRINTER)
    assert isinstance(referral, Referral)
    assert referral.reason is reason
    visit.tell(PrinterAnswered(Trouble.NO_PAPER)).press(Action.PRINT)
    shown = screen(visit).content
    assert isinstance(shown, Paper)
    assert said in [line.text.replace("\u00a0", " ") for line in shown.lines]


def test_whoever_has_no_right_letter_after_a_refusal_may_have_none_at_all() -> None:
    visit = Story().card(BLOCKED).send().ends(PukRefused(counters(0, 9))).press(Action.NO, Action.NO)
    assert paper(visit.kiosk, PaperKind.REFERRAL, WITH_PRINTER).reason is ReferralReason.CODE_UNKNOWN


def test_a_letter_that_was_found_after_all_is_no_other_one() -> None:
    visit = Story().card(counters(0, 3)).press(Action.UNBLOCK, Action.YES, Action.NO, Action.YES, Action.YES)
    visit.to_confirm().agree().press(Action.SEND).ends(PukRefused(counters(0, 2)))
    assert paper(visit.kiosk, PaperKind.REFERRAL, WITH_PRINTER).reason is ReferralReason.TWO_WRONG
