"""What looks at the whole machine: the words on its screen, and the page of results."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from checkout import ROOT
from eyes import Word, find
from measures import MEASURES
from record import RECORD, page, runs
from scenarios import SCENARIOS, UNCOMMISSIONED

TRY = ROOT / "deploy" / "machine" / "try.sh"


def words(text: str) -> list[Word]:
    return [Word(word, number, 0, 1, 1) for number, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("seen", "sentence", "place"),
    [
        ("Aide | Insérez votre carte CPS", "Insérez votre carte", 2),
        ("Oui, c'est ce numéro", "Oui, c’est ce numéro", 0),
        ("ARRETER étape", "Arrêter", 0),
        ("Arrêter carte Arrêter", "Arrêter", 2),
        ("0 chiffre sur 8", "1 chiffre sur 8", None),
        ("Votre carte est", "Votre carte est débloquée", None),
        ("Débloquer mon code porteurs", "Débloquer mon code porteur", None),
    ],
)
def test_a_sentence_is_found_as_a_person_would_read_it(seen: str, sentence: str, place: int | None) -> None:
    found = find(words(seen), sentence)
    assert (found and found.left) == place


def test_the_page_tells_the_last_run_of_each_scenario_on_each_system(tmp_path: Path) -> None:
    for suite, when, passed in (("bookworm", "2026-01-02", True), ("bookworm", "2026-01-01", False)):
        line = {"scenario": "amorcage", "machine": suite, "when": when, "commit": "abc", "seconds": 90}
        line |= {
            "passed": passed,
            "failure": "" if passed else "perdu",
            "facts": {"s": 74, "measures": {"swap": "tient"}},
        }
        (tmp_path / suite).mkdir(exist_ok=True)
        with (tmp_path / suite / RECORD).open("a") as record:
            record.write(json.dumps(line) + "\n")
    text = page(runs(tmp_path))
    assert "| amorcage | bookworm | 2026-01-02 | abc | passé | 90 s |" in text
    assert "perdu" not in text
    assert "  - swap : tient" in text


def test_the_list_of_scenarios_is_the_scenarios() -> None:
    done = subprocess.run(["sh", TRY, "--list"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(SCENARIOS)
    assert set(SCENARIOS) >= UNCOMMISSIONED


def test_each_measure_is_a_command_that_a_shell_understands() -> None:
    for command in MEASURES.values():
        subprocess.run(["bash", "-n", "-c", command], check=True)


@pytest.mark.parametrize("word", ["--nonsense", "-x"])
def test_a_wrong_word_is_told_what_there_is(word: str) -> None:
    done = subprocess.run(["sh", TRY, word], capture_output=True, text=True, check=False)
    assert (done.returncode, "Usage" in done.stderr) == (2, True)
