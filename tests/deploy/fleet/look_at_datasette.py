"""Clicks through the central view in a headless Chromium and takes pictures of it, to be looked at by a person.

Usage: PYTHONPATH=tests/support python tests/deploy/fleet/look_at_datasette.py FOLDER
Needs Debian's chromium and chromium-driver. Everything stays on the loopback interface.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from lab.datasette import datasette, sample_extract

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's name: WebDriver, W3C recommendation, §12.1


class Browser:
    """The few commands of WebDriver that are needed here."""

    def __init__(self, session: str, pictures: Path) -> None:
        self._session = session
        self._pictures = pictures

    def open(self, url: str) -> None:
        post(f"{self._session}/url", {"url": url})

    def click(self, text: str) -> None:
        found = post(f"{self._session}/element", {"using": "link text", "value": text})
        post(f"{self._session}/element/{found[ELEMENT]}/click", {})

    def text(self) -> str:
        body = post(f"{self._session}/element", {"using": "css selector", "value": "body"})
        return str(get(f"{self._session}/element/{body[ELEMENT]}/text"))

    def picture(self, name: str) -> None:
        (self._pictures / f"{name}.png").write_bytes(base64.b64decode(get(f"{self._session}/screenshot")))


def post(url: str, fields: dict[str, Any]) -> Any:
    request = Request(url, json.dumps(fields).encode(), {"Content-Type": "application/json"})  # noqa: S310 (loopback)
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["value"]


def get(url: str) -> Any:
    with urlopen(url, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["value"]


@contextmanager
def chromium(pictures: Path) -> Iterator[Browser]:
    """As root Chromium needs its own sandbox switched off: it sees our own pages only."""
    arguments = ["--headless=new", "--disable-gpu", "--window-size=1100,1600", "--lang=fr"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    options = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}}
    with subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True) as driver:
        try:
            assert driver.stdout
            port = next(found[1] for line in driver.stdout if (found := re.search(r"on port (\d+)\.", line)))
            session = post(f"http://127.0.0.1:{port}/session", options)["sessionId"]
            address = f"http://127.0.0.1:{port}/session/{session}"
            yield Browser(address, pictures)
            with urlopen(Request(address, method="DELETE"), timeout=60):
                pass
        finally:
            driver.terminate()


def look(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.picture("1-accueil")
    browser.click("Voir les graphiques")
    assert "par département" in browser.text()
    browser.picture("2-graphiques")
    browser.click("2026-08")
    assert "2026-08 : par résultat" in browser.text().replace("\u00a0", " ")
    assert "Masqué" in browser.text()
    browser.picture("3-un-mois-masque")
    browser.click("Réfection de code")
    browser.picture("4-refections")
    browser.click("Les tables et les requêtes")
    assert "Déblocages réussis" in browser.text()
    browser.picture("5-tables")
    browser.click("Déblocages réussis, par mois et département")
    assert "2026-10" in browser.text()
    browser.picture("6-requete")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gcps-") as extract:
        sample_extract(Path(extract))
        with datasette(Path(extract), "--port", "0") as address, chromium(folder) as browser:
            look(browser, address)
    sys.stdout.write("".join(f"{path}\n" for path in sorted(folder.glob("*.png"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
