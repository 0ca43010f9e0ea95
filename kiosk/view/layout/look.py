"""How everything looks right now: the sizes of this panel, its colours, whether things move."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.view.design.sizes import BODY_CAP_MM, NUMBER_CAP_MM, QUESTION_CAP_MM, Sizes
from kiosk.view.design.tokens import NORMAL, Colour, Palette
from kiosk.view.layout.items import Inks
from kiosk.view.layout.typesetting import Lines, Typesetter
from kiosk.view.model.screen import Tone

PAD_QUESTION_SCALE_MAX = 1.4
"""Above the pad there is room for a question a little higher than the sentences at 200 %, and no more."""
NUMBER_SCALE_MAX = 1.5
"""Ten digits in pairs stay on one line, which is how they are compared; they are 21 mm high then."""
_TIGHT, _USUAL = 1.0, 1.08
TIGHTEST = 2


class Type(Enum):
    """The height of a capital in millimetres, how far it grows with the text, and the spacing of its lines.

    ``TIGHT_QUESTION`` is the question above a pad where room is short, ``PAD_ACTION`` the action beside it when lying;
    ``FIXED`` is for the tools, which never move; ``KEY`` for the digits of the pad.
    """

    BODY = (BODY_CAP_MM, 2.0, _USUAL)
    QUESTION = (QUESTION_CAP_MM, 2.0, _TIGHT)
    PAD_QUESTION = (QUESTION_CAP_MM, PAD_QUESTION_SCALE_MAX, _TIGHT)
    NUMBER = (NUMBER_CAP_MM, NUMBER_SCALE_MAX, _TIGHT)
    SMALL_GROWTH = (BODY_CAP_MM, 1.25, _USUAL)
    PAD_ACTION = (BODY_CAP_MM, 1.5, _USUAL)
    TIGHT_QUESTION = (QUESTION_CAP_MM, 1.15, _TIGHT)
    FIXED = (BODY_CAP_MM, 1.0, _TIGHT)
    KEY = (NUMBER_CAP_MM, 1.0, _TIGHT)

    @property
    def cap_mm(self) -> float:
        return self.value[0]

    @property
    def grows_to(self) -> float:
        return self.value[1]

    @property
    def spacing(self) -> float:
        return self.value[2]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """``setter`` knows the font; ``moves`` is False where the person, or the machine, wants no movement.

    ``tight``: how far what is read gives way so that nothing has to be scrolled; 0, 1 (pictures are small, a pad has
    no steps) or ``TIGHTEST`` (no pictures beside text).
    """

    sizes: Sizes
    setter: Typesetter
    palette: Palette = NORMAL
    moves: bool = True
    tight: int = 0

    def mm(self, mm: float) -> int:
        return self.sizes.px(mm)

    @property
    def upright(self) -> bool:
        return self.sizes.panel.portrait

    @property
    def scale(self) -> float:
        return self.sizes.text_scale

    def font(self, type_: Type) -> float:
        """Font size in pixels."""
        return self.sizes.font_of_capital(type_.cap_mm * min(self.scale, type_.grows_to))

    def lines(self, text: str, width: int, type_: Type, *, bold: bool = False) -> Lines:
        """``text`` set in ``width`` pixels, never smaller than body text at scale 1."""
        floor = self.sizes.font_of_capital(BODY_CAP_MM)
        return self.setter.lines(text, width, self.font(type_), floor, bold=bold, spacing=type_.spacing)

    def strong(self, tone: Tone) -> Colour:
        return self.palette.family(tone).strong

    def tint(self, tone: Tone) -> Colour:
        return self.palette.family(tone).tint

    def inks(self, accent: Colour | None = None) -> Inks:
        """The colours of a picture, whose accent is that of its tone."""
        colours = self.palette
        return Inks(colours.ink, colours.paper, colours.shade, accent or colours.primary)

    def sign_inks(self, colour: Colour | None = None) -> Inks:
        """A sign is of one colour, and of the paper where it is hollow."""
        one = colour or self.palette.primary
        return Inks(one, self.palette.paper, self.palette.shade, one)
