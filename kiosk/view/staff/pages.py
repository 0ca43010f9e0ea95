"""Staff mode on the screen: its pages, its warning, and the banner over a visit that staff help with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.flow.model.staff_desk import Page, StaffDesk
from kiosk.flow.model.states import Action, Face, State
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.staff.assist import replaceable
from kiosk.flow.step.permitted import unblock_offered
from kiosk.view.model.draft import Draft, code_words, primary, secondary
from kiosk.view.model.screen import Button, ButtonRole, Message, Pad, PictureName, Screen
from kiosk.view.model.words import Words
from kiosk.view.staff.card import card_audit
from kiosk.view.staff.code_pad import pad
from kiosk.view.staff.figures import figures
from kiosk.view.staff.home import briefing, closing, home
from kiosk.view.staff.machine import events, readiness
from reports.papers.languages import Translate

_DRAFTS: Mapping[Page, Callable[[Kiosk, StaffDesk, float, Words], Draft]] = {
    Page.CODE: lambda kiosk, desk, now, words: pad(desk, now, words),
    Page.HOME: lambda kiosk, desk, now, words: home(kiosk, words),
    Page.FIGURES: lambda kiosk, desk, now, words: figures(desk, words),
    Page.READINESS: lambda kiosk, desk, now, words: readiness(desk, words),
    Page.EVENTS: lambda kiosk, desk, now, words: events(desk, words),
    Page.CARD: lambda kiosk, desk, now, words: card_audit(kiosk, words),
    Page.CLOSING: lambda kiosk, desk, now, words: closing(kiosk, desk, words),
    Page.BRIEFING: lambda kiosk, desk, now, words: briefing(kiosk, words),
}


def page_screen(kiosk: Kiosk, desk: StaffDesk, now: float, words: Words, simulation: str) -> Screen:
    """The page that hides the visit. ``simulation``: the banner that says so, or nothing."""
    _ = words.translate
    draft = _DRAFTS[desk.page](kiosk, desk, now, words)
    screen = Screen(
        state=State.STAFF,
        number=desk.screen,
        title=draft.title,
        body=draft.body,
        tone=draft.tone,
        content=draft.content,
        buttons=draft.buttons,
        tools=_tools(draft, _),
        code=code_words(draft.faults, _),
        banner=_joined(_("Mode agent"), simulation),
    )
    return replace(screen, overlay=_warning(desk, kiosk, _)) if desk.warned else screen


def _tools(draft: Draft, _: Translate) -> tuple[Button, ...]:
    back = (Button(Action.BACK, _("Retour")),) if draft.back else ()
    return (*back, Button(Action.DISPLAY, _("Affichage")), Button(Action.STOP, _("Quitter")))


def _warning(desk: StaffDesk, kiosk: Kiosk, _: Translate) -> Screen:
    seconds = round(kiosk.rules.times.warning_s)
    ends = (
        _.plural(
            "Sans réponse, l’aide finit dans {n} seconde.", "Sans réponse, l’aide finit dans {n} secondes.", seconds
        )
        if desk.assisting
        else _("Sinon, le mode agent se ferme.")
    )
    return Screen(
        State.STAFF,
        desk.screen,
        _("L’agent est toujours là ?"),
        (ends,),
        content=Message(PictureName.CLOCK),
        buttons=(Button(Action.STILL_HERE, _("Je suis là"), ButtonRole.PRIMARY),),
    )


def with_help(screen: Screen, kiosk: Kiosk, desk: StaffDesk, words: Words) -> Screen:
    """The visit's own screen while staff help: a banner, a way to end it, what they may do, and a sentence more."""
    _ = words.translate
    return replace(
        screen,
        banner=_joined(_("Un agent vous aide"), screen.banner),
        tools=_with_end_of_help(screen.tools, _),
        body=_body(screen, kiosk, _),
        buttons=_buttons(screen, kiosk, words),
        overlay=_warning(desk, kiosk, _) if desk.warned else screen.overlay,
    )


def _joined(banner: str, simulation: str) -> str:
    return f"{banner} · {simulation}" if simulation else banner


def _with_end_of_help(tools: tuple[Button, ...], _: Translate) -> tuple[Button, ...]:
    """Replace the key that calls help by one that ends it. Its label stays on one line."""
    ends = Button(Action.END_ASSIST, _("Fin d’aide").replace(" ", "\u00a0"))
    return tuple(ends if button.action is Action.HELP else button for button in tools)


def _buttons(screen: Screen, kiosk: Kiosk, words: Words) -> tuple[Button, ...]:
    _ = words.translate
    match kiosk.state:
        case State.TWO_WRONG if unblock_offered(kiosk):
            rest = tuple(button for button in screen.buttons if button.action is not Action.HELP)
            return (primary(Action.GO_ON, _("Continuer avec l’agent")), *rest)
        case State.STOPPED | State.UNREADABLE_COUNTERS if replaceable(kiosk):
            rest = tuple(button for button in screen.buttons if button.action is not Action.HELP)
            return (primary(Action.REPLACE, _("Demander une autre carte")), *rest)
        case State.PRINTING if words.printer and kiosk.visit.face in (Face.SENT, Face.DONE):
            return (*screen.buttons, secondary(Action.REPRINT, _("Imprimer de nouveau")))
        case _:
            return screen.buttons


def _body(screen: Screen, kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """Above a pad the explanation replaces the first sentence, for want of room; beside an error it is left out."""
    if not isinstance(screen.content, Pad):
        return (*screen.body, *_explanation(kiosk, _))
    return (*_explanation(kiosk, _), *screen.body[1:]) if screen.body else ()


def _explanation(kiosk: Kiosk, _: Translate) -> tuple[str, ...]:
    """One sentence for the person and for the staff who help them."""
    if kiosk.state.traits.slot is not None:
        return (_("Le professionnel tape son code, pas l’agent."),)
    match kiosk.state:
        case State.LETTER_CHECK:
            return (_("Agent : comparez vous aussi les deux numéros."),)
        case State.LAST_TRY:
            return (_("Agent : relisez le courrier avec lui."),)
        case State.TWO_WRONG:
            return (_("Un autre essai se fait d’abord sur le papier."),)
        case State.UNBLOCKED | State.PIN_CHANGED:
            return (_("Le code choisi n’est connu que de son titulaire."),)
        case _:
            return ()
