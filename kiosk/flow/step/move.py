"""One step in the making: the kiosk as it will be and the effects asked for so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

from kiosk.flow.model.effects import CallStaff, Effect, Wipe
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Face, Overlay, State
from kiosk.flow.model.visit import CardChanges, CardInPlay, Kiosk, KioskChanges, Visit, VisitChanges


@dataclass(frozen=True, slots=True)
class Move:
    """Immutable; each method returns the move with one more thing done. ``now`` is in monotonic seconds."""

    kiosk: Kiosk
    now: float
    effects: tuple[Effect, ...] = ()

    @property
    def visit(self) -> Visit:
        return self.kiosk.visit

    @property
    def card(self) -> CardInPlay | None:
        return self.kiosk.visit.card

    def with_kiosk(self, **changes: Unpack[KioskChanges]) -> Move:
        """Change fields of the kiosk."""
        return replace(self, kiosk=replace(self.kiosk, **changes))

    def with_visit(self, **changes: Unpack[VisitChanges]) -> Move:
        """Change fields of the visit."""
        return self.with_kiosk(visit=replace(self.kiosk.visit, **changes))

    def with_card(self, **changes: Unpack[CardChanges]) -> Move:
        """Change fields of the card in play, if there is one."""
        return self if self.card is None else self.with_visit(card=replace(self.card, **changes))

    def emit(self, *effects: Effect) -> Move:
        return replace(self, effects=self.effects + effects)

    def wipe(self, *slots: CodeSlot) -> Move:
        """Wipe slots of the vault, and what the flow knows of them."""
        return self.emit(Wipe(slots)).with_visit(entry=self.visit.entry.without(*slots))

    def enter(self, state: State, face: Face = Face.PLAIN) -> Move:
        """Another question stands on the screen: presses meant for the last one no longer count.

        Situations of exercise are known only while they are shown. Raises ValueError as ``with_face_in_place`` does.
        """
        called = self.kiosk.overlay is Overlay.HELP_CALLED
        move = self.emit(CallStaff(calling=False)) if called else self
        return (
            move.with_kiosk(state=state)
            .with_face_in_place(face)
            .with_visit(situations=None)
            .with_kiosk(
                screen=self.kiosk.screen + 1,
                entered_at=self.now,
                touched_at=self.now,
                overlay=Overlay.NONE,
                staff_answered=False,
            )
        )

    def with_face(self, face: Face) -> Move:
        """The same state with another wording, below a call for help too; nothing happens if it already has it."""
        if self.visit.face is face:
            return self
        called = self.kiosk.overlay is Overlay.HELP_CALLED
        return self.with_face_in_place(face) if called else self.enter(self.kiosk.state, face)

    def with_face_in_place(self, face: Face) -> Move:
        """Another wording of the screen that stands there: unlike ``with_face`` it does not renumber the screen.

        Raises ValueError if the state is never worded so: a defect of ours.
        """
        if face not in self.kiosk.state.traits.faces:
            raise ValueError(f"{self.kiosk.state} is never worded as {face}")
        return replace(self, kiosk=replace(self.kiosk, visit=replace(self.visit, face=face)))

    def cover(self, overlay: Overlay) -> Move:
        """Put an overlay over the screen, or take it away; it is a screen of its own."""
        return self.with_kiosk(overlay=overlay, screen=self.kiosk.screen + 1, touched_at=self.now)

    def next_card_ticket(self) -> Move:
        ticket = self.kiosk.ticket + 1
        return self.with_kiosk(ticket=ticket, card_ticket=ticket)

    def next_paper_ticket(self) -> Move:
        ticket = self.kiosk.ticket + 1
        return self.with_kiosk(ticket=ticket, paper_ticket=ticket)
