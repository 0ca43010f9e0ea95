"""What ``guichet-cps fleet`` says to a technician, in French."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from diagnostics.fleet.doors import CentralRefused, Refusal
from diagnostics.fleet.push import FleetStatus, Pushed
from diagnostics.health.check import counted
from diagnostics.health.metrics import PublishedFacts

_NO_BREAK = "\u00a0"
_DAY_S = 86400

_REFUSALS = {
    Refusal.NO_KIOSK: "cet identifiant n’est celui d’aucune borne en service",
    Refusal.EPOCH_OF_ANOTHER: "une autre borne a déjà envoyé ces chiffres\u00a0; ce disque a-t-il été copié\u00a0?",
    Refusal.SITE_OF_ANOTHER: "le site de la configuration n’est pas un site de cette borne",
    Refusal.WEEK_NOT_OVER: "une semaine n’est pas finie selon la base centrale\u00a0; vérifiez l’horloge de la borne",
    Refusal.MONTH_NOT_OVER: "une semaine de ce mois peut encore être comptée",
    Refusal.MONTH_STANDS: "ce mois est publié et ne change plus",
    Refusal.IMPOSSIBLE_FIGURES: (
        "une borne ne compte pas tant, ou pas ce résultat\u00a0; si la base centrale est plus ancienne que ce "
        "programme, appliquez-lui son schema.sql"
    ),
    Refusal.OVERTAKEN: "une autre commande l’a devancée\u00a0; relancez celle-ci",
    Refusal.NO_RIGHT: "cet identifiant n’a pas ce droit",
    Refusal.NO_SCHEMA: "ce n’est pas la base d’un parc",
    Refusal.NO_FUNCTION: "ce n’est pas la base d’un parc, ou elle est plus ancienne que ce programme",
    Refusal.NO_TABLE: "ce n’est pas la base d’un parc, ou elle est plus ancienne que ce programme",
    Refusal.BAD_VALUE: "une valeur n’est pas de celles que la base admet",
    Refusal.OTHER: "motif inattendu",
}


def refusal_text(error: CentralRefused) -> str:
    return f"La base centrale refuse{_NO_BREAK}: {_REFUSALS[error.refusal]} ({error})."


def pushed_text(done: Pushed | None) -> str:
    """``None``: the kiosk has handed nothing over yet."""
    if done is None:
        return "La borne n’a encore rien déposé."
    sent = f"{_weeks(done.sent)}, {done.changed} compteurs nouveaux ou augmentés" if done.sent else "rien de nouveau"
    lines = [f"Envoyé{_NO_BREAK}: {sent}.", f"Confirmé{_NO_BREAK}: {_weeks(done.confirmed)}."]
    if done.refused:
        lines.append(
            f"Attention{_NO_BREAK}: la base centrale garde d’autres chiffres pour {_weeks(done.refused)}. "
            "Une ancienne copie de la base de la borne a-t-elle été remise en place\u00a0?"
        )
    return "\n".join(lines)


def status_text(found: FleetStatus, late_after_weeks: int) -> str:
    return "\n".join(_status(found, late_after_weeks))


def _status(found: FleetStatus, late_after_weeks: int) -> Iterator[str]:
    laid_down = "jamais" if found.laid_down_in is None else f"en {found.laid_down_in}"
    contact = "jamais" if found.last_contact is None else f"en {found.last_contact}"
    yield f"La borne a déposé ses chiffres{_NO_BREAK}: {laid_down}."
    yield f"La base centrale a répondu{_NO_BREAK}: {contact}."
    yield f"Confirmé{_NO_BREAK}: {_weeks(found.confirmed)}."
    yield f"En attente{_NO_BREAK}: {_weeks(found.waiting)}."
    since = f"depuis {late_after_weeks} semaine{'s' if late_after_weeks > 1 else ''} ou plus"
    if found.kiosk_is_late:
        yield f"Attention{_NO_BREAK}: la borne n’a rien déposé {since}. Sert-elle encore\u00a0?"
    if found.central_is_late:
        yield f"Attention{_NO_BREAK}: rien n’est confirmé {since}. Les chiffres restent sur la borne."


def machine_text(published: PublishedFacts | None) -> str:
    """``None``: the machine's own check has left nothing."""
    return "\n".join(_machine(published))


def machine_fields(published: PublishedFacts | None) -> dict[str, Any] | None:
    """``machine`` of ``fleet status --json``; deploy/guide/parc.md describes each field."""
    if published is None:
        return None
    return {"checked_at": _at(published).isoformat(timespec="seconds"), **asdict(published.facts)}


def _machine(published: PublishedFacts | None) -> Iterator[str]:
    if published is None:
        yield f"Dernier contrôle de la machine{_NO_BREAK}: rien à lire (guichet-cps-selftest.timer est-il en marche ?)."
        return
    facts = published.facts
    running = "aucune" if facts.running_version is None else facts.running_version
    yield f"Dernier contrôle de la machine{_NO_BREAK}: le {_at(published).astimezone():%d/%m/%Y à %H:%M}."
    yield f"Version installée{_NO_BREAK}: {facts.installed_version}. Version en marche{_NO_BREAK}: {running}."
    if facts.running_version not in (None, facts.installed_version):
        yield f"Attention{_NO_BREAK}: redémarrez la borne pour que la version installée serve."
    for each in facts.lists:
        state = "hors de ses dates" if each.expired else "en vigueur"
        age = counted(max(int(each.age_s // _DAY_S), 0), "jour")
        yield f"Liste de {each.issuer}{_NO_BREAK}: {age}, {state}."


def _at(published: PublishedFacts) -> datetime:
    return datetime.fromtimestamp(published.at_s, UTC)


def _weeks(weeks: tuple[str, ...]) -> str:
    """``2026-W41``, or how many there are and from which to which."""
    match weeks:
        case ():
            return "aucune semaine"
        case (week,):
            return week
        case _:
            return f"{len(weeks)} semaines, de {weeks[0]} à {weeks[-1]}"
