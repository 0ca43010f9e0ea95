"""The machine on the pages of staff: is it ready, and what happened to it last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from diagnostics.health.check import CheckResult, worst
from diagnostics.outcomes.status import Status
from kiosk.flow.model.staff_desk import MachineChecks, StaffDesk, TechnicalEvent, TechnicalEvents, Unavailable
from kiosk.flow.model.states import Action
from kiosk.view.model.draft import Draft, secondary
from kiosk.view.model.screen import (
    Checks,
    LineStyle,
    Message,
    Paper,
    PaperLine,
    PictureName,
    ProgressContent,
    ShownCheck,
    Tone,
)
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import full_day
from reports.papers.languages import Translate


def readiness(desk: StaffDesk, words: Words) -> Draft:
    _ = words.translate
    again = (
        secondary(Action.RETRY, _("Contrôler de nouveau")),
        secondary(Action.EVENTS, _("Événements")),
    )
    match desk.known:
        case MachineChecks(results):
            title, tone = _conclusion(worst(results), _)
            shown = sorted(results, key=lambda result: result.state.severity, reverse=True)
            lines = tuple(_check(result, _) for result in shown)
            return Draft(title, tone=tone, content=Checks(lines), buttons=again, back=True)
        case Unavailable():
            body = (_("Les contrôles n’ont pas pu être faits."), _("Prévenez le technicien."))
            return Draft(_("Contrôles"), body, Tone.WARNING, Message(PictureName.SHIELD), again, back=True)
        case _:
            wait = ProgressContent(PictureName.SHIELD, _("Jusqu’à douze secondes si l’imprimante est éteinte."))
            return Draft(_("Contrôles en cours…"), content=wait, back=True)


def _conclusion(state: Status, _: Translate) -> tuple[str, Tone]:
    match state:
        case Status.OK:
            return _("La borne est prête"), Tone.OK
        case Status.WARNING:
            return _("La borne sert, mais un point est à voir"), Tone.WARNING
        case Status.FAULT:
            return _("La borne n’est pas prête"), Tone.WARNING
        case Status.NOT_CHECKED:
            return _("Rien n’a été contrôlé"), Tone.WARNING


def _check(result: CheckResult, _: Translate) -> ShownCheck:
    code = _("Code {code}.").format(code=result.code.value) if result.code is not None else ""
    sentence = " ".join(part for part in (_(result.sentence), _(result.remedy), code) if part)
    return ShownCheck(result.state, _(result.state.machine_word), _(result.check.title), sentence)


EVENT_WORDS: Mapping[str, str] = {
    "started": "démarrage de la borne",
    "stopped": "arrêt de la borne",
    "readers": "lecteurs",
    "card_service": "service de carte",
    "call_abandoned": "une lecture n’a pas répondu à temps",
    "call_returned": "une lecture en retard est revenue",
    "restart_wanted": "la borne demande à redémarrer",
    "card_service_restart": "le service de carte est relancé",
    "sound": "son de l’appel de l’accueil",
    "database": "base des chiffres",
    "printer": "imprimante",
    "fault": "défaut du programme",
    "config_refused": "réglages refusés",
    "commissioning_refused": "mise en service refusée",
}
"""By ``Technical`` of the journal."""


_VALUE_WORDS: Mapping[str, str] = {
    "card": "carte",
    "paper": "impression",
    "records": "chiffres",
    "locked": "retenue par un autre programme",
    "read_only": "accès refusé",
    "unreachable": "fichier absent",
    "full": "disque plein",
    "corrupt": "abîmée",
    "owned_elsewhere": "une autre borne la tient",
    "unexpected": "non reconnue",
    "cups_down": "CUPS ne répond pas",
    "no_queue": "file inconnue",
    "queue_stopped": "file arrêtée",
    "no_paper": "plus de papier",
    "jam": "bourrage",
    "door_open": "capot ouvert",
    "offline": "éteinte ou débranchée",
    "printer_error": "en erreur",
    "left_over": "un papier est resté",
    "refused": "papier refusé",
    "too_slow": "trop lente",
    "stopped_by_us": "arrêtée par la borne",
    "end_unknown": "fin inconnue",
    "codes": "codes d’agent",
    "pages": "pages d’agent",
    "readers": "lecteurs",
    "thread": "fil arrêté",
}
"""Lanes, faults of the database, and troubles of the printer."""


def events(desk: StaffDesk, words: Words) -> Draft:
    _ = words.translate
    match desk.known:
        case TechnicalEvents(found) if found:
            return Draft(_("Derniers événements"), content=Paper(tuple(_by_day(found, _))), back=True)
        case TechnicalEvents():
            body = (_("Rien depuis le démarrage de la borne."),)
            return Draft(_("Derniers événements"), body, content=Message(PictureName.SHIELD), back=True)
        case Unavailable():
            body = (_("Ils n’ont pas pu être lus."),)
            return Draft(_("Derniers événements"), body, Tone.WARNING, Message(PictureName.SHIELD), back=True)
        case _:
            return Draft(_("Derniers événements"), content=ProgressContent(PictureName.CLOCK), back=True)


def _by_day(found: Sequence[TechnicalEvent], _: Translate) -> Iterator[PaperLine]:
    """Newest first, under the day."""
    for day, each in groupby(found, lambda event: event.at.date()):
        yield PaperLine(LineStyle.HEADING, _day(day, _))
        for event in each:
            yield PaperLine(LineStyle.TEXT, _line(event, _))


def _day(day: date, _: Translate) -> str:
    return full_day(day, _)


def _line(event: TechnicalEvent, _: Translate) -> str:
    name = _(EVENT_WORDS.get(event.name, event.name))
    told = ", ".join(_field(field, value, _) for field, value in event.fields)
    at = f"{event.at:%H} h {event.at:%M}"
    return _("{at} – {name} : {told}").format(at=at, name=name, told=told) if told else f"{at} – {name}"


def _field(name: str, value: str | int | bool, _: Translate) -> str:
    match name, value:
        case "available", bool():
            return _("disponible") if value else _("indisponible")
        case "simulated", bool():
            return _("simulés") if value else _("réels")
        case "unreachable", int():
            return _("à part, de nom illisible : {n}").format(n=value)
        case "clean", bool():
            return _("après un arrêt normal") if value else _("après un arrêt imprévu")
        case _:
            return _(_VALUE_WORDS.get(str(value), str(value)))
