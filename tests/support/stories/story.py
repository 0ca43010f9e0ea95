"""Tells a visit to the state machine as a story: what happens, then what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from diagnostics.outcomes.codes import Code
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import (
    CardContent,
    CardKind,
    CardSnapshot,
    CodeFormat,
    CodeFormats,
    Counters,
    CurrentPinResult,
    HolderIdentity,
    TryCounter,
    UnblockResult,
    UpdateWindow,
)
from kiosk.flow.machine import TABLE, step
from kiosk.flow.model.effects import (
    BeginService,
    Effect,
    EndService,
    ReadContent,
    ReadSnapshot,
    Unblock,
    UseCurrentPin,
)
from kiosk.flow.model.entry import CodeEntry, Confirmation
from kiosk.flow.model.events import (
    CardCallStuck,
    ContentRead,
    CurrentPinEnded,
    EntryChanged,
    Event,
    Pressed,
    ReadFailed,
    ReadFailure,
    SlotsChanged,
    SnapshotRead,
    Tick,
    UnblockEnded,
)
from kiosk.flow.model.states import Action, State
from kiosk.flow.model.visit import Kiosk, Rules
from kiosk.view.model.screen import Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of

READER = "Virtual PCD 00 00"
ATR_CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")
ATR_CPS4 = bytes.fromhex("3BDC18FF00001225006480000401009000")
ATR_CPS2TER = bytes.fromhex("3BAC00402A001225006480820212009000")
ATR_VITALE = bytes.fromhex("3B7513000048 09EA9000".replace(" ", ""))
CONTACTLESS = bytes.fromhex("3B8F80010031B86404B0ECC1739401808290000E")
BANK = bytes.fromhex("3B6E00000031C071C66501B0010337839000")
PAYMENT = bytes.fromhex("3B6500002063CB6800")
AGENT = bytes.fromhex("3B6700002D201601789000")
SERIAL = bytes.fromhex("5A0A802500000199213845 0F".replace(" ", ""))
OTHER_SERIAL = bytes.fromhex("5A0A802500000199213900 0F".replace(" ", ""))
TODAY = date(2026, 11, 21)


FORMATS = CodeFormats(pin=CodeFormat(4, 4, 8, 0xFF), puk=CodeFormat(8, 8, 8, 0xFF))
CONTENT = CardContent(
    formats=FORMATS,
    aodf_hash="00",
    number="2900123457",
    label="CPS3v3-2900123457",
    category=0x80,
    issued=date(2025, 3, 1),
    valid_until=date(2028, 3, 31),
    holder=HolderIdentity(22, "CLAIRE", "DURAND", 0, "899700000012", 60),
    authentication_certificate=None,
    signature_certificate=None,
)


def counters(pin: int = 3, puk: int = 10, uses: int | None = 100) -> Counters:
    return Counters(TryCounter(pin, 3), TryCounter(puk, 10), uses)


BLOCKED = counters(pin=0)


def cps4_counters(pin: int = 0, puk: int = 10) -> Counters:
    """As a CPS4 tells them: no maximum for the PUK, and no uses."""
    return Counters(TryCounter(pin, 3), TryCounter(puk, None), None)


def snapshot(held: Counters | None, ef_sn: bytes | None = SERIAL, reader: str = READER) -> CardSnapshot:
    return CardSnapshot(reader, CardKind.CPS3, ef_sn, held, UpdateWindow.ABSENT)


def slot(reader: str = READER, atr: bytes | None = ATR_CPS3, changes: int = 1, *, mute: bool = False) -> ReaderSlot:
    """A slot with a card; ``atr=None`` means empty."""
    return ReaderSlot(reader, atr is not None or mute, mute, atr or b"", changes)


def report(*slots: ReaderSlot, service: bool = True) -> SlotReport:
    return SlotReport(service, slots)


def announced(before: Kiosk, action: Action, after: Kiosk) -> bool:
    """Whether the table says that ``action`` may lead from one to the other.

    Where it leads to WAITING, the readers may already ask for something else.
    """
    if before.front < 0:
        page = None if before.staff is None else before.staff.page
        then = None if after.staff is None else after.staff.page
        rule = None if page is None else TABLE.get((page, action))
        return then is page or (rule is not None and then in rule.targets)
    rule = TABLE.get((before.state, action))
    ends_help = action is Action.END_ASSIST and after.state is State.VERDICT
    targets = rule.targets if rule is not None else {State.TAKE_CARD, State.WAITING} if action is Action.STOP else set()
    return after.state is before.state or after.state in targets or State.WAITING in targets or ends_help


@dataclass
class Story:
    """A kiosk, its clock, and every effect asked for so far."""

    kiosk: Kiosk = field(default_factory=lambda: Kiosk(rules=Rules(printer=True)))
    now: float = 1000.0
    effects: list[Effect] = field(default_factory=list)
    insertions: int = 0
    watch: Callable[[Effect], None] = lambda _: None
    drawn: tuple[Kiosk, float, Screen] | None = None

    @property
    def state(self) -> State:
        return self.kiosk.state

    @property
    def screen(self) -> Screen:
        """What the person sees, in French and without a printer; drawn once for all questions asked of it."""
        if self.drawn is None or self.drawn[0] is not self.kiosk or self.drawn[1] != self.now:
            self.drawn = self.kiosk, self.now, screen_of(self.kiosk, self.now, Words(TODAY))
        return self.drawn[2]

    @property
    def outcomes(self) -> list[Code]:
        return [effect.code for effect in self.effects if isinstance(effect, EndService)]

    @property
    def begun(self) -> int:
        return sum(isinstance(effect, BeginService) for effect in self.effects)

    @property
    def sends(self) -> int:
        return sum(isinstance(effect, Unblock | UseCurrentPin) for effect in self.effects)

    def of(self, kind: type[Effect]) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def tell(self, event: Event) -> Story:
        """What happens next; no press leads where the table does not announce it."""
        before = self.kiosk
        self.kiosk, effects = step(before, event, self.now)
        if isinstance(event, Pressed) and event.screen == before.front:
            assert announced(before, event.action, self.kiosk), (before.state, event.action, self.state)
        self.effects.extend(effects)
        for effect in effects:
            self.watch(effect)
        return self

    def readers(self, *slots: ReaderSlot, service: bool = True) -> Story:
        return self.tell(SlotsChanged(report(*slots, service=service)))

    def empty(self) -> Story:
        self.insertions += 1
        return self.readers(slot(atr=None, changes=self.insertions))

    def insert(self, atr: bytes = ATR_CPS3) -> Story:
        self.insertions += 1
        return self.readers(slot(atr=atr, changes=self.insertions))

    def read(self, held: Counters | None, ef_sn: bytes | None = SERIAL) -> Story:
        card = self.kiosk.visit.card
        kind = CardKind.CPS3 if card is None else card.kind
        return self.tell(SnapshotRead(self.kiosk.card_ticket, replace(snapshot(held, ef_sn), kind=kind)))

    def content(self, **changes: object) -> Story:
        content = replace(CONTENT, **changes)  # type: ignore[arg-type]  # keyword fields of the test's choice
        return self.tell(ContentRead(self.kiosk.card_ticket, content, TODAY, clock_sane=True))

    def fails(self, failure: ReadFailure) -> Story:
        return self.tell(ReadFailed(self.kiosk.card_ticket, failure))

    def stuck(self, *, nothing_sent: bool) -> Story:
        return self.tell(CardCallStuck(self.kiosk.card_ticket, nothing_sent))

    def card(self, held: Counters, atr: bytes = ATR_CPS3, **changes: object) -> Story:
        """Insert a card and let both readings come back."""
        return self.empty().insert(atr).read(held).content(**changes)

    def press(self, *actions: Action) -> Story:
        for action in actions:
            self.tell(Pressed(action, self.kiosk.screen))
        return self

    def entry(self, **changes: object) -> Story:
        entry: CodeEntry = replace(self.kiosk.visit.entry, **changes)  # type: ignore[arg-type]  # as above
        return self.tell(EntryChanged(entry, self.kiosk.screen))

    def wait(self, seconds: float) -> Story:
        self.now += seconds
        return self.tell(Tick())

    def to_puk(self) -> Story:
        return self.press(Action.UNBLOCK, Action.YES, Action.YES)

    def to_confirm(self) -> Story:
        self.entry(puk=8).press(Action.VALIDATE)
        return self.entry(new_pin=4).press(Action.VALIDATE)

    def agree(self) -> Story:
        return self.entry(confirm=4, confirmation=Confirmation.MATCH)

    def differ(self) -> Story:
        return self.entry(confirm=4, confirmation=Confirmation.DIFFER)

    def send(self) -> Story:
        """From the verdict to the press of the final button."""
        return self.to_puk().to_confirm().agree().press(Action.SEND)

    def ends(self, result: UnblockResult) -> Story:
        return self.tell(UnblockEnded(self.kiosk.card_ticket, result))

    def with_staff(self, *, forgotten: bool = False) -> Story:
        """An agent stands beside; ``forgotten``: the office lets them replace a code that was forgotten."""
        rules = replace(self.kiosk.rules, policy=Policy(forgotten_with_staff=forgotten))
        self.kiosk = replace(self.kiosk, rules=rules, visit=replace(self.kiosk.visit, staff_present=True))
        return self

    def current_pin(self) -> Story:
        """Type the current PIN, and validate it."""
        return self.entry(current_pin=4).press(Action.VALIDATE)

    def change(self) -> Story:
        """From the verdict of a card that is not blocked to the press of the final button."""
        self.press(Action.CHANGE_PIN).current_pin()
        return self.entry(new_pin=4).press(Action.VALIDATE).agree().press(Action.SEND)

    def open_situations(self) -> Story:
        """From the verdict to the press that sends the code."""
        return self.press(Action.AUDIT, Action.SITUATIONS).current_pin()

    def answers(self, result: CurrentPinResult) -> Story:
        return self.tell(CurrentPinEnded(self.kiosk.card_ticket, result))

    def asked(self) -> type[Effect]:
        """The last card effect."""
        card = ReadSnapshot | ReadContent | Unblock | UseCurrentPin
        return type([effect for effect in self.effects if isinstance(effect, card)][-1])
