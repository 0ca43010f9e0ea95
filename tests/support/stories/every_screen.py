"""A kiosk in every state and wording there is, reached by its story where there is a way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from diagnostics.outcomes.codes import Code
from kiosk.audit.findings import ChainStatus, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.card.model import HalfDone, ProofRefused, PukRefused, Sent, Torn, Unblocked, Unexpected, Voided
from kiosk.flow.model.entry import Weakness
from kiosk.flow.model.events import ContentRead, PaperEnded, PaperResult, ReadFailure, Started
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk, Rules
from stories.current_pin_screens import CURRENT_PIN_STORIES
from stories.staff_screens import STAFF_STORIES
from stories.story import (
    AGENT,
    ATR_CPS2TER,
    ATR_CPS4,
    ATR_VITALE,
    BANK,
    BLOCKED,
    CONTACTLESS,
    CONTENT,
    OTHER_SERIAL,
    PAYMENT,
    TODAY,
    Story,
    counters,
    cps4_counters,
    slot,
)

EXPIRED = date(2025, 3, 31)


def _blocked() -> Story:
    return Story().card(BLOCKED)


def _confirm() -> Story:
    return _blocked().to_puk().to_confirm()


def _result(result: object) -> Story:
    return _blocked().send().ends(result)  # type: ignore[arg-type]  # any of the closed union


def _torn_then(held: object) -> Story:
    return _result(Torn(Sent.RESET)).empty().insert().read(held)  # type: ignore[arg-type]  # as above


def _torn_before_the_new_code() -> Story:
    story = Story().card(cps4_counters(), ATR_CPS4).send().ends(Torn(Sent.RESET))
    return story.empty().insert(ATR_CPS4).read(cps4_counters(3))


def _without_printer(story: Story) -> Story:
    story.kiosk = replace(story.kiosk, rules=Rules())
    return story


def _real_reader() -> Story:
    return Story(Kiosk(rules=Rules(simulated_readers=("None",)))).card(BLOCKED, category=0)


def _last_try() -> Story:
    story = Story().card(counters(0, 1))
    story.kiosk = replace(story.kiosk, visit=replace(story.kiosk.visit, staff_present=True))
    return story.send()


def _paper(result: PaperResult) -> Story:
    story = _result(Unblocked(counters(3, 10, 99))).press(Action.PRINT)
    return story.tell(PaperEnded(story.kiosk.paper_ticket, result))


def _examined(revocation: Revocation) -> Story:
    story = Story().empty().insert().read(BLOCKED)
    found = Findings(
        presence=Presence.BOTH,
        pair=YesNoUnknown.YES,
        holder=YesNoUnknown.UNKNOWN,
        term=Term.ENDING,
        not_before=date(2023, 12, 1),
        not_after=date(2026, 12, 30),
        chain=ChainStatus.KNOWN,
        revocation=revocation,
        list_day=date(2026, 9, 30),
    )
    return story.tell(ContentRead(story.kiosk.card_ticket, CONTENT, TODAY, clock_sane=True, certificates=found))


def _typed(digits: int) -> Story:
    return _blocked().to_puk().entry(puk=digits)


def _weak(weakness: Weakness) -> Story:
    story = _blocked().to_puk().entry(puk=8).press(Action.VALIDATE)
    return story.entry(new_pin=4, weakness=weakness).press(Action.VALIDATE)


def _last_try_sent() -> Story:
    story = Story().card(counters(0, 1))
    story.kiosk = replace(story.kiosk, visit=replace(story.kiosk.visit, staff_present=True))
    return story.send().press(Action.SEND)


_STORIES: Mapping[str, Callable[[], Story]] = {
    "waiting": lambda: Story().empty(),
    "waiting-card-already-there": lambda: Story().tell(Started(clean=True)).insert(),
    "out_of_service-no-reader": lambda: Story().readers(),
    "out_of_service-no-service": lambda: Story().readers(service=False),
    "out_of_service-stuck": lambda: Story().empty().insert().stuck(nothing_sent=True).wait(60),
    "reading": lambda: Story().empty().insert(),
    "mute": lambda: Story().readers(slot(atr=None, mute=True)),
    "vitale": lambda: Story().insert(ATR_VITALE),
    "foreign": lambda: Story().insert(BANK),
    "foreign-bank": lambda: Story().insert(PAYMENT),
    "foreign-agent": lambda: Story().insert(AGENT),
    "contactless": lambda: Story().insert(CONTACTLESS),
    "old_generation": lambda: Story().insert(ATR_CPS2TER),
    "in_use": lambda: Story().empty().insert().fails(ReadFailure.IN_USE),
    "choose_card": lambda: Story().readers(slot(), slot("Virtual PCD 00 01")),
    "verdict-blocked-checking": lambda: Story().empty().insert().read(BLOCKED),
    "verdict-blocked": _blocked,
    "verdict-blocked-again": lambda: _confirm().differ().differ().entry(new_pin=4).press(Action.VALIDATE).differ(),
    "verdict-not-here-tries": lambda: Story().card(counters(0, 2)),
    "verdict-not-here-model": _real_reader,
    "verdict-not-read": lambda: Story().empty().insert().read(BLOCKED).fails(ReadFailure.GONE),
    "verdict-number-unreadable": lambda: Story().card(BLOCKED, number=None),
    "verdict-not-blocked": lambda: Story().card(counters(3)),
    "verdict-one-try": lambda: Story().card(counters(1)),
    "verdict-expired": lambda: Story().card(counters(3), valid_until=EXPIRED),
    "verdict-expired-blocked": lambda: Story().card(BLOCKED, valid_until=EXPIRED),
    "verdict-revoked": lambda: _examined(Revocation.REVOKED),
    "unreadable_counters": lambda: Story().empty().insert().read(None),
    "unreadable_counters-not-read": lambda: Story().empty().insert().fails(ReadFailure.UNREADABLE),
    "audit": lambda: Story().card(BLOCKED).press(Action.AUDIT),
    "audit-nothing-read": lambda: (
        Story().card(counters(1, 3, 1), number=None, holder=None, issued=None, valid_until=None).press(Action.AUDIT)
    ),
    "audit-revocation-not-checked": lambda: _examined(Revocation.STALE).press(Action.AUDIT),
    "audit-revoked": lambda: _examined(Revocation.REVOKED).press(Action.AUDIT),
    "have_code": lambda: _blocked().press(Action.UNBLOCK),
    "letter_check": lambda: _blocked().press(Action.UNBLOCK, Action.YES),
    "other_letter": lambda: _blocked().press(Action.UNBLOCK, Action.YES, Action.NO),
    "puk": lambda: _typed(0),
    "puk-half": lambda: _typed(4),
    "puk-complete": lambda: _typed(8),
    "puk-below-maximum": lambda: Story().card(counters(0, 8)).to_puk(),
    "puk-same-again": lambda: (
        _result(PukRefused(counters(0, 9)))
        .press(Action.YES)
        .entry(puk=8, puk_already_refused=True)
        .press(Action.VALIDATE)
    ),
    "new_pin": lambda: _typed(8).press(Action.VALIDATE),
    "new_pin-alike": lambda: _weak(Weakness.ALL_ALIKE),
    "new_pin-run": lambda: _weak(Weakness.STRAIGHT_RUN),
    "new_pin-year": lambda: _weak(Weakness.LOOKS_LIKE_YEAR),
    "new_pin-mismatch-twice": lambda: _confirm().differ().differ(),
    "confirm": _confirm,
    "confirm-mismatch-once": lambda: _confirm().differ(),
    "confirm-match": lambda: _confirm().agree(),
    "last_try": _last_try,
    "unblocking": lambda: _blocked().send(),
    "unblocking-slow": lambda: _blocked().send().wait(4),
    "wrong_puk": lambda: _result(PukRefused(counters(0, 9))),
    "wrong_puk-card-out": lambda: _result(PukRefused(counters(0, 9))).empty(),
    "two_wrong": lambda: Story().card(counters(0, 3)).send().ends(PukRefused(counters(0, 2))),
    "stopped": lambda: _result(Unexpected(Sent.PUK, counters(0, 9))),
    "stopped-nothing-sent": lambda: _result(Unexpected(Sent.NOTHING, None)),
    "card_changed": lambda: _result(Voided()),
    "stuck-nothing-sent": lambda: _blocked().send().stuck(nothing_sent=True),
    "stuck-unknown": lambda: _blocked().send().stuck(nothing_sent=False),
    "torn": lambda: _result(Torn(Sent.PUK)).empty(),
    "torn-nothing-sent": lambda: _result(Torn(Sent.NOTHING)).empty(),
    "other_card": lambda: _result(Torn(Sent.PUK)).empty().insert().read(BLOCKED, OTHER_SERIAL),
    "torn_done": lambda: _torn_then(counters(3, 10, 99)),
    "torn_not_done": lambda: _torn_then(BLOCKED),
    "torn_not_done-try-counted": lambda: _torn_then(counters(0, 9)),
    "torn_unknown": lambda: _result(Torn(Sent.PUK)).empty().wait(180),
    "torn_unknown-contradiction": lambda: _torn_then(counters(0, 4)),
    "unblocked": lambda: _result(Unblocked(counters(3, 10, 99))),
    "unblocked-card-out": lambda: _result(Unblocked(counters(3, 10, 99))).empty(),
    "unblocked-last-use": lambda: _result(Unblocked(counters(3, 10, 0))),
    "not_proved": lambda: _result(ProofRefused(counters(2, 10, 99))),
    "half_done": lambda: _result(HalfDone(counters(3, 10, 99))),
    "half_done-contact-lost": _torn_before_the_new_code,
    "referral": lambda: _blocked().press(Action.UNBLOCK, Action.NO),
    "referral-no-card": lambda: Story().empty().press(Action.NO_CODE),
    "replacement-just-refused": lambda: _last_try_sent().ends(PukRefused(counters(0, 0))),
    "replacement-just-lost": lambda: _last_try_sent().ends(Torn(Sent.PUK)).empty().insert().read(counters(0, 0)),
    "replacement": lambda: Story().empty().insert().read(counters(0, 0)).content(),
    "printing-running": lambda: _result(Unblocked(counters(3))).press(Action.PRINT),
    "printing-sent": lambda: _paper(PaperResult.SENT),
    "printing-done": lambda: _paper(PaperResult.PRINTED),
    "printing-failed": lambda: _paper(PaperResult.FAILED),
    "printing-shown": lambda: _without_printer(_blocked().press(Action.UNBLOCK, Action.NO)).press(Action.PRINT),
    "printing-shown-other-letter": lambda: _without_printer(
        _blocked().press(Action.UNBLOCK, Action.YES, Action.NO, Action.NO)
    ).press(Action.PRINT),
    "take_card": lambda: _blocked().press(Action.STOP),
    "take_card-after-restart": lambda: Story().tell(Started(clean=False)).insert(),
    "still_there": lambda: _blocked().wait(100),
    "help_called": lambda: _typed(3).press(Action.HELP),
    **CURRENT_PIN_STORIES,
    **STAFF_STORIES,
}

NAMES = tuple(_STORIES)


def story(name: str) -> Story:
    """The story whose last page is that screen."""
    return _STORIES[name]()


def outcome_codes() -> set[Code]:
    """Every outcome that these stories end a service with."""
    return {code for name in NAMES for code in story(name).outcomes}
