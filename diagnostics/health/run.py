"""Runs checks beside each other, each for a bounded time, whatever they do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

from diagnostics.health.check import CheckResult, HealthCheck, fault

_LOOK_AT_THE_MACHINE = "Relancez le contrôle\u00a0; si cela revient, redémarrez la machine, puis prévenez le support."


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at the machine: it answers for ``checks``, with one result for each."""

    checks: tuple[HealthCheck, ...]
    look: Callable[[], Iterable[CheckResult]]


def single(check: HealthCheck, look: Callable[[], CheckResult]) -> Probe:
    """A look that answers for one check."""
    return Probe((check,), lambda: (look(),))


@dataclass(slots=True)
class _Running:
    probe: Probe
    results: tuple[CheckResult, ...] | None = field(default=None)

    def look(self) -> None:
        try:
            self.results = tuple(self.probe.look())
        except Exception as error:  # noqa: BLE001 - a report's section: one check that breaks is a fault of its own
            self.results = tuple(_broken(check, type(error).__name__) for check in self.probe.checks)


def run_probes(probes: Iterable[Probe], deadline_s: float) -> tuple[CheckResult, ...]:
    """All results in the order of ``HealthCheck``, ``deadline_s`` seconds later at most.

    A probe that raises is a fault of its checks. One that hangs is too, and is left to its own (daemon) thread.
    """
    running = [_Running(probe) for probe in probes]
    threads = [threading.Thread(target=each.look, name="check", daemon=True) for each in running]
    end = monotonic() + deadline_s
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(end - monotonic(), 0.0))
    found = [result for each in running for result in _results(each, deadline_s)]
    return tuple(sorted(found, key=lambda result: list(HealthCheck).index(result.check)))


def _results(each: _Running, deadline_s: float) -> tuple[CheckResult, ...]:
    if each.results is None:
        return tuple(_silent(check, deadline_s) for check in each.probe.checks)
    return each.results


def _broken(check: HealthCheck, kind: str) -> CheckResult:
    return fault(check, f"{check.title}\u00a0: le contrôle a échoué ({kind}).", _LOOK_AT_THE_MACHINE)


def _silent(check: HealthCheck, deadline_s: float) -> CheckResult:
    return fault(check, f"{check.title}\u00a0: pas de réponse en {deadline_s:g} s.", _LOOK_AT_THE_MACHINE)
