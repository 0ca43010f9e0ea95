"""What ``guichet-cps lists`` says to a technician, in French: one line for each list, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from kiosk.audit.certificates import common_name
from kiosk.audit.igc_sante import Authorities
from kiosk.audit.revocation import RevocationList, is_signed_by
from kiosk.lists.fetch import FetchedList
from kiosk.lists.outcomes import ListOutcome
from kiosk.view.phrases.counting import full_day
from reports.papers.languages import UNTRANSLATED

_NO_BREAK = "\u00a0"

_AGAIN = "Réessayez plus tard\u00a0; si cela dure, vérifiez le réseau, le pare-feu et le proxy de cette machine."
_ADDRESS = "Vérifiez cette adresse auprès de l’ANS."
_ISSUER = "Si cela dure plus d’un jour, signalez-le à l’ANS."

_FAILURES: Mapping[ListOutcome, tuple[str, str]] = MappingProxyType(
    {
        ListOutcome.NOT_WEB: ("laissée de côté, seuls http et https sont utilisés", ""),
        ListOutcome.UNREACHABLE: ("pas de réponse", _AGAIN),
        ListOutcome.REFUSED: ("le serveur refuse", f"{_AGAIN} {_ADDRESS}"),
        ListOutcome.SLOW: ("trop lent, abandonné", _AGAIN),
        ListOutcome.CUT: ("coupée avant la fin", _AGAIN),
        ListOutcome.REDIRECTED: ("renvoie ailleurs que vers une adresse http ou https, ou tourne en rond", _ADDRESS),
        ListOutcome.TOO_BIG: ("plus de 64 Mo, refusée", _ADDRESS),
        ListOutcome.NOT_A_LIST: ("ce n’est pas une liste de révocation", f"Un proxy a-t-il répondu\u00a0? {_ADDRESS}"),
        ListOutcome.NOT_COMPLETE: ("ce n’est pas une liste complète, la borne ne peut pas s’en servir", _ADDRESS),
        ListOutcome.STRANGER: (
            "aucune des autorités du dossier ne l’a signée, refusée",
            f"Le certificat de l’autorité manque-t-il\u00a0? {_ADDRESS}",
        ),
        ListOutcome.OLDER: ("plus ancienne que celle qui est en place, refusée", _ISSUER),
        ListOutcome.NOT_YET: ("datée de plus tard que maintenant, refusée", "Vérifiez l’horloge de cette machine."),
        ListOutcome.NOT_WRITTEN: ("ne peut pas être écrite", "Vérifiez la place et les droits du dossier des listes."),
    }
)
"""What happened, and what to do."""


def fetched_text(found: FetchedList, now: datetime) -> str:
    """One line, without the line's end. ``now`` is aware."""
    held = found.in_place
    if held is not None and found.outcome in (ListOutcome.NEW, ListOutcome.SAME):
        what = "nouvelle liste" if found.outcome is ListOutcome.NEW else "inchangée"
        return f"{found.source.name}{_NO_BREAK}: {what}, {_dates(held)}.{_age(held, now)}"
    what, remedy = _FAILURES[found.outcome]
    detail = f" ({found.detail})" if found.detail else ""
    if found.outcome is ListOutcome.NOT_WEB:
        return f"{found.source.address}{_NO_BREAK}: {what}."
    stays = "Aucune liste n’est en place." if held is None else f"L’ancienne reste, {_dates(held)}."
    return f"{found.source.name}{_NO_BREAK}: {what}{detail}. {stays} {remedy} [{found.source.address}]"


def without_list_text(authorities: Authorities, lists: Iterable[RevocationList]) -> str:
    """Names the authorities whose list is not among ``lists``; empty if there are none."""
    there = tuple(lists)
    ders = (*authorities.roots, *authorities.issuing)
    names = [common_name(der) for der in ders if not any(is_signed_by(each, der) for each in there)]
    if not names:
        return ""
    return (
        f"Sans liste{_NO_BREAK}: {', '.join(sorted(names))}. L’adresse d’une liste est dans les certificats que "
        "l’autorité a signés\u00a0: si vous recevez ses cartes, ajoutez-la (--address, ou [certificats] adresses)."
    )


def _dates(held: RevocationList) -> str:
    until = "sans date de fin" if held.until is None else f"jusqu’au {_day(held.until)}"
    return f"du {_day(held.issued)}, {until}"


def _age(held: RevocationList, now: datetime) -> str:
    return "" if held.fresh(now) else f" Elle est hors de ses dates\u00a0: la révocation n’est pas contrôlée. {_ISSUER}"


def _day(moment: datetime) -> str:
    return full_day(moment.astimezone().date(), UNTRANSLATED)
