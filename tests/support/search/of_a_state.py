"""What every state keeps: identity, secrets, what the screen says, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.flow.model.effects import EndVisit, VisitOver
from kiosk.flow.model.staff_desk import Page
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.leaving import card_still_there
from kiosk.view.model.screen import Screen
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from search.clocks import NOW
from search.moves import Step
from search.node import Node
from search.of_a_step import Property
from stories.story import TODAY

WORDS = Words(TODAY)
LEAVING = frozenset({Action.STOP, Action.FINISH, Action.CONTINUE, Action.PREFER_TO_STOP, Action.NO_LONGER_HAVE})
UNBLOCKED_WORDS = ("Votre carte est débloquée", "Votre carte est bien débloquée")
_TYPED = frozenset(state for state in State if state.traits.slot is not None) | {State.LAST_TRY}

WAY_OUT = "a person can leave, or the screen says why not"
UNBLOCKED = "no screen says « débloquée » without proof"
NOT_SHOWN = "no identity is shown once the card is out"
NOT_HELD = "no identity is held once the card is out, but the EF.SN of a torn card"
CODES_GONE = "codes are held only where they are typed or sent"
SAME_ACCOUNT = "the flow knows of the codes what the vault knows"
SERVICES_ENDED = "no service is open where nobody is"
HELP_IS_SHORT = "staff help only one visit, from their page, once their code was accepted"


def shown(node: Node) -> Screen:
    return screen_of(node.kiosk, NOW, WORDS)


def offered(screen: Screen) -> tuple[Action, ...]:
    front = screen.overlay or screen
    return tuple(button.action for button in (*front.buttons, *front.tools) if button.enabled)


def broken_in(node: Node) -> Iterator[Property]:
    """The sentences that are untrue of this node, before anything of it is forgotten."""
    for sentence, holds in _OF_A_STATE:
        if not holds(node):
            yield sentence


def broken_on(node: Node, screen: Screen) -> Iterator[Property]:
    """The sentences that its screen makes untrue."""
    for sentence, holds in _OF_A_SCREEN:
        if not holds(node, screen):
            yield sentence


def _way_out(node: Node, screen: Screen) -> bool:
    """A button that leaves; under an overlay or a page of staff its own way back; else what to do with the card."""
    kiosk = node.kiosk
    actions = set(offered(screen))
    if kiosk.front < 0:
        return bool(actions & {Action.BACK, Action.STOP, Action.STILL_HERE})
    if kiosk.overlay is not Overlay.NONE:
        return bool(actions & {Action.RESUME, Action.STILL_HERE})
    told = bool(screen.title and (screen.body or kiosk.state.traits.sending))
    if kiosk.state.traits.unattended or kiosk.state is State.TAKE_CARD or kiosk.state.traits.sending:
        return told
    return bool(actions & LEAVING)


def left(step: Step) -> bool:
    """Whether a button that leaves ended the visit, or told first what nobody knows."""
    over = any(isinstance(effect, EndVisit | VisitOver) for effect in step.effects)
    return over or step.before.kiosk.front < 0 or step.after.kiosk.state is State.TORN_UNKNOWN


def _unblocked(node: Node, screen: Screen) -> bool:
    said = (screen.title, *screen.body)
    return node.memory.proved or not any(words in line for line in said for words in UNBLOCKED_WORDS)


def _card_is_out(kiosk: Kiosk) -> bool:
    return not card_still_there(kiosk)


def _not_shown(node: Node, screen: Screen) -> bool:
    return not (screen.private and _card_is_out(node.kiosk))


def _not_held(node: Node) -> bool:
    """Before an operation is decided, what the card said is needed for what comes after it."""
    kiosk = node.kiosk
    card = kiosk.visit.card
    if card is None or kiosk.state.traits.sending or not _card_is_out(kiosk):
        return True
    torn = kiosk.visit.lost_contact
    known = None if card.snapshot is None else card.snapshot.ef_sn
    of_nobody = known is None or (torn is not None and known == torn.ef_sn)
    return of_nobody and card.content is None and card.verdict is None and kiosk.visit.situations is None


def _codes_gone(node: Node) -> bool:
    state = node.kiosk.state
    held = node.held
    nobody = state.traits.unattended or state is State.TAKE_CARD
    if nobody and (held.refused_puk or held.refused_current_pin):
        return False
    return state in _TYPED or state.traits.sending or not held.any_code


def _same_account(node: Node) -> bool:
    return node.kiosk.visit.entry == node.held.entry


def _services_ended(node: Node) -> bool:
    state = node.kiosk.state
    return not node.kiosk.visit.open_services or not (state.traits.unattended or state is State.TAKE_CARD)


def _help_is_short(node: Node) -> bool:
    kiosk = node.kiosk
    desk = kiosk.staff
    if desk is not None and desk.page is not Page.CODE and not node.memory.agent:
        return False
    helping = desk is not None and desk.page is Page.ASSIST
    if kiosk.visit.staff_present is not helping:
        return False
    return not helping or (card_still_there(kiosk) and not kiosk.state.traits.unattended)


def _says_something(node: Node, screen: Screen) -> bool:
    kiosk = node.kiosk
    has_code = not kiosk.state.traits.shows_outcome or kiosk.visit.code is not None
    return bool(screen.title) and has_code and (screen.overlay or screen).number == kiosk.front


def _situations_shown(node: Node) -> bool:
    visit = node.kiosk.visit
    return visit.situations is None or (node.kiosk.state is State.SITUATIONS and not _card_is_out(node.kiosk))


_OF_A_SCREEN: tuple[tuple[Property, Callable[[Node, Screen], bool]], ...] = (
    (WAY_OUT, _way_out),
    (UNBLOCKED, _unblocked),
    (NOT_SHOWN, _not_shown),
    ("every screen has its words, its number and its outcome", _says_something),
)
_OF_A_STATE: tuple[tuple[Property, Callable[[Node], bool]], ...] = (
    (NOT_HELD, _not_held),
    (CODES_GONE, _codes_gone),
    (SAME_ACCOUNT, _same_account),
    (SERVICES_ENDED, _services_ended),
    (HELP_IS_SHORT, _help_is_short),
    ("situations are known only while they are shown", _situations_shown),
)
