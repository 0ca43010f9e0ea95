"""The page of the figures: three charts whose bars say their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.outcomes.codes import SOLVED, Code
from kiosk.flow.model.staff_desk import Figures, StaffDesk, Unavailable
from kiosk.view.model.draft import Draft
from kiosk.view.model.screen import Bar, Chart, Charts, Message, PictureName, ProgressContent, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import full_day
from reports.papers.languages import Translate

MOST_BARS = 5
"""Ways to end that have a bar of their own; the rarer ones share one."""

_DURATIONS = {
    "under_1_min": "moins d’une minute",
    "1_to_2_min": "de 1 à 2 minutes",
    "2_to_5_min": "de 2 à 5 minutes",
    "5_to_10_min": "de 5 à 10 minutes",
    "10_min_or_more": "10 minutes ou plus",
}


def figures(desk: StaffDesk, words: Words) -> Draft:
    _ = words.translate
    match desk.known:
        case Figures():
            return _charts(desk.known, _)
        case Unavailable():
            body = (_("La base ne peut pas être lue."), _("Voyez les contrôles."))
            return Draft(_("Chiffres"), body, Tone.WARNING, Message(PictureName.SHIELD), back=True)
        case _:
            return Draft(_("Chiffres"), content=ProgressContent(PictureName.CLOCK, _("Lecture en cours.")), back=True)


def _charts(found: Figures, _: Translate) -> Draft:
    solved = sum(week.unblocked for week in found.weeks)
    others = sum(week.others for week in found.weeks)
    return Draft(
        _.plural("{n} carte débloquée", "{n} cartes débloquées", solved),
        (
            _of(solved + others, len(found.weeks), _),
            _("Semaine en cours, relevé du {day} : {services}.").format(
                day=full_day(found.taken_on, _), services=_.plural("{n} service", "{n} services", found.under_way)
            ),
        ),
        content=Charts((_by_week(found, _), _by_outcome(found.outcomes, _), _by_duration(found, _))),
        back=True,
    )


def _of(begun: int, weeks: int, _: Translate) -> str:
    """The sentence that goes on from the title."""
    return _.plural(
        "sur {n} déblocage commencé, en {weeks} semaines closes.",
        "sur {n} déblocages commencés, en {weeks} semaines closes.",
        begun,
        weeks=weeks,
    )


def _by_week(found: Figures, _: Translate) -> Chart:
    bars = [
        (_("semaine {n}").format(n=int(week.iso_week[-2:])), week.unblocked, Tone.OK) for week in reversed(found.weeks)
    ]
    return _chart(_("Cartes débloquées par semaine"), bars)


def _by_outcome(outcomes: Sequence[tuple[Code, int]], _: Translate) -> Chart:
    shown, rest = outcomes[:MOST_BARS], sum(n for _code, n in outcomes[MOST_BARS:])
    bars = [(f"{code.value} · {_(code.sentence)}", n, Tone.OK if code in SOLVED else Tone.NEUTRAL) for code, n in shown]
    if rest:
        bars.append((_("autres résultats"), rest, Tone.NEUTRAL))
    return _chart(_("Comment les déblocages ont fini"), bars)


def _by_duration(found: Figures, _: Translate) -> Chart:
    bars = [(_(_DURATIONS[bucket]), n, Tone.NEUTRAL) for bucket, n in found.durations]
    return _chart(_("Durée des visites"), bars)


def _chart(title: str, bars: Sequence[tuple[str, int, Tone]]) -> Chart:
    """The longest bar has the whole width."""
    most = max((n for _label, n, _tone in bars), default=0) or 1
    return Chart(title, tuple(Bar(label, str(n), n / most, tone) for label, n, tone in bars))
