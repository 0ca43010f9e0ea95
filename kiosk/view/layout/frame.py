"""A screen on its panel: what is read above, what is pressed below, the tools at the very bottom.

Upright, everything that is pressed stands below the reach line: a panel whose lower edge hangs at 900 mm has its keys
between 900 and 1220 mm (EN 301 549 v3.2.1, 8.3.2). Lying, what is read stands at the left and what is pressed at the
right, and the panel is lower than the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kiosk.flow.model.states import Action
from kiosk.view.design.sizes import TOUCH_GAP_MM
from kiosk.view.layout.actions import SideBySide, action_rows, buttons_of, gap_of
from kiosk.view.layout.blocks import Align, Block, Gap, Sign, Stack, Text, set_lines
from kiosk.view.layout.contents import content_blocks, question, strip
from kiosk.view.layout.heights import REACH_MM
from kiosk.view.layout.items import Box, Fill, Item, KeyFace, Layout, Scrolled
from kiosk.view.layout.keys import (
    ABOVE_BAR_MM,
    BAR_MM,
    GAP_MM,
    MARGIN_MM,
    PLACES,
    WordKey,
    place_of_tool,
    tool_key,
)
from kiosk.view.layout.look import TIGHTEST, Look, Type
from kiosk.view.layout.scrolling import scrolled
from kiosk.view.layout.standing_over import standing_over
from kiosk.view.model.screen import Pad, Screen

ACTION_SHARE = 0.42
"""Of the width of a panel that lies."""
_BANNER_MM = 3.0


@dataclass(frozen=True, slots=True)
class Handling:
    """What a person did with a screen that is no event of the visit.

    ``curtain`` hides the middle; ``opened`` is the help (WHERE), or the sheet (DISPLAY, LANGUAGE) that stands over it;
    ``digits`` are seen while « Afficher » is held; ``read_px`` is how far its text was scrolled.
    """

    curtain: bool = False
    opened: Action | None = None
    digits: str = field(default="", repr=False)
    read_px: int = 0


AT_FIRST = Handling()


def lay_out(screen: Screen, look: Look, handling: Handling = AT_FIRST) -> Layout:
    """Where everything of ``screen`` stands; what does not fit is read on, with a key of its own."""
    for tight in range(TIGHTEST + 1):
        frame = _Frame(screen, replace(look, tight=tight), handling, reads_on=False)
        if frame.overflow <= 0:
            break
    else:
        frame = _Frame(screen, replace(look, tight=TIGHTEST), handling, reads_on=True)
    return standing_over(frame.layout, screen, look, handling.opened, handling.read_px)


class _Frame:
    def __init__(self, screen: Screen, look: Look, handling: Handling, *, reads_on: bool) -> None:
        self._screen = screen
        self._look = look
        self._handling = handling
        self._reads_on = reads_on
        self._items: list[Item] = []
        self._scrolled: Scrolled | None = None
        self.overflow = 0
        self._place_all()

    @property
    def layout(self) -> Layout:
        faces = (item for item in self._items if isinstance(item, KeyFace))
        keys = sorted(faces, key=lambda key: _keyboard_order(key, self._look.mm(BAR_MM)))
        return Layout(tuple(self._items), tuple(keys), self._scrolled)

    def _place_all(self) -> None:
        look, panel = self._look, self._look.sizes.panel
        whole = Box(0, 0, panel.width_px, panel.height_px)
        below_banner = self._banner(whole)
        bar = self._tools(whole)
        bottom = bar.top + look.mm(ABOVE_BAR_MM)
        free = Box(0, bottom, whole.width, below_banner - bottom).inset(look.mm(MARGIN_MM), 0)
        if look.upright:
            self._read_above(free, self._actions(free))
        elif buttons_of(self._screen) or isinstance(self._screen.content, Pad):
            actions = round(panel.width_px * ACTION_SHARE) - look.mm(MARGIN_MM)
            self._actions(free.right_part(actions))
            self._read_above(free.left_part(free.width - actions - look.mm(MARGIN_MM)), free.y)
        else:
            self._read_above(free, free.y)

    # the edges

    def _banner(self, whole: Box) -> int:
        """Mark a simulation, or help, at the very top, where nothing is pressed; return where the rest begins."""
        look, words = self._look, self._screen.banner
        if not words:
            return whole.top
        lines = look.lines(words, whole.width - 2 * look.mm(MARGIN_MM), Type.SMALL_GROWTH, bold=True)
        place = whole.top_part(lines.height + look.mm(_BANNER_MM))
        self._items.append(Fill(place, look.palette.warning.strong))
        middle = place.middle(place.width, lines.height)
        self._items.extend(set_lines(lines, middle, look.palette.on_fill, bold=True, align=Align.MIDDLE))
        return place.y

    def _tools(self, whole: Box) -> Box:
        look = self._look
        bar = whole.bottom_part(look.mm(BAR_MM))
        self._items.append(Fill(bar, look.palette.paper))
        self._items.append(Fill(bar.top_part(look.mm(0.5)), look.palette.shade))
        each = bar.width // len(PLACES)
        for button in self._screen.tools:
            at = Box(place_of_tool(button.action) * each, 0, each, bar.height)
            self._items.extend(tool_key(look, button, at.inset(look.mm(1), look.mm(1))))
        return bar

    # what is pressed

    def _actions(self, free: Box) -> int:
        """The screen's own keys from the bottom up, the primary one lowest; return the upper edge of the highest."""
        look = self._look
        room = min(free.top, look.mm(REACH_MM)) - free.y
        y, top = free.y, free.y
        for row in action_rows(look, self._screen, free.width, room):
            top = y + row.height(free.width)
            self._items.extend(row.items(Box(free.x, y, free.width, top - y)))
            y = top + gap_of(look)
        return top

    def _row_keys(self, *, at_end: bool) -> list[WordKey]:
        """What belongs to the reading: read on, or where to look, and at the right what hides or shows."""
        look, screen, words = self._look, self._screen, self._screen.keys
        named: list[tuple[str, str, bool]] = []
        if self._reads_on:
            named.append(("more", words.back_to_top if at_end else words.more, True))
        if isinstance(screen.content, Pad):
            where = (button for button in screen.buttons if button.action is Action.WHERE)
            named.extend((button.name, button.label, True) for button in where)
            if screen.content.peekable:
                named.append(("peek", words.peek, screen.content.typed > 0))
        if screen.private:
            named.append((Action.PRIVACY.value, words.show if self._handling.curtain else words.hide, True))
        short_of_room = isinstance(screen.content, Pad) or look.tight == TIGHTEST
        size = Type.SMALL_GROWTH if short_of_room else Type.BODY
        return [WordKey(look, name, word, enabled, size) for name, word, enabled in named]

    # what is read

    def _read_above(self, free: Box, y: int) -> None:
        """Steps, question and content in what is left above ``y``, and their row of keys under them."""
        look, gap = self._look, self._look.mm(GAP_MM)
        row_y = y + gap if y > free.y else y
        row = max((_row_height(free, self._row_keys(at_end=at_end), look) for at_end in (False, True)), default=0)
        bottom = row_y + row + (gap if row else 0)
        place = Box(free.x, bottom, free.width, free.top - bottom - look.mm(4))
        at_end = self._read(place)
        self._draw_row(free, row_y, row, self._row_keys(at_end=at_end))
        if self._handling.curtain and self._screen.private:
            self._draw_curtain(place)

    def _draw_row(self, free: Box, y: int, height: int, keys: Sequence[WordKey]) -> None:
        """A key alone has half of the row: what reads on its left, what hides or shows its right."""
        if keys:
            place = Box(free.x, y, free.width, height)
            width = place.width if len(keys) > 1 else _half(place.width, self._look)
            hides = keys[0].name in ("peek", Action.PRIVACY.value)
            place = place.right_part(width) if hides else place.left_part(width)
            self._items.extend(SideBySide(self._look, keys).items(place))

    def _read(self, place: Box) -> bool:
        """Return whether the end of the text is seen."""
        look, screen = self._look, self._screen
        if isinstance(screen.content, Pad):
            typed = strip(look, screen.content, self._handling.digits)
            height = typed.height(place.width)
            self._items.extend(typed.items(place.bottom_part(height)))
            above = look.mm(GAP_MM) + height
            place = Box(place.x, place.y + above, place.width, place.height - above)
        gap = look.mm(5 if isinstance(screen.content, Pad) else GAP_MM)
        column = Stack([*question(look, screen), *content_blocks(look, screen), *self._notice()], gap)
        self.overflow = column.height(place.width) - place.height
        if self.overflow <= 0:
            self._items.extend(column.items(place))
            return True
        self._scrolled = scrolled(look, column, place, self._handling.read_px)
        self._items.append(self._scrolled)
        return self._scrolled.at_end

    def _notice(self) -> list[Block]:
        """The discreet line of data protection."""
        notice = self._screen.notice
        return [Text(self._look, notice, Type.SMALL_GROWTH)] if notice else []

    def _draw_curtain(self, place: Box) -> None:
        look = self._look
        self._items.append(Fill(place.inset(-look.mm(2), 0), look.palette.shade, look.mm(4)))
        said = Text(look, self._screen.keys.hidden, Type.QUESTION, bold=True, align=Align.MIDDLE)
        column = Stack([Gap(), Sign(look, Action.PRIVACY.value, look.mm(50)), said, Gap()], look.mm(6))
        self._items.extend(column.items(place))


def _row_height(free: Box, keys: Sequence[WordKey], look: Look) -> int:
    if not keys:
        return 0
    return SideBySide(look, keys).height(free.width if len(keys) > 1 else _half(free.width, look))


def _half(width: int, look: Look) -> int:
    return (width - look.mm(TOUCH_GAP_MM)) // 2


_KEYBOARD = {"more": 1, Action.WHERE.value: 1, "peek": 2, Action.PRIVACY.value: 2, "correct": 3, "clear": 4}
_DIGITS, _LAST = 5, 9


def _keyboard_order(key: KeyFace, bar_px: int) -> tuple[int, int]:
    """The screen's own keys first, the primary one before the others; then reading, the pad, and the tools last."""
    if key.name.startswith("digit"):
        return _DIGITS, 0
    if key.place.top <= bar_px:
        return _LAST, key.place.x
    return _KEYBOARD.get(key.name, 0), key.place.y
