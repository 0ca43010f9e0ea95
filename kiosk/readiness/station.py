"""The rest of the machine: its screen, its sound, its settings, what is installed, what the kiosk noticed itself."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from diagnostics.health.check import CheckResult, HealthCheck, counted, fault, not_checked, ok, warning
from diagnostics.health.run import Probe, single
from diagnostics.outcomes.codes import Code
from diagnostics.outcomes.status import Status
from kiosk.readiness.this_machine import Machine, Settings
from kiosk.view.design.sizes import Panel
from kiosk.view.layout.heights import HIGHEST_MM, LOWEST_MM, heights
from kiosk.view.layout.smallest_panel import PanelTooSmall, refuse_too_small

DISTRIBUTION = "guichet-cps"

GONE_BACK = Path("/var/lib/guichet-cps-programmes/repli")
"""The version that was installed and did not start; there only while the one before it is in service."""

SHAPE_TOLERANCE = 0.05
"""Part by which a pixel may be wider than high before the configured millimetres cannot be those of this panel."""

_NAME_ENDS = re.compile(r"[^A-Za-z0-9._-]")


def probes(machine: Machine) -> Iterator[Probe]:
    yield single(HealthCheck.SCREEN, lambda: check_screen(machine.panel, machine.pixels(), machine.lower_edge_mm))
    yield single(HealthCheck.SOUND, lambda: check_sound(available=machine.sound()))
    yield single(HealthCheck.CONFIGURATION, lambda: check_settings(machine.settings))
    yield single(HealthCheck.VERSIONS, check_versions)
    noticed = machine.noticed
    if noticed is not None:
        yield Probe((HealthCheck.KIOSK,), lambda: check_kiosk(noticed()))


def check_settings(settings: Settings) -> CheckResult:
    if settings.problems:
        return fault(
            HealthCheck.CONFIGURATION,
            f"Les réglages sont refusés\u00a0: {counted(settings.problems, 'erreur')}.",
            "Voyez les lignes au-dessus de ce contrôle (sortie d’erreur de guichet-cps selftest).",
            Code.CONFIGURATION_REFUSED,
        )
    if not settings.given:
        return warning(
            HealthCheck.CONFIGURATION,
            "Aucun fichier de réglages n’est donné\u00a0: ce sont ceux d’origine.",
            "Copiez guichet-cps.example.toml, complétez-le, et donnez-le avec --config.",
        )
    if settings.missing:
        keys = ", ".join(settings.missing)
        return warning(
            HealthCheck.CONFIGURATION, f"À compléter\u00a0: {keys}.", "Complétez ces clés du fichier de réglages."
        )
    return ok(HealthCheck.CONFIGURATION, "Les réglages sont complets.")


def check_screen(panel: Panel, pixels: tuple[int, int] | None, lower_edge_mm: float | None = None) -> CheckResult:
    """``pixels``: of the screen this process can see; the millimetres are those configured."""
    try:
        refuse_too_small(panel)
    except PanelTooSmall as error:
        return fault(HealthCheck.SCREEN, str(error), "Corrigez [ecran] dans les réglages, ou changez d’écran.")
    if pixels is None:
        return not_checked(
            HealthCheck.SCREEN,
            "Aucun écran n’est visible d’ici.",
            "Lancez le contrôle dans la session de la borne (DISPLAY).",
        )
    return _judged(Panel(*pixels, panel.width_mm, panel.height_mm), lower_edge_mm)


def _judged(seen: Panel, lower_edge_mm: float | None) -> CheckResult:
    size = f"{seen.width_px} × {seen.height_px} pixels pour {seen.width_mm:g} × {seen.height_mm:g} mm"
    if seen.portrait != (seen.height_mm >= seen.width_mm):
        return fault(
            HealthCheck.SCREEN,
            f"L’écran n’est pas tourné comme les réglages le disent\u00a0: {size}.",
            "Tournez l’image (xrandr, ou cage -r), ou corrigez [ecran] largeur_mm et hauteur_mm.",
        )
    across, down = seen.width_px / seen.width_mm, seen.height_px / seen.height_mm
    if max(across, down) / min(across, down) > 1 + SHAPE_TOLERANCE:
        return warning(
            HealthCheck.SCREEN,
            f"Les millimètres réglés ne sont pas ceux de cet écran\u00a0: {size}.",
            "Mesurez la surface éclairée et corrigez [ecran] largeur_mm et hauteur_mm.",
        )
    if lower_edge_mm is None:
        return ok(HealthCheck.SCREEN, f"Écran de {size}. Sa hauteur de pose n’est pas réglée ([ecran] bas_mm).")
    return _within_reach(seen, lower_edge_mm)


def _within_reach(panel: Panel, lower_edge_mm: float) -> CheckResult:
    spans = heights(panel, lower_edge_mm)
    told = ", ".join(f"{span.name} de {span.low_mm:.0f} à {span.high_mm:.0f}" for span in spans)
    sentence = f"Hauteurs du sol en mm\u00a0: {told}."
    if all(span.within_reach for span in spans):
        return ok(HealthCheck.SCREEN, sentence)
    return warning(
        HealthCheck.SCREEN,
        f"{sentence} Ce qui se touche doit être entre {LOWEST_MM:.0f} et {HIGHEST_MM:.0f}.",
        f"Posez l’écran avec son bas à {LOWEST_MM:.0f} mm du sol, et corrigez [ecran] bas_mm.",
    )


def check_sound(*, available: bool) -> CheckResult:
    if available:
        return ok(HealthCheck.SOUND, "L’appel de l’accueil peut s’entendre.")
    return warning(
        HealthCheck.SOUND,
        "Aucune sortie de son\u00a0: l’appel de l’accueil se voit, mais ne s’entend pas.",
        "Branchez ou activez le haut-parleur\u00a0; le compte de la borne doit être dans le groupe audio.",
    )


def check_versions(distribution: str = DISTRIBUTION, gone_back: Path = GONE_BACK) -> CheckResult:
    """Everything that the installed release asks for must be there, and the release itself in service."""
    needed = [requirement_name(line) for line in requires(distribution) or () if "extra ==" not in line]
    absent = [name for name in needed if installed(name) is None]
    if absent:
        return fault(HealthCheck.VERSIONS, f"Il manque {', '.join(absent)}.", "Réinstallez la borne.")
    if gone_back.exists():
        return warning(
            HealthCheck.VERSIONS,
            "La version installée n’a pas démarré\u00a0: celle d’avant est en service.",
            "Voyez journalctl -u guichet-cps, puis mises-a-jour.md.",
        )
    own = installed(distribution)
    parts = (f"Python {platform.python_version()}", f"Kivy {installed('kivy')}", f"pyscard {installed('pyscard')}")
    return ok(HealthCheck.VERSIONS, f"guichet-cps {own}, {', '.join(parts)}.")


def requirement_name(requirement: str) -> str:
    """``kivy`` of ``kivy<3,>=2.3.1`` (PEP 508, as ``requires`` gives it)."""
    return _NAME_ENDS.split(requirement, maxsplit=1)[0]


def installed(distribution: str) -> str | None:
    """Its version; None if it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def check_kiosk(noticed: Iterable[Code]) -> tuple[CheckResult, ...]:
    """What a running kiosk says of itself: one fault for each of its codes."""
    faults = tuple(CheckResult(HealthCheck.KIOSK, Status.FAULT, code.sentence, code.remedy, code) for code in noticed)
    return faults or (ok(HealthCheck.KIOSK, "La borne ne signale rien."),)
