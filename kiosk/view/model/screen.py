"""A screen as plain values: all that the drawing needs, and all that a voice would say.

``kiosk/ui`` draws a ``Screen`` and decides nothing; tests and the gallery read the same values. A field that may
identify the holder is in no repr, so that no log and no traceback can carry it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from enum import Enum

from diagnostics.outcomes.status import Status
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action, State
from kiosk.view.model.sheet import SheetContent
from reports.papers.languages import Translate


class Tone(Enum):
    """The colour family of a message. DANGER only for "this can destroy the card"."""

    NEUTRAL = "neutral"
    OK = "ok"
    WARNING = "warning"
    DANGER = "danger"


class PictureName(Enum):
    """Drawn by ``kiosk/ui/pictures``: flat, two tones and one accent, no text inside."""

    INSERT_CARD = "insert_card"
    TAKE_CARD = "take_card"
    CARD_OK = "card_ok"
    CARD_BLOCKED = "card_blocked"
    CARD_UPSIDE_DOWN = "card_upside_down"
    CARD_REFUSED = "card_refused"
    CARD_VITALE = "card_vitale"
    CARD_CONTACTLESS = "card_contactless"
    LETTER_NUMBER = "letter_number"
    LETTER_CODE = "letter_code"
    LETTER_BOTH = "letter_both"
    PRINTER = "printer"
    CLOCK = "clock"
    PERSON = "person"
    LEFT = "left"
    RIGHT = "right"
    OUT_OF_SERVICE = "out_of_service"
    SHIELD = "shield"


class ButtonRole(Enum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """``why_not`` says in plain words why a disabled button is disabled; it stands beside it.

    ``language``: the tag that ``Action.SPEAK`` chooses.
    """

    action: Action
    label: str
    role: ButtonRole = ButtonRole.SECONDARY
    enabled: bool = True
    why_not: str = ""
    picture: PictureName | None = None
    language: str = ""

    @property
    def name(self) -> str:
        """What traces and tests call its key: ``unblock``, ``speak_en`` …"""
        return f"{self.action.value}_{self.language}" if self.language else self.action.value


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries left, as dots and words: ``left`` filled of ``max`` (``max`` 0: only the words)."""

    left: int
    max: int
    words: str


@dataclass(frozen=True, slots=True)
class Message:
    """A picture and text, nothing to type."""

    picture: PictureName | None = None
    tries: Tries | None = None


@dataclass(frozen=True, slots=True)
class ProgressContent:
    """Something is going on; ``detail`` is what is said after four seconds."""

    picture: PictureName
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CardNumber:
    """The card number in pairs, beside the picture of the letter."""

    pairs: tuple[str, ...] = field(repr=False)
    picture: PictureName = PictureName.LETTER_NUMBER


@dataclass(frozen=True, slots=True)
class Pad:
    """The PIN pad. ``typed`` of ``length`` discs are filled; ``error`` stands above them; never a digit here.

    ``peekable``: the digits may be seen while "Afficher" is held.
    """

    slot: CodeSlot
    typed: int
    length: int
    count_words: str
    error: str = ""
    tries: Tries | None = None
    peekable: bool = True


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """``private``: the line identifies the holder. ``code`` is for the telephone, ``remedy`` what to do about it."""

    status: Status
    word: str
    name: str
    sentence: str = field(repr=False)
    private: bool = False
    code: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """The lines of the audit (fiche n° 2)."""

    lines: tuple[ShownCheck, ...]


@dataclass(frozen=True, slots=True)
class CardFact:
    """One field of the card: its name and what it says."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that belong together under a heading; ``remark`` says what could not be read."""

    title: str
    facts: tuple[CardFact, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """The situations, as "Lire CPS" shows them: all of it identifies the holder."""

    groups: tuple[FactGroup, ...]


class LineStyle(Enum):
    HEADING = "heading"
    TEXT = "text"
    STEP = "step"
    FACT = "fact"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """``text`` of a CODE is an address, drawn as a QR code."""

    style: LineStyle
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip shown on the screen."""

    lines: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` of the longest bar, 0 to 1; ``number`` stands at its end."""

    label: str
    number: str
    share: float
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that lie one under the other."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def spoken(self) -> str:
        """All that the bars show."""
        told = ", ".join(f"{bar.label}\u00a0: {bar.number}" for bar in self.bars)
        return f"{self.title}. {told}" if told else self.title


@dataclass(frozen=True, slots=True)
class Charts:
    """One chart under the other."""

    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Two cards, left and right, as pictures; the buttons of the screen are the two choices."""

    left: PictureName = PictureName.LEFT
    right: PictureName = PictureName.RIGHT


Content = Message | ProgressContent | CardNumber | Pad | Checks | Groups | Paper | Choice | Charts


@dataclass(frozen=True, slots=True)
class StepIndicator:
    """Which step of the way the person is at: ``current`` counts from 1; ``names`` are the steps."""

    current: int
    names: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class HelpPanel:
    """Help on demand: opened and closed on the screen itself, no event."""

    title: str
    text: str
    picture: PictureName


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Keys of the pad, of what scrolls, of the help panel, and of the curtain over the person's data.

    ``labelled`` joins a ``label`` and its ``value``.
    """

    correct: str = "Corriger"
    clear: str = "Effacer"
    peek: str = "Afficher"
    more: str = "Lire la suite"
    back_to_top: str = "Revenir au début"
    close: str = "Fermer"
    hide: str = "Masquer"
    show: str = "Montrer"
    hidden: str = "Écran masqué"
    labelled: str = "{label}\u00a0: {value}"


FRENCH_KEYS = KeyWords()


def key_words(_: Translate) -> KeyWords:
    return KeyWords(*map(_, astuple(FRENCH_KEYS)))


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen.

    ``number`` is the flow's screen number, sent back with every press. ``tools`` are the small buttons at the lower
    edge (back, help, stop …), each at its own place. ``buttons`` stand in the action zone, the primary one first.
    ``validity`` is the reserved line of the verdict. ``code`` is a code for the help desk ("Code U20"). ``banner``
    marks a simulation. ``notice`` is the discreet line of data protection. ``private`` is True where the person's
    data is shown. ``display`` and ``languages`` are the sheets behind their tools. ``overlay`` is a screen that
    stands over this one. ``language`` (BCP 47) is what all of it is written in.
    """

    state: State
    number: int
    title: str
    body: tuple[str, ...] = field(default=(), repr=False)
    tone: Tone = Tone.NEUTRAL
    content: Content = field(default_factory=Message)
    buttons: tuple[Button, ...] = ()
    tools: tuple[Button, ...] = ()
    steps: StepIndicator | None = None
    validity: str = ""
    code: str = ""
    banner: str = ""
    notice: str = ""
    help: HelpPanel | None = None
    display: SheetContent | None = None
    languages: SheetContent | None = None
    private: bool = False
    overlay: Screen | None = None
    language: str = "fr"
    keys: KeyWords = FRENCH_KEYS

    @property
    def spoken(self) -> str:
        """What a voice says: the title, the body, what charts show, what is on offer. Never a digit of a code."""
        charts = self.content.charts if isinstance(self.content, Charts) else ()
        parts = [self.title, *self.body, *(chart.spoken for chart in charts)]
        parts += [button.label for button in self.buttons if button.enabled]
        return " ".join(part.rstrip(".") + "." for part in parts if part)
