"""The languages that people may choose, and what French becomes in each of them.

Each package has its own gettext catalogues, ``locale/<tag>.po``, with French message ids. They are read as they are:
nothing is compiled (but ``kiosk/locale/fr``, the French of the command line's own library, click, which asks for it). A
language is its row in ``LANGUAGES`` and its catalogues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Language:
    """``tag``: ISO 639-1, which is a BCP 47 tag too. ``name``: in the language itself."""

    tag: str
    name: str


FRENCH = Language("fr", "Français")

LANGUAGES = (FRENCH, Language("en", "English"), Language("es", "Español"))
"""French first: every visit begins with it, and every sentence is written in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Translate:
    """Gives a French sentence in one language; the sentence itself where its catalogue has none.

    ``forms``: French message id, with ordinary spaces, to its plural forms, one form where nothing is counted.
    ``form_of``: a number to the form that it takes (``Plural-Forms`` of the catalogue). Two are equal only if they are
    one, so that what holds a translator can be hashed.
    """

    forms: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]

    def __call__(self, text: str) -> str:
        return self.forms.get(_plain(text), (text,))[0] or text

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the form that ``n`` takes, with ``{n}`` and ``values`` filled in.

        A form that does not name its number is true of 1 alone: for 0, which French counts as one, the last form
        stands instead.
        """
        known = self.forms.get(_plain(one))
        form = known[self.form_of(n)] if known else (one, many)[_french_form(n)]
        if "{n}" not in form and n != 1:
            form = known[-1] if known else many
        return form.format(n=n, **values)


def _french_form(n: int) -> int:
    return int(n > 1)


UNTRANSLATED = Translate({}, _french_form)
"""French as it is written."""


def language(tag: str | None) -> Language | None:
    return next((each for each in LANGUAGES if each.tag == tag), None)


@cache
def translator(tag: str, package: str = "reports") -> Translate:
    """Return what speaks the language ``tag``, from the catalogue of ``package``."""
    if tag == FRENCH.tag:
        return UNTRANSLATED
    return read_po((files(package) / "locale" / f"{tag}.po").read_text("utf-8"))


_HARD_SPACE = re.compile("[\u00a0\u202f]")
_STRING = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[\d\]) )?("(?:[^"\\]|\\.)*")')
_PLURAL = re.compile(r"^Plural-Forms: nplurals=(\d); plural=(.+);$", re.MULTILINE)


def _plain(text: str) -> str:
    return _HARD_SPACE.sub(" ", text)


def read_po(text: str) -> Translate:
    """Raises ValueError at anything but comments, ``msgid``, ``msgid_plural`` and ``msgstr``, and at a message that
    has not as many forms as the header says."""
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
            entries.append({})
        # The escapes of a PO file that we use (\\n, \\", \\\\) are those of JSON.
        entries[-1][keyword] = entries[-1].get(keyword, "") + json.loads(found[2])
    header, messages = entries[0]["msgstr"], entries[1:]
    count, form_of = _plural_forms(header)
    return Translate({_plain(entry["msgid"]): _forms(entry, count) for entry in messages}, form_of)


def _plural_forms(header: str) -> tuple[int, Callable[[int], int]]:
    found = _PLURAL.search(header)
    if found is None:
        raise ValueError("Plural-Forms")
    return int(found[1]), c2py(found[2])


def _forms(entry: Mapping[str, str], count: int) -> tuple[str, ...]:
    keys = [f"msgstr[{n}]" for n in range(count)] if "msgid_plural" in entry else ["msgstr"]
    if {key for key in entry if key.startswith("msgstr")} != set(keys):
        raise ValueError(entry["msgid"])
    return tuple(entry[key] for key in keys)
