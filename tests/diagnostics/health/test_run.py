"""Checks beside each other: one that breaks or hangs is a fault of its own, and takes nothing else with it."""

from __future__ import annotations

from threading import Event

from diagnostics.health.check import (
    CheckResult,
    HealthCheck,
    counted,
    fault,
    not_checked,
    ok,
    warning,
    worst,
)
from diagnostics.health.run import Probe, run_probes
from diagnostics.outcomes.status import Status

GOOD = ok(HealthCheck.DISK, "Place libre.")


def breaks() -> tuple[CheckResult, ...]:
    raise RuntimeError("code 83920174")


def test_a_check_that_raises_is_a_fault_of_its_checks_alone() -> None:
    broken = Probe((HealthCheck.READERS, HealthCheck.CARD), breaks)
    results = run_probes([Probe((HealthCheck.DISK,), lambda: [GOOD]), broken], 10)
    assert [(result.check, result.state) for result in results] == [
        (HealthCheck.READERS, Status.FAULT),
        (HealthCheck.CARD, Status.FAULT),
        (HealthCheck.DISK, Status.OK),
    ]
    assert "RuntimeError" in results[0].sentence
    assert all("83920174" not in text for result in results for text in (result.sentence, result.remedy))
    assert all(result.remedy for result in results[:2])


def test_a_check_that_hangs_is_left_behind() -> None:
    let_go = Event()

    def hangs() -> tuple[CheckResult, ...]:
        let_go.wait()
        return (ok(HealthCheck.PRINTER, "Trop tard."),)

    results = run_probes([Probe((HealthCheck.PRINTER,), hangs), Probe((HealthCheck.DISK,), lambda: [GOOD])], 0.05)
    let_go.set()
    assert [(result.check, result.state) for result in results] == [
        (HealthCheck.PRINTER, Status.FAULT),
        (HealthCheck.DISK, Status.OK),
    ]
    assert "0.05 s" in results[0].sentence


def test_a_check_that_answers_nothing_is_not_one_that_hangs() -> None:
    assert run_probes([Probe((HealthCheck.KIOSK,), tuple)], 10) == ()


def test_checks_run_beside_each_other() -> None:
    """Each waits for the other."""
    first, second = Event(), Event()

    def one() -> tuple[CheckResult, ...]:
        first.set()
        return (ok(HealthCheck.DISK, "1"),) if second.wait(10) else ()

    def two() -> tuple[CheckResult, ...]:
        second.set()
        return (ok(HealthCheck.CLOCK, "2"),) if first.wait(10) else ()

    assert len(run_probes([Probe((HealthCheck.DISK,), one), Probe((HealthCheck.CLOCK,), two)], 20)) == 2


def test_the_worst() -> None:
    fine, unknown = ok(HealthCheck.DISK, ""), not_checked(HealthCheck.SOUND, "")
    watch, broken = warning(HealthCheck.SPOOL, "", "r"), fault(HealthCheck.CLOCK, "", "r")
    assert worst([]) is Status.NOT_CHECKED
    assert worst([unknown]) is Status.NOT_CHECKED
    assert worst([unknown, fine]) is Status.OK
    assert worst([fine, watch, unknown]) is Status.WARNING
    assert worst([broken, fine, watch]) is Status.FAULT


def test_french_counts_nought_as_one() -> None:
    assert [counted(n, "jour") for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert counted(2, "fichier abîmé", "fichiers abîmés") == "2 fichiers abîmés"
