"""The first page of staff mode, what is said before staff help, and closing the kiosk."""

from __future__ import annotations

from kiosk.flow.model.staff_desk import ClosingDone, Keeping, Lasting, StaffDesk
from kiosk.flow.model.states import Action
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.staff.assist import may_help
from kiosk.flow.staff.closing import may_close
from kiosk.view.model.draft import Draft, primary, secondary
from kiosk.view.model.screen import Button, Message, PictureName, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.counting import counters_of
from reports.papers.languages import Translate


def home(kiosk: Kiosk, words: Words) -> Draft:
    """Five buttons with short labels: they fit at twice the size, and the first stands where it does everywhere."""
    _ = words.translate
    helps = may_help(kiosk)
    checks = Button(Action.READINESS, _("Contrôles"))
    return Draft(
        _("Mode agent"),
        (_what_to_do(kiosk, _, helps=helps),),
        content=Message(PictureName.PERSON),
        buttons=(
            primary(Action.ASSIST, _("Aider")) if helps else primary(Action.READINESS, _("Contrôles")),
            *((checks,) if helps else ()),
            secondary(Action.FIGURES, _("Chiffres")),
            secondary(Action.CARD_AUDIT, _("Carte")),
            secondary(Action.CLOSING, _("Rouvrir la borne") if kiosk.closed else _("Fermer la borne")),
        ),
        faults=words.faults,
    )


def _what_to_do(kiosk: Kiosk, _: Translate, *, helps: bool) -> str:
    if kiosk.closed:
        return _("La borne est fermée.")
    if helps:
        return _("La visite en cours vous attend.")
    return _("Aucune carte à aider : insérez-la d’abord.")


def briefing(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    counters = counters_of(kiosk)
    left = None if counters is None else counters.puk.left
    told = () if left is None else (_puk_left(left, _),)
    return Draft(
        _("Aider ce professionnel"),
        (
            _("Le professionnel tape ses codes, pas vous."),
            *told,
            _("Votre accord vaut pour cette visite et cette carte."),
        ),
        content=Message(PictureName.PERSON),
        buttons=(primary(Action.CONTINUE, _("Commencer l’aide")),),
        back=True,
    )


def _puk_left(left: int, _: Translate) -> str:
    if left == 0:
        return _("Le code de déblocage n’a plus aucun essai.")
    return _.plural(
        "Attention : il reste un seul essai du code de déblocage.",
        "Il reste {n} essais du code de déblocage.",
        left,
    )


def closing(kiosk: Kiosk, desk: StaffDesk, words: Words) -> Draft:
    _ = words.translate
    done = desk.known if isinstance(desk.known, ClosingDone) else None
    if kiosk.closed:
        return _closed(done, _)
    if done is not None:
        return _draft(
            _("La borne est ouverte"), _lasting(done, _, closed=False), _tone(done), picture=PictureName.INSERT_CARD
        )
    if not may_close(kiosk):
        body = (_("Une carte est là, ou une visite est en cours."), _("Rendez d’abord la carte, puis fermez."))
        return _draft(_("La borne ne peut pas fermer"), body, Tone.WARNING)
    return _draft(
        _("Fermer la borne"),
        (_("Elle affiche alors « indisponible », code T03."), _("Seul un agent peut la rouvrir.")),
        Tone.NEUTRAL,
        (primary(Action.CLOSE_KIOSK, _("Hors service")), secondary(Action.END_OF_DAY, _("Fin de journée"))),
    )


def _closed(done: ClosingDone | None, _: Translate) -> Draft:
    told = () if done is None else (*_lasting(done, _, closed=True), *_keeping(done.keeping, _))
    body = (_("Les visiteurs lisent : « indisponible », code T03."), *told)
    return _draft(_("La borne est fermée"), body, _tone(done), (primary(Action.OPEN_KIOSK, _("Rouvrir la borne")),))


def _lasting(done: ClosingDone, _: Translate, *, closed: bool) -> tuple[str, ...]:
    if done.lasting is Lasting.LASTS:
        return (_("Elle le restera après un redémarrage."),)
    if closed:
        return (_("Un redémarrage la rouvrirait : le disque refuse."),)
    return (_("Un redémarrage la refermerait : le disque refuse."),)


def _keeping(keeping: Keeping, _: Translate) -> tuple[str, ...]:
    match keeping:
        case Keeping.NOT_ASKED:
            return ()
        case Keeping.KEPT:
            return (_("Les chiffres du jour sont enregistrés."),)
        case Keeping.IN_MEMORY:
            return (_("Les chiffres attendent en mémoire : n’éteignez pas, prévenez le technicien."),)


def _tone(done: ClosingDone | None) -> Tone:
    trouble = done is not None and (done.lasting is not Lasting.LASTS or done.keeping is Keeping.IN_MEMORY)
    return Tone.WARNING if trouble else Tone.NEUTRAL


def _draft(
    title: str,
    body: tuple[str, ...],
    tone: Tone,
    buttons: tuple[Button, ...] = (),
    picture: PictureName = PictureName.OUT_OF_SERVICE,
) -> Draft:
    return Draft(title, body, tone, Message(picture), buttons, back=True)
