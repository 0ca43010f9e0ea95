"""Readers, what lies in them and what they may unblock. Reads one report of the watcher and connects to no card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from diagnostics.health.check import CheckResult, HealthCheck, counted, fault, not_checked, ok, warning
from diagnostics.health.run import Probe
from diagnostics.outcomes.codes import Code
from kiosk.card.commission import Commission, reader_model
from kiosk.card.cps.atr import kind_of
from kiosk.card.cps.generations import generation_of
from kiosk.card.iso7816.connection import ReaderSlot, SlotReport
from kiosk.card.model import CardKind
from kiosk.readiness.this_machine import Commissioning, Machine

CARD_CHECKS = (HealthCheck.CARD_SERVICE, HealthCheck.READERS, HealthCheck.CARD, HealthCheck.COMMISSIONING)


def probes(machine: Machine) -> Iterator[Probe]:
    yield Probe(CARD_CHECKS, lambda: check_cards(machine.report(), machine.is_simulated, machine.commissioning))


def check_cards(
    report: SlotReport, is_simulated: Callable[[str], bool], commissioning: Commissioning
) -> tuple[CheckResult, ...]:
    """One result for each of ``CARD_CHECKS``."""
    if not report.service:
        return _no_service()
    real = [slot.reader for slot in report.slots if not is_simulated(slot.reader)]
    return (
        ok(HealthCheck.CARD_SERVICE, "Le service de carte répond."),
        _readers(report.slots, real),
        _card(report.slots),
        _commissioning(real, commissioning),
    )


def _no_service() -> tuple[CheckResult, ...]:
    stopped = fault(
        HealthCheck.CARD_SERVICE,
        "Le service de carte ne répond pas.",
        "Démarrez-le (systemctl restart pcscd)\u00a0; s’il reste muet, débranchez puis rebranchez le lecteur.",
        Code.NO_CARD_SERVICE,
    )
    others = (not_checked(check, "Le service de carte ne répond pas.") for check in CARD_CHECKS[1:])
    return (stopped, *others)


def _readers(slots: tuple[ReaderSlot, ...], real: list[str]) -> CheckResult:
    if not slots:
        return fault(
            HealthCheck.READERS,
            "Aucun lecteur de carte n’est branché.",
            "Branchez le lecteur sur une autre prise, puis vérifiez son câble et son voyant.",
            Code.NO_READER,
        )
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
    kinds = {reader: _kinds(reader, commissioning.done) for reader in real}
    idle = [reader for reader, allowed in kinds.items() if not allowed]
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
    everywhere = sorted({kind.value.upper() for allowed in kinds.values() for kind in allowed})
    return ok(HealthCheck.COMMISSIONING, f"Les lecteurs sont mis en service\u00a0: {', '.join(everywhere)}.")


def _kinds(reader: str, done: Iterable[Commission]) -> frozenset[CardKind]:
    model = reader_model(reader)
    return frozenset(each.kind for each in done if each.reader_model == model)
