"""Text as Kivy draws it: how wide it is, and its pixels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kivy import kivy_data_dir
from kivy.core.text import Label

from kiosk.view.design.cap_height import cap_height_ratio
from kiosk.view.layout.items import TextLine

FONT_FILE = Path(kivy_data_dir) / "fonts" / "Roboto-Regular.ttf"
CAP_RATIO = cap_height_ratio(FONT_FILE.read_bytes())


class KivyMetrics:
    """``kiosk.view.layout.typesetting.Metrics``."""

    def __init__(self) -> None:
        self._labels: dict[tuple[int, bool], Any] = {}

    def width(self, text: str, font_px: int, *, bold: bool) -> float:
        width: float = self._label(font_px, bold).get_extents(text)[0]
        return width

    def height(self, font_px: int, *, bold: bool) -> int:
        height: int = self._label(font_px, bold).get_extents("H")[1]
        return height

    def _label(self, font_px: int, bold: bool) -> Any:
        key = font_px, bold
        if key not in self._labels:
            self._labels[key] = Label(text="", font_size=font_px, bold=bold)
        return self._labels[key]


class Glyphs:
    """Textures of lines, white, by what is written and how; kept until ``keep_only``."""

    def __init__(self) -> None:
        self._textures: dict[tuple[str, int, bool], Any] = {}

    def texture(self, line: TextLine) -> Any:
        key = line.text, line.font_px, line.bold
        if key not in self._textures:
            label = Label(text=line.text, font_size=line.font_px, bold=line.bold)
            label.refresh()
            self._textures[key] = label.texture
        return self._textures[key]

    def keep_only(self, lines: Iterable[TextLine]) -> None:
        """Drop the pixels of every text that is not one of ``lines``."""
        wanted = {(line.text, line.font_px, line.bold) for line in lines}
        self._textures = {key: texture for key, texture in self._textures.items() if key in wanted}

    @property
    def texts(self) -> frozenset[str]:
        """What is kept."""
        return frozenset(text for text, _, _ in self._textures)
