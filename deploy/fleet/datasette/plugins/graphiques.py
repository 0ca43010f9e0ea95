"""The page ``/graphiques`` of Datasette: the published figures as bars, drawn here; no script, no font to fetch.

It reads the public extract only. A hidden number has no bar, which would be a number: it is named below the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from datasette import Response, hookimpl

BAR = 22
GAP = 8
LEFT = 470
LEFT_OF_SHORT = 110
SHORT = 12
WIDTH = 1000
LONGEST = 56
"""Letters of a label that fit to the left of the bars."""
HIDDEN = "Masqué"

STYLE = """
body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1e1e1e; line-height: 1.5 }
nav a { display: inline-block; padding: .5rem .8rem; margin: 0 .3rem .3rem 0; border: 1px solid; color: #000091 }
nav a[aria-current] { background: #000091; color: #fff }
svg { width: 100%; height: auto } svg text { font-size: 15px; fill: #1e1e1e }
.bar { fill: #000091 } .hidden { color: #555 }
"""

Bar = tuple[str, int | None]


@hookimpl
def register_routes() -> list[tuple[str, object]]:
    return [(r"^/graphiques$", charts)]


@hookimpl
def menu_links(datasette) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path("/graphiques"), "label": "Graphiques"}]


async def charts(datasette, request) -> Response:
    """``?mois=2026-10&service=unblock``; the last month and the unblockings if nothing is asked."""
    db = datasette.get_database("parc")
    months = [row["mois"] for row in await db.execute("select mois from publications order by mois desc limit 24")]
    names = {row["service"]: row["nom"] for row in await db.execute("select service, nom from services")}
    if not months:
        return Response.html(_page("<p>Aucun mois n’est encore publié.</p>"))
    month, service = request.args.get("mois") or months[0], request.args.get("service") or "unblock"
    if month not in months or service not in names:
        return Response.html(_page("<p>Ce mois ou ce service n’existe pas.</p>"), status=404)
    asked = {"month": month, "service": service}
    by_month, by_department, by_result = [
        [(row["label"], row["nombre"]) for row in await db.execute(query, asked)]
        for query in (_BY_MONTH, _BY_DEPARTMENT, _BY_RESULT)
    ]
    body = [
        _choices("Service", "service", names.items(), asked),
        _choices("Mois", "month", ((found, found) for found in months), asked),
        _chart(f"{names[service]}\u00a0: tous les départements, par mois", by_month),
        _chart(f"{names[service]}, {month}\u00a0: par résultat", by_result),
        _chart(f"{names[service]}, {month}\u00a0: par département", by_department),
        '<p><a href="/parc">Les tables et les requêtes</a></p>',
    ]
    return Response.html(_page("\n".join(body)))


_BY_MONTH = """
    select mois as label, nombre from chiffres
    where departement = 'total' and code = 'total' and service = :service order by mois
"""
_BY_DEPARTMENT = """
    select departement as label, nombre from chiffres
    where mois = :month and service = :service and code = 'total' and departement <> 'total' order by departement
"""
_BY_RESULT = """
    select chiffres.code || ' ' || phrase as label, nombre from chiffres join codes using (code)
    where mois = :month and service = :service and departement = 'total' order by chiffres.code
"""


def _page(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Bornes CPS\u00a0: graphiques</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>Bornes CPS\u00a0: graphiques</h1>\n{body}\n"
        "<p>Masqué\u00a0: inférieur au seuil, ou permettrait de retrouver un nombre qui l’est.</p></body></html>"
    )


def _choices(title: str, key: str, options: Iterable[tuple[str, str]], asked: dict[str, str]) -> str:
    links = []
    for value, name in options:
        chosen = {**asked, key: value}
        query = escape(urlencode({"mois": chosen["month"], "service": chosen["service"]}))
        current = ' aria-current="page"' if asked[key] == value else ""
        links.append(f'<a href="?{query}"{current}>{escape(name)}</a>')
    return f'<nav aria-label="{title}">{"".join(links)}</nav>'


def _chart(title: str, bars: list[Bar]) -> str:
    """Horizontal bars, a line of text and a number each; read aloud as its title and its texts."""
    known = [(label, n) for label, n in bars if n is not None]
    hidden = [label for label, n in bars if n is None]
    largest = max((n for _, n in known), default=1)
    height = len(known) * (BAR + GAP) + GAP
    left = LEFT if any(len(label) > SHORT for label, _ in known) else LEFT_OF_SHORT
    lines = [_bar(index, label, n, largest, left) for index, (label, n) in enumerate(known)]
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{"".join(lines)}</svg>'
        if known
        else ""
    )
    return f"<h2>{escape(title)}</h2>{drawing}{_not_shown(hidden)}"


def _not_shown(labels: list[str]) -> str:
    """The first word of each is its month, its département or its code; the rest is told on asking."""
    if not labels:
        return ""
    words = ", ".join(f'<abbr title="{escape(label)}">{escape(label.split()[0])}</abbr>' for label in labels)
    return f'<p class="hidden">{HIDDEN}\u00a0: {words}</p>'


def _bar(index: int, label: str, n: int, largest: int, left: int) -> str:
    top = GAP + index * (BAR + GAP)
    length = round((WIDTH - left - 90) * n / largest)
    number = f"{n:,}".replace(",", "\u202f")
    short = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
    return (
        f'<text x="0" y="{top + 16}">{escape(short)}<title>{escape(label)}</title></text>'
        f'<rect class="bar" x="{left}" y="{top}" width="{length}" height="{BAR}"/>'
        f'<text x="{left + length + 8}" y="{top + 16}">{number}</text>'
    )
