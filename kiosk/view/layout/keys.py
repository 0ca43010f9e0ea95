"""Everything that can be pressed, with what stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.flow.model.states import Action
from kiosk.view.design.sizes import TOUCH_MM
from kiosk.view.design.tokens import HIGH_CONTRAST, NORMAL, Colour, Palette
from kiosk.view.layout.blocks import Align, set_lines
from kiosk.view.layout.items import Box, Drawing, Item, KeyFace
from kiosk.view.layout.look import Look, Type
from kiosk.view.model.screen import Button, ButtonRole
from kiosk.view.model.sheet import Choosable, Effect

MARGIN_MM = 12.0
BAR_MM = 32.0
"""Height of the tools at the lower edge of the panel."""
ABOVE_BAR_MM = 8.0
"""From the tools to the lowest key above them: the primary one, on every screen."""
GAP_MM = 6.0
PRIMARY_MM, SECONDARY_MM = 34.0, 28.0
LYING_PRIMARY_MM, LYING_SECONDARY_MM = 28.0, 24.0
_SIDES_MM, _ENDS_MM = 6.0, 3.0
_PICTURE_MM = 18.0
_ARROW_MM = 11.0


@dataclass(frozen=True, slots=True)
class _Colours:
    fill: Colour
    pressed: Colour
    edge: Colour
    words: Colour


def _colours(palette: Palette, role: ButtonRole, *, enabled: bool) -> _Colours:
    if not enabled:
        return _Colours(palette.disabled, palette.disabled, palette.disabled, palette.secondary_text)
    if role is ButtonRole.PRIMARY:
        return _Colours(palette.primary, palette.primary_pressed, palette.primary, palette.on_fill)
    strong = palette.danger.strong if role is ButtonRole.DANGER else palette.primary
    return _Colours(palette.paper, palette.shade, strong, strong)


def _face(look: Look, name: str, place: Box, colours: _Colours, *, enabled: bool = True) -> KeyFace:
    return KeyFace(
        name, place, colours.fill, colours.pressed, colours.edge, look.palette.focus, look.mm(4), look.mm(0.8), enabled
    )


@dataclass(frozen=True, slots=True)
class ButtonKey:
    """A button of the screen. Disabled it says why under its name; ``steady`` keeps the room for that.

    ``centred``: its words stand in its middle, without an arrow. ``name`` is that of the button if it is empty.
    """

    look: Look
    button: Button
    steady: bool = False
    centred: bool = False
    name: str = ""
    type: Type = Type.BODY

    def height(self, width: int) -> int:
        look, primary = self.look, self.button.role is ButtonRole.PRIMARY
        if look.upright:
            least = PRIMARY_MM if primary else SECONDARY_MM
        else:
            least = LYING_PRIMARY_MM if primary else LYING_SECONDARY_MM
        inner = self._width_of_words(width)
        label = look.lines(self.button.label, inner, self.type, bold=primary).height
        reason = look.lines(self.button.why_not or "X", inner, Type.SMALL_GROWTH).height
        words = label + (reason if self.button.why_not or self.steady else 0)
        return max(look.mm(least), words + 2 * look.mm(_ENDS_MM))

    def items(self, place: Box) -> Iterator[Item]:
        look, button = self.look, self.button
        colours = _colours(look.palette, button.role, enabled=button.enabled)
        primary = button.role is ButtonRole.PRIMARY
        yield _face(look, self.name or button.name, place, colours, enabled=button.enabled)
        inner = place.inset(look.mm(_SIDES_MM), look.mm(_ENDS_MM))
        if button.picture is not None:
            side = look.mm(_PICTURE_MM)
            yield Drawing(button.picture, inner.left_part(side).middle(side, side), look.inks())
            inner = inner.right_part(inner.width - side - look.mm(4))
        if self._has_arrow:
            side = look.mm(_ARROW_MM)
            yield Drawing("arrow", inner.right_part(side).middle(side, side), look.sign_inks(colours.words))
        words = inner.left_part(self._width_of_words(place.width))
        label = look.lines(button.label, words.width, self.type, bold=primary)
        why = "" if button.enabled else button.why_not
        reason = look.lines(why, words.width, Type.SMALL_GROWTH)
        both = words.middle(words.width, label.height + reason.height)
        align = Align.MIDDLE if self.centred else Align.LEFT
        yield from set_lines(label, both, colours.words, bold=primary, align=align)
        yield from set_lines(reason, both.bottom_part(reason.height), look.palette.ink, bold=False, align=align)

    @property
    def _has_arrow(self) -> bool:
        return self.button.role is ButtonRole.PRIMARY and self.button.enabled and not self.centred

    def _width_of_words(self, width: int) -> int:
        look = self.look
        width -= 2 * look.mm(_SIDES_MM)
        if self.button.picture is not None:
            width -= look.mm(_PICTURE_MM) + look.mm(4)
        if self.button.role is ButtonRole.PRIMARY and not self.centred:
            width -= look.mm(_ARROW_MM) + look.mm(3)
        return max(width, 1)


@dataclass(frozen=True, slots=True)
class WordKey:
    """A key of one or two words: Corriger, Effacer, Afficher, Lire la suite …"""

    look: Look
    name: str
    word: str
    enabled: bool = True
    type: Type = Type.BODY

    def height(self, width: int) -> int:
        look = self.look
        lines = look.lines(self.word, width - 2 * look.mm(3), self.type)
        return max(look.mm(TOUCH_MM), lines.height + 2 * look.mm(_ENDS_MM))

    def items(self, place: Box) -> Iterator[Item]:
        look = self.look
        colours = _colours(look.palette, ButtonRole.SECONDARY, enabled=self.enabled)
        yield _face(look, self.name, place, colours, enabled=self.enabled)
        inner = place.inset(look.mm(3), 0)
        lines = look.lines(self.word, inner.width, self.type)
        middle = inner.middle(inner.width, lines.height)
        yield from set_lines(lines, middle, colours.words, bold=False, align=Align.MIDDLE)


def digit_key(look: Look, digit: int, place: Box) -> Iterator[Item]:
    palette = look.palette
    colours = _Colours(palette.paper, palette.shade, palette.outline, palette.ink)
    yield _face(look, f"digit_{digit}", place, colours)
    lines = look.lines(str(digit), place.width, Type.KEY, bold=True)
    yield from set_lines(lines, place.middle(place.width, lines.height), palette.ink, bold=True, align=Align.MIDDLE)


def tool_key(look: Look, button: Button, place: Box) -> Iterator[Item]:
    """A sign with its word under it."""
    palette = look.palette
    yield _face(look, button.name, place, _Colours(palette.paper, palette.shade, palette.paper, palette.ink))
    word = look.lines(button.label, place.width - 2 * look.mm(1), Type.FIXED)
    side = look.mm(11)
    both = place.middle(place.width, side + look.mm(1.5) + word.height)
    yield Drawing(button.action.value, both.top_part(side).middle(side, side), look.sign_inks())
    yield from set_lines(word, both.bottom_part(word.height), palette.ink, bold=False, align=Align.MIDDLE)


_GROWN = {Effect.AS_LARGE: 1.0, Effect.LARGER: 1.5, Effect.LARGEST: 2.0}
_PALETTES = {Effect.NORMAL_COLOURS: NORMAL, Effect.HIGH_CONTRAST: HIGH_CONTRAST}


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """A choice of a sheet: the one that holds is filled and has a check; its letter shows what the choice does."""

    look: Look
    choice: Choosable

    def height(self, width: int) -> int:
        look = self.look
        word = look.lines(self.choice.label, self._inner(width), Type.SMALL_GROWTH, bold=self.choice.chosen)
        return max(look.mm(SECONDARY_MM), word.height + self._sample_height + 2 * look.mm(_ENDS_MM))

    def items(self, place: Box) -> Iterator[Item]:
        look, choice = self.look, self.choice
        shown = _PALETTES.get(choice.effect)
        role = ButtonRole.PRIMARY if choice.chosen else ButtonRole.SECONDARY
        colours = _colours(look.palette, role, enabled=True)
        if shown is not None:
            colours = _Colours(shown.canvas, shown.shade, shown.primary, shown.ink)
        face = _face(look, choice.name, place, colours)
        yield face
        inner = place.inset(look.mm(3), look.mm(_ENDS_MM))
        word = look.lines(choice.label, self._inner(place.width), Type.SMALL_GROWTH, bold=choice.chosen)
        sample = self._sample_height
        both = inner.middle(inner.width, word.height + sample)
        if sample:
            yield from self._sample(both.top_part(sample), colours.words)
        yield from set_lines(word, both.bottom_part(word.height), colours.words, bold=choice.chosen, align=Align.MIDDLE)
        if choice.chosen:
            side = look.mm(9)
            corner = Box(place.right - side - look.mm(2), place.top - side - look.mm(2), side, side)
            yield Drawing("chosen", corner, look.sign_inks(colours.words))

    def _inner(self, width: int) -> int:
        return width - 2 * self.look.mm(3)

    @property
    def _sample_font(self) -> int:
        sizes = self.look.sizes
        return int(sizes.font_of_capital(Type.BODY.cap_mm * _GROWN[self.choice.effect]))

    @property
    def _shows_size(self) -> bool:
        return self.choice.effect in _GROWN

    @property
    def _sample_height(self) -> int:
        """The letters of all three sizes stand in the same height, so that their words are on one line."""
        if not self._shows_size:
            return 0
        return self.look.setter.lines("A", 10_000, self._largest, self._largest, bold=True, spacing=1.0).height

    @property
    def _largest(self) -> float:
        return float(int(self.look.sizes.font_of_capital(Type.BODY.cap_mm * 2)))

    def _sample(self, place: Box, colour: Colour) -> Iterator[Item]:
        font = float(self._sample_font)
        lines = self.look.setter.lines("A", place.width, font, font, bold=True, spacing=1.0)
        yield from set_lines(lines, place.bottom_part(lines.height), colour, bold=True, align=Align.MIDDLE)


PLACES = (Action.BACK, Action.HELP, Action.LANGUAGE, Action.DISPLAY, Action.STOP)
"""The tools from left to right. An absent one leaves its place empty, and none ever moves."""


def place_of_tool(action: Action) -> int:
    """The end of help has the place of help."""
    return PLACES.index(Action.HELP if action is Action.END_ASSIST else action)
