"""The printer, as it says itself, and whether a paper could stay on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from diagnostics.health.check import CheckResult, HealthCheck, fault, not_checked, ok, warning
from diagnostics.health.run import Probe, single
from diagnostics.outcomes.codes import Code
from kiosk.readiness.this_machine import Machine
from reports.printing.cups import Queue
from reports.printing.printer import NotReady, Ready, Trouble, printer_state
from reports.printing.spool import SpoolRisk, SpoolSettings, spool_risks

_LOOK_AT_CUPS = "Regardez l’état de la file (lpstat -p -l), puis l’écran de l’imprimante."

_TROUBLES: Mapping[Trouble, tuple[str, str]] = MappingProxyType(
    {
        Trouble.CUPS_DOWN: ("Le service d’impression ne répond pas.", "Démarrez-le\u00a0: systemctl restart cups."),
        Trouble.NO_QUEUE: (
            "La file d’impression réglée n’existe pas.",
            "Créez-la avec lpadmin, ou corrigez [impression] file dans les réglages.",
        ),
        Trouble.QUEUE_STOPPED: (
            "La file d’impression est arrêtée.",
            "Relancez-la avec cupsenable et cupsaccept, après avoir regardé l’imprimante.",
        ),
        Trouble.NO_PAPER: ("L’imprimante n’a plus de papier.", "Remettez du papier dans le bac."),
        Trouble.JAM: (
            "Du papier est coincé dans l’imprimante.",
            "Ouvrez-la et retirez la feuille, sans laisser de morceau.",
        ),
        Trouble.DOOR_OPEN: ("L’imprimante est ouverte.", "Refermez tous ses capots."),
        Trouble.OFFLINE: ("L’imprimante ne répond pas.", "Allumez-la, puis vérifiez son câble ou son réseau."),
        Trouble.PRINTER_ERROR: (
            "L’imprimante signale une erreur.",
            "Lisez son écran\u00a0; éteignez-la puis rallumez-la.",
        ),
        Trouble.REFUSED: ("L’imprimante refuse les papiers.", _LOOK_AT_CUPS),
        Trouble.TOO_SLOW: ("L’imprimante est trop lente.", _LOOK_AT_CUPS),
        Trouble.STOPPED_BY_US: ("L’impression a été arrêtée.", _LOOK_AT_CUPS),
        Trouble.END_UNKNOWN: ("L’imprimante ne dit pas ce que devient un papier.", _LOOK_AT_CUPS),
    }
)

_RISKS: Mapping[SpoolRisk, str] = MappingProxyType(
    {
        SpoolRisk.SETTINGS_UNREADABLE: "les réglages de CUPS ne peuvent pas être lus",
        SpoolRisk.KEEPS_JOB_FILES: "CUPS garde les papiers (PreserveJobFiles)",
        SpoolRisk.SPOOL_ON_DISK: "sa file est sur le disque (RequestRoot)",
        SpoolRisk.TEMPORARY_FILES_ON_DISK: "ses fichiers temporaires sont sur le disque (TempDir)",
    }
)


def probes(machine: Machine) -> Iterator[Probe]:
    yield single(HealthCheck.PRINTER, lambda: check_printer(machine.queue))
    yield single(HealthCheck.SPOOL, lambda: check_spool(machine.queue, machine.spool))


def check_printer(queue: Queue | None) -> CheckResult:
    """Asks CUPS and the printer itself; prints nothing."""
    if queue is None:
        return not_checked(HealthCheck.PRINTER, "Aucune imprimante n’est réglée\u00a0: tout s’affiche à l’écran.")
    state = printer_state(queue)
    match state:
        case Ready():
            return ok(HealthCheck.PRINTER, "L’imprimante est prête et a du papier.")
        case NotReady(Trouble.LEFT_OVER):
            return warning(
                HealthCheck.PRINTER,
                "Un papier est encore dans l’imprimante.",
                "S’il n’est pas en train de sortir, éteignez l’imprimante, puis rallumez-la.",
            )
        case NotReady():
            sentence, remedy = _TROUBLES[state.trouble]
            return fault(HealthCheck.PRINTER, sentence, remedy, Code.PRINTER_UNAVAILABLE)
        case _:
            assert_never(state)


def check_spool(queue: Queue | None, settings: SpoolSettings) -> CheckResult:
    """Whether CUPS keeps nothing of a paper. The kiosk prints an identity only where it does not."""
    if queue is None:
        return not_checked(HealthCheck.SPOOL, "Aucune imprimante n’est réglée.")
    risks = spool_risks(settings)
    if risks:
        why = "\u00a0; ".join(_RISKS[risk] for risk in risks)
        return warning(
            HealthCheck.SPOOL,
            f"Aucune identité ne sera imprimée\u00a0: {why}.",
            "Réglez CUPS pour qu’il ne garde rien (deploy/guide/imprimante.md).",
        )
    return ok(HealthCheck.SPOOL, "Rien de ce qui s’imprime ne reste sur cette machine.")
