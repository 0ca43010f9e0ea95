"""Every page of staff mode, and the visits that staff help with, reached by their stories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from diagnostics.health.check import HealthCheck, fault, not_checked, ok, warning
from diagnostics.outcomes.codes import Code
from kiosk.card.model import PukRefused, Sent, Unblocked, Unexpected
from kiosk.flow.model.events import PaperEnded, PaperResult
from kiosk.flow.model.staff_desk import (
    ClosingDone,
    CodeAnswer,
    Figures,
    Keeping,
    Knowledge,
    Lasting,
    MachineChecks,
    TechnicalEvent,
    TechnicalEvents,
    Unavailable,
    Week,
)
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from stories.staff_story import StaffStory, rules, visit
from stories.story import Story, counters

FIGURES = Figures(
    weeks=tuple(
        Week(f"2026-W{number}", unblocked, others)
        for number, unblocked, others in zip(
            range(39, 47), (12, 9, 14, 0, 7, 11, 16, 8), (5, 2, 6, 1, 3, 4, 4, 2), strict=True
        )
    ),
    outcomes=(
        (Code.UNBLOCKED, 77),
        (Code.PUK_UNKNOWN, 11),
        (Code.TWO_WRONG, 6),
        (Code.UNBLOCK_ABANDONED, 5),
        (Code.TORN_NOT_DONE, 3),
        (Code.UNBLOCK_NOT_HERE, 1),
        (Code.STOPPED, 1),
    ),
    durations=(
        ("under_1_min", 18),
        ("1_to_2_min", 64),
        ("2_to_5_min", 41),
        ("5_to_10_min", 7),
        ("10_min_or_more", 0),
    ),
    services=231,
    under_way=14,
    taken_on=date(2026, 11, 18),
)
NOTHING_YET = Figures(
    tuple(Week(f"2026-W{number}", 0, 0) for number in range(39, 47)),
    (),
    tuple((bucket, 0) for bucket, _n in FIGURES.durations),
    0,
    1,
    date(2026, 11, 18),
)
READY = MachineChecks(
    (
        ok(HealthCheck.CARD_SERVICE, "Le service de carte répond."),
        ok(HealthCheck.READERS, "1 lecteur."),
        not_checked(HealthCheck.SOUND, "Rien n’est réglé."),
    )
)
NOT_READY = MachineChecks(
    (
        ok(HealthCheck.CARD_SERVICE, "Le service de carte répond."),
        fault(HealthCheck.PRINTER, "L’imprimante n’a plus de papier.", "Rechargez le bac.", Code.PRINTER_UNAVAILABLE),
        warning(HealthCheck.REVOCATION_LISTS, "La plus ancienne liste a 9 jours.", "Vérifiez le dépôt des listes."),
        not_checked(HealthCheck.AUTHORITIES, "Aucun dossier d’autorités n’est réglé."),
    )
)
EVENTS = TechnicalEvents(
    (
        TechnicalEvent(datetime(2026, 11, 18, 14, 2, tzinfo=UTC), "readers", (("count", 1), ("unreachable", 1))),
        TechnicalEvent(
            datetime(2026, 11, 18, 14, 2, tzinfo=UTC), "fault", (("lane", "thread"), ("kind", "UnicodeEncodeError"))
        ),
        TechnicalEvent(datetime(2026, 11, 18, 14, 1, tzinfo=UTC), "call_abandoned", (("lane", "card"),)),
        TechnicalEvent(
            datetime(2026, 11, 17, 8, 30, tzinfo=UTC), "database", (("available", False), ("fault", "full"))
        ),
        TechnicalEvent(datetime(2026, 11, 17, 8, 29, tzinfo=UTC), "started", (("clean", False),)),
    )
)


def _idle() -> StaffStory:
    story = StaffStory()
    story.empty()
    return story


def _page(action: Action, known: Knowledge | None = None, story: StaffStory | None = None) -> StaffStory:
    story = (_idle() if story is None else story).staff().tap(action)
    return story if known is None else story.told(known)


def _events(known: Knowledge) -> StaffStory:
    return _page(Action.READINESS, READY).tap(Action.EVENTS).told(known)


def _closed(known: ClosingDone) -> StaffStory:
    story = _page(Action.CLOSING).tap(Action.CLOSE_KIOSK)
    return story.told(known)


def _helped(then: Callable[[StaffStory], Story], puk: int = 2) -> StaffStory:
    story = visit(puk).helped()
    then(story)
    return story


def _called() -> StaffStory:
    story = visit()
    story.press(Action.HELP)
    return story


def _answered() -> StaffStory:
    """Staff opened their mode, and closed it again."""
    return _called().staff().tap(Action.STOP)


def _two_wrong() -> StaffStory:
    story = visit(3).helped()
    story.send().ends(PukRefused(counters(0, 1)))
    return story


def _printed(result: PaperResult) -> StaffStory:
    story = visit(2).helped()
    story.send().ends(Unblocked(counters(3, 2, 99))).press(Action.PRINT)
    story.tell(PaperEnded(story.kiosk.paper_ticket, result))
    return story


def _opened() -> StaffStory:
    story = _closed(ClosingDone(Lasting.LASTS)).tap(Action.OPEN_KIOSK)
    return story.told(ClosingDone(Lasting.LASTS))


def _warned(story: StaffStory) -> StaffStory:
    rules = story.kiosk.rules
    limit = rules.staff.assist_s if story.desk.assisting else rules.staff.idle_s
    story.wait(limit - rules.times.warning_s)
    return story


def _waiting(seconds: float) -> StaffStory:
    return _idle().corner().code(CodeAnswer.REFUSED, seconds)


def _checking() -> StaffStory:
    return _idle().corner().type_code().tap(Action.VALIDATE)


def _read_card() -> StaffStory:
    story = visit()
    return _page(Action.CARD_AUDIT, story=story)


def _mute_card() -> StaffStory:
    story = StaffStory()
    story.insert(b"\x3b\x00")
    return _page(Action.CARD_AUDIT, story=story)


def _not_yet_read() -> StaffStory:
    story = StaffStory()
    story.empty().insert()
    return _page(Action.CARD_AUDIT, story=story)


def _forgotten() -> StaffStory:
    story = StaffStory(Kiosk(rules=rules(forgotten_with_staff=True)))
    story.card(counters(3))
    story.helped().press(Action.FORGOTTEN)
    return story


STAFF_STORIES: Mapping[str, Callable[[], StaffStory]] = {
    "staff-help-called": _called,
    "help_called-answered": _answered,
    "staff-code": lambda: _idle().corner(),
    "staff-code-typed": lambda: _idle().corner().type_code(4),
    "staff-code-twelve": lambda: _idle().corner().type_code(12),
    "staff-code-checking": _checking,
    "staff-code-refused": lambda: _waiting(0.0),
    "staff-code-wait": lambda: _waiting(120.0),
    "staff-home": lambda: _idle().staff(),
    "staff-home-visit": lambda: visit().staff(),
    "staff-home-closed": lambda: _closed(ClosingDone(Lasting.LASTS)).tap(Action.BACK),
    "staff-warned": lambda: _warned(_idle().staff()),
    "staff-figures-asked": lambda: _page(Action.FIGURES),
    "staff-figures": lambda: _page(Action.FIGURES, FIGURES),
    "staff-figures-none": lambda: _page(Action.FIGURES, NOTHING_YET),
    "staff-figures-unavailable": lambda: _page(Action.FIGURES, Unavailable()),
    "staff-readiness-asked": lambda: _page(Action.READINESS),
    "staff-readiness": lambda: _page(Action.READINESS, READY),
    "staff-readiness-faults": lambda: _page(Action.READINESS, NOT_READY),
    "staff-readiness-unavailable": lambda: _page(Action.READINESS, Unavailable()),
    "staff-events": lambda: _events(EVENTS),
    "staff-events-none": lambda: _events(TechnicalEvents(())),
    "staff-card": _read_card,
    "staff-card-none": lambda: _page(Action.CARD_AUDIT),
    "staff-card-other": _mute_card,
    "staff-card-reading": _not_yet_read,
    "staff-closing": lambda: _page(Action.CLOSING),
    "staff-closing-card-in": lambda: _page(Action.CLOSING, story=visit()),
    "staff-closed": lambda: _closed(ClosingDone(Lasting.LASTS, Keeping.KEPT)),
    "staff-closed-trouble": lambda: _closed(ClosingDone(Lasting.UNTIL_RESTART, Keeping.IN_MEMORY)),
    "staff-opened": _opened,
    "staff-briefing": lambda: visit(1).staff().tap(Action.ASSIST),
    "helped-verdict": lambda: _helped(lambda story: story),
    "helped-warned": lambda: _warned(visit(2).helped()),
    "helped-letter_check": lambda: _helped(lambda story: story.press(Action.UNBLOCK, Action.YES)),
    "helped-not-sure": lambda: _helped(lambda story: story.press(Action.UNBLOCK, Action.YES, Action.NOT_SURE)),
    "helped-puk": lambda: _helped(lambda story: story.to_puk().entry(puk=3)),
    "helped-confirm": lambda: _helped(lambda story: story.to_puk().to_confirm()),
    "helped-last_try": lambda: _helped(lambda story: story.send(), puk=1),
    "helped-two_wrong": _two_wrong,
    "helped-stopped": lambda: _helped(lambda story: story.send().ends(Unexpected(Sent.PUK, counters(0, 9)))),
    "helped-printing-failed": lambda: _printed(PaperResult.FAILED),
    "helped-printing-done": lambda: _printed(PaperResult.PRINTED),
    "helped-forgotten": _forgotten,
}
