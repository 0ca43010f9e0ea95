"""How far a walk goes: what it lets into the readers, what cards and printers may answer, who may come.

Everything that is not named here is always part of a walk: presses, removal, time, failures, stops.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from kiosk.audit.findings import NOT_EXAMINED, Findings, Presence, Revocation
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.model import NOTHING_READ, CardContent, CardKind, Counters, TryCounter
from kiosk.flow.model.staff_desk import StaffRules
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Rules
from stories.story import ATR_CPS2TER, ATR_CPS3, ATR_CPS4, ATR_VITALE, BANK, CONTACTLESS, CONTENT

PIN_MAX, PUK_MAX, PLENTY_OF_USES = 3, 5, 3
"""Counters of a card that nobody used: two tries of the PUK above the floor of the policy, and one more."""

ATRS = {
    CardKind.CPS3: ATR_CPS3,
    CardKind.CPS4: ATR_CPS4,
    CardKind.CPS2TER: ATR_CPS2TER,
    CardKind.CPS3_CONTACTLESS: CONTACTLESS,
    CardKind.VITALE: ATR_VITALE,
    CardKind.BANK: BANK,
}


class Staff(Enum):
    """NONE: no code is configured. HELP: they come to help. WHOLE: they look at every page and close the kiosk."""

    NONE = "none"
    HELP = "help"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Reading:
    """A long reading, and what its certificates were worth."""

    name: str
    content: CardContent
    findings: Findings = NOT_EXAMINED


SOUND = Reading("sound", CONTENT)
EXPIRED = Reading("of an expired card", replace(CONTENT, valid_until=date(2020, 1, 31)))
REVOKED = Reading("of a revoked card", CONTENT, Findings(Presence.BOTH, revocation=Revocation.REVOKED))
NO_NUMBER = Reading("without number", replace(CONTENT, number=None))
NO_FORMATS = Reading("without formats", replace(CONTENT, formats=None))
NOTHING = Reading("of nothing", NOTHING_READ)
READINGS = (SOUND, EXPIRED, REVOKED, NO_NUMBER, NO_FORMATS, NOTHING)


def of(kind: CardKind, pin: int, puk: int, uses: int = PLENTY_OF_USES) -> Counters:
    """Counters as a card of that generation tells them: a CPS4 neither the maximum of its PUK nor its uses."""
    if kind is CardKind.CPS4:
        return Counters(TryCounter(pin, PIN_MAX), TryCounter(puk, None), None)
    return Counters(TryCounter(pin, PIN_MAX), TryCounter(puk, PUK_MAX), uses)


def every_counter(kind: CardKind) -> tuple[Counters, ...]:
    """All of them, from nothing to the maximum."""
    uses = (PLENTY_OF_USES,) if kind is CardKind.CPS4 else range(PLENTY_OF_USES + 1)
    return tuple(of(kind, pin, puk, left) for pin in range(PIN_MAX + 1) for puk in range(PUK_MAX + 1) for left in uses)


@dataclass(frozen=True, slots=True)
class Scope:
    """``counters``, ``readings``: what a card may say. ``readers``: their names; each may hold a card.

    ``lying``: an operation ends with any counters of the walk; else with those that its judgement lets pass.
    ``printer``: papers are printed, and the printer may fail; else they are shown. ``mistyping``: codes stop short, are
    weak, or differ from their confirmation. ``mute``, ``unplug``, ``restart``: such cards, readers and starts.
    ``idle``: people let time pass, and come back or not; else every node is still followed through time alone, but what
    comes of it is not gone on with. ``calls``: they ask for help. ``without``: buttons that nobody presses.
    """

    name: str
    kinds: tuple[CardKind, ...] = (CardKind.CPS3,)
    counters: tuple[Counters, ...] = ()
    readings: tuple[Reading, ...] = (SOUND,)
    readers: tuple[str, ...] = ("Virtual PCD 00 00",)
    staff: Staff = Staff.NONE
    policy: Policy = field(default_factory=Policy)
    printer: bool = False
    lying: bool = False
    mistyping: bool = False
    mute: bool = False
    unplug: bool = False
    restart: bool = False
    idle: bool = False
    calls: bool = False
    without: frozenset[Action] = frozenset()
    most_nodes: int | None = None

    @property
    def rules(self) -> Rules:
        return Rules(
            policy=self.policy,
            printer=self.printer,
            staff=StaffRules(enabled=self.staff is not Staff.NONE),
        )
