"""A translator that remembers what it was asked for."""

from __future__ import annotations

from reports.papers.languages import UNTRANSLATED, Translate


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class Noting(Translate):
    """Speaks French. ``asked``: message ids with ordinary spaces."""

    def __init__(self) -> None:
        super().__init__(UNTRANSLATED.forms, UNTRANSLATED.form_of)
        object.__setattr__(self, "asked", set())

    asked: set[str]

    def __call__(self, text: str) -> str:
        self.asked.add(plain(text))
        return text

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        self.asked.add(plain(one))
        return super().plural(one, many, n, **values)
