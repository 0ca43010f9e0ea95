"""Colours and spacings: every one of them has a name, and nothing is drawn with any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, assert_never

from kiosk.view.model.screen import Tone


@dataclass(frozen=True, slots=True)
class Colour:
    """sRGB, each channel 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def from_hex(cls, text: str) -> Self:
        """``text`` is ``#RRGGBB``."""
        return cls(*bytes.fromhex(text.removeprefix("#")))

    @property
    def rgba(self) -> tuple[float, float, float, float]:
        """Channels from 0 to 1, opaque."""
        return (self.red / 255, self.green / 255, self.blue / 255, 1.0)


@dataclass(frozen=True, slots=True)
class Family:
    """A tone: ``strong`` for text, marks and fills, ``tint`` for the surface under them."""

    strong: Colour
    tint: Colour


@dataclass(frozen=True, slots=True)
class Palette:
    """``on_fill`` stands on ``primary`` and on every ``strong``; ``secondary_text`` stands on ``paper`` only.

    ``shade`` and ``outline`` are for surfaces and lines that carry no meaning of their own.
    """

    canvas: Colour
    paper: Colour
    ink: Colour
    secondary_text: Colour
    primary: Colour
    primary_pressed: Colour
    on_fill: Colour
    shade: Colour
    outline: Colour
    disabled: Colour
    focus: Colour
    neutral: Family
    ok: Family
    warning: Family
    danger: Family

    def family(self, tone: Tone) -> Family:
        match tone:
            case Tone.NEUTRAL:
                return self.neutral
            case Tone.OK:
                return self.ok
            case Tone.WARNING:
                return self.warning
            case Tone.DANGER:
                return self.danger
            case _:
                assert_never(tone)


_hex = Colour.from_hex

NORMAL = Palette(
    canvas=_hex("#F4F1EA"),
    paper=_hex("#FFFFFF"),
    ink=_hex("#14213D"),
    secondary_text=_hex("#4A5568"),
    primary=_hex("#0B4F6C"),
    primary_pressed=_hex("#073549"),
    on_fill=_hex("#FFFFFF"),
    shade=_hex("#DCE7EC"),
    outline=_hex("#6B7A8C"),
    disabled=_hex("#E7E3DA"),
    focus=_hex("#14213D"),
    neutral=Family(_hex("#0B4F6C"), _hex("#FFFFFF")),
    ok=Family(_hex("#14532D"), _hex("#E3F1E7")),
    warning=Family(_hex("#7A3E00"), _hex("#FBEFD9")),
    danger=Family(_hex("#8C1C13"), _hex("#FBE9E7")),
)

_WHITE, _BLACK, _YELLOW = _hex("#FFFFFF"), _hex("#000000"), _hex("#FFE600")

HIGH_CONTRAST = Palette(
    canvas=_BLACK,
    paper=_BLACK,
    ink=_WHITE,
    secondary_text=_WHITE,
    primary=_YELLOW,
    primary_pressed=_WHITE,
    on_fill=_BLACK,
    shade=_hex("#333333"),
    outline=_WHITE,
    disabled=_hex("#333333"),
    focus=_WHITE,
    neutral=Family(_YELLOW, _BLACK),
    ok=Family(_YELLOW, _BLACK),
    warning=Family(_YELLOW, _BLACK),
    danger=Family(_YELLOW, _BLACK),
)
