"""The frame of every screen: header, content, actions, and what may stand over them."""

from __future__ import annotations

from typing import Any, assert_never

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.flow.model.states import Action
from kiosk.ui.look import look
from kiosk.ui.screens.card_number import CardNumberView
from kiosk.ui.screens.charts import ChartsView
from kiosk.ui.screens.checks import ChecksView
from kiosk.ui.screens.choice import ChoiceView
from kiosk.ui.screens.content import ContentView
from kiosk.ui.screens.groups import GroupsView
from kiosk.ui.screens.message import MessageView
from kiosk.ui.screens.pad import PadView
from kiosk.ui.screens.paper import PaperView
from kiosk.ui.screens.progress import ProgressView
from kiosk.ui.shape import load_shape
from kiosk.ui.widgets import actions  # noqa: F401  (used by the KV file)
from kiosk.ui.widgets.entry import EntryStrip
from kiosk.ui.widgets.key import HeaderKey, Key
from kiosk.ui.widgets.standing_over import HelpCard, OverlayCard
from kiosk.ui.widgets.text import Text
from kiosk.view.design.zones import Zone, zones
from kiosk.view.model.screen import (
    Button,
    ButtonRole,
    CardNumber,
    Charts,
    Checks,
    Choice,
    Content,
    Groups,
    Message,
    Pad,
    Paper,
    ProgressContent,
    Screen,
)


def view_class(content: Content) -> type[ContentView]:
    """The layout that draws ``content``."""
    match content:
        case Message():
            return MessageView
        case ProgressContent():
            return ProgressView
        case CardNumber():
            return CardNumberView
        case Pad():
            return PadView
        case Checks():
            return ChecksView
        case Groups():
            return GroupsView
        case Paper():
            return PaperView
        case Choice():
            return ChoiceView
        case Charts():
            return ChartsView
        case _:
            assert_never(content)


CONTENT_SHARE_OF_STATEMENTS = 0.78
CONTENT_SHARE_WITH_BUTTONS = 0.62


class Frame(FloatLayout):
    """One question, from its first frame on the panel to its answer.

    ``exchange`` puts a screen with the same number and the same kind of content in place of the present one without
    moving anything. ``keys`` are those of the topmost layer, in the order of the keyboard.
    """

    screen: Screen = ObjectProperty(None, rebind=True)
    digits = StringProperty("")
    hidden = BooleanProperty(False)
    helping = BooleanProperty(False)

    def __init__(self, screen: Screen, **kwargs: Any) -> None:
        panel = look.sizes.panel
        look.words = screen.keys
        super().__init__(screen=screen, size_hint=(None, None), size=(panel.width_px, panel.height_px), **kwargs)
        self._place = Clock.create_trigger(self._place_zones, -1)
        self._layer: HelpCard | OverlayCard | None = None
        self._header: tuple[Button, ...] = ()
        self._content = view_class(screen.content)(screen=screen, stacked=self._stacked())
        self.ids.column.add_widget(self._content)
        if screen.notice and self.ids.foot.text != screen.notice:
            self.ids.column.add_widget(Text(text=screen.notice, cap="header"))
        self._strip = EntryStrip() if isinstance(screen.content, Pad) else None
        if self._strip is not None:
            self.ids.strip.add_widget(self._strip)
            self.fbind("digits", self._strip.setter("digits"))
        self._watch()
        self.exchange(screen)

    def _watch(self) -> None:
        for watched in (self.ids.actions, self.ids.steps, self.ids.foot, self.ids.banner):
            watched.fbind("height", self._place)
        self.ids.column.fbind("minimum_height", self._place)
        self.ids.strip.fbind("minimum_height", self._place)
        self.ids.more.fbind("height", self._place)
        self.fbind("helping", lambda *_: self._put_layer())
        self._place()

    def _stacked(self) -> bool:
        return not look.sizes.panel.portrait or look.sizes.text_scale > 1 or not self._has_primary()

    def _has_primary(self) -> bool:
        return any(button.role is ButtonRole.PRIMARY for button in self.screen.buttons)

    def fits(self, screen: Screen) -> bool:
        """Whether ``screen`` is the same question, so that it can be exchanged in place."""
        return _question_of(screen) == _question_of(self.screen)

    def exchange(self, screen: Screen) -> None:
        self.screen = screen
        self._content.screen = screen
        self.ids.actions.screen = screen
        if self._strip is not None:
            self._strip.pad = screen.content
        self._put_header(screen)
        self._put_layer()

    @property
    def keys(self) -> list[Key]:
        top = self._layer if self._layer is not None else self
        found = [widget for widget in top.walk(restrict=True) if isinstance(widget, Key) and widget.opacity]
        return sorted(found, key=_keyboard_order)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Those of the topmost layer."""
        if self.helping:
            return ()
        return self.screen.overlay.buttons if self.screen.overlay else self.screen.buttons

    @property
    def number(self) -> int:
        return self.screen.overlay.number if self.screen.overlay else self.screen.number

    def toggle_curtain(self) -> None:
        """Blank the middle of the screen, or show it again."""
        self.hidden = not self.hidden
        for key in self.ids.header.children:
            if key.name == Action.PRIVACY.value:
                key.text = look.words.show if self.hidden else look.words.hide

    def scroll_on(self) -> None:
        """One page further; from the end back to the beginning."""
        scroll = self.ids.scroll
        hidden = self.ids.column.height - scroll.height
        if hidden <= 0:
            return
        at_end = scroll.scroll_y <= 0.001
        scroll.scroll_y = 1.0 if at_end else max(scroll.scroll_y - 0.85 * scroll.height / hidden, 0.0)

    def _put_header(self, screen: Screen) -> None:
        if screen.header == self._header:
            return
        self._header = screen.header
        self.ids.header.clear_widgets()
        for button in screen.header:
            self.ids.header.add_widget(HeaderKey(name=button.action.value, text=button.label, icon=button.action.value))

    def _put_layer(self) -> None:
        if self._layer is not None:
            self.remove_widget(self._layer)
            self._layer = None
        if self.helping and self.screen.help is not None:
            self._layer = HelpCard(help=self.screen.help, size=self.size)
        elif self.screen.overlay is not None:
            self._layer = OverlayCard(screen=self.screen.overlay, size=self.size)
        if self._layer is not None:
            self.add_widget(self._layer, index=1)

    def _place_zones(self, *_: object) -> None:
        apart = look.mm(6) if self.ids.foot.text else 0
        needs = self.ids.actions.height + apart + self.ids.foot.height + look.mm(16)
        banner = self.ids.banner.height
        placed = zones(look.sizes, round(needs), round(self._content_needs()), round(banner))
        self._set(self.ids.header_zone, placed.header)
        self._set(self.ids.content_zone, placed.content)
        self._set(self.ids.action_zone, placed.action)
        self._share_content(placed.content.height)

    def _content_needs(self) -> float:
        """Where nothing is asked the picture may be large."""
        if not self._has_primary():
            share = CONTENT_SHARE_WITH_BUTTONS if self.screen.buttons else CONTENT_SHARE_OF_STATEMENTS
            return float(self.height * share)
        return float(self.ids.column.minimum_height + self._beside_the_column())

    def _beside_the_column(self) -> float:
        """Height of the content zone that the scrolling column cannot have: steps, discs, paddings."""
        strip = self.ids.strip.minimum_height
        return float(self.ids.steps.height + strip + (look.mm(4) if strip else 0) + 2 * look.mm(4))

    def _share_content(self, height: float) -> None:
        """The column scrolls in what is left; what it does not need goes to the discs, or below them when lying."""
        needed = self.ids.column.minimum_height
        room = height - self._beside_the_column()
        overflows = needed > room + 1
        self.ids.more.collapsed = not overflows
        room -= self.ids.more.height + look.mm(4) if overflows else 0
        strip = self.ids.strip.minimum_height
        spare = max(room - needed, 0.0) if strip else 0.0
        self.ids.scroll.height = room - spare
        self.ids.strip.height = strip + (spare if look.sizes.panel.portrait else 0)
        self.ids.filler.height = 0 if look.sizes.panel.portrait else spare

    def _set(self, widget: Any, zone: Zone) -> None:
        widget.pos = (zone.x, zone.y)
        widget.size = (zone.width, zone.height)


def _question_of(screen: Screen) -> tuple[object, ...]:
    over = screen.overlay and screen.overlay.title
    return screen.state, screen.number, type(screen.content), over, screen.language


def _keyboard_order(key: Key) -> int:
    """The buttons first, then reading on, the pad, and the header last."""
    if isinstance(key, HeaderKey):
        return 9
    kinds = {"more": 1, "peek": 2, "correct": 3, "clear": 4}
    return 5 if key.name.startswith("digit") else kinds.get(key.name, 0)


load_shape(__file__)
