"""The page ``/graphiques`` of Datasette: the published figures as bars, drawn here; no script, no font to fetch.

It reads the public extract only. A hidden number is drawn as what it is: not known, neither zero nor small.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from datasette import Response, hookimpl

BAR = 22
GAP = 8
LEFT = 300
WIDTH = 900
HIDDEN = "masqué"

STYLE = """
body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1e1e1e; line-height: 1.5 }
nav a { display: inline-block; padding: .5rem .8rem; margin: 0 .3rem .3rem 0; border: 1px solid; color: #000091 }
nav a[aria-current] { background: #000091; color: #fff }
svg { width: 100%; height: auto } svg text { font-size: 15px; fill: #1e1e1e }
.bar { fill: #000091 } .unknown { fill: none; stroke: #666; stroke-dasharray: 4 4 }
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
        _chart(f"{names[service]} : tous les départements, par mois", by_month),
        _chart(f"{names[service]}, {month} : par résultat", by_result),
        _chart(f"{names[service]}, {month} : par département", by_department),
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
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Bornes CPS : graphiques</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>Bornes CPS : graphiques</h1>\n{body}\n"
        "<p>« masqué » : inférieur au seuil, ou permettrait de retrouver un nombre qui l’est.</p></body></html>"
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
    largest = max([n for _, n in bars if n is not None], default=1)
    height = len(bars) * (BAR + GAP) + GAP
    lines = [_bar(index, label, n, largest) for index, (label, n) in enumerate(bars)]
    return (
        f'<h2>{escape(title)}</h2><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(lines)}</svg>"
    )


def _bar(index: int, label: str, n: int | None, largest: int) -> str:
    top = GAP + index * (BAR + GAP)
    length = 60 if n is None else round((WIDTH - LEFT - 90) * n / largest)
    shape = "unknown" if n is None else "bar"
    number = HIDDEN if n is None else f"{n:,}".replace(",", "\u202f")
    short = label if len(label) <= 40 else f"{label[:39]}…"
    return (
        f'<text x="{LEFT - 10}" y="{top + 16}" text-anchor="end">{escape(short)}<title>{escape(label)}</title></text>'
        f'<rect class="{shape}" x="{LEFT}" y="{top}" width="{length}" height="{BAR}"/>'
        f'<text x="{LEFT + length + 8}" y="{top + 16}">{number}</text>'
    )
