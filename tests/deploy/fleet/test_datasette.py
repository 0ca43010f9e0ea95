"""The central view: Datasette over the published extract, its canned queries and its charts, over HTTP.

Looked at in a browser by tests/deploy/fleet/look_at_datasette.py, which takes pictures.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from diagnostics.fleet.open_data import HIDDEN, TOTAL
from lab.datasette import DEPARTMENTS, FOLDER, datasette, get, sample_extract

Page = Callable[[str], str]
QUERIES = json.loads((FOLDER / "metadata.json").read_text())["databases"]["parc"]["queries"]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extract")
    sample_extract(folder)
    return folder


@pytest.fixture(scope="module")
def served(extract: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gcps-") as short:  # the name of a socket is short
        socket = Path(short) / "datasette"
        with datasette(extract, "--uds", str(socket)):
            yield socket


@pytest.fixture
def page(served: Path) -> Page:
    def read(url: str) -> str:
        status, text = get(served, url)
        assert status == 200, text
        return unescape(text)

    return read


def bars(text: str) -> dict[str, dict[str, str]]:
    """What each chart says: its title, then for each label the number beside the bar, nothing for a hidden one."""
    found = {}
    for title, rest in re.findall(r"<h2>(.*?)</h2>(.*?)(?=<h2>|<p><a)", text, re.DOTALL):
        found[title] = dict.fromkeys(re.findall(r"<abbr.*?>(.*?)</abbr>", rest), "")
        for drawing in re.findall(r"<svg.*?</svg>", rest, re.DOTALL):
            root = ElementTree.fromstring(drawing)  # noqa: S314 (our own page)
            texts = [element.text or "" for element in root.iter("text")]
            found[title] |= dict(zip(texts[::2], texts[1::2], strict=True))
    return found


def published(extract: Path, month: str) -> dict[tuple[str, str, str], str]:
    rows = csv.DictReader((extract / f"{month}.csv").read_text().splitlines(), delimiter=";")
    return {(row["service"], row["departement"], row["code"]): row["nombre"] for row in rows}


def test_the_first_page_leads_to_the_charts(page: Page) -> None:
    assert 'href="/graphiques"' in page("/")


def test_the_charts_show_what_is_published(page: Page, extract: Path) -> None:
    truth = published(extract, "2026-10")
    drawn = bars(page("/graphiques"))
    assert len(drawn) == 3
    departments = next(found for title, found in drawn.items() if "par département" in title)
    assert set(departments) == set(DEPARTMENTS)
    for department, number in departments.items():
        expected = truth["unblock", department, TOTAL]
        assert number.replace("\u202f", "") == ("" if expected == HIDDEN else expected)
    months = next(found for title, found in drawn.items() if "par mois" in title)
    assert list(months) == ["2026-08", "2026-09", "2026-10"]
    results = next(found for title, found in drawn.items() if "par résultat" in title)
    assert {label[:3] for label in results} == {
        code for service, d, code in truth if (service, d) == ("unblock", TOTAL) and code != TOTAL
    }


def test_a_hidden_number_has_no_bar(page: Page) -> None:
    text = page("/graphiques?" + urlencode({"mois": "2026-08", "service": "audit"}))
    for drawn in bars(text).values():
        assert set(drawn.values()) == {""}
    assert "<rect" not in text
    assert "Masqué\u00a0: 22, 29, 35, 56" in re.sub(r"</?abbr.*?>", "", text)


@pytest.mark.parametrize("asked", [{"mois": "1999-01"}, {"service": "x"}, {"mois": "<script>alert(1)</script>"}])
def test_what_does_not_exist_is_not_found(served: Path, asked: dict[str, str]) -> None:
    status, text = get(served, "/graphiques?" + urlencode(asked))
    assert status == 404
    assert "<script" not in text


@pytest.mark.parametrize("name", QUERIES)
def test_every_canned_query_answers(page: Page, name: str) -> None:
    asked = urlencode({"mois": "2026-10", "service": "unblock", "_shape": "array"})
    assert json.loads(page(f"/parc/{name}.json?{asked}"))
    assert QUERIES[name]["title"] in page(f"/parc/{name}?{asked}")


def test_the_queries_give_the_published_numbers(page: Page, extract: Path) -> None:
    rows = json.loads(page("/parc/deblocages_reussis.json?_shape=array"))
    for month in ("2026-08", "2026-09", "2026-10"):
        truth = {d: n for (s, d, c), n in published(extract, month).items() if (s, c) == ("unblock", "U01")}
        found = {row["departement"]: row["nombre"] for row in rows if row["mois"] == month}
        assert found == {d: None if n == HIDDEN else int(n) for d, n in truth.items()}


def test_every_table_is_described_and_nothing_else_is_served(page: Page) -> None:
    told = set(json.loads((FOLDER / "metadata.json").read_text())["databases"]["parc"]["tables"])
    tables = {table["name"] for table in json.loads(page("/parc.json"))["tables"]}
    assert tables == told
    for table in tables:
        assert json.loads(page(f"/parc/{table}.json?_shape=array"))


def test_nothing_is_fetched_from_elsewhere(page: Page) -> None:
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page("/graphiques")) == []
