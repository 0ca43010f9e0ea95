"""State → screen: ``DRAFTS`` has one function a state; this module adds what all screens share (tools, sheets, steps,
code, banner, overlays, French spacing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from kiosk.flow.model.shown_code import code_of
from kiosk.flow.model.states import Action, Overlay, State
from kiosk.flow.model.visit import Kiosk
from kiosk.view.audit import checks
from kiosk.view.model.draft import Draft, code_words, primary, secondary
from kiosk.view.model.screen import Button, Message, PictureName, ProgressContent, Screen, StepIndicator, key_words
from kiosk.view.model.words import Words
from kiosk.view.papers import is_simulated
from kiosk.view.phrases.sheets import display_sheet, language_sheet
from kiosk.view.staff import pages
from kiosk.view.visit import (
    code_pads,
    current_pin,
    letter,
    lost_contact,
    printing,
    results,
    situations,
    unblocking,
    verdict,
    waiting,
)
from reports.papers.french import french
from reports.papers.languages import FRENCH, Translate

DRAFTS: Mapping[State, Callable[[Kiosk, Words], Draft]] = {
    State.WAITING: waiting.waiting,
    State.OUT_OF_SERVICE: waiting.out_of_service,
    State.READING: waiting.reading,
    State.MUTE: waiting.mute,
    State.VITALE: waiting.vitale,
    State.FOREIGN: waiting.foreign,
    State.CONTACTLESS: waiting.contactless,
    State.OLD_GENERATION: waiting.old_generation,
    State.IN_USE: waiting.in_use,
    State.CHOOSE_CARD: waiting.choose_card,
    State.TAKE_CARD: waiting.take_card,
    State.VERDICT: verdict.verdict,
    State.UNREADABLE_COUNTERS: verdict.unreadable_counters,
    State.AUDIT: checks.audit,
    State.HAVE_CODE: letter.have_code,
    State.LETTER_CHECK: letter.letter_check,
    State.OTHER_LETTER: letter.other_letter,
    State.PUK: code_pads.puk,
    State.NEW_PIN: code_pads.new_pin,
    State.CONFIRM: code_pads.confirm,
    State.LAST_TRY: unblocking.last_try,
    State.UNBLOCKING: unblocking.unblocking,
    State.WRONG_PUK: unblocking.wrong_puk,
    State.TWO_WRONG: unblocking.two_wrong,
    State.STOPPED: unblocking.stopped,
    State.CARD_CHANGED: unblocking.card_changed,
    State.STUCK: unblocking.stuck,
    State.TORN: lost_contact.torn,
    State.OTHER_CARD: lost_contact.other_card,
    State.TORN_DONE: lost_contact.torn_done,
    State.TORN_NOT_DONE: lost_contact.torn_not_done,
    State.TORN_UNKNOWN: lost_contact.torn_unknown,
    State.UNBLOCKED: results.unblocked,
    State.NOT_PROVED: results.not_proved,
    State.HALF_DONE: results.half_done,
    State.REFERRAL: results.referral,
    State.REPLACEMENT: results.replacement,
    State.PRINTING: printing.printing,
    State.CURRENT_PIN: current_pin.current_pin,
    State.WRONG_PIN: current_pin.wrong_pin,
    State.CHANGING: current_pin.changing,
    State.SITUATIONS: situations.situations,
    State.FORGOTTEN: current_pin.forgotten,
    State.CHANGE_UNKNOWN: current_pin.change_unknown,
    State.PIN_CHANGED: current_pin.pin_changed,
    State.PIN_WORKS: current_pin.pin_works,
}


def screen_of(kiosk: Kiosk, now: float, words: Words) -> Screen:
    """The screen of ``kiosk`` at ``now`` (monotonic seconds)."""
    words = replace(words, printer=words.printer and kiosk.printer_trouble is None)
    desk = kiosk.staff
    if desk is not None and not desk.assisting:
        words = words.said_in(FRENCH.tag)
        page = pages.page_screen(kiosk, desk, now, words, _simulation(kiosk, words.translate))
        return _typeset(replace(page, display=display_sheet(words)))
    screen = _screen(kiosk, now, DRAFTS[kiosk.state](kiosk, words), words)
    overlay = _overlay(kiosk, words)
    screen = screen if overlay is None else replace(screen, overlay=overlay)
    screen = screen if desk is None else pages.with_help(screen, kiosk, desk, words)
    return _typeset(_marked(screen, words))


def _marked(screen: Screen, words: Words) -> Screen:
    """Give the screen and its overlay their language, and the words of the drawing in that language."""
    over = None if screen.overlay is None else _marked(screen.overlay, words)
    tools = {button.action for button in screen.tools}
    return replace(
        screen,
        language=words.language,
        keys=key_words(words.translate),
        display=display_sheet(words) if Action.DISPLAY in tools else None,
        languages=language_sheet(words) if Action.LANGUAGE in tools else None,
        overlay=over,
    )


def _screen(kiosk: Kiosk, now: float, draft: Draft, words: Words) -> Screen:
    _ = words.translate
    content = draft.content
    if isinstance(content, ProgressContent) and now - kiosk.entered_at < kiosk.rules.times.slow_s:
        content = replace(content, detail="")
    return Screen(
        state=kiosk.state,
        number=kiosk.screen,
        title=draft.title,
        body=draft.body,
        tone=draft.tone,
        content=content,
        buttons=draft.buttons,
        tools=_tools(kiosk, draft, words.translate),
        steps=_steps(draft.step, _),
        validity=draft.validity,
        code=_code(kiosk, draft, _),
        banner=_simulation(kiosk, _),
        notice=_notice(words) if kiosk.state is State.WAITING else "",
        help=draft.help,
        private=draft.private,
    )


def _code(kiosk: Kiosk, draft: Draft, _: Translate) -> str:
    """The outcome that the flow shows with this state, or the faults of the machine."""
    code = code_of(kiosk)
    return code_words(draft.faults if code is None else (code.value,), _)


def _simulation(kiosk: Kiosk, _: Translate) -> str:
    return _("SIMULATION – carte de test") if is_simulated(kiosk) else ""


def _notice(words: Words) -> str:
    _ = words.translate
    kept = _("La carte est lue pour vous aider ; rien de ce qui vous concerne n’est conservé.")
    return f"{kept} {french(words.notice)}".strip()


def _tools(kiosk: Kiosk, draft: Draft, _: Translate) -> tuple[Button, ...]:
    if not kiosk.state.traits.offers_help:
        return ()
    back = (Button(Action.BACK, _("Retour")),) if draft.back else ()
    stop = (Button(Action.STOP, _("Arrêter")),) if kiosk.state.traits.offers_stop else ()
    settings = (Button(Action.LANGUAGE, _("Langue")), Button(Action.DISPLAY, _("Affichage")))
    return (*back, Button(Action.HELP, _("Aide")), *settings, *stop)


def _steps(current: int, _: Translate) -> StepIndicator | None:
    if not current:
        return None
    names = (_("Carte"), _("Code"), _("Nouveau code"), _("Fin"))
    return StepIndicator(current, names, _("étape {n} sur {of}").format(n=current, of=len(names)))


def _overlay(kiosk: Kiosk, words: Words) -> Screen | None:
    _ = words.translate
    if kiosk.overlay is Overlay.NONE:
        return None
    draft = _still_there(_, kiosk) if kiosk.overlay is Overlay.STILL_THERE else _help_called(_, kiosk, words)
    return Screen(kiosk.state, kiosk.screen, draft.title, draft.body, draft.tone, draft.content, buttons=draft.buttons)


def _to_staff(kiosk: Kiosk, _: Translate) -> tuple[Button, ...]:
    return (secondary(Action.STAFF, _("Je suis agent")),) if kiosk.rules.staff.enabled else ()


def _still_there(_: Translate, kiosk: Kiosk) -> Draft:
    seconds = round(kiosk.rules.times.warning_s)
    return Draft(
        _("Vous êtes toujours là ?"),
        (
            _.plural(
                "Sans réponse, la séance s’arrête dans {n} seconde.",
                "Sans réponse, la séance s’arrête dans {n} secondes.",
                seconds,
            ),
        ),
        content=Message(PictureName.CLOCK),
        buttons=(primary(Action.STILL_HERE, _("Je continue")),),
    )


def _help_called(_: Translate, kiosk: Kiosk, words: Words) -> Draft:
    if kiosk.visit.staff_present:
        return Draft(
            _("L’agent est avec vous"),
            (_("Montrez-lui l’écran : il peut vous répondre."),),
            content=Message(PictureName.PERSON),
            buttons=(primary(Action.RESUME, _("Reprendre")),),
        )
    if kiosk.staff_answered:
        title, said = _("Un agent arrive"), _("Restez près de la borne.")
    elif words.staff_hears:
        title = _("Nous appelons l’accueil")
        said = _("Restez près de la borne, ou adressez-vous au comptoir.")
    else:
        title, said = _("Demandez de l’aide au comptoir"), _("Cette borne ne peut pas appeler elle-même.")
    return Draft(
        title,
        (said, _("Vos codes restent cachés.")),
        content=Message(PictureName.PERSON),
        buttons=(primary(Action.RESUME, _("Reprendre")), *_to_staff(kiosk, _)),
    )


def _typeset(screen: Screen) -> Screen:
    """The same screen with non-breaking spaces where French wants them; other languages want none."""
    if screen.language != FRENCH.tag:
        return screen
    typeset_screen: Screen = _typeset_value(screen)
    return typeset_screen


def _typeset_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return french(value)
    if isinstance(value, tuple):
        return tuple(map(_typeset_value, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _typeset_value(getattr(value, f.name)) for f in fields(value)})
    return value
