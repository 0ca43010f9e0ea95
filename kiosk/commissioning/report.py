"""What a meeting says, for the technician who stands beside the reader; no number, no name."""

from __future__ import annotations

from kiosk.card.commission import reader_model
from kiosk.card.model import CodeFormat, Counters, TryCounter
from kiosk.commissioning.findings import Finding, Seen, findings, obstacles
from kiosk.commissioning.meeting import Meeting

_HEADS = {
    Seen.CONFIRMED: "Confirmé par cette carte",
    Seen.CONTRADICTED: "Contredit par cette carte",
    Seen.NOT_SEEN: "Pas vu\u00a0: cette carte ne le montre pas, ou il faudrait envoyer un code",
}
_TEST_CARD = {True: "oui", False: "non", None: "la carte ne le dit pas"}
_SIGNS = {Seen.CONFIRMED: "✓", Seen.CONTRADICTED: "✗", Seen.NOT_SEEN: "·"}


def report(meeting: Meeting, *, simulated: bool) -> str:
    """The whole report."""
    found = findings(meeting)
    parts = [*(("SIMULATION",) if simulated else ()), *_card(meeting)]
    for seen in (Seen.CONTRADICTED, Seen.CONFIRMED, Seen.NOT_SEEN):
        parts.extend(_section(seen, [each for each in found if each.seen is seen]))
    parts.extend(("", *_conclusion(meeting)))
    return "\n".join(parts)


def _card(meeting: Meeting) -> list[str]:
    content = meeting.content
    return [
        f"Lecteur : {meeting.slot.reader}",
        f"Modèle : {reader_model(meeting.slot.reader)}",
        f"Génération : {meeting.kind.value.upper()}, T={0 if meeting.t0 else 1}",
        f"Carte de test : {_TEST_CARD[meeting.test_card]}",
        f"AODF (SHA-256) : {content.aodf_hash or 'illisible'}",
        f"Codes : {_formats(meeting)}",
        f"Essais avant : {_counters(meeting.first.counters)}",
        f"Essais après : {_counters(meeting.last.counters)}",
        f"Commandes envoyées : {len(meeting.steps)}, toutes de lecture",
    ]


def _formats(meeting: Meeting) -> str:
    formats = meeting.content.formats
    if formats is None:
        return "non compris"
    return f"code porteur {_format(formats.pin)} ; code de déblocage {_format(formats.puk)}"


def _format(code: CodeFormat) -> str:
    count = f"{code.min_digits}" if code.min_digits == code.max_digits else f"{code.min_digits} à {code.max_digits}"
    padding = "sans complément" if code.pad is None else f"complétés à {code.stored_length} octets par {code.pad:02X}"
    return f"{count} chiffres, {padding}"


def _counters(counters: Counters | None) -> str:
    if counters is None:
        return "illisibles"
    uses = "" if counters.puk_uses_left is None else f", {counters.puk_uses_left} utilisations"
    return f"code porteur {_tries(counters.pin)} ; code de déblocage {_tries(counters.puk)}{uses}"


def _tries(counter: TryCounter) -> str:
    return f"{counter.left}" if counter.max is None else f"{counter.left} sur {counter.max}"


def _section(seen: Seen, found: list[Finding]) -> list[str]:
    if not found:
        return []
    return ["", f"{_HEADS[seen]} ({len(found)})", *(f"  {_SIGNS[seen]} {each.fact}" for each in found)]


def _conclusion(meeting: Meeting) -> list[str]:
    against = obstacles(meeting)
    if against:
        return ["Cette carte ne permet pas la mise en service\u00a0:", *(f"  ✗ {sentence}" for sentence in against)]
    return ["Rien d’essentiel n’est contredit."]
