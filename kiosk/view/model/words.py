"""What the view is given besides the state: a translator, the office's facts, the day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.view.model.appearance import Appearance
from reports.papers.languages import FRENCH, UNTRANSLATED, Translate, translator
from reports.papers.papers import Issuer, Office


@dataclass(frozen=True, slots=True)
class Words:
    """``language`` (ISO 639-1) is the visitor's, ``translate`` says it; French is the source language. Papers have it
    beside the French.

    ``notice`` is the line of GDPR article 13; ``identity_on_paper`` is True only where it is proved that the print
    system keeps nothing. ``faults`` are codes of what staff should see to.
    ``appearance`` is what the person chose on the sheet of it.
    ``staff_hears`` is False where a call cannot be heard: then the screen does not say that somebody is called.
    """

    today: date
    language: str = FRENCH.tag
    translate: Translate = UNTRANSLATED
    office: Office = field(default_factory=Office)
    issuer: Issuer = field(default_factory=Issuer)
    notice: str = ""
    identity_on_paper: bool = False
    printer: bool = False
    faults: tuple[str, ...] = ()
    appearance: Appearance = field(default_factory=Appearance)
    staff_hears: bool = True

    def said_in(self, language: str) -> Words:
        return replace(self, language=language, translate=translator(language, "kiosk"))
