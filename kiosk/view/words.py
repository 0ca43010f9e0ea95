"""What the view is given besides the state: a translator, the office's facts, the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from reports.papers import Issuer, Office

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """``translate`` is gettext's function for the visitor's language; French is the source language.

    ``notice`` is the line of GDPR article 13; ``identity_on_paper`` is True only where it is proved that the print
    system keeps nothing. ``faults`` are codes of what staff should see to.
    ``paper_language`` stands beside the French on papers, if ``reports`` has it.
    ``staff_hears`` is False where a call cannot be heard: then the screen does not say that somebody is called.
    """

    today: date
    translate: Translate = str
    office: Office = field(default_factory=Office)
    issuer: Issuer = field(default_factory=Issuer)
    notice: str = ""
    identity_on_paper: bool = False
    printer: bool = False
    faults: tuple[str, ...] = ()
    staff_hears: bool = True
    paper_language: str | None = None
