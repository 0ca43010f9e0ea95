"""The holder's languages: gettext catalogues (``locale/*.po``) with French message ids, read as they are.

Each package has its own; ``package`` is the one whose catalogue is meant.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from reports.papers.blocks import Translate

LANGUAGES = ("en", "es")
"""BCP 47 tags."""

_HARD_SPACE = re.compile("[\u00a0\u202f]")
_STRING = re.compile(r'(?:(msgid|msgstr) )?("(?:[^"\\]|\\.)*")')


def translator(language: str, package: str = "reports") -> Translate:
    """Return the function that gives a French sentence in ``language``; the sentence itself if it is not known."""
    known = catalogue(language, package)
    return lambda text: known.get(_plain(text)) or text


@cache
def catalogue(language: str, package: str = "reports") -> dict[str, str]:
    """Return French sentence → translation; the French with ordinary spaces, however it is typed elsewhere."""
    text = (files(package) / "locale" / f"{language}.po").read_text("utf-8")
    return {_plain(french): other for french, other in read_po(text).items()}


def _plain(text: str) -> str:
    return _HARD_SPACE.sub(" ", text)


def read_po(text: str) -> dict[str, str]:
    """Return message id → translation. Raises ValueError at anything but comments, ``msgid`` and ``msgstr``."""
    entries: list[dict[str, str]] = []
    keyword = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        found = _STRING.fullmatch(line.strip())
        if found is None:
            raise ValueError(line)
        keyword = found[1] or keyword
        if found[1] == "msgid":
            entries.append({"msgid": "", "msgstr": ""})
        # The escapes of a PO file that we use (\\n, \\", \\\\) are those of JSON.
        entries[-1][keyword] += json.loads(found[2])
    return {entry["msgid"]: entry["msgstr"] for entry in entries if entry["msgid"]}
