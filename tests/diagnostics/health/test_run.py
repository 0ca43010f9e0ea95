"""Checks beside each other: one that breaks or hangs is a fault of its own, and takes nothing else with it."""

from __future__ import annotations

from threading import Event

from diagnostics.health.check import Check, CheckResult, State, counted, fault, not_checked, ok, warning, worst
from diagnostics.health.run import Probe, run_probes

GOOD = ok(Check.DISK, "Place libre.")


def breaks() -> tuple[CheckResult, ...]:
    raise RuntimeError("code 83920174")


def test_a_check_that_raises_is_a_fault_of_its_checks_alone() -> None:
    broken = Probe((Check.READERS, Check.CARD), breaks)
    results = run_probes([Probe((Check.DISK,), lambda: [GOOD]), broken], 10)
    assert [(result.check, result.state) for result in results] == [
        (Check.READERS, State.FAULT),
        (Check.CARD, State.FAULT),
        (Check.DISK, State.OK),
    ]
    assert "RuntimeError" in results[0].sentence
    assert all("83920174" not in text for result in results for text in (result.sentence, result.remedy))
    assert all(result.remedy for result in results[:2])


def test_a_check_that_hangs_is_left_behind() -> None:
    let_go = Event()

    def hangs() -> tuple[CheckResult, ...]:
        let_go.wait()
        return (ok(Check.PRINTER, "Trop tard."),)

    results = run_probes([Probe((Check.PRINTER,), hangs), Probe((Check.DISK,), lambda: [GOOD])], 0.05)
    let_go.set()
    assert [(result.check, result.state) for result in results] == [
        (Check.PRINTER, State.FAULT),
        (Check.DISK, State.OK),
    ]
    assert "0.05 s" in results[0].sentence


def test_a_check_that_answers_nothing_is_not_one_that_hangs() -> None:
    assert run_probes([Probe((Check.KIOSK,), tuple)], 10) == ()


def test_checks_run_beside_each_other() -> None:
    """Each waits for the other."""
    first, second = Event(), Event()

    def one() -> tuple[CheckResult, ...]:
        first.set()
        return (ok(Check.DISK, "1"),) if second.wait(10) else ()

    def two() -> tuple[CheckResult, ...]:
        second.set()
        return (ok(Check.CLOCK, "2"),) if first.wait(10) else ()

    assert len(run_probes([Probe((Check.DISK,), one), Probe((Check.CLOCK,), two)], 20)) == 2


def test_the_worst() -> None:
    fine, unknown = ok(Check.DISK, ""), not_checked(Check.SOUND, "")
    watch, broken = warning(Check.SPOOL, "", "r"), fault(Check.CLOCK, "", "r")
    assert worst([]) is State.NOT_CHECKED
    assert worst([unknown]) is State.NOT_CHECKED
    assert worst([unknown, fine]) is State.OK
    assert worst([fine, watch, unknown]) is State.WARNING
    assert worst([broken, fine, watch]) is State.FAULT


def test_french_counts_nought_as_one() -> None:
    assert [counted(n, "jour") for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert counted(2, "fichier abîmé", "fichiers abîmés") == "2 fichiers abîmés"
