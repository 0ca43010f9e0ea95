"""The sheets behind « Affichage » and « Langue »: every choice under its own name."""

from __future__ import annotations

from kiosk.view.model.appearance import Appearance
from kiosk.view.model.sheet import Choosable, Effect, SheetContent, SheetRow
from kiosk.view.model.words import Words
from reports.papers.languages import LANGUAGES


def display_sheet(words: Words) -> SheetContent:
    """Size of the text, colours, movement; what holds now is marked."""
    _, now = words.translate, words.appearance
    sizes = (
        _choice(now, "text_1", _("Normal"), Effect.AS_LARGE),
        _choice(now, "text_1.5", _("Grand"), Effect.LARGER),
        _choice(now, "text_2", _("Très grand"), Effect.LARGEST),
    )
    colours = (
        _choice(now, "contrast_off", _("Normales"), Effect.NORMAL_COLOURS),
        _choice(now, "contrast_on", _("Contrastées"), Effect.HIGH_CONTRAST),
    )
    movement = (_choice(now, "calm_off", _("Oui")), _choice(now, "calm_on", _("Non")))
    rows = (
        SheetRow(_("Taille du texte"), sizes),
        SheetRow(_("Couleurs"), colours),
        SheetRow(_("Images animées"), movement),
    )
    return SheetContent(_("Affichage"), rows)


def _choice(now: Appearance, name: str, label: str, effect: Effect = Effect.NONE) -> Choosable:
    return Choosable(name, label, now.holds(name), effect)


def language_sheet(words: Words) -> SheetContent:
    """Each language under its own name, one under the other."""
    rows = tuple(
        SheetRow("", (Choosable(f"speak_{each.tag}", each.name, each.tag == words.language),)) for each in LANGUAGES
    )
    return SheetContent(words.translate("Langue"), rows)
