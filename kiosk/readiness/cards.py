"""Readers, what lies in them and what they may unblock. Reads one report of the watcher and connects to no card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from diagnostics.health.check import CheckResult, HealthCheck, counted, fault, not_checked, ok, warning
from diagnostics.health.run import Probe
from diagnostics.outcomes.codes import Code
from kiosk.card.commission import Commission, reader_model
from kiosk.card.cps.atr import kind_of
from kiosk.card.cps.generations import generation_of
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.readiness.this_machine import Commissioning, Machine

CARD_CHECKS = (HealthCheck.CARD_SERVICE, HealthCheck.READERS, HealthCheck.CARD, HealthCheck.COMMISSIONING)

_UNREACHABLE = (
    "Le nom d’un lecteur contient un caractère que la borne ne peut pas lire\u00a0: elle ne s’en sert pas.",
    "Débranchez-le\u00a0; si c’est le lecteur de la borne, prenez-en un d’un autre modèle.",
)


def probes(machine: Machine) -> Iterator[Probe]:
    yield Probe(CARD_CHECKS, lambda: check_cards(machine.report(), machine.is_simulated, machine.commissioning))


def check_cards(
    report: SlotReport, is_simulated: Callable[[str], bool], commissioning: Commissioning
) -> tuple[CheckResult, ...]:
    """One result for each of ``CARD_CHECKS``."""
    if not report.service:
        return _not_watched(report.broken) if report.broken else _no_service()
    real = [slot.reader for slot in report.slots if not is_simulated(slot.reader)]
    return (
        ok(HealthCheck.CARD_SERVICE, "Le service de carte répond."),
        _readers(report, real),
        _card(report.slots),
        _commissioning(real, commissioning),
    )


def _no_service() -> tuple[CheckResult, ...]:
    return _nothing_known(
        "Le service de carte ne répond pas.",
        "Démarrez-le (systemctl restart pcscd)\u00a0; s’il reste muet, débranchez puis rebranchez le lecteur.",
    )


def _not_watched(broken: str) -> tuple[CheckResult, ...]:
    return _nothing_known(
        f"La borne n’arrive pas à suivre les lecteurs ({broken}).",
        "Débranchez ce qui a été branché en dernier, puis relancez le service de carte "
        "(systemctl restart pcscd)\u00a0; si cela revient, prévenez le support.",
    )


def _nothing_known(sentence: str, remedy: str) -> tuple[CheckResult, ...]:
    found = fault(HealthCheck.CARD_SERVICE, sentence, remedy, Code.NO_CARD_SERVICE)
    return (found, *(not_checked(check, sentence) for check in CARD_CHECKS[1:]))


def _readers(report: SlotReport, real: list[str]) -> CheckResult:
    slots = report.slots
    if not slots and report.unreachable:
        return fault(HealthCheck.READERS, *_UNREACHABLE, Code.NO_READER)
    if not slots:
        return fault(
            HealthCheck.READERS,
            "Aucun lecteur de carte n’est branché.",
            "Branchez le lecteur sur une autre prise, puis vérifiez son câble et son voyant.",
            Code.NO_READER,
        )
    if report.unreachable and not (real and len(slots) > len(real)):
        return warning(HealthCheck.READERS, *_UNREACHABLE)
    if not real:
        return warning(
            HealthCheck.READERS,
            "Il n’y a que des lecteurs virtuels\u00a0: la borne est en simulation.",
            "Branchez un lecteur, ou retirez le paquet vsmartcard-vpcd d’une borne qui sert.",
        )
    virtual = len(slots) - len(real)
    if virtual:
        return fault(
            HealthCheck.READERS,
            f"Il y a {counted(virtual, 'lecteur virtuel', 'lecteurs virtuels')} à côté d’un vrai lecteur\u00a0: "
            "une carte simulée pourrait y passer pour une vraie.",
            "Retirez le paquet vsmartcard-vpcd (apt purge vsmartcard-vpcd), puis relancez le service de carte "
            "(systemctl restart pcscd).",
        )
    return ok(HealthCheck.READERS, f"{counted(len(real), 'lecteur')}\u00a0: {', '.join(real)}.")


def _card(slots: tuple[ReaderSlot, ...]) -> CheckResult:
    if any(slot.mute for slot in slots):
        return warning(
            HealthCheck.CARD,
            "Une carte est dans le lecteur et ne répond pas.",
            "Retirez-la, vérifiez son sens, puce vers l’avant\u00a0; essayez une autre carte.",
        )
    found = [generation_of(kind_of(slot.atr)).found for slot in slots if slot.present]
    if not found:
        return ok(HealthCheck.CARD, "Il n’y a pas de carte dans le lecteur.")
    return ok(HealthCheck.CARD, f"Dans le lecteur\u00a0: {', '.join(found)}.")


def _commissioning(real: list[str], commissioning: Commissioning) -> CheckResult:
    if not real:
        return not_checked(HealthCheck.COMMISSIONING, "Seul un vrai lecteur se met en service.")
    models = {reader_model(reader) for reader in real}
    here = [each for each in commissioning.done if each.reader_model in models]
    if any(each.test_card for each in here) and not commissioning.test_cards:
        return fault(
            HealthCheck.COMMISSIONING,
            _made_with_test_cards(here),
            "Effacez-la et refaites-la avec une vraie carte\u00a0; machine d’essai\u00a0: voyez carte.cartes_de_test.",
        )
    commissioned = {each.reader_model for each in here}
    idle = [reader for reader in real if reader_model(reader) not in commissioned]
    if idle:
        return warning(
            HealthCheck.COMMISSIONING,
            f"{counted(len(idle), 'lecteur')} sans mise en service\u00a0: aucune carte n’y est débloquée.",
            "Lancez «\u00a0guichet-cps card commission\u00a0» avec une vraie carte de chaque génération.",
        )
    if commissioning.refused:
        return warning(
            HealthCheck.COMMISSIONING,
            f"{counted(commissioning.refused, 'enregistrement')} de mise en service ne peut pas être cru.",
            "La sortie d’erreur de «\u00a0guichet-cps selftest\u00a0» dit lequel\u00a0: refaites la mise en service.",
        )
    return _made_with_which_cards(here)


def _made_with_which_cards(here: Sequence[Commission]) -> CheckResult:
    """``here``: at least one for each reader; test cards among theirs are allowed."""
    if any(each.test_card for each in here):
        return warning(
            HealthCheck.COMMISSIONING,
            _made_with_test_cards(here),
            "Avant de servir, retirez carte.cartes_de_test, effacez-la et refaites-la avec une vraie carte.",
        )
    unknown = sum(each.test_card is None for each in here)
    if unknown:
        return warning(
            HealthCheck.COMMISSIONING,
            f"{counted(unknown, 'mise en service ne dit pas', 'mises en service ne disent pas')} "
            "si sa carte était une carte de test.",
            "Refaites-la avec une vraie carte («\u00a0guichet-cps card commission\u00a0»).",
        )
    everywhere = sorted({each.kind.value.upper() for each in here})
    return ok(HealthCheck.COMMISSIONING, f"Les lecteurs sont mis en service\u00a0: {', '.join(everywhere)}.")


def _made_with_test_cards(here: Sequence[Commission]) -> str:
    made = counted(
        sum(each.test_card is True for each in here), "mise en service a été faite", "mises en service ont été faites"
    )
    return f"{made} avec une carte de test\u00a0: cela ne suffit pas à un guichet."
