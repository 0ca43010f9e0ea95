"""What looks at the whole machine: the words on its screen, and the page of results."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from checkout import ROOT
from eyes import Word, find
from measures import MEASURES
from record import RECORD, write
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


def run(when: str, failure: str = "", scenario: str = "amorcage") -> str:
    line = {"scenario": scenario, "machine": "bookworm", "when": when, "commit": "abc", "seconds": 90}
    facts = {"s": 74, "measures": {"swap": "tient"}}
    return json.dumps(line | {"passed": not failure, "failure": failure, "facts": facts}) + "\n"


def test_the_page_tells_the_last_run_of_each_scenario_on_each_system(tmp_path: Path) -> None:
    page, known, folder = tmp_path / "resultats.md", tmp_path / RECORD, tmp_path / "machine" / "bookworm"
    folder.mkdir(parents=True)
    known.write_text(run("2026-01-01", "perdu") + run("2026-01-01", scenario="casque"))
    (folder / RECORD).write_text(run("2026-01-03") + run("2026-01-02", "interrompu"))
    write(folder.parent, page)
    text = page.read_text()
    assert "| amorcage | bookworm | 2026-01-03 | abc | passé | 90 s |" in text
    assert "| casque | bookworm | 2026-01-01 |" in text
    assert "perdu" not in text
    assert "interrompu" not in text
    assert "  - swap : tient" in text
    (folder / RECORD).unlink()
    write(folder.parent, page)
    assert page.read_text() == text


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
