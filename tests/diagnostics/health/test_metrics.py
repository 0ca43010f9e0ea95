"""The textfile for Prometheus, read back by its own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from diagnostics.health.check import CheckResult, HealthCheck, fault, ok, warning
from diagnostics.health.metrics import ListAge, MachineFacts, PublishedFacts, read_facts, write_metrics
from diagnostics.outcomes.status import Status

AT_S = 1_800_000_000.5
FACTS = MachineFacts("0.1.0")
LISTS = (
    ListAge("AC IGC-SANTE FORT PERSONNES", 90_000.5, expired=False),
    ListAge('AC RACINE "IGC\\SANTE"\nFORT', -3.0, expired=True),
)
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
    write_metrics(path, results, FACTS, AT_S)
    assert [left.name for left in folder.iterdir()] == ["guichet_cps.prom"]
    return samples(path)


def test_each_check_is_in_one_state(tmp_path: Path) -> None:
    found = written(tmp_path, *RESULTS)
    assert [found["guichet_cps_check", "disk", state.value] for state in Status] == [0, 1, 0, 0]
    assert [found["guichet_cps_check", "sound", state.value] for state in Status] == [0, 0, 1, 0]
    assert found["guichet_cps_checked_timestamp_seconds",] == AT_S
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


@pytest.mark.parametrize("running", [None, "0.0.9", "0.1.0"])
def test_the_version_that_runs_stands_beside_the_installed_one(tmp_path: Path, running: str | None) -> None:
    path = tmp_path / "guichet_cps.prom"
    write_metrics(path, RESULTS, MachineFacts("0.1.0", running), AT_S)
    told = [key[1:] for key in samples(path) if key[0] == "guichet_cps_running_info"]
    assert told == ([] if running is None else [(running,)])
    assert samples(path)["guichet_cps_info", "0.1.0"] == 1


def test_the_age_of_each_list_and_whether_it_is_over(tmp_path: Path) -> None:
    path = tmp_path / "guichet_cps.prom"
    write_metrics(path, RESULTS, MachineFacts("0.1.0", None, LISTS), AT_S)
    found = samples(path)
    for each in LISTS:
        assert found["guichet_cps_list_age_seconds", each.issuer] == each.age_s
        assert found["guichet_cps_list_expired", each.issuer] == each.expired


@pytest.mark.parametrize("facts", [FACTS, MachineFacts("0.2.0", "0.1.0", LISTS)])
def test_what_is_written_is_read_back(tmp_path: Path, facts: MachineFacts) -> None:
    path = tmp_path / "guichet_cps.prom"
    write_metrics(path, RESULTS, facts, AT_S)
    assert read_facts(path) == PublishedFacts(AT_S, facts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\xff",
        "guichet_cps_info{",
        'guichet_cps_info{version="1"} 1\n',
        "guichet_cps_checked_timestamp_seconds 5\n",
        'guichet_cps_info{version="1"} 1\nguichet_cps_checked_timestamp_seconds nan\n',
    ],
)
def test_another_file_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.prom").write_text(text, encoding="latin-1")
    assert read_facts(tmp_path / "x.prom") is read_facts(tmp_path) is read_facts(tmp_path / "absent") is None


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
        write_metrics(tmp_path / "absent" / "x.prom", RESULTS, FACTS, 0.0)
    assert list(tmp_path.iterdir()) == []
