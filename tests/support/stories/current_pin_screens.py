"""The screens of the current PIN, of the situations and of a forgotten code, each reached by its story."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.card.model import (
    Activity,
    Billing,
    CodeAccepted,
    CodeChanged,
    CurrentPinRefused,
    HalfDone,
    NewCodeRefused,
    PracticeSituations,
    ProofRefused,
    Sent,
    Torn,
    Unblocked,
    Unexpected,
)
from kiosk.flow.model.entry import Weakness
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk, Rules
from stories.story import ATR_CPS4, BLOCKED, Story, counters, cps4_counters

OFFICE = Activity(
    number=1,
    mode=0,
    billing_link=1,
    company="CABINET INFIRMIER DES TILLEULS DE LA MAR",
    id_type="4",
    identifier="99900021520005",
    sector="SA08",
)
HOSPITAL = Activity(
    number=2,
    mode=1,
    speciality=0x53,
    qualification=0x01,
    pharmacist_table="DA",
    billing_link=2,
    company="CENTRE HOSPITALIER",
    id_type="1",
    identifier="0B0212130",
    sector="SA01",
)
BILLING = Billing(1, "994004802", 24, 1, 20, 2, (2, 6, 0), may_sign_fse=True, may_sign_lots=False)
BOTH = PracticeSituations((OFFICE, HOSPITAL, Activity(5)), (BILLING,))
ONE = PracticeSituations((OFFICE,), (BILLING,))


def _well() -> Story:
    """A card that is not blocked, at its verdict."""
    return Story().card(counters(3))


def _last() -> Story:
    return Story().card(counters(1))


def _change_to_new() -> Story:
    return _well().press(Action.CHANGE_PIN).current_pin()


def _weak_change(weakness: Weakness | None = None, *, same: bool = False) -> Story:
    return _change_to_new().entry(new_pin=4, weakness=weakness, same_as_current_pin=same).press(Action.VALIDATE)


def _confirm() -> Story:
    return _change_to_new().entry(new_pin=4).press(Action.VALIDATE)


def _changed(result: object) -> Story:
    return _well().change().answers(result)  # type: ignore[arg-type]  # any of the closed union


def _opened(result: object) -> Story:
    return _well().open_situations().answers(result)  # type: ignore[arg-type]  # as above


def _torn_change(held: object, sent: Sent = Sent.NEW_CODE) -> Story:
    return _changed(Torn(sent)).empty().insert().read(held)  # type: ignore[arg-type]  # as above


def _torn_opening(held: object, before: int = 3) -> Story:
    story = Story().card(counters(before)).open_situations()
    if before == 1:
        story.press(Action.SEND)
    return story.answers(Torn(Sent.CURRENT_PIN)).empty().insert().read(held)  # type: ignore[arg-type]  # as above


def _unknown_change() -> Story:
    """A CPS4 answers nothing to its second command."""
    story = Story().card(cps4_counters(3), ATR_CPS4).change().answers(Torn(Sent.NEW_CODE))
    return story.empty().insert(ATR_CPS4).read(cps4_counters(3)).content()


def _retyped() -> Story:
    story = _well().change().answers(CurrentPinRefused(counters(2))).press(Action.RETRY)
    return story.entry(current_pin=4, current_pin_already_refused=True).press(Action.VALIDATE)


def _three_mismatches() -> Story:
    return _confirm().differ().differ().entry(new_pin=4).press(Action.VALIDATE).differ()


def _last_wrong() -> Story:
    return _last().change().press(Action.SEND).answers(CurrentPinRefused(counters(0)))


def _staff_at(held: object) -> Story:
    return Story().card(held).with_staff(forgotten=True)  # type: ignore[arg-type]  # as above


def _set_with_staff() -> Story:
    story = _staff_at(counters(3)).press(Action.FORGOTTEN, Action.SET_WITH_PUK, Action.YES, Action.YES)
    return story.to_confirm().agree()


def _forgotten(result: object) -> Story:
    return _set_with_staff().press(Action.SEND).ends(result)  # type: ignore[arg-type]  # as above


def _forgotten_torn(held: object, sent: Sent = Sent.PUK) -> Story:
    return _forgotten(Torn(sent)).empty().insert().read(held)  # type: ignore[arg-type]  # as above


def _not_commissioned() -> Story:
    return Story(Kiosk(rules=Rules(simulated_readers=("None",)))).card(counters(3), category=0)


def _half_done() -> Story:
    story = Story().card(cps4_counters(), ATR_CPS4).send()
    return story.ends(HalfDone(cps4_counters(3)))


CURRENT_PIN_STORIES: Mapping[str, Callable[[], Story]] = {
    "verdict-not-blocked-not-commissioned": _not_commissioned,
    "verdict-one-try-without-unblock-code": lambda: Story().card(counters(1, 0)),
    "verdict-length-unreadable": lambda: Story().card(counters(3), formats=None),
    "audit-not-commissioned": lambda: _not_commissioned().press(Action.AUDIT),
    "audit-one-try-without-unblock-code": lambda: Story().card(counters(1, 0)).press(Action.AUDIT),
    "audit-not-blocked": lambda: _well().press(Action.AUDIT),
    "reading-before-code": lambda: Story().empty().insert().read(counters(3)).press(Action.CHANGE_PIN),
    "current_pin-change": lambda: _well().press(Action.CHANGE_PIN),
    "current_pin-complete": lambda: _well().press(Action.CHANGE_PIN).entry(current_pin=4),
    "current_pin-situations": lambda: _well().press(Action.AUDIT, Action.SITUATIONS),
    "current_pin-try": lambda: _well().press(Action.FORGOTTEN, Action.TRY_PIN),
    "current_pin-one-try": lambda: _last().press(Action.CHANGE_PIN),
    "current_pin-same-again": _retyped,
    "current_pin-mismatch-thrice": _three_mismatches,
    "current_pin-last-try": lambda: _last().change(),
    "current_pin-last-try-situations": lambda: _last().open_situations(),
    "current_pin-last-try-ends-card": lambda: _staff_at(counters(1, 0)).change(),
    "new_pin-change": _change_to_new,
    "new_pin-same-as-current-pin": lambda: _weak_change(same=True),
    "new_pin-change-run": lambda: _weak_change(Weakness.STRAIGHT_RUN),
    "new_pin-change-mismatch-twice": lambda: _confirm().differ().differ(),
    "confirm-change": _confirm,
    "confirm-change-match": lambda: _confirm().agree(),
    "confirm-forgotten": _set_with_staff,
    "changing": lambda: _well().change(),
    "changing-slow": lambda: _well().change().wait(4),
    "changing-trying": lambda: _well().press(Action.FORGOTTEN, Action.TRY_PIN).current_pin(),
    "changing-opening": lambda: _well().open_situations(),
    "unblocking-forgotten": lambda: _set_with_staff().press(Action.SEND),
    "wrong_pin": lambda: _changed(CurrentPinRefused(counters(2))),
    "wrong_pin-one-left": lambda: Story().card(counters(2)).change().answers(CurrentPinRefused(counters(1))),
    "wrong_pin-one-left-no-unblock-code": (
        lambda: Story().card(counters(2, 0)).change().answers(CurrentPinRefused(counters(1, 0)))
    ),
    "wrong_pin-card-out": lambda: _changed(CurrentPinRefused(counters(2))).empty(),
    "wrong_pin-now-blocked": _last_wrong,
    "wrong_pin-now-blocked-card-out": lambda: _last_wrong().empty(),
    "pin_changed": lambda: _changed(CodeChanged(counters(3))),
    "pin_changed-card-out": lambda: _changed(CodeChanged(counters(3))).empty(),
    "pin_works": lambda: _well().press(Action.FORGOTTEN, Action.TRY_PIN).current_pin().answers(_right(None)),
    "situations": lambda: _opened(_right(BOTH)),
    "situations-one": lambda: _opened(_right(ONE)),
    "situations-billing-unreadable": lambda: _opened(_right(PracticeSituations((OFFICE,), None))),
    "situations-none": lambda: _opened(_right(PracticeSituations((), ()))),
    "situations-not-read": lambda: _opened(_right(None)),
    "stopped-old-code-stands": lambda: _changed(NewCodeRefused(counters(3))),
    "stopped-current-pin": lambda: _changed(Unexpected(Sent.CURRENT_PIN, counters(3))),
    "stopped-change": lambda: _changed(Unexpected(Sent.NEW_CODE, counters(3))),
    "not_proved-current-pin": lambda: _changed(ProofRefused(counters(2))),
    "stuck-change": lambda: _well().change().stuck(nothing_sent=False),
    "stuck-situations": lambda: _well().open_situations().stuck(nothing_sent=False),
    "torn-change": lambda: _changed(Torn(Sent.NEW_CODE)).empty(),
    "torn_not_done-current-pin": lambda: _torn_opening(counters(3)),
    "torn_not_done-current-pin-counted": lambda: _torn_opening(counters(2)),
    "torn_not_done-current-pin-now-blocked": lambda: _torn_opening(BLOCKED, before=1),
    "torn_unknown-current-pin": lambda: _changed(Torn(Sent.NEW_CODE)).empty().wait(180),
    "torn_unknown-situations": lambda: _well().open_situations().answers(Torn(Sent.CURRENT_PIN)).empty().wait(180),
    "change_unknown": lambda: _torn_change(counters(3)),
    "change_unknown-cps4": _unknown_change,
    "forgotten": lambda: _well().press(Action.FORGOTTEN),
    "forgotten-with-staff": lambda: _staff_at(counters(3)).press(Action.FORGOTTEN),
    "forgotten-after-wrong": lambda: _changed(CurrentPinRefused(counters(1, 0))).press(Action.FORGOTTEN),
    "unblocked-forgotten": lambda: _forgotten(Unblocked(counters(3, 10, 99))),
    "not_proved-forgotten": lambda: _forgotten(ProofRefused(counters(2, 10, 99))),
    "half_done-forgotten": lambda: _forgotten(HalfDone(counters(3, 10, 99))),
    "half_done-card-in": lambda: _half_done(),
    "stuck-forgotten": lambda: _set_with_staff().press(Action.SEND).stuck(nothing_sent=False),
    "torn_not_done-forgotten": lambda: _forgotten_torn(counters(3, 10, 100)),
    "torn_not_done-forgotten-counted": lambda: _forgotten_torn(counters(3, 9, 100)),
    "torn_unknown-forgotten": lambda: _forgotten(Torn(Sent.RESET)).empty().wait(180),
    "change_unknown-forgotten": lambda: _forgotten_torn(counters(3, 10, 99), Sent.RESET),
}


def _right(situations: PracticeSituations | None) -> CodeAccepted:
    return CodeAccepted(counters(3), situations)
