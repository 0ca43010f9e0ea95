"""A story in which staff come: the corner, the code, the pages, the help."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.card.codes.unblock.policy import Policy
from kiosk.flow.model.effects import Effect
from kiosk.flow.model.events import Pressed
from kiosk.flow.model.staff_desk import CodeAnswer, Knowledge, Page, StaffDesk, StaffRules
from kiosk.flow.model.staff_messages import StaffCodeAnswered, StaffTold, StaffTyped
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk, Rules
from stories.story import Story, counters

STAFF = StaffRules(enabled=True)


def rules(**policy: bool) -> Rules:
    return Rules(printer=True, staff=STAFF, policy=Policy(**policy))


@dataclass
class StaffStory(Story):
    kiosk: Kiosk = field(default_factory=lambda: Kiosk(rules=rules()))

    @property
    def desk(self) -> StaffDesk:
        assert self.kiosk.staff is not None
        return self.kiosk.staff

    @property
    def page(self) -> Page:
        return self.desk.page

    def corner(self) -> StaffStory:
        """Somebody holds the corner of the screen."""
        return self.tap(Action.STAFF)

    def tap(self, *actions: Action) -> StaffStory:
        """Press what stands in front, whosever it is."""
        for action in actions:
            self.tell(Pressed(action, self.kiosk.front))
        return self

    def type_code(self, digits: int = 6) -> StaffStory:
        for count in range(1, digits + 1):
            self.tell(StaffTyped(count, self.kiosk.front))
        return self

    def code(self, answer: CodeAnswer = CodeAnswer.ACCEPTED, wait_s: float = 0.0) -> StaffStory:
        self.type_code().tap(Action.VALIDATE)
        self.tell(StaffCodeAnswered(self.kiosk.front, answer, wait_s))
        return self

    def staff(self) -> StaffStory:
        """An agent is at the first page."""
        return self.corner().code()

    def helped(self) -> StaffStory:
        """An agent helps with the visit that is on."""
        return self.staff().tap(Action.ASSIST, Action.CONTINUE)

    def told(self, known: Knowledge) -> StaffStory:
        self.tell(StaffTold(self.kiosk.front, known))
        return self

    def since(self, mark: int) -> list[Effect]:
        """The effects asked for after the first ``mark``."""
        return self.effects[mark:]


def visit(puk: int = 10, **policy: bool) -> StaffStory:
    """A blocked card at its verdict, with ``puk`` tries of the PUK left."""
    story = StaffStory(Kiosk(rules=rules(**policy)))
    story.card(counters(0, puk))
    return story
