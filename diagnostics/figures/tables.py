"""The staff's figures as French tables in plain text, for a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from diagnostics.figures.staff_perimeter import StaffFigures
from diagnostics.figures.statistics import Axis, Counts, Rate, grouped, rates
from diagnostics.outcomes.cells import Margin
from diagnostics.outcomes.codes import CardGeneration, Code, Service

_MOST_WEEKS = 26
"""With more weeks than this, the first table has a line for each month."""

_NARROW = "\u202f"
_NO_BREAK = "\u00a0"

_SERVICES = {
    Service.READING: "Lecture",
    Service.AUDIT: "Contrôle",
    Service.UNBLOCK: "Déblocage",
    Service.REFERRAL: "Réfection",
    Service.CURRENT_PIN: "Code actuel",
}

_MARGINS = {
    Margin.DURATION: "Durée des visites",
    Margin.LANGUAGE: "Langue",
    Margin.PRINTED: "Papier imprimé",
    Margin.ASSISTED: "Avec l’aide d’un agent",
}

_VALUES = {
    "under_1_min": "moins de 1 min",
    "1_to_2_min": "de 1 à 2 min",
    "2_to_5_min": "de 2 à 5 min",
    "5_to_10_min": "de 5 à 10 min",
    "10_min_or_more": "10 min ou plus",
    "yes": "oui",
    "no": "non",
}

Row = Sequence[str]


def as_text(figures: StaffFigures, *, with_current: bool) -> str:
    """All tables, one under the other; ``with_current`` adds the number of services of the current week."""
    lines = list(_closed(figures)) if figures.weeks else ["Aucune semaine close n’a de chiffres."]
    if with_current:
        lines += [
            "",
            f"Semaine en cours ({figures.current_week}){_NO_BREAK}: {_services(figures.under_way)}, sans détail.",
        ]
    return "\n".join(lines)


def _closed(figures: StaffFigures) -> Iterator[str]:
    period = f"semaines closes de {figures.weeks[0]} à {figures.weeks[-1]}"
    yield f"{', '.join(figures.sites)}{_NO_BREAK}: {period}, {_services(sum(figures.outcomes.values()))}."
    monthly = len(figures.weeks) > _MOST_WEEKS
    yield from ("", "Services" + (" par mois" if monthly else " par semaine"))
    yield from _table(list(_by_period(figures.outcomes, Axis.MONTH if monthly else Axis.WEEK)))
    yield from ("", "Résultats")
    yield from _table(list(_by_outcome(figures.outcomes)))
    yield from ("", "Taux")
    yield from _rates(figures.outcomes)
    yield from _visits(figures)


def _by_period(counts: Counts, axis: Axis) -> Iterator[Row]:
    yield ("", *_SERVICES.values(), "Total")
    sums = grouped(counts, (axis, Axis.SERVICE))
    for (period,), total in grouped(counts, (axis,)).items():
        yield (period, *(_number(sums.get((period, service.value), 0)) for service in _SERVICES), _number(total))
    whole = grouped(counts, (Axis.SERVICE,))
    yield (
        "Total",
        *(_number(whole.get((service.value,), 0)) for service in _SERVICES),
        _number(sum(whole.values())),
    )


def _by_outcome(counts: Counts) -> Iterator[Row]:
    sums = grouped(counts, (Axis.OUTCOME, Axis.GENERATION))
    used = [generation for generation in CardGeneration if any(key[1] == generation.value for key in sums)]
    yield ("", *(generation.word for generation in used), "Total", "")
    for (code,), total in grouped(counts, (Axis.OUTCOME,)).items():
        cells = (_number(sums.get((code, generation.value), 0)) for generation in used)
        yield (code, *cells, _number(total), Code(code).sentence)


def _rates(counts: Counts) -> Iterator[str]:
    found = rates(counts)
    yield f"  Déblocages réussis{_NO_BREAK}: {_rate(found.unblocked)}"
    yield f"  Arrêtés faute de code de déblocage{_NO_BREAK}: {_rate(found.without_puk)}"
    yield f"  Arrêtés sur un code de déblocage refusé{_NO_BREAK}: {_rate(found.wrong_puk)}"
    yield f"  Services interrompus par un arrêt de la machine{_NO_BREAK}: {_rate(found.interrupted)}"


def _visits(figures: StaffFigures) -> Iterator[str]:
    for margin, title in _MARGINS.items():
        sums: dict[str, int] = {}
        for cell, n in figures.visits.items():
            if cell.margin is margin:
                sums[cell.value] = sums.get(cell.value, 0) + n
        if sums:
            yield from ("", title)
            yield from _table([(_VALUES.get(value, value), _number(sums[value])) for value in _in_order(sums)])


def _in_order(sums: Mapping[str, int]) -> list[str]:
    """Values of ours in the order given above, others (languages) by their name."""
    ours = list(_VALUES)
    return sorted(sums, key=lambda value: (ours.index(value) if value in ours else len(ours), value))


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Columns as wide as their widest cell: the first and any sentence on the left, numbers on the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    sentences = {index for index in range(1, len(widths)) if rows[0][index] == "" and len(rows) > 1}
    for row in rows:
        cells = (
            cell.ljust(width) if index == 0 or index in sentences else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _services(n: int) -> str:
    return f"{_number(n)} service{'s' if n > 1 else ''}"


def _number(n: int) -> str:
    return f"{n:,}".replace(",", _NARROW)


def _rate(rate: Rate) -> str:
    if rate.percent is None:
        return "aucun"
    percent = f"{rate.percent:.1f}".replace(".", ",")
    return f"{percent}{_NO_BREAK}% ({_number(rate.part)} sur {_number(rate.whole)})"
