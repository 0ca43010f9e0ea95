"""The part of a screen that its state decides; ``screen_of`` adds what all screens share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.flow.model.states import Action
from kiosk.view.model.screen import Button, ButtonRole, Content, HelpPanel, Message, Tone
from reports.papers.languages import Translate


@dataclass(frozen=True, slots=True)
class Draft:
    """``step`` is the station of the way (1 to 4, 0: none); ``back`` asks for a way back among the tools; ``faults``
    are the codes of what staff should see to, for a screen that shows no outcome.
    """

    title: str
    body: tuple[str, ...] = field(default=(), repr=False)
    tone: Tone = Tone.NEUTRAL
    content: Content = field(default_factory=Message)
    buttons: tuple[Button, ...] = ()
    step: int = 0
    back: bool = False
    validity: str = ""
    faults: tuple[str, ...] = ()
    help: HelpPanel | None = None
    private: bool = False


def primary(action: Action, label: str, *, enabled: bool = True, why_not: str = "") -> Button:
    return Button(action, label, ButtonRole.PRIMARY, enabled, why_not)


def secondary(action: Action, label: str) -> Button:
    return Button(action, label)


def danger(action: Action, label: str) -> Button:
    """Only for what can destroy the card."""
    return Button(action, label, ButtonRole.DANGER)


def code_words(codes: tuple[str, ...], _: Translate) -> str:
    """« Code U20 », or nothing."""
    return _("Code {code}").format(code=" ".join(codes)) if codes else ""
