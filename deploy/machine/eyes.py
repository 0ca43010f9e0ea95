"""What is on the machine's screen, read from its picture as a person would read it (tesseract, French)."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guest import Guest, GuestError


@dataclass(frozen=True)
class Word:
    """One word and its box in pixels of the screen."""

    text: str
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def plain(text: str) -> str:
    """Small letters, no accents, straight quotes and nothing but letters and digits: what OCR is good at."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


LAYOUTS = ("3", "6")
"""How tesseract may look (``--psm``): by blocks it misses a sentence on a dark key, by lines one on an outlined key."""


def read(picture: Path) -> list[Word]:
    """Every word of a picture, in reading order, once for each way of looking; light on dark too."""
    return [word for layout in LAYOUTS for word in _read(picture, layout)]


def _read(picture: Path, layout: str) -> list[Word]:
    command = ["tesseract", str(picture), "-", "-l", "fra", "--psm", layout, "--dpi", "150", "tsv"]
    # One thread: the others would be taken from the machine that is looked at.
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=alone)
    rows = csv.DictReader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Word(row["text"], *(int(row[side]) for side in ("left", "top", "width", "height")))
        for row in rows
        if plain(row["text"] or "")
    ]


def find(words: Sequence[Word], sentence: str) -> Word | None:
    """The first of consecutive words that make up ``sentence`` (its last place on the screen), or None."""
    wanted = plain(sentence)
    for first in reversed(range(len(words))):
        seen = ""
        for word in words[first:]:
            seen += plain(word.text)
            if seen == wanted:
                return words[first]
            if not wanted.startswith(seen):
                break
    return None


class Eyes:
    """Looks at one machine; every picture that was asked for by name stays in ``album``."""

    def __init__(self, guest: Guest, album: Path) -> None:
        self._guest = guest
        self._album = album
        self._album.mkdir(parents=True, exist_ok=True)
        self._count = 0
        self._seen: tuple[bytes, list[Word]] = (b"", [])

    def keep(self, name: str) -> Path:
        """A picture for the record: ``03-debloquee.png``."""
        self._count += 1
        return self._guest.picture(self._album / f"{self._count:02d}-{name}.png")

    def words(self) -> list[Word]:
        picture = self._guest.picture(self._album / "now.png")
        try:
            pixels = picture.read_bytes()
            if pixels != self._seen[0]:
                self._seen = (pixels, read(picture))
            return self._seen[1]
        finally:
            picture.unlink()

    def wait(self, *sentences: str, patience_s: float = 240.0) -> str:
        """The first of ``sentences`` that is on the screen. Raises GuestError with what was there instead."""
        end = time.monotonic() + patience_s
        while True:
            words = self.words()
            for sentence in sentences:
                if find(words, sentence) is not None:
                    return sentence
            if time.monotonic() > end:
                self.keep("inattendu")
                seen = " ".join(word.text for word in words)
                raise GuestError(f"«{' / '.join(sentences)}» not on the screen after {patience_s:.0f} s, but: {seen}")
            time.sleep(1.0)

    def touch(self, sentence: str, patience_s: float = 240.0) -> None:
        """Put a finger on these words as soon as they are there and nothing moves any more."""
        self.wait(sentence, patience_s=patience_s)
        before = None
        while (place := find(self.words(), sentence)) is None or place != before:
            before = place
        self._guest.touch(*place.middle)
