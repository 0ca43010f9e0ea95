"""The textfile for Prometheus, read back by its own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from diagnostics.health.check import CheckResult, HealthCheck, fault, ok, warning
from diagnostics.health.metrics import write_metrics
from diagnostics.outcomes.status import Status

RESULTS = (
    ok(HealthCheck.CARD, "Dans le lecteur : une CPS3."),
    ok(HealthCheck.DISK, "Place libre : 480 Mo."),
    warning(HealthCheck.SOUND, "Aucune sortie de son.", "Branchez."),
)


def samples(path: Path) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(path.read_text())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def written(folder: Path, *results: CheckResult) -> dict[tuple[str, ...], float]:
    path = folder / "guichet_cps.prom"
    write_metrics(path, results, "0.1.0", 1_800_000_000.5)
    assert [left.name for left in folder.iterdir()] == ["guichet_cps.prom"]
    return samples(path)


def test_each_check_is_in_one_state(tmp_path: Path) -> None:
    found = written(tmp_path, *RESULTS)
    assert [found["guichet_cps_check", "disk", state.value] for state in Status] == [0, 1, 0, 0]
    assert [found["guichet_cps_check", "sound", state.value] for state in Status] == [0, 0, 1, 0]
    assert found["guichet_cps_checked_timestamp_seconds",] == 1_800_000_000.5
    assert found["guichet_cps_info", "0.1.0"] == 1


@pytest.mark.parametrize(("result", "ready"), [(RESULTS[2], 1), (fault(HealthCheck.CLOCK, "s", "r"), 0)])
def test_ready_unless_something_is_broken(tmp_path: Path, result: CheckResult, ready: int) -> None:
    assert written(tmp_path, RESULTS[1], result)["guichet_cps_ready",] == ready


def test_a_card_in_the_reader_is_nobody_s_business(tmp_path: Path) -> None:
    """At a known second it would be a visit; a mute one would be somebody's."""
    in_it = warning(HealthCheck.CARD, "Une carte ne répond pas.", "Retirez-la.")
    assert written(tmp_path, *RESULTS) == written(tmp_path, in_it, *RESULTS[1:])
    assert not any("card" in name for name in written(tmp_path, *RESULTS))


def test_a_paper_in_the_printer_is_nobody_s_business_either(tmp_path: Path) -> None:
    """It comes out for somebody; a printer that is broken is everybody's business."""
    printing = warning(HealthCheck.PRINTER, "Un papier est encore dans l’imprimante.", "Attendez.")
    assert written(tmp_path, printing) == written(tmp_path, ok(HealthCheck.PRINTER, "L’imprimante est prête."))
    broken = fault(HealthCheck.PRINTER, "L’imprimante n’a plus de papier.", "Remettez du papier.")
    assert written(tmp_path, broken)["guichet_cps_check", "printer", "fault"] == 1


def test_no_sentence_is_published(tmp_path: Path) -> None:
    written(tmp_path, *RESULTS)
    text = (tmp_path / "guichet_cps.prom").read_text()
    assert all(words not in text for result in RESULTS for words in (result.sentence, result.remedy) if words)


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    written(tmp_path, *RESULTS)
    path = tmp_path / "guichet_cps.prom"
    with path.open() as reader:
        before = path.stat().st_ino
        written(tmp_path, RESULTS[1])
        assert 'check="sound"' in reader.read()
    assert path.stat().st_ino != before
    assert 'check="sound"' not in path.read_text()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_metrics(tmp_path / "absent" / "x.prom", RESULTS, "0.1.0", 0.0)
    assert list(tmp_path.iterdir()) == []
