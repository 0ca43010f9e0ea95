"""How everything looks right now: sizes of this panel, palette, motion. KV files read it as ``look``."""

from __future__ import annotations

from pathlib import Path

from kivy import kivy_data_dir
from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.view.design.cap_height import cap_height_ratio
from kiosk.view.design.sizes import NUMBER_CAP_MM, PANEL_21_5, QUESTION_CAP_MM, Panel, Sizes, TextSize
from kiosk.view.design.tokens import NORMAL, Palette
from kiosk.view.model.screen import FRENCH_KEYS, KeyWords, Tone

FONT_FILE = Path(kivy_data_dir) / "fonts" / "Roboto-Regular.ttf"
CAP_RATIO = cap_height_ratio(FONT_FILE.read_bytes())


PAD_QUESTION_SCALE_MAX = 1.4
"""Above the pad there is room for a question a little higher than the sentences at 200 %, and no more."""


NUMBER_SCALE_MAX = 1.5
"""Ten digits in pairs stay on one line, which is how they are compared; they are 21 mm high then."""


class Look(EventDispatcher):
    """One window, one look. Screens are built anew after ``apply``; ``words`` are those of the screen being built."""

    sizes: Sizes = ObjectProperty(Sizes(PANEL_21_5, CAP_RATIO))
    palette: Palette = ObjectProperty(NORMAL)
    reduced_motion: bool = BooleanProperty(False)
    words: KeyWords = ObjectProperty(FRENCH_KEYS)

    def apply(self, panel: Panel, text_scale: float, palette: Palette, reduced_motion: bool) -> None:
        self.sizes = Sizes(panel, CAP_RATIO, text_scale)
        self.palette = palette
        self.reduced_motion = reduced_motion

    def mm(self, mm: float) -> int:
        return self.sizes.px(mm)

    def font(self, name: str) -> float:
        """``name``: body, question, number; header and pad_question grow less, key (digits of the pad) does not."""
        if name == "key":
            return self.sizes.font_of_capital(QUESTION_CAP_MM)
        if name == "pad_question":
            return self.sizes.font_of_capital(QUESTION_CAP_MM * min(self.sizes.text_scale, PAD_QUESTION_SCALE_MAX))
        if name == "number":
            return self.sizes.font_of_capital(NUMBER_CAP_MM * min(self.sizes.text_scale, NUMBER_SCALE_MAX))
        return self.sizes.header_font if name == "header" else self.sizes.font(TextSize[name.upper()])

    def ink(self, name: str) -> tuple[float, float, float, float]:
        """The colour of the palette called ``name``."""
        rgba: tuple[float, float, float, float] = getattr(self.palette, name).rgba
        return rgba

    def strong(self, tone: Tone) -> tuple[float, float, float, float]:
        return self.palette.family(tone).strong.rgba

    def tint(self, tone: Tone) -> tuple[float, float, float, float]:
        return self.palette.family(tone).tint.rgba


look = Look()
